"""A real Postgres for tests: made in a folder of its own, reached through a Unix socket, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["PostgresServer", "running_postgres"]

_PLACES = ("/usr/local/bin", *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)))


class PostgresServer:
    """A server of one folder. `url` names a database on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._data = folder / "data"

    @property
    def url(self) -> str:
        return f"postgresql:///postgres?host={self.folder}&user=tester"

    def fresh_database(self, name: str) -> str:
        """A new, empty database; its address."""
        self._run("psql", "-h", str(self.folder), "-U", "tester", "-c", f"CREATE DATABASE {name}", "postgres")
        return f"postgresql:///{name}?host={self.folder}&user=tester"

    def create(self) -> None:
        self._run("initdb", "-D", str(self._data), "-U", "tester", "--auth=trust", "--no-sync")
        settings = f"listen_addresses=''\nunix_socket_directories='{self.folder}'\nfsync=off\n"
        with (self._data / "postgresql.conf").open("a") as file:
            file.write(settings)

    def start(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-w", "-l", str(self.folder / "log"), "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        found = shutil.which(program, path=os.pathsep.join([*_PLACES, os.environ.get("PATH", "")]))
        assert found, f"{program} is not installed"
        subprocess.run(
            [*_as_nobody(), found, *arguments],
            check=True,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _as_nobody() -> list[str]:
    """Postgres refuses to run as root: then it runs as nobody."""
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    return ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """A server that runs as long as the block."""
    with tempfile.TemporaryDirectory(prefix="pg") as name:  # short: a socket's path has 107 bytes at most
        folder = Path(name)
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
        server = PostgresServer(folder)
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()
