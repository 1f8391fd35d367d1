"""``python -m app keys``: the keys by which other programs of the office use the API (:mod:`app.access.api_keys`)."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from app.access.api_keys import KeyProblem
from app.access.person import Role
from settings import Settings

if TYPE_CHECKING:
    from app.access.api_keys import Keys

OK, MISUSED = 0, 2
say = sys.stdout.write


def configure(parser: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    acts = parser.add_subparsers(required=True, metavar="VIỆC")
    add = acts.add_parser("add", help="cấp khóa; khóa chỉ hiện một lần")
    add.add_argument("name", metavar="TÊN", help="tên hệ thống sẽ dùng khóa")
    add.add_argument(
        "--role", default="reader", choices=("reader", "drafter"), help="reader: hỏi, tìm; drafter: thêm soạn, soát"
    )
    add.set_defaults(run=_add)
    acts.add_parser("list", help="các khóa đã cấp").set_defaults(run=_list)
    revoke = acts.add_parser("revoke", help="thu hồi khóa")
    revoke.add_argument("name", metavar="TÊN")
    revoke.set_defaults(run=_revoke)


def _add(options: argparse.Namespace, settings: Settings) -> int:
    try:
        token = _keys(settings).add(options.name, Role(options.role))
    except KeyProblem as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    say(f"{token}\n")
    sys.stderr.write(
        f"Đã cấp khóa “{options.name.strip()}”, vai trò {options.role}. Khóa chỉ hiện lần này, hãy chép ngay; "
        "mất thì thu hồi và cấp khóa mới.\n"
    )
    return OK


def _list(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    keys = _keys(settings).all()
    for key in keys:
        used = f"dùng lần cuối {key.used.astimezone():%d/%m/%Y %H:%M}" if key.used else "chưa dùng"
        say(f"{key.name:30} {key.role:8} cấp {key.made.astimezone():%d/%m/%Y}  {used}\n")
    if not keys:
        say("Chưa cấp khóa nào. Cấp khóa: python -m app keys add TÊN --role reader\n")
    return OK


def _revoke(options: argparse.Namespace, settings: Settings) -> int:
    if _keys(settings).revoke(options.name):
        say(f"Đã thu hồi khóa “{options.name.strip()}”.\n")
        return OK
    sys.stderr.write(f"Không có khóa tên “{options.name}”. Xem các khóa: python -m app keys list\n")
    return MISUSED


def _keys(settings: Settings) -> Keys:
    from app.office import Office  # all of the office: what no other command of the terminal needs to load

    return Office.open(settings).keys
