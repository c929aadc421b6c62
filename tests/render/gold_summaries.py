"""Summaries of the four seeds as a perfect model and a perfect checker would give them, from gold records.

The gold is one person's reading of the seeds; places and dates that gazetteer and resolver would add are
written here, so that these tests do not lean on those rooms.
"""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from summariser.records import (
    AttackRecord,
    CheckedCount,
    DiplomacyRecord,
    Evidence,
    Participant,
    Place,
    PrintedFigure,
    Provenance,
    Summary,
    SummaryArticle,
    Target,
    When,
)
from summariser.text.article import Article
from summariser.vocabulary import (
    Category,
    DiplomacyType,
    Effect,
    FigureKind,
    Grade,
    Qualifier,
    Role,
    Severity,
    Status,
    SummaryStatus,
    Thing,
    Verdict,
    Weapon,
)

HERE = Path(__file__).parent
SEEDS = sorted((HERE.parents[1] / "seeds").glob("*.txt"))
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]

# Where the gold's places are: latitude, longitude, kind.
WHERE = {
    "Ukraine": (49.0, 32.0, "country"),
    "Ternopil": (49.55, 25.59, "settlement"),
    "Kharkiv region": (49.6, 36.4, "admin1"),
    "Kharkiv": (49.99, 36.23, "settlement"),
    "Romania": (45.9, 25.0, "country"),
    "Moldova": (47.2, 28.5, "country"),
    "village in the Kyiv region": (50.25, 30.5, "admin1"),
    "Kyiv": (50.45, 30.52, "settlement"),
    "Dnipro district, Kyiv": (50.46, 30.62, "district"),
    "Darnytskyi district, Kyiv": (50.40, 30.66, "district"),
    "Bryansk": (53.25, 34.37, "settlement"),
    "Saransk": (54.18, 45.18, "settlement"),
    "Makhachkala": (42.98, 47.5, "settlement"),
    "Lviv": (49.84, 24.03, "settlement"),
    "Mukachevo": (48.44, 22.72, "settlement"),
    "Lutsk": (50.75, 25.34, "settlement"),
    "Kirovohrad region": (48.5, 32.2, "admin1"),
    "Chernihiv": (51.5, 31.3, "settlement"),
    "Ivano-Frankivsk region": (48.7, 24.6, "admin1"),
    "Kostiantynivka": (48.53, 37.71, "settlement"),
    "Ankara, Turkey": (39.93, 32.86, "settlement"),
    "Oslo, Norway": (59.91, 10.75, "settlement"),
    "Stockholm, Sweden": (59.33, 18.07, "settlement"),
    "Washington": (38.9, -77.04, "settlement"),
    "Brussels": (50.85, 4.35, "settlement"),
    "London": (51.5, -0.13, "settlement"),
    "Alaska": (64.2, -149.5, "admin1"),
    "White House, Washington, DC": (38.9, -77.04, "settlement"),
    "Hungary": (47.2, 19.5, "country"),
    "Denmark": (56.0, 10.0, "country"),
    "Paris, France": (48.86, 2.35, "settlement"),
    "China": (35.0, 103.0, "country"),
    "Turkey": (39.0, 35.0, "country"),
}
PRECISION = {"settlement": 1, "district": 1, "admin1": 3, "country": 3}
CATEGORIES = {"civilian_infrastructure": "other"}
EFFECTS = {"struck (claimed)": "struck", "flights suspended": "suspended"}
STATUSES = {"declined": "rejected", "ordered": "made"}
TYPES = {"consultations": "talks", "phone_or_talk": "phone_call"}
THINGS = {"railway workers": None}


@cache
def gold_summary(number: int, *, dated: bool = True) -> Summary:
    """The gold of one seed as a summary; `dated`: with the day the article appeared, which no seed prints."""
    gold = json.loads((HERE / "data" / f"gold_{number:03d}.json").read_text(encoding="utf-8"))
    published = date.fromisoformat(gold["source"]["published_external"]) if dated else None
    label = f"seeds/{SEEDS[number].name}"
    article = Article.from_text(SEEDS[number].read_text(encoding="utf-8"), label=label, published=published)
    return Reader(gold, article).summary()


