"""A PostgreSQL server of the tests' own, from Debian's binaries: in memory where there is room, on a socket."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from index.database import lending

USER = "postgres"  # of the machine: the server refuses to run as root
NEW = ("-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c listen_addresses=''"


@dataclass
class Cluster:
    """A running server; ``folder`` holds its files and its socket."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @staticmethod
    def binaries() -> Path | None:
        """Return the folder of the newest PostgreSQL that is installed."""
        versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")]
        found = shutil.which("pg_ctl")
        return max(versions, key=lambda path: int(path.parent.name), default=Path(found).parent if found else None)

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Cluster]:
        """Make a server and stop it at the end."""
        folder = Path(tempfile.mkdtemp(prefix="postgresql-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")))
        try:
            if os.geteuid() == 0:
                shutil.chown(folder, USER)
            cls._run(
                "initdb", "-D", f"{folder}/data", "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"
            )
            cls._run("pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", f"{FAST} -k {folder}", "start")
            try:
                yield cls(folder)
            finally:
                cls._run("pg_ctl", "-D", f"{folder}/data", "-w", "-m", "immediate", "stop")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @classmethod
    def _run(cls, program: str, *arguments: str) -> None:
        as_user = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
        command = [*as_user, f"{cls.binaries()}/{program}", *arguments]
        with tempfile.TemporaryFile() as out:  # a pipe would stay open as long as the server runs
            done = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, cwd="/", check=False)
            out.seek(0)
            assert done.returncode == 0, out.read().decode(errors="replace")

    def url(self, name: str) -> str:
        """Return the address of a database."""
        return f"postgresql:///{name}?host={self.folder}&user={USER}"

    def create(self, template: str = "template0") -> str:
        """Make a database and return its name."""
        name = f"library_{next(self._numbers)}"
        self.do(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever still uses it."""
        self.do(f"DROP DATABASE {name} WITH (FORCE)")

    def let_go(self) -> None:
        """Close what this process has open."""
        lending.close_idle()

    def cut_off(self) -> None:
        """Close every connection, as a restart of the server does."""
        everybody = "pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
        self.do(f"SELECT pg_terminate_backend(pid) FROM {everybody}")

    def do(self, statement: str) -> None:
        """Do something as the server's owner."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())
