"""The page in a real browser: nothing runs, links open their sentence, axe-core finds nothing to complain of.

Needs Chromium, the Python package `playwright` (its driver only; no browser download) and axe-core:

    apt-get install -y chromium && pip install playwright && npm install --prefix build/axe axe-core@4

`CHROMIUM` and `AXE_CORE` name the program and `axe.min.js` if they are elsewhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flawed import flawed_summary, later_telling
from gold_summaries import gold_summaries, gold_summary
from payloads import PAYLOADS, poisoned

from summariser.merge import merge_summaries
from summariser.render.html import render_article_html, render_digest_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.chromium

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AXE = Path(os.environ.get("AXE_CORE", ROOT / "build/axe/node_modules/axe-core/axe.min.js"))
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
VIEWS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A night with everything in it, one article, and an empty night, as files."""
    folder = tmp_path_factory.mktemp("pages")
    night = [flawed_summary(), *gold_summaries()[1:], later_telling(gold_summary(0))]
    made = {
        "night": render_digest_html(merge_summaries(night)),
        "article": render_article_html(gold_summary(3)),
        "empty": render_digest_html(merge_summaries([])),
    }
    paths = {name: folder / f"{name}.html" for name in made}
    for name, html in made.items():
        paths[name].write_text(html, encoding="utf-8")
    return paths


def opened(
    browser: Browser, path: Path, *, width: int = 1280, scheme: str = "light"
) -> tuple[Page, list[str]]:
    """A page from a file, and what it asked the network for or complained of."""
    page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    trouble: list[str] = []
    page.on("request", lambda r: trouble.append(r.url) if not r.url.startswith("file:") else None)
    page.on("console", lambda m: trouble.append(m.text))
    page.on("pageerror", lambda e: trouble.append(str(e)))
    page.on("dialog", lambda d: trouble.append(f"dialog: {d.message}"))
    page.goto(path.as_uri())
    return page, trouble


@pytest.mark.parametrize("name", ["night", "article", "empty"])
@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_accessible(browser: Browser, pages: dict[str, Path], name: str, width: int, scheme: str) -> None:
    """axe-core finds no violation of WCAG 2.2 AA or of good practice, all unfolded, in any view."""
    if not AXE.exists():
        pytest.fail(f"axe-core is not at {AXE}: npm install --prefix build/axe axe-core@4, or set AXE_CORE")
    page, _ = opened(browser, pages[name], width=width, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    seen = [(v["id"], v["help"], [n["target"] for n in v["nodes"]][:3]) for v in found["violations"]]
    assert seen == []
    assert len(found["passes"]) > 15
    page.close()


@pytest.mark.parametrize("name", ["night", "article", "empty"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_fits_the_screen(browser: Browser, pages: dict[str, Path], name: str, width: int) -> None:
    """Nothing sticks out sideways, from a small telephone to a desktop, also with everything unfolded."""
    page, trouble = opened(browser, pages[name], width=width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert trouble == []
    page.close()


def test_a_number_opens_its_sentence(browser: Browser, pages: dict[str, Path]) -> None:
    """A click on a toll unfolds the article and brings the marked number into view."""
    page, _ = opened(browser, pages["night"])
    link = page.locator("a.n", has_text=re.compile(r"^1 killed$")).first
    link.click()
    anchor = link.get_attribute("href")
    mark = page.locator(f"{anchor} ~ mark").first
    assert mark.is_visible()
    box = mark.bounding_box()
    assert box
    assert 0 <= box["y"] <= 844
    assert mark.inner_text() == "one"
    page.close()


def test_keyboard(browser: Browser, pages: dict[str, Path]) -> None:
    """The first Tab shows the skip link, which leads past the navigation; details open with Enter."""
    page, _ = opened(browser, pages["night"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('details').open")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.close()


def test_prints_with_its_sentences(browser: Browser, pages: dict[str, Path], tmp_path: Path) -> None:
    """On paper the folded sentences are there, and the navigation is not."""
    page, _ = opened(browser, pages["article"])
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert page.locator(".event blockquote").first.is_visible()
    page.pdf(path=str(tmp_path / "page.pdf"))
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    page.close()


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_payload_runs(browser: Browser, tmp_path: Path, payload: str) -> None:
    """A script in every field of article and answer never runs, asks for nothing, and is shown as text."""
    path = tmp_path / "page.html"
    path.write_text(render_article_html(poisoned(payload)), encoding="utf-8")
    page, trouble = opened(browser, path)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.mouse.move(200, 200)
    title = page.title()
    assert title != "pwned"
    assert trouble == []
    assert payload[:12].split()[0] in page.inner_text("body")
    page.close()


def test_a_script_would_be_seen(browser: Browser, tmp_path: Path) -> None:
    """The check above can fail: without escaping and policy, the same payload does run."""
    path = tmp_path / "page.html"
    path.write_text(f"<!doctype html><title>x</title><body>{PAYLOADS[0]}", encoding="utf-8")
    page, _ = opened(browser, path)
    assert page.title() == "pwned"
    page.close()


def test_the_policy_alone_stops_scripts(browser: Browser, tmp_path: Path) -> None:
    """Even a script that got past the escaping would not run: the page's policy forbids it."""
    html = render_article_html(gold_summary(0)).replace(
        "</main>", "<script>document.title='pwned'</script></main>"
    )
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    page, _ = opened(browser, path)
    assert page.title() != "pwned"
    page.close()
