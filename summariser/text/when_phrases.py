"""The phrases of time that news print, each with the name of the rule that reads it. Order decides."""

from __future__ import annotations

import re

__all__ = ["CLOCK", "RULES"]

_WEEKDAY = (
    r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|(?:mon|tues?|wed|thurs?|fri|sat|sun)\.)"
)
_MONTH = (
    r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_LAST_DAY = r"(?P<last_day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_COUNT = (
    r"(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3}|a\scouple\sof)"
)
_NIGHT = r"(?:night|evening\sand\snight)"
_PART = r"(?:morning|afternoon|evening|night|noon|midday|dawn|midnight)"
_EARLY = r"(?:early|earlier|late|later|this|before\sdawn|overnight)"
CLOCK = r"(?:\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\b)?|\d{1,2}\s?[ap]\.?m\b)"

_AGO = r"\s(?:ago|earlier|before|previously)\b"
_WHICH = r"\b(?:(?:earlier|later|early|late)\s)?(?P<which>last|this|next|the\sprevious)"

_PHRASES: tuple[tuple[str, str], ...] = (
    ("iso date", r"(?P<year>(?:19|20)\d\d)-(?P<digits>[01]\d)-(?P<day>[0-3]\d)\b"),
    ("days of a month", rf"\b{_MONTH}\s{_DAY}\s?(?:-|–|to|and)\s?{_LAST_DAY}\b(?:,?\s{_YEAR})?"),
    ("days of a month", rf"\b{_DAY}\s?(?:-|–|to|and)\s?{_LAST_DAY}\s{_MONTH}\b(?:,?\s{_YEAR})?"),
    ("day and month", rf"\b{_MONTH}\s{_DAY}\b(?!:)(?:,?\s{_YEAR}\b)?"),
    ("day and month", rf"\b{_DAY}\s(?:of\s)?{_MONTH}(?!\w)(?:,?\s(?:{_YEAR}|(?P<short>\d\d))\b(?!:))?"),
    ("day before yesterday", r"\b(?:the\s)?day\sbefore\syesterday\b"),
    ("day after tomorrow", r"\b(?:the\s)?day\safter\stomorrow\b"),
    ("night that ends on a weekday", rf"\bovernight(?:[;,]|\s(?:in)?to|\son)?\s(?:early\s)?{_WEEKDAY}"),
    ("night that ends on a weekday", rf"\bnight\s(?:in)?to\s{_WEEKDAY}"),
    ("weekday of last week", rf"\b{_WEEKDAY}\s(?:of\s)?last\sweek\b"),
    ("weekday of last week", rf"\blast\sweek(?:'s|’s)?\s{_WEEKDAY}"),
    ("weekday of next week", rf"\b{_WEEKDAY}\s(?:of\s)?next\sweek\b"),
    ("last weekday", rf"\b(?:last|(?:the\s)?previous)\s{_WEEKDAY}"),
    ("next weekday", rf"\b(?:next|this\scoming|the\scoming|the\sfollowing)\s{_WEEKDAY}"),
    ("weekday's night", rf"\b(?:late\s)?{_WEEKDAY}\s(?:over)?{_NIGHT}\b"),
    ("weekday's night", rf"\bnight\sof\s{_WEEKDAY}"),
    ("weekday", rf"\b(?:{_EARLY}\s(?:on\s|hours\sof\s)?)?{_WEEKDAY}(?:\s{_PART}\b)?"),
    ("yesterday's night", r"\byesterday\s(?:night|evening)\b|\blast\snight\b|\bovernight\b"),
    ("yesterday's night", r"\b(?:at|by|(?:during|through|throughout|in)\sthe|the)\snight\b(?!['’]s)"),
    ("yesterday", r"\byesterday\b(?:\s(?:morning|afternoon))?"),
    ("tonight", r"\btonight\b"),
    ("today", r"\b(?:earlier\s|later\s)?today\b|\b(?:early\s|late\s)?this\s(?:morning|afternoon|evening)\b"),
    ("tomorrow", r"\btomorrow\b"),
    ("in so many days", rf"\bin\s{_COUNT}\sdays?(?:['’]\stime)?\b"),
    ("in so many days", rf"\b{_COUNT}\sdays?\sfrom\snow\b"),
    ("so many days before", rf"\b{_COUNT}\sdays?{_AGO}"),
    ("so many days before", r"\b(?:the\s)?(?:previous\sday|day\sbefore|day\searlier)\b"),
    ("so many hours before", rf"\b{_COUNT}?\s?hours?\s(?:ago|earlier)\b"),
    ("so many weeks before", rf"\b{_COUNT}\sweeks?{_AGO}"),
    ("so many months before", rf"\b{_COUNT}\smonths?{_AGO}"),
    ("so many years before", rf"\b{_COUNT}\syears?{_AGO}"),
    (
        "the last so many days",
        r"\b(?:(?:in|over|during|within)\s)?the\s(?:last|past|previous)\s"
        rf"{_COUNT}?\s?(?P<unit>hours|days?|weeks?)\b",
    ),
    ("weekend", r"\b(?P<which>last|this|next|the|at\sthe|over\sthe)\s(?:past\s|coming\s)?weekend\b"),
    ("week", rf"{_WHICH}\sweek\b"),
    ("month", rf"{_WHICH}\smonth\b"),
    ("year", rf"{_WHICH}\syear\b"),
    ("month and year", rf"(?<!\d\s)\b(?:(?:early|mid|late)[\s-])?{_MONTH}(?:\sof)?,?\s{_YEAR}\b"),
    (
        "named month",
        rf"\b(?:in|since|last|this|next|during|until|early|mid|late)[\s-]{_MONTH}(?!\w)(?!\s\d)",
    ),
    ("named year", rf"\b(?:in|since|of|early|mid|late)[\s-]{_YEAR}\b"),
    ("named month", rf"\A\W*{_MONTH}\W*\Z"),
    ("named year", rf"\A\W*{_YEAR}\W*\Z"),
    ("this day's part", r"\bearly\s(?:in\sthe\s)?(?:morning|hours)\b|\bbefore\sdawn\b|\bat\s(?:dawn|noon)\b"),
    ("this day's part", r"\bpre-dawn\b|\baround\smidnight\b"),
    ("this day's part", r"\bin\sthe\s(?:early\s(?:hours|morning)|morning|afternoon|evening)\b"),
    ("clock time", rf"\b{CLOCK}"),
)
RULES = tuple((rule, re.compile(pattern, re.IGNORECASE)) for rule, pattern in _PHRASES)
"""Rule and pattern. White space in a pattern may be a line's end in a wrapped text."""
