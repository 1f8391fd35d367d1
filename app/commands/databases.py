"""Commands for who looks after the database: make its tables."""

from __future__ import annotations

import argparse
import sys

from settings import Settings

OK, MISUSED = 0, 2


def configure_migrate(parser: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    parser.set_defaults(run=_migrate)


def _migrate(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from app.schema import make_tables
    from index.database.choice import office_database

    make_tables(settings)
    sys.stdout.write(f"{office_database(settings).name}: đủ bảng cho phiên bản này.\n")
    return OK
