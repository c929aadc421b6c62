"""What the text says of a reading, and the summary that comes of it: in this process or in others."""

from summariser.judging.case import Case, Judge, Judged, judge, judge_here

__all__ = ["Case", "Judge", "Judged", "judge", "judge_here"]
