"""Turn hand-made gold records into the answers a perfect model would give, with quotes as evidence.

    python benchmarks/convert_gold.py GOLD_FOLDER seeds tests/perfect

Reads `GOLD_FOLDER/<seed>.json` and `seeds/<seed>.txt`, writes `tests/perfect/<seed>.answer.json`: the type
`Answer`, except that `evidence` lists quotes; `tests/gold.py` turns them into sentence numbers. Left out,
because no number is printed for them: objects hit of which there is just one ("a kindergarten"), "most of the
drones", areas, and groups that the vocabulary does not have (railway workers).
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from summariser.text.article import Article
from summariser.vocabulary import Thing

Json = dict[str, Any]

OF_WEAPON = {
    "drone": "drones",
    "missile": "missiles",
    "cruise_missile": "missiles",
    "ballistic_missile": "missiles",
}
TYPES = {"phone_or_talk": "phone_call", "consultations": "talks"}
STATUSES = {"declined": "rejected", "ordered": "made"}
CATEGORIES = {"civilian_infrastructure": "other"}
EFFECTS = {"flights suspended": "suspended", "struck (claimed)": "struck"}
OF_CATEGORY = {"residential": "buildings"}
ROLE_OF_EFFECT = {"damaged": "damaged", "destroyed": "destroyed", "struck": "struck"}
# Numbers that the gold names in prose or without a quote of their own.
ADDED: dict[tuple[str, str], list[Json]] = {
    ("001", "A1"): [
        {"role": "struck", "of": "regions", "value": 10, "quote": "targeted 10 regions"},
        {"role": "struck", "of": "sites", "value": 8, "quote": "at least eight Ukrainian cities"},
    ],
    ("001", "D4"): [{"role": "supplied", "of": "aircraft", "value": 150, "quote": "up to 150 Gripen"}],
    ("003", "A1"): [
        {
            "role": "launched",
            "of": "drones",
            "value": 500,
            "quote": "more than 500 drones and dozens of missiles",
        },
        {
            "role": "launched",
            "of": "missiles",
            "value": None,
            "quote": "more than 500 drones and dozens of missiles",
        },
        {"role": "struck", "of": "sites", "value": 14, "quote": "struck 14 locations"},
    ],
}


class Converter:
    """One article's gold, with its text at hand."""

    def __init__(self, gold: Json, article: Article, raw: str) -> None:
        self._gold = gold
        self._body = article.body
        self._raw = raw  # repair is one for one, so that its offsets are those of the body
        self._seed = gold["file"][:3]

    def answer(self) -> Json:
        return {
            "headline": self._gold["key_facts"][0],
            "attacks": [self._attack(attack) for attack in self._gold["attacks"]],
            "diplomacy": [self._event(event) for event in self._gold["diplomacy"]],
        }

    def _attack(self, attack: Json) -> Json:
        claimant = self._printed(attack["attribution"]["by"])
        return {
            "kind": attack["kind"],
            "scope": attack["scope"],
            "attacker": attack["attacker"],
            "target_country": attack["target_country"],
            "place": self._printed(attack["place"]["name"]),
            "when": self._when(attack["date"]),
            "weapons": attack["weapons"],
            "targets": [self._target(target) for target in attack["infrastructure"]],
            "counts": self._counts(attack),
            "claimed_by": claimant,
            "background": attack["background"],
            "evidence": self._quotes(attack["evidence"]),
        }

    def _event(self, event: Json) -> Json:
        names, countries = event["participants"], event["countries"]
        paired = countries if len(countries) == len(names) else [None] * len(names)
        return {
            "type": TYPES.get(event["type"], event["type"]),
            "status": STATUSES.get(event["status"], event["status"]),
            "participants": [
                {"name": self._printed(name), "country": country}
                for name, country in zip(names, paired, strict=True)
            ],
            "place": self._printed(event["place"]),
            "when": self._when(event["date"]),
            "topic": event["topic"],
            "outcome": event["outcome"],
            "counts": self._added(event["id"]),
            "background": event["background"],
            "evidence": self._quotes(event["evidence"]),
        }

    def _counts(self, attack: Json) -> list[Json]:
        counts: list[Json] = []
        for munition in attack["munitions"]:
            counts += self._munition(munition)
        for role in ("killed", "injured", "rescued"):
            if attack.get(role):
                counts += self._toll(role, attack[role])
        for target in attack["infrastructure"]:
            counts += self._damage(target)
        return counts + self._added(attack["id"])

    def _munition(self, munition: Json) -> list[Json]:
        return [
            self._count(
                role,
                OF_WEAPON[munition["weapon"]],
                munition[role],
                munition["evidence"],
                munition["claimed_by"],
            )
            for role in ("launched", "intercepted", "struck")
            if munition[role] and munition[role]["qualifier"] != "most"
        ]

    def _toll(self, role: str, toll: Json) -> list[Json]:
        counts = [self._count(role, "people", toll, toll["evidence"], toll.get("claimed_by"))]
        for group in toll.get("groups", []):
            if group["group"] in set(Thing):
                quotes = self._of_parts(role, toll) if group.get("derived") else toll["evidence"]
                counts.append(self._count(role, group["group"], group, quotes, toll.get("claimed_by")))
        return counts

    def _of_parts(self, role: str, toll: Json) -> list[str]:
        """The quotes of the records that a total is the sum of."""
        parts = {name for name, _ in toll["components"]}
        return [
            quote
            for attack in self._gold["attacks"]
            if attack["id"] in parts
            for quote in attack[role]["evidence"]
        ]

    def _damage(self, target: Json) -> list[Json]:
        counts = []
        if target["count"] and target["count"]["min"] != 1 and target["count"]["min"] != 14:
            effect = EFFECTS.get(target["effect"], target["effect"])
            of = OF_CATEGORY.get(target["category"], "sites")
            role = ROLE_OF_EFFECT.get(effect, "other")
            counts.append(self._count(role, of, target["count"], target["evidence"], None))
        if target.get("customers_without_power"):
            given = target["customers_without_power"]
            counts.append(self._count("without_power", "consumers", given, target["evidence"], None))
        return counts

    def _added(self, record: str) -> list[Json]:
        return [
            {
                "role": added["role"],
                "of": added["of"],
                "value": added["value"],
                "claimed_by": None,
                "evidence": self._quotes([added["quote"]]),
            }
            for added in ADDED.get((self._seed, record), [])
        ]

    def _count(self, role: str, of: str, given: Json, quotes: list[str], claimant: str | None) -> Json:
        vague = given.get("qualifier") in {"several", "many"}
        return {
            "role": role,
            "of": of,
            "value": None if vague else given.get("best", given["min"]),
            "claimed_by": self._printed(claimant),
            "evidence": self._quotes(quotes),
        }

    def _target(self, target: Json) -> Json:
        return {
            "what": target["what"].split(" (")[0],
            "category": CATEGORIES.get(target["category"], target["category"]),
            "effect": EFFECTS.get(target["effect"], target["effect"]),
        }

    def _quotes(self, quotes: list[str]) -> list[str]:
        return [self._repaired(quote) for quote in quotes]

    def _repaired(self, quote: str) -> str:
        if quote in self._body:
            return quote
        start = self._raw.find(quote)
        if start < 0 or len(self._raw) != len(self._body):
            raise SystemExit(f"{self._gold['file']}: not in the text: {quote!r}")
        return self._body[start : start + len(quote)]

    def _when(self, date: Json | None) -> str | None:
        return self._printed((date or {}).get("text"))

    def _printed(self, text: str | None) -> str | None:
        """The longest part of a gold text that the article prints; the text itself if there is none."""
        if text is None:
            return None
        bare = re.sub(r"\s*\(.*?\)", "", text).strip()
        parts = [bare, *(part.strip() for part in re.split(r"[;,/]", bare))]
        found = [part for part in parts if part and part.casefold() in self._body.casefold()]
        return max(found, key=len) if found else bare or None


def main() -> None:
    """Convert every gold file for which there is a seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("seeds", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    options.out.mkdir(exist_ok=True)
    for path in sorted(options.gold.glob("[0-9]*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        raw = (options.seeds / gold["file"]).read_text(encoding="utf-8")
        article = Article.from_text(raw, label=gold["file"])
        written = options.out / f"{path.stem}.answer.json"
        answer = json.dumps(Converter(gold, article, raw).answer(), ensure_ascii=False, indent=1)
        written.write_text(answer + "\n", encoding="utf-8")
        print(written)


if __name__ == "__main__":
    main()
