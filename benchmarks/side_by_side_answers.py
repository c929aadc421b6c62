"""Answers that the benchmark keeps, so that a stopped run goes on and a new scorer costs no calls."""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["Answers", "Kept"]


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer of the server, and the seconds that it took when it was asked."""

    question: str
    seconds: float
    answer: str


class Answers:
    """Answers by exactly what was asked, in a JSON Lines file that is added to at once; null: none kept."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._lock = threading.Lock()
        lines = file.read_text(encoding="utf-8").splitlines() if file and file.is_file() else []
        self._kept = {kept.question: kept for kept in (Kept(**json.loads(line)) for line in lines)}

    def get(self, path: str, body: bytes) -> Kept | None:
        """The answer to this very question, if it was asked before."""
        return self._kept.get(_question(path, body))

    def put(self, path: str, body: bytes, *, answer: bytes, seconds: float) -> None:
        """Keep an answer, where there is a file for it."""
        if self._file is None:
            return
        kept = Kept(_question(path, body), seconds, answer.decode("utf-8"))
        with self._lock, self._file.open("a", encoding="utf-8") as file:
            self._kept[kept.question] = kept
            file.write(json.dumps(asdict(kept)) + "\n")


def _question(path: str, body: bytes) -> str:
    return hashlib.sha256(path.encode() + b"\n" + body).hexdigest()
