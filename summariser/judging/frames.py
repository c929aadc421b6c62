"""What goes between this process and those that judge beside it: frames of bytes, each behind its length.

Pickles, of our own values and between our own processes: a case there, the summary's JSON back.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable

from summariser.judging.case import Case, Judged
from summariser.records import Summary

__all__ = ["HEAD", "case_frame", "judged_frame", "length_of", "read_case", "read_frame", "read_judged"]

HEAD = 8  # bytes of a frame's length


def case_frame(case: Case) -> bytes:
    """A case on its way out."""
    return _frame(pickle.dumps(case, pickle.HIGHEST_PROTOCOL))


def read_case(content: bytes) -> Case:
    """The case in a frame."""
    case = pickle.loads(content)  # noqa: S301 - from the process that started this one
    assert isinstance(case, Case)
    return case


def judged_frame(judged: Judged) -> bytes:
    """A judged case on its way back. JSON is read faster than a pickle of so many small models."""
    return _frame(pickle.dumps((judged.summary.model_dump_json(), judged.problems), pickle.HIGHEST_PROTOCOL))


def read_judged(content: bytes) -> Judged:
    """The judged case in a frame."""
    summary, problems = pickle.loads(content)  # noqa: S301 - from a process that this one started
    return Judged(Summary.model_validate_json(summary), problems)


def length_of(head: bytes) -> int:
    """The length of the content that follows."""
    return int.from_bytes(head)


def read_frame(read: Callable[[int], bytes]) -> bytes | None:
    """The content of the next frame; null at the end. `read` waits for as many bytes, unless it ends."""
    head = read(HEAD)
    return read(length_of(head)) if len(head) == HEAD else None


def _frame(content: bytes) -> bytes:
    return len(content).to_bytes(HEAD) + content
