"""Issue 8.7: a text longer than the window is read in windows; nothing in the middle is lost."""

from __future__ import annotations

from pathlib import Path

from summariser import Article, Settings, open_summariser
from summariser.report import counts_of
from summariser.settings import CacheUse
from summariser.vocabulary import Severity
from tests.fake_server import FakeServer
from tests.gold import toy_answer

FILLER = (
    "The road along the river was quiet and the shops had opened again after the holiday of the harvest. "
)
STRIKE = "A Russian missile strike killed {dead} people in {place} overnight, officials said on Tuesday."
PLACES = ("Kharkiv", "Odesa", "Sumy", "Lviv", "Poltava", "Kherson", "Dnipro", "Ternopil", "Kyiv")


def test_planted_records_are_each_found_once_in_200_000_characters(tmp_path: Path) -> None:
    """Nine strikes, from the first sentence to the last: each comes out once, verified, quoted."""
    lines: list[str] = []
    for number, place in enumerate(PLACES):
        lines.append(STRIKE.format(dead=11 + number, place=place))
        if number < len(PLACES) - 1:
            lines += [FILLER.strip()] * 255
    text = "\n".join(lines)
    assert len(text) > 200_000
    article = Article.from_text(text, label="long")
    with FakeServer(toy_answer) as server:
        chosen = Settings(
            model="fake-model", base_url=server.url, api_key="sk-t", cache_use=CacheUse.OFF, folder=tmp_path
        )
        with open_summariser(settings=chosen) as summariser:
            summary = summariser.summarise(article)
        asked = len(server.calls)
    assert asked > 3
    found = [(attack.place.name, attack.counts[0].value) for attack in summary.attacks if attack.place]
    assert found == [(place, 11 + number) for number, place in enumerate(PLACES)]
    assert all(count.severity is Severity.OK for count in counts_of(summary))
    for attack in summary.attacks:
        assert attack.place is not None
        assert attack.counts[0].quote is not None
        assert attack.place.name in attack.counts[0].quote
    assert [item for item in summary.unclaimed if item.figure.role == "killed"] == []
