"""The one table and the one lease, as SQL that SQLite and Postgres both understand.

Parameters are written `:name`, and `:now` is the present moment in seconds since 1970: a parameter for
SQLite, the server's own clock for Postgres, so that many machines measure leases alike. Types that differ
are written `{blob}`, `{real}`, `{integer}`.
A migration is never edited: a change of the table is a new entry at the end of `MIGRATIONS`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

__all__ = [
    "CLAIM",
    "COUNT_LEASES",
    "EVICT_OLDEST",
    "GET",
    "LEASE_OWNER",
    "MIGRATIONS",
    "MODELS",
    "POSTGRES",
    "PRUNE",
    "PUT",
    "RELEASE",
    "ROWS",
    "ROWS_AFTER",
    "SIZE",
    "SQLITE",
    "TOTALS",
    "TOUCH",
    "VERSION",
    "Dialect",
]

# Version n is reached by running the first n. The second came when the eviction order proved to need an
# index: without it each slice of evictions sorted the whole table.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE answer (
            key {blob} NOT NULL PRIMARY KEY,
            value {blob} NOT NULL,
            sha256 {blob} NOT NULL,
            bytes {integer} NOT NULL,
            created {real} NOT NULL,
            last_used {real} NOT NULL,
            article TEXT NOT NULL,
            prompt_fingerprint TEXT NOT NULL,
            schema_fingerprint TEXT NOT NULL,
            model_asked TEXT NOT NULL,
            model_answered TEXT,
            finish_reason TEXT,
            system_fingerprint TEXT,
            input_tokens {integer},
            cached_tokens {integer},
            output_tokens {integer},
            cost_usd {real},
            attempts {integer} NOT NULL
        )""",
        """CREATE TABLE lease (
            key {blob} NOT NULL PRIMARY KEY,
            owner TEXT NOT NULL,
            until {real} NOT NULL
        )""",
    ),
    ("CREATE INDEX answer_by_use ON answer (last_used, bytes)",),
)
VERSION = len(MIGRATIONS)

GET = "SELECT value, sha256, :now - last_used FROM answer WHERE key = :key"
TOUCH = "UPDATE answer SET last_used = :now WHERE key = :key"
_COLUMNS = (
    "key, value, sha256, bytes, created, last_used, article, prompt_fingerprint, schema_fingerprint, "
    "model_asked, model_answered, finish_reason, system_fingerprint, "
    "input_tokens, cached_tokens, output_tokens, cost_usd, attempts"
)
_VALUES = ", ".join(f":{name}" for name in _COLUMNS.split(", ")).replace(":created, :last_used", ":now, :now")
_REPLACED = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS.split(", ")[1:])
PUT = f"INSERT INTO answer ({_COLUMNS}) VALUES ({_VALUES}) ON CONFLICT (key) DO UPDATE SET {_REPLACED}"  # noqa: S608

# A lease further in the future than the longest one was written by a clock that has since been put back:
# it would block its key for as long as the jump, so it counts as run out.
CLAIM = """INSERT INTO lease (key, owner, until) VALUES (:key, :owner, :now + :seconds)
    ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, until = excluded.until
    WHERE lease.until < :now OR lease.until > :now + :longest OR lease.owner = :owner
    RETURNING owner"""
RELEASE = "DELETE FROM lease WHERE key = :key AND owner = :owner"
LEASE_OWNER = "SELECT owner FROM lease WHERE key = :key"

SIZE = "SELECT coalesce(sum(bytes), 0) FROM answer"
EVICT_OLDEST = """DELETE FROM answer WHERE key IN
    (SELECT key FROM answer ORDER BY last_used LIMIT :slice) RETURNING bytes"""
PRUNE = """DELETE FROM answer WHERE key IN (SELECT key FROM answer
    WHERE (:older_than < 0 OR last_used < :now - :older_than)
    AND (:prompt = '' OR prompt_fingerprint = :prompt)
    AND (:model = '' OR model_asked = :model OR model_answered = :model) LIMIT :slice) RETURNING bytes"""
TOTALS = """SELECT count(*), coalesce(sum(bytes), 0), min(created), max(created),
    sum(cost_usd), count(*) - count(cost_usd) FROM answer"""
MODELS = "SELECT model_asked, count(*) FROM answer GROUP BY model_asked ORDER BY model_asked"
COUNT_LEASES = "SELECT count(*) FROM lease WHERE until >= :now"
ROWS = "SELECT key, value, sha256 FROM answer"
ROWS_AFTER = f"{ROWS} WHERE key > :after ORDER BY key LIMIT :slice"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a database spells its types and its parameters."""

    blob: str
    real: str
    integer: str
    parameter: str
    now: str

    def create(self, statement: str) -> str:
        """A statement of a migration with this database's types."""
        return statement.format(blob=self.blob, real=self.real, integer=self.integer)

    def spell(self, statement: str) -> str:
        """A statement with this database's parameters."""
        return _spell(statement, self)


_PARAMETER = re.compile(
    r"""
    (?<!:) :          # one colon: two are a cast
    ([a-z][a-z_0-9]*) # the parameter's name
    """,
    re.VERBOSE,
)


@cache
def _spell(statement: str, dialect: Dialect) -> str:
    def parameter(found: re.Match[str]) -> str:
        name = found.group(1)
        return dialect.now if name == "now" else dialect.parameter.format(name)

    return _PARAMETER.sub(parameter, statement)


SQLITE = Dialect(blob="BLOB", real="REAL", integer="INTEGER", parameter=":{}", now=":now")
POSTGRES = Dialect(
    blob="BYTEA",
    real="DOUBLE PRECISION",
    integer="BIGINT",
    parameter="%({})s",
    now="extract(epoch FROM clock_timestamp())::double precision",
)
