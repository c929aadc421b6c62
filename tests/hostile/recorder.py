"""Every pattern that code of the package compiles, with the line that does: run as a process of its own.

    python -m tests.hostile.recorder        # JSON lines {"module", "line", "pattern", "flags"}

It listens at `re` before the package is imported, so it also hears what functions compile, keep in caches or
throw away. To be heard a line has to run: `_work` runs what the import does not.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[2] / "summariser"
_heard: dict[tuple[str, int, str, int], None] = {}
_compile = re._compile  # type: ignore[attr-defined]


def _listening(pattern: Any, flags: int) -> re.Pattern[Any]:
    compiled: re.Pattern[Any] = _compile(pattern, flags)
    frame = sys._getframe(2)
    path = Path(frame.f_code.co_filename)
    if path.is_relative_to(PACKAGE) and isinstance(compiled.pattern, str):
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        _heard[module, frame.f_lineno, compiled.pattern, compiled.flags] = None
    return compiled


def _work() -> None:
    """Read, judge and ask about articles, so that functions compile what they compile."""
    from summariser.checks.spelling import NameIndex
    from summariser.figures.find import find_figures
    from summariser.model.slots.parties import parties_of
    from summariser.model.slots.people import read_people
    from summariser.model.slots.scene import read_scene
    from summariser.text.article import Article
    from tests.hostile.patterns import kept_patterns

    list(kept_patterns())  # it imports every module and calls what is cached
    for path in sorted((PACKAGE.parent / "seeds").glob("*.txt")):
        article = Article.from_file(path)
        NameIndex(article.body).holds("Volodymyr Zelensky")
        scene = read_scene(article, find_figures(article.body))
        people = read_people(scene)
        for line in scene.lines:
            parties_of(scene, people, line)


def main() -> None:
    """Listen, work, and tell."""
    re._compile = _listening  # type: ignore[attr-defined]
    _work()
    for module, line, pattern, flags in _heard:
        print(json.dumps({"module": module, "line": line, "pattern": pattern, "flags": flags}))


if __name__ == "__main__":
    main()
