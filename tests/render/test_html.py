"""The page: self-contained, without script, every number leading to its marked sentence."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from flawed import flawed_summary, later_telling
from gold_summaries import gold_summaries, gold_summary
from payloads import PAYLOADS, poisoned

from summariser.merge import merge_summaries
from summariser.render.html import render_article_html, render_digest_html

VOID = {"meta", "br", "img", "link", "input", "hr", "circle", "path"}


class Page(HTMLParser):
    """What is on a page: its tags, ids, links and headings; fails on tags that do not nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.marked: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if "mark" in self.open:
            self.marked.append(data)

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.tags if "id" in attrs]

    @property
    def links(self) -> list[str]:
        return [attrs["href"] or "" for tag, attrs in self.tags if tag == "a"]


@pytest.fixture(scope="module")
def night() -> Page:
    """The page of the four seeds, of a flawed summary and of a later telling."""
    first = gold_summary(0)
    return Page(render_digest_html(merge_summaries([*gold_summaries(), later_telling(first)])))


def test_tags_nest_and_ids_are_unique(night: Page) -> None:
    """The page is well-formed, so that browsers and screen readers see what was meant."""
    assert night.open == []
    assert len(night.ids) == len(set(night.ids))


def test_every_link_leads_somewhere_on_the_page(night: Page) -> None:
    """No number and no entry leads nowhere."""
    targets = {f"#{id_}" for id_ in night.ids}
    assert set(night.links) - targets == set()


def test_every_number_leads_to_its_mark() -> None:
    """The link of a number goes to the marked number, or its marked sentence, in the article's text."""
    html = render_digest_html(merge_summaries(gold_summaries()))
    anchors = dict(
        re.findall(r'<span class="at" id="([^"]+)"></span>(?:<span[^>]*></span>)*<mark class="(\w+)">', html)
    )
    numbers = re.findall(r'<a class="n" href="#([^"]+)"', html)
    assert len(numbers) > 59
    assert {anchors.get(number) for number in numbers} <= {"figure", "sentence"}
    text = Page(html)
    for summary in gold_summaries():
        figures = [c.figure.text for a in summary.attacks for c in a.counts if c.figure]
        assert set(figures) <= {marked.strip() for marked in text.marked}


def test_the_text_of_every_article_is_whole(night: Page) -> None:
    """Marking takes nothing from a text: every line of every article can be read."""
    shown = "".join(night.text)
    for summary in gold_summaries():
        for line in summary.article.body.splitlines():
            assert line in shown


def test_no_script_no_request_and_a_strict_policy(night: Page) -> None:
    """Nothing runs, nothing is fetched; only the page's own style sheet, by its hash, is allowed."""
    html = render_digest_html(merge_summaries(gold_summaries()))
    names = {tag for tag, _ in night.tags}
    assert not names & {"script", "link", "iframe", "object", "embed", "form", "img", "base"}
    assert not [
        a for _, attrs in night.tags for a in attrs if a.startswith("on") or a in ("style", "src", "srcset")
    ]
    policy = next(
        a["content"] or "" for t, a in night.tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy.split("; ") == [
        "default-src 'none'", f"style-src 'sha256-{digest}'", "img-src data:", "base-uri 'none'",
        "form-action 'none'",
    ]  # fmt: skip
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_headings_go_down_one_level_at_a_time(night: Page) -> None:
    """One h1; no level is left out on the way down."""
    levels = [int(tag[1]) for tag, _ in night.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_landmarks_captions_and_scopes(night: Page) -> None:
    """A screen reader finds main, navigation, the skip link, and the table's caption and headers."""
    names = [tag for tag, _ in night.tags]
    assert {"header", "nav", "main", "footer", "caption"} <= set(names)
    assert night.links[0] == "#main"
    assert all("scope" in attrs for tag, attrs in night.tags if tag == "th")
    assert ("html", {"lang": "en"}) in night.tags


def test_the_night_at_a_glance() -> None:
    """Killed, injured, launched and intercepted, with hedges, sums named as ours, and the verified share."""
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", render_digest_html(merge_summaries(gold_summaries()))))
    assert "60 of 60 numbers verified in the text" in text
    assert re.search(r"Killed at least 36 added up by us from 4 events", text)
    assert re.search(r"Injured at least 180 added up by us from 8 events", text)
    assert re.search(r"Drones at least 1,957 launched .* 430 intercepted stated for 1 event", text)


def test_map_has_every_place_with_a_shape_of_its_kind() -> None:
    """Markers differ by shape, not only by colour, and the list below names all places."""
    html = render_digest_html(merge_summaries(gold_summaries()))
    shapes = set(re.findall(r'class="marker"[^>]* d="([^"]+)"', html))
    assert len(shapes) == 6
    places = html.split('<ol class="places">')[1].split("</ol>")[0]
    for name in ("Ternopil", "Lutsk", "Mukachevo", "Kostiantynivka", "Makhachkala", "Dnipro district, Kyiv"):
        assert name in places


def test_without_places_there_is_no_map() -> None:
    """A night of unknown places has no map and no hole where it would be."""
    summary = gold_summary(0)
    bare = [a.model_copy(update={"place": None}) for a in summary.attacks]
    assert '<figure class="map">' not in render_article_html(summary.model_copy(update={"attacks": bare}))


def test_differences_doubts_and_omissions_are_told() -> None:
    """A toll that rose, a wrong number, a doubtful one, a name, an omission: each has its place."""
    flawed = flawed_summary()
    html = render_digest_html(merge_summaries([flawed, later_telling(gold_summary(0))]))
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
    assert "At least 20 → 26 killed" in text
    assert "60 people injured: the text says 66, not 60, in sentence 6" in text
    assert "✗ not in the text" in text
    assert "? to check" in text
    assert "20 and 22 do not go together" in text
    assert "Narnia is not in the text" in text
    assert "three rounds" in text.split("What the records left out")[1]


def test_an_empty_night_is_a_page_too() -> None:
    """No article, no attack, no number: still a page that says so."""
    text = render_digest_html(merge_summaries([]))
    assert "No attack is reported." in text
    assert "No number is stated." in text


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_payload_becomes_a_tag(payload: str) -> None:
    """Whatever an article or an answer says, the page has the same tags and attributes as without it."""
    clean, dirty = Page(render_article_html(poisoned(""))), Page(render_article_html(poisoned(payload)))
    assert {t for t, _ in dirty.tags} <= {t for t, _ in clean.tags} | {"mark"}
    assert {a for _, attrs in dirty.tags for a in attrs} <= {a for _, attrs in clean.tags for a in attrs}
    assert not [link for link in dirty.links if not link.startswith(("#", "https://", "http://"))]
    assert dirty.open == []


def test_only_web_addresses_become_links() -> None:
    """An article's address is a link only if it is http or https."""
    summary = gold_summary(0)
    for url, linked in (
        ("https://example.org/a?b=c&d", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
    ):
        article = summary.article.model_copy(update={"url": url})
        links = Page(render_article_html(summary.model_copy(update={"article": article}))).links
        assert (url in links) is linked