def gold_summaries(*, dated: bool = True) -> list[Summary]:
    """All four seeds."""
    return [gold_summary(number, dated=dated) for number in range(4)]


def same_quotes(text: str) -> str:
    """The text with its typographic marks alike: the gold was written before seed 001 was repaired."""
    return re.sub("[â’‘“”–—]", "'", text)


class Reader:
    """Turns one seed's gold into a summary."""

    def __init__(self, gold: dict[str, Any], article: Article) -> None:
        self.gold, self.article = gold, article

    def summary(self) -> Summary:
        article = self.article
        return Summary(
            article=SummaryArticle(
                id=article.id, label=article.label, title=article.title, body=article.body,
                published=article.published, source=re.split(r" \(|;", self.gold["source"]["publisher"])[0],
                url=None, repairs=[r.rule for r in article.repairs],
            ),
            headline=self.gold["source"].get("headline") or article.sentence_text(1),
            status=SummaryStatus.VERIFIED,
            attacks=[self.attack(a) for a in self.gold["attacks"]],
            diplomacy=[self.event(d) for d in self.gold["diplomacy"]],
            unclaimed=[], conflicts=[], notes=[],
            provenance=Provenance(
                model="gold", model_answered=None, endpoint="none", way="whole", prompt_fingerprint="0",
                schema_fingerprint="0", calls=0, input_tokens=None, output_tokens=None, cost_usd=None,
                repaired=False, version="test",
            ),
        )  # fmt: skip

    def evidence(self, quote: str) -> Evidence:
        start = same_quotes(self.article.body).index(same_quotes(quote))
        end = start + len(quote)
        for number, sentence in enumerate(self.article.sentences, 1):
            if sentence.start <= start and end <= sentence.end:
                return Evidence(
                    quote=self.article.body[sentence.start : sentence.end],
                    start=sentence.start, end=sentence.end, sentence=number,
                )  # fmt: skip
        return Evidence(quote=self.article.body[start:end], start=start, end=end)

    def count(self, role: Role, of: Thing, figure: dict[str, Any], owner: dict[str, Any]) -> CheckedCount:
        low, high = figure.get("min"), figure.get("max")
        hedge = figure["qualifier"]
        evidence = [self.evidence(quote) for quote in figure.get("evidence") or owner["evidence"]]
        value = low if low is not None else high
        printed = self.printed(value, evidence)
        quote = next((e for e in evidence if printed and e.start <= printed.start < e.end), evidence[0])
        return CheckedCount(
            role=role, of=of, value=value, low=low, high=high,
            qualifier=Qualifier.EXACT if hedge == "none_reported" else Qualifier(hedge),
            claimed_by=figure.get("claimed_by") or owner.get("claimed_by"),
            quote=quote.quote, start=quote.start, end=quote.end, figure=printed,
            verdict=Verdict.SUPPORTED_BY_SUM if figure.get("derived") else Verdict.SUPPORTED,
            severity=Severity.OK, note="", grade=Grade.MODEL_ALONE, evidence=evidence,
        )  # fmt: skip

    def printed(self, value: int | None, evidence: list[Evidence]) -> PrintedFigure | None:
        if value is None:
            return None
        forms = [str(value), f"{value:,}", *([WORDS[value]] if value < len(WORDS) else [])]
        pattern = re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)
        for quote in evidence:
            if match := pattern.search(self.article.body, quote.start, quote.end):
                return PrintedFigure(
                    text=match.group(), start=match.start(), end=match.end(), kind=FigureKind.COUNT,
                    low=value, high=value, qualifier=Qualifier.EXACT, noun="", role=None,
                )  # fmt: skip
        return None

    def toll(self, attack: dict[str, Any], role: Role) -> list[CheckedCount]:
        toll = attack.get(role.value)
        if not toll:
            return []
        total = [] if toll.get("derived") and attack["id"] == "A5" and role is Role.INJURED else [
            self.count(role, Thing.PEOPLE, toll, attack)
        ]  # fmt: skip
        groups = [g for g in toll.get("groups", []) if g["group"] not in THINGS and not g.get("derived")]
        return total + [self.count(role, Thing(g["group"]), {**toll, **g}, attack) for g in groups]

    def counts(self, attack: dict[str, Any]) -> list[CheckedCount]:
        counts = [c for role in (Role.KILLED, Role.INJURED, Role.RESCUED) for c in self.toll(attack, role)]
        for munition in attack["munitions"]:
            thing = Thing.DRONES if munition["weapon"] == "drone" else Thing.MISSILES
            for role in (Role.LAUNCHED, Role.INTERCEPTED, Role.STRUCK):
                if munition.get(role.value):
                    counts.append(self.count(role, thing, munition[role.value], munition))
        if sites := attack.get("impact_sites"):
            counts.append(self.count(Role.STRUCK, Thing.SITES, sites, attack))
        for damage in attack["infrastructure"]:
            if damage["what"] == "airports":
                eight = self.count(Role.OTHER, Thing.OTHER, damage["count"], attack)
                assert eight.figure
                noun = eight.figure.model_copy(update={"noun": "airports"})
                counts.append(eight.model_copy(update={"figure": noun}))
            if damage["what"] == "residential buildings":
                counts.append(self.count(Role.DAMAGED, Thing.BUILDINGS, damage["count"], attack))
            if customers := damage.get("customers_without_power"):
                counts.append(self.count(Role.WITHOUT_POWER, Thing.CONSUMERS, customers, attack))
        return counts

    def place(
        self, name: str | None, *, admin1: str | None = None, country: str | None = None
    ) -> Place | None:
        if not name or name not in WHERE:
            return Place(name=name) if name else None
        latitude, longitude, kind = WHERE[name]
        return Place(
            name=name, kind=kind, admin1=admin1, country=country, latitude=latitude, longitude=longitude,
            precision=PRECISION[kind],
        )  # fmt: skip

    def when(self, stated: dict[str, Any]) -> When | None:
        text, iso = stated.get("text"), stated.get("iso_external")
        if not text:
            return None
        if not iso or len(iso) < 10 or not self.article.published:
            return When(text=text)
        days = [date.fromisoformat(day) for day in iso.split("/")]
        precision = stated.get("precision") or "day"
        return When(text=text, start=days[0], end=days[-1], precision=precision, rule="gold")

    def attack(self, attack: dict[str, Any]) -> AttackRecord:
        place = attack["place"] or {}
        return AttackRecord(
            id=f"{self.article.id}-{attack['id']}", kind=attack["kind"], scope=attack["scope"],
            attacker=attack["attacker"], target_country=attack["target_country"],
            place=self.place(place.get("name"), admin1=place.get("admin1"), country=place.get("country")),
            when=self.when(attack["date"]), weapons=[Weapon(w) for w in attack["weapons"]],
            targets=[
                Target(what=t["what"], category=Category(CATEGORIES.get(t["category"], t["category"])),
                       effect=Effect(EFFECTS.get(t["effect"], t["effect"])))
                for t in attack["infrastructure"]
            ],
            counts=self.counts(attack), claimed_by=attack["attribution"].get("by"),
            background=attack["background"], evidence=[self.evidence(q) for q in attack["evidence"]],
        )  # fmt: skip

    def event(self, event: dict[str, Any]) -> DiplomacyRecord:
        return DiplomacyRecord(
            id=f"{self.article.id}-{event['id']}",
            type=DiplomacyType(TYPES.get(event["type"], event["type"])),
            status=Status(STATUSES.get(event["status"], event["status"])),
            participants=[Participant(name=name, country=None) for name in event["participants"]],
            place=self.place(event["place"]), when=self.when(event["date"]), topic=event["topic"],
            outcome=event["outcome"], counts=[], background=event["background"],
            evidence=[self.evidence(q) for q in event["evidence"]],
        )  # fmt: skip
