"""The words that figures, answers and summaries share. Standards they map to: `data/mappings.toml`."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "AttackKind",
    "Category",
    "DiplomacyType",
    "Effect",
    "FigureKind",
    "Grade",
    "NounClass",
    "Qualifier",
    "Role",
    "Scope",
    "Severity",
    "Status",
    "SummaryStatus",
    "Thing",
    "Verdict",
    "Weapon",
]


class Role(StrEnum):
    """What happened to the things a number counts."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    CAPTURED = "captured"
    RESCUED = "rescued"
    EVACUATED = "evacuated"
    DISPLACED = "displaced"
    LAUNCHED = "launched"
    INTERCEPTED = "intercepted"
    LOST = "lost"
    STRUCK = "struck"
    DAMAGED = "damaged"
    DESTROYED = "destroyed"
    WITHOUT_POWER = "without_power"
    EXCHANGED = "exchanged"
    SUPPLIED = "supplied"
    OTHER = "other"


class Thing(StrEnum):
    """What a number counts (`of` in a record)."""

    PEOPLE = "people"
    CHILDREN = "children"
    WOMEN = "women"
    MEN = "men"
    CIVILIANS = "civilians"
    SOLDIERS = "soldiers"
    DRONES = "drones"
    MISSILES = "missiles"
    BOMBS = "bombs"
    AIRCRAFT = "aircraft"
    SITES = "sites"
    REGIONS = "regions"
    BUILDINGS = "buildings"
    VEHICLES = "vehicles"
    SHIPS = "ships"
    CONSUMERS = "consumers"
    PRISONERS = "prisoners"
    BODIES = "bodies"
    OTHER = "other"


class NounClass(StrEnum):
    """The class of a printed noun."""

    PERSON = "person"
    DRONE = "drone"
    MISSILE = "missile"
    BOMB = "bomb"
    AIRCRAFT = "aircraft"
    PLACE = "place"
    BUILDING = "building"
    VEHICLE = "vehicle"
    SHIP = "ship"
    CONSUMER = "consumer"
    EVENT = "event"
    OTHER = "other"
    NONE = "none"


class FigureKind(StrEnum):
    """What kind of number is printed. Only `count` can be a toll."""

    COUNT = "count"
    ORDINAL = "ordinal"
    DATE = "date"
    TIME = "time"
    AGE = "age"
    DURATION = "duration"
    DISTANCE = "distance"
    AREA = "area"
    PERCENT = "percent"
    MONEY = "money"
    DESIGNATOR = "designator"
    MULTIPLIER = "multiplier"
    RATIO = "ratio"
    CALIBRE = "calibre"
    OTHER = "other"


class Qualifier(StrEnum):
    """How sure the text is of a number: its hedge, or the vague word itself."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    UP_TO = "up_to"
    LESS_THAN = "less_than"
    ABOUT = "about"
    NEARLY = "nearly"
    RANGE = "range"
    COUPLE = "couple"
    FEW = "few"
    SEVERAL = "several"
    HANDFUL = "handful"
    MANY = "many"
    MOST = "most"
    MULTIPLE = "multiple"
    A_NUMBER_OF = "a_number_of"
    TENS = "tens"
    DOZENS = "dozens"
    SEVERAL_DOZEN = "several_dozen"
    SCORES = "scores"
    HUNDREDS = "hundreds"
    SEVERAL_HUNDRED = "several_hundred"
    THOUSANDS = "thousands"
    SEVERAL_THOUSAND = "several_thousand"
    TENS_OF_THOUSANDS = "tens_of_thousands"
    HUNDREDS_OF_THOUSANDS = "hundreds_of_thousands"
    MILLIONS = "millions"


class Verdict(StrEnum):
    """What the text says of a number that somebody stated."""

    SUPPORTED = "supported"
    SUPPORTED_BY_SUM = "supported_by_sum"
    SUPPORTED_ELSEWHERE = "supported_elsewhere"
    VAGUE = "vague"
    CONTRADICTED = "contradicted"
    MISATTRIBUTED = "misattributed"
    SUBSET_AS_TOTAL = "subset_as_total"
    UNSUPPORTED = "unsupported"
    NO_EVIDENCE = "no_evidence"


class Severity(StrEnum):
    """What a person should do about a finding: nothing, look at it, distrust it."""

    OK = "ok"
    REVIEW = "review"
    ERROR = "error"


class Grade(StrEnum):
    """Who reads a number so: the model, the patterns, both, or each differently."""

    BOTH = "both"
    MODEL_ALONE = "model_alone"
    PATTERNS_ALONE = "patterns_alone"
    CONFLICT = "conflict"


class SummaryStatus(StrEnum):
    """`verified`: every number checked and none to distrust or look at; `flagged`: see the findings."""

    VERIFIED = "verified"
    FLAGGED = "flagged"


class Scope(StrEnum):
    """How wide an attack record is: a night's wave, a total over places, or one place."""

    WAVE = "wave"
    AGGREGATE = "aggregate"
    LOCAL = "local"


