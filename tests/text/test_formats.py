"""From the bytes of a file to an article."""

import subprocess
import sys
import time
from datetime import date

import pytest

from summariser.errors import UnreadableArticle
from summariser.text.article import Article, Repair
from summariser.text.formats import MAX_ARTICLE_BYTES, article_from_bytes

PAGE = """<!doctype html><html><head><title>Three die in Odesa</title>
<meta property="article:published_time" content="2025-09-03T10:00:00Z">
<meta property="og:site_name" content="Example News"></head>
<body><nav>Home News Sport</nav><article><h1>Three die in Odesa</h1>
<p>Russian drones hit Odesa overnight, killing three people and wounding eleven, officials said on Monday.</p>
<p>Two of the wounded were children, the governor wrote on his channel early in the day.</p></article>
<footer>Leave a Reply</footer></body></html>"""


@pytest.mark.parametrize(
    ("data", "body", "repairs"),
    [
        (b"Two died.", "Two died.", ()),
        ("Київ".encode(), "Київ", ()),
        ("Київ".encode("utf-8-sig"), "Київ", ()),
        ("Київ".encode("utf-16"), "Київ", ()),
        ("Київ".encode("utf-32"), "Київ", ()),
        ("Putin’s “plan”".encode("cp1252"), "Putin’s “plan”", (Repair("read_as_cp1252", 1),)),
        (b"Two died.\r\nOne " + b"was hurt. " * 20 + b"\x00", "Two died. \nOne " + "was hurt. " * 20 + " ",
         (Repair("line_ends", 1), Repair("control_characters", 1))),
    ],
)  # fmt: skip
def test_encodings(data: bytes, body: str, repairs: tuple[Repair, ...]) -> None:
    """UTF-8, UTF-16 and UTF-32 are read as they are; bytes that are no UTF as Windows-1252, which is told."""
    article = article_from_bytes(data, label="a.txt")
    assert (article.body, article.repairs) == (body, repairs)


@pytest.mark.parametrize(
    "data",
    [b"", b" \n\t", b"%PDF-1.7 text", b"\x89PNG\r\n", b"PK\x03\x04", b"\x1f\x8b\x08", b"{\\rtf1 a}", bytes(9),
     b"a" * (MAX_ARTICLE_BYTES + 1)],
    ids=["empty", "blank", "pdf", "png", "zip", "gzip", "rtf", "controls", "too large"],
)  # fmt: skip
def test_what_is_no_article_is_refused(data: bytes) -> None:
    """Empty, binary and oversized files are refused with the file's name."""
    with pytest.raises(UnreadableArticle, match=r"^a\.txt: "):
        article_from_bytes(data, label="a.txt")


def test_front_matter_names_title_date_and_source() -> None:
    """A Markdown file's head is read, and its body starts after it."""
    head = b'---\ntitle: "Three die: Odesa"\ndate: 2025-09-03\nsource: AFP\nurl: https://example.org/a\n---\n'
    data = head + b"# Odesa\n\nThree died.\n"
    article = article_from_bytes(data, label="a.md", published=date(2024, 1, 1))
    assert (article.title, article.published, article.source) == ("Three die: Odesa", date(2025, 9, 3), "AFP")
    assert article.url == "https://example.org/a"
    assert article.body == "# Odesa\n\nThree died.\n"


@pytest.mark.parametrize(
    "text", ["---\nTwo died.\n---\nThree were hurt.", "--- \nOne.", "---\ntitle: x\nTwo."]
)
def test_dashes_are_not_always_front_matter(text: str) -> None:
    """A text that merely begins with dashes keeps every character."""
    assert article_from_bytes(text.encode(), label="a.txt").body == text


@pytest.mark.parametrize("label", ["a.html", "a.HTM", "stdin"])
def test_a_page_gives_its_article(label: str) -> None:
    """Menus and footers are left out; title and day come from the page's head."""
    article = article_from_bytes(PAGE.encode(), label=label)
    assert "killing three people and wounding eleven" in article.body
    assert "Home News Sport" not in article.body
    assert (article.title, article.published) == ("Three die in Odesa", date(2025, 9, 3))


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 100_000 + "x" + "</div>" * 100_000,
        "<html><body>" + "<b>" * 100_000 + "x",
        "<html><body>" + "<div></p></br>" * 50_000 + "Two people died in Odesa.",
        '<!DOCTYPE html [<!ENTITY a "'
        + "a" * 1000
        + '"><!ENTITY b "'
        + "&a;" * 1000
        + '">]><html><body>&b;</body></html>',
        "<html><body>" + "<p>word word word word word.</p>" * 160_000,
        "<html><body><p " + 'a="<" ' * 100_000 + ">x</p>",
    ],
    ids=["deep", "unclosed", "deep with false ends", "entities", "large", "attributes"],
)
def test_hostile_pages_are_refused_in_time(page: str) -> None:
    """Pages made to exhaust a parser end as an unreadable article, quickly."""
    started = time.monotonic()
    with pytest.raises(UnreadableArticle):
        article_from_bytes(page.encode(), label="a.html")
    assert time.monotonic() - started < 5


def test_html_without_its_extra_says_what_to_install() -> None:
    """Where trafilatura is missing, the error names the extra that brings it."""
    script = (
        "import sys; sys.modules['trafilatura'] = None\n"
        "from summariser.text.formats import article_from_bytes\n"
        "article_from_bytes(b'<html><body>x</body></html>', label='a.html')\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "SettingsError" in run.stderr
    assert "pip install 'summariser[html]'" in run.stderr


def test_an_article_is_named_by_its_content() -> None:
    """The same text has the same id wherever it came from; another text has another."""
    one, two = Article.from_text("Two died.", label="a"), Article.from_text("Two died.", label="b")
    assert one.id == two.id
    assert one.id != Article.from_text("Three died.").id
    assert one.sentence_text(1) == "Two died."
