"""A summary with everything that can be wrong with one, made by hand."""

from __future__ import annotations

from datetime import date

from gold_summaries import gold_summary

from summariser.records import Conflict, Evidence, Note, PrintedFigure, Summary, UnclaimedFigure
from summariser.vocabulary import FigureKind, Qualifier, Severity, SummaryStatus, Verdict


def flawed_summary() -> Summary:
    """Seed 000 with a wrong number, a doubtful one, a conflict, a note and two omissions."""
    summary = gold_summary(0)
    ternopil = next(a for a in summary.attacks if a.place and a.place.name == "Ternopil")
    killed, children, injured, *rest = ternopil.counts
    wrong = injured.model_copy(
        update={
            "value": 60, "verdict": Verdict.CONTRADICTED, "severity": Severity.ERROR,
            "note": "the text says 66, not 60, in sentence 6",
        }
    )  # fmt: skip
    doubtful = children.model_copy(
        update={
            "verdict": Verdict.SUPPORTED_ELSEWHERE,
            "severity": Severity.REVIEW,
            "note": "another sentence",
        }
    )
    changed = ternopil.model_copy(update={"counts": [killed, doubtful, wrong, *rest]})
    attacks = [changed if a.id == ternopil.id else a for a in summary.attacks]
    return summary.model_copy(
        update={
            "attacks": attacks,
            "status": SummaryStatus.FLAGGED,
            "conflicts": [
                Conflict(note="20 and 22 do not go together", paths=[], quotes=[sentence(summary, "20")])
            ],
            "notes": [
                Note(path="attacks[1].place", severity=Severity.REVIEW, note="Narnia is not in the text")
            ],
            "unclaimed": [
                omission(summary, "three", rank=1, background=False),
                omission(summary, "200,000", rank=2, background=True),
            ],
        }
    )


def sentence(summary: Summary, text: str) -> Evidence:
    """The line of the article that holds a text."""
    body = summary.article.body
    at = body.index(text)
    start, end = body.rfind("\n", 0, at) + 1, body.find("\n", at)
    return Evidence(quote=body[start:end], start=start, end=end)


def omission(summary: Summary, text: str, *, rank: int, background: bool) -> UnclaimedFigure:
    """A printed number that no record used."""
    line, at = sentence(summary, text), summary.article.body.index(text)
    figure = PrintedFigure(
        text=text, start=at, end=at + len(text), kind=FigureKind.COUNT, low=3, high=3,
        qualifier=Qualifier.EXACT, noun="rounds", role=None,
    )  # fmt: skip
    return UnclaimedFigure(
        figure=figure, quote=line.quote, start=line.start, end=line.end, rank=rank, background=background
    )


def later_telling(summary: Summary) -> Summary:
    """The same article a day later, by another paper, with a toll that rose and one that differs."""
    body = "The toll of the strike on Ternopil has risen to 26 killed and 66 were injured."
    ternopil = next(a for a in summary.attacks if a.place and a.place.name == "Ternopil")
    quote = Evidence(quote=body, start=0, end=len(body))
    killed = ternopil.counts[0].model_copy(
        update={"value": 26, "low": 26, "high": 26, "qualifier": Qualifier.EXACT, "quote": body, "start": 0,
                "end": len(body), "figure": None, "evidence": [quote]}
    )  # fmt: skip
    article = summary.article.model_copy(
        update={
            "id": "f" * 16,
            "body": body,
            "label": "later",
            "source": "Reuters",
            "published": date(2025, 11, 20),
        }
    )
    attack = ternopil.model_copy(update={"counts": [killed], "evidence": [quote], "targets": []})
    return summary.model_copy(
        update={"article": article, "attacks": [attack], "diplomacy": [], "headline": "Ternopil: 26 dead"}
    )
