"""Everything that can go wrong, as a tree.

SummariserError
├── ArticleError                this article fails; the others go on
│   ├── UnreadableArticle           not text, not JSON, lacks a field; names file, line and field
│   ├── ModelUnavailable            timeouts, 5xx, rate limits, broken connections: still so after the retries
│   ├── ModelRefused                a refusal or a content filter; never cached
│   ├── AnswerTruncated             the token limit was reached before the answer's end
│   ├── InvalidAnswer               still not a valid answer after the re-ask; carries the raw text
│   ├── PromptTooLong               the article does not fit into the model's window
│   ├── RequestRejected             the endpoint calls this one request bad (400, 413, 422)
│   └── NotCached                   an offline run met an article whose answer is not in the cache
└── RunError                    no sense in going on
    ├── SettingsError               a wrong flag, file or environment variable
    ├── TemplateError               a prompt template cannot be rendered; names template and variable
    ├── CredentialsRejected         401, 403
    ├── QuotaExhausted              the account has no credit left
    ├── UnknownModel                404: the endpoint does not have this model
    ├── EndpointDown                the circuit breaker gave up, or Retry-After is longer than we wait
    ├── BudgetSpent                 the money or token ceiling of the run is reached
    ├── LocalModelError             extra missing, weights damaged, disk or memory short, server dead
    ├── OutputError                 results cannot be written
    └── RunLocked                   another run holds the lock

A disagreement between a record and its article is never an exception: it is a finding.
"""

from __future__ import annotations

__all__ = [
    "AnswerTruncated",
    "ArticleError",
    "BudgetSpent",
    "CredentialsRejected",
    "EndpointDown",
    "InvalidAnswer",
    "LocalModelError",
    "ModelRefused",
    "ModelUnavailable",
    "NotCached",
    "OutputError",
    "PromptTooLong",
    "QuotaExhausted",
    "RequestRejected",
    "RunError",
    "RunLocked",
    "SettingsError",
    "SummariserError",
    "TemplateError",
    "UnknownModel",
    "UnreadableArticle",
    "printable",
]


class SummariserError(Exception):
    """The root: whatever summariser raises on purpose."""


class ArticleError(SummariserError):
    """One article fails; the others go on.

    `raw` is the model's last answer where there was one, for the dead-letter file.
    """

    def __init__(self, message: str, *, raw: str | None = None) -> None:
        super().__init__(message)
        self.raw = raw

    @property
    def reason(self) -> str:
        """The class of the failure as one word, stable enough to count by."""
        return type(self).__name__


def printable(name: str) -> str:
    """The name of a file or an article without what would steer a terminal or break a line or an encoding."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)


class UnreadableArticle(ArticleError):
    """The source is no article: binary, empty, not JSON, or it lacks a field."""

    def __init__(
        self, problem: str, *, source: str, line: int | None = None, field: str | None = None
    ) -> None:
        source = printable(source)
        where = source if line is None else f"{source}, line {line}"
        super().__init__(f"{where}: {f'field {field!r}: ' if field else ''}{problem}")
        self.source = source
        self.line = line
        self.field = field


class ModelUnavailable(ArticleError):
    """Timeouts, 5xx, rate limits, broken connections, HTML pages: still so after the retries."""


class ModelRefused(ArticleError):
    """The model refused or a content filter stepped in. Asking again costs money and changes nothing."""


class AnswerTruncated(ArticleError):
    """The token limit was reached before the answer's end, also with twice the limit."""


class InvalidAnswer(ArticleError):
    """The answer does not fit its schema, also after the re-ask."""


class PromptTooLong(ArticleError):
    """The endpoint says that the article does not fit into the model's window."""


class RequestRejected(ArticleError):
    """The endpoint calls this one request bad (400, 413, 422)."""


class NotCached(ArticleError):
    """An offline run met an article whose answer is not in the cache."""


class RunError(SummariserError):
    """No sense in going on. `exit_code` is what a command ends with."""

    exit_code = 3


class SettingsError(RunError):
    """A wrong flag, file or environment variable; says which."""

    exit_code = 2


class TemplateError(RunError):
    """A prompt template cannot be rendered; names template and variable."""

    exit_code = 2


class CredentialsRejected(RunError):
    """The endpoint does not accept the key (401, 403)."""


class QuotaExhausted(RunError):
    """The account has no credit left (429 insufficient_quota)."""


class UnknownModel(RunError):
    """The endpoint does not have this model (404)."""


class EndpointDown(RunError):
    """The circuit breaker gave up, or the endpoint asks for a longer pause than we wait."""


class BudgetSpent(RunError):
    """The money or token ceiling of the run is reached."""


class LocalModelError(RunError):
    """The embedded model cannot run: extra missing, weights damaged, disk or memory short, server dead."""


class OutputError(RunError):
    """Results cannot be written."""


class RunLocked(RunError):
    """Another run holds the lock; the message names its pid."""

    exit_code = 75
