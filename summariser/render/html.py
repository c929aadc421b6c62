"""One self-contained page: no script, no request, a strict content policy; all text from outside escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from datetime import date
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from summariser.merge import Digest, merge_summaries
from summariser.records import Summary
from summariser.render.page import page_view
from summariser.render.safe import plain
from summariser.render.titles import say_day
from summariser.render.views import PageView
from summariser.render.wording import capital, word
from summariser.resources import data_path, data_text
from summariser.vocabulary import AttackKind

__all__ = ["render_article_html", "render_digest_html"]

_HELD = frozenset({"held", "under way"})
_OFF = frozenset({"cancelled", "reported cancelled", "rejected", "postponed"})


def render_article_html(summary: Summary) -> str:
    """The page of one article: the same page as a digest's, of a night with one article."""
    return render_digest_html(merge_summaries([summary]))


def render_digest_html(digest: Digest) -> str:
    """The page of one or several nights, as one file that works from a disk, offline and on paper."""
    versions = {summary.provenance.version for summary in digest.summaries}
    return _page(page_view(digest, version=", ".join(sorted(versions))))


def _page(page: PageView) -> str:
    style = data_text("render/templates/page.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    # Our own style sheet, hashed above: the one thing on the page that is not escaped.
    trusted = Markup(style)  # noqa: S704
    return _environment().get_template("page.html.j2").render(page=page, style=trusted, policy=policy)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(data_path("render/templates")),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=_day, capital=capital, stage=_stage, kinds=_kinds)
    return environment


def _harmless(value: object) -> object:
    """Every text that a template writes, without controls and marks that reorder lines."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _day(day: date) -> str:
    return say_day(day)


def _stage(status: str) -> str:
    """How far an event came, for its badge: held, off, or still ahead."""
    last = status.rsplit(" → ", 1)[-1]
    if last in _HELD:
        return "held"
    return "off" if last in _OFF else "ahead"


def _kinds(kinds: Iterable[AttackKind]) -> str:
    return ", ".join(word("kinds", kind) for kind in kinds)
