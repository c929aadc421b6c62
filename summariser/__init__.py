"""News of a war in; records of attacks and diplomacy out, every number checked against the text.

from summariser import Article, open_summariser

with open_summariser() as summariser:  # no key and no address: the embedded local model
    summary = summariser.summarise(Article.from_file("article.txt"))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summariser.checks.claims import Claim, Finding
    from summariser.checks.judge import Unclaimed, check_claims, unclaimed_figures
    from summariser.errors import ArticleError, RunError, SummariserError, UnreadableArticle
    from summariser.evaluate.run import evaluate
    from summariser.figures.figure import Figure
    from summariser.figures.find import find_figures
    from summariser.merge import merge_summaries
    from summariser.pipeline import Outcome
    from summariser.reading import read_articles
    from summariser.records import Answer, Summary
    from summariser.session import Summariser
    from summariser.settings import Settings
    from summariser.text.article import Article
    from summariser.wiring import open_summariser

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Article",
    "ArticleError",
    "Claim",
    "Figure",
    "Finding",
    "Outcome",
    "RunError",
    "Settings",
    "Summariser",
    "SummariserError",
    "Summary",
    "Unclaimed",
    "UnreadableArticle",
    "check_claims",
    "evaluate",
    "find_figures",
    "merge_summaries",
    "open_summariser",
    "read_articles",
    "unclaimed_figures",
]

_ROOMS = {
    "Answer": "records",
    "Article": "text.article",
    "ArticleError": "errors",
    "Claim": "checks.claims",
    "Figure": "figures.figure",
    "Finding": "checks.claims",
    "Outcome": "pipeline",
    "RunError": "errors",
    "Settings": "settings",
    "Summariser": "session",
    "SummariserError": "errors",
    "Summary": "records",
    "Unclaimed": "checks.judge",
    "UnreadableArticle": "errors",
    "check_claims": "checks.judge",
    "evaluate": "evaluate.run",
    "find_figures": "figures.find",
    "merge_summaries": "merge",
    "open_summariser": "wiring",
    "read_articles": "reading",
    "unclaimed_figures": "checks.judge",
}


def __getattr__(name: str) -> object:
    """Public names are loaded when they are first used: `import summariser` stays quick."""
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
