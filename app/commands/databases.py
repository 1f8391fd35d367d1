"""Commands for who looks after the library's data: tables, copies, backups."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

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


def configure_copy(parser: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    parser.add_argument(
        "--from", dest="source", choices=("sqlite", "postgresql"), required=True, help="nơi đang giữ thư viện"
    )
    parser.add_argument(
        "--to", dest="target", choices=("sqlite", "postgresql"), required=True, help="nơi chép sang, còn trống"
    )
    parser.set_defaults(run=_copy)


def _copy(options: argparse.Namespace, settings: Settings) -> int:
    from app.transfer.copies import copy, settings_of

    if options.source == options.target:
        sys.stderr.write("--from và --to trùng nhau; cần một bên sqlite, một bên postgresql. Hãy sửa rồi chạy lại\n")
        return MISUSED
    counts = copy(settings_of(settings, options.source), settings_of(settings, options.target))
    for table, rows in sorted(counts.items()):
        sys.stdout.write(f"{table}: {rows} dòng\n")
    sys.stdout.write(f"Đã chép {sum(counts.values())} dòng và so lại từng dòng.\n")
    return OK


def configure_backup(parser: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="tệp sẽ ghi; tệp cũ cùng tên chỉ bị thay khi đã ghi xong")
    parser.set_defaults(run=_backup)


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    from app.transfer.backup import back_up

    reports, size = back_up(settings, options.file)
    sys.stdout.write(f"Đã sao lưu {reports} báo cáo và việc của mọi người vào {options.file} ({size / 1e6:.1f} MB).\n")
    return OK


def configure_restore(parser: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="bản sao lưu; nơi khôi phục phải còn trống")
    parser.set_defaults(run=_restore)


def _restore(options: argparse.Namespace, settings: Settings) -> int:
    from app.transfer.backup import restore

    sys.stdout.write(f"Đã khôi phục {restore(settings, options.file)} báo cáo cùng công việc của mọi người.\n")
    return OK