class AttackKind(StrEnum):
    """ACLED sub-events, told apart by weapon."""

    MISSILE_STRIKE = "missile_strike"
    DRONE_STRIKE = "drone_strike"
    COMBINED_MISSILE_DRONE_ATTACK = "combined_missile_drone_attack"
    AIR_STRIKE = "air_strike"
    SHELLING = "shelling"
    GROUND_ASSAULT = "ground_assault"
    EXPLOSION_IED = "explosion_ied"
    SUICIDE_ATTACK = "suicide_attack"
    SHOOTING_OR_EXECUTION = "shooting_or_execution"
    ABDUCTION = "abduction"
    SABOTAGE = "sabotage"
    CYBER = "cyber"
    NAVAL_ATTACK = "naval_attack"
    INTERCEPTION_ONLY = "interception_only"
    AIRSPACE_INCURSION = "airspace_incursion"
    MIXED = "mixed"
    UNSPECIFIED_STRIKE = "unspecified_strike"


class Weapon(StrEnum):
    """The categories of the Ukrainian air force's reports, and those of other wars."""

    DRONE = "drone"
    DECOY_DRONE = "decoy_drone"
    DRONE_DEBRIS = "drone_debris"
    NAVAL_DRONE = "naval_drone"
    CRUISE_MISSILE = "cruise_missile"
    BALLISTIC_MISSILE = "ballistic_missile"
    HYPERSONIC_MISSILE = "hypersonic_missile"
    MISSILE = "missile"
    SAM_GROUND_MODE = "sam_ground_mode"
    GUIDED_BOMB = "guided_bomb"
    BOMB = "bomb"
    ARTILLERY = "artillery"
    MLRS = "mlrs"
    ROCKET = "rocket"
    MORTAR = "mortar"
    SMALL_ARMS = "small_arms"
    IED_MINE = "ied_mine"
    UNKNOWN = "unknown"


class Category(StrEnum):
    """What kind of object was hit (MUC physical targets and Airwars infrastructure)."""

    RESIDENTIAL = "residential"
    ENERGY = "energy"
    FUEL = "fuel"
    WATER = "water"
    TRANSPORT = "transport"
    RAIL = "rail"
    PORT = "port"
    SHIPPING = "shipping"
    HEALTH = "health"
    EDUCATION = "education"
    INDUSTRY_CIVILIAN = "industry_civilian"
    MILITARY_INDUSTRY = "military_industry"
    MILITARY = "military"
    STORAGE = "storage"
    GOVERNMENT = "government"
    RELIGIOUS_CULTURAL = "religious_cultural"
    COMMUNICATIONS = "communications"
    NUCLEAR = "nuclear"
    HUMANITARIAN = "humanitarian"
    AGRICULTURE = "agriculture"
    ENVIRONMENT = "environment"
    OTHER = "other"


class Effect(StrEnum):
    """What became of the object."""

    DESTROYED = "destroyed"
    DAMAGED = "damaged"
    FIRE = "fire"
    STRUCK = "struck"
    OUTAGE = "outage"
    SUSPENDED = "suspended"
    HAZARD = "hazard"
    NONE = "none"
    UNKNOWN = "unknown"


class DiplomacyType(StrEnum):
    """PLOVER's cooperative and verbal events, in news words."""

    MEETING = "meeting"
    SUMMIT = "summit"
    MULTILATERAL_MEETING = "multilateral_meeting"
    VISIT = "visit"
    TALKS = "talks"
    PHONE_CALL = "phone_call"
    PEACE_PROPOSAL = "peace_proposal"
    OFFER_TO_HOST = "offer_to_host"
    OFFER_OF_SUPPORT = "offer_of_support"
    AGREEMENT_SIGNING = "agreement_signing"
    CEASEFIRE = "ceasefire"
    PRISONER_EXCHANGE = "prisoner_exchange"
    SANCTIONS = "sanctions"
    MILITARY_AID = "military_aid"
    HUMANITARIAN_AID = "humanitarian_aid"
    DEMAND = "demand"
    APPEAL = "appeal"
    REJECTION = "rejection"
    ENVOY_PARTICIPATION = "envoy_participation"
    NON_PARTICIPATION = "non_participation"
    STATEMENT = "statement"
    ACCUSATION = "accusation"
    THREAT = "threat"
    MILITARY_POSTURE = "military_posture"
    OTHER = "other"


class Status(StrEnum):
    """Whether it took place: PLOVER codes planned, held and refused meetings as different events."""

    HELD = "held"
    ONGOING = "ongoing"
    PLANNED = "planned"
    PROPOSED = "proposed"
    OFFERED = "offered"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    REPORTED_CANCELLED = "reported_cancelled"
    REJECTED = "rejected"
    UNCONFIRMED_REPORT = "unconfirmed_report"
    MADE = "made"
    UNKNOWN = "unknown"
