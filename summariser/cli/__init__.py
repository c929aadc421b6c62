"""The command line: arguments in, exit code out. Each command is one library call."""

from __future__ import annotations

import sys

from summariser.errors import RunError, SummariserError

__all__ = ["main"]


def main() -> None:
    """Run a command; an expected error is one line on stderr and an exit code, never a traceback."""
    from summariser.cli.app import app
    from summariser.render.safe import plain

    try:
        app(prog_name="summariser")
    except SummariserError as error:
        print(plain(f"{type(error).__name__}: {error}"), file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_code if isinstance(error, RunError) else 1)
