"""``python -m app people``: the accounts from the machine itself, where the web app is of no help (:mod:`app.office`)."""

from __future__ import annotations

import argparse
import sys

from app.access.accounts import AccountProblem
from app.access.audit import Action
from app.access.person import Role
from settings import Settings

BY = "(dòng lệnh)"  # who the audit log says did it
OK, MISUSED = 0, 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    acts = parser.add_subparsers(required=True, metavar="VIỆC", dest="act")
    acts.add_parser("list", help="liệt kê tài khoản")
    add = acts.add_parser("add", help="thêm tài khoản, in mật khẩu dùng một lần")
    add.add_argument("name", metavar="TÊN_ĐĂNG_NHẬP")
    add.add_argument("--role", choices=[role.value for role in Role], default=Role.READER.value, help="vai trò")
    add.add_argument("--shown", default="", metavar="HỌ_TÊN", help="tên hiện trên màn hình")
    reset = acts.add_parser("reset", help="cấp lại mật khẩu dùng một lần, mở chỗ bị chặn vì thử sai nhiều lần")
    reset.add_argument("name", metavar="TÊN_ĐĂNG_NHẬP")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Run the command and return its exit status."""
    from app.office import Office  # all of the office: what no other command of the terminal needs to load

    office = Office.open(settings)
    try:
        if options.act == "list":
            for account in office.accounts.all():
                state = "" if account.open else "\tđã khóa"
                sys.stdout.write(f"{account.person.name}\t{account.person.role.value}\t{account.person.shown}{state}\n")
            return OK
        if options.act == "add":
            once = office.accounts.add(options.name, options.shown, Role(options.role))
        else:
            once = office.accounts.reset(options.name)
    except AccountProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return MISUSED
    office.audit.record(BY, Action.PEOPLE, f"{options.act} {options.name}")
    sys.stdout.write(f"Mật khẩu dùng một lần của {options.name}: {once} (phải đổi khi đăng nhập)\n")
    return OK
