"""The pages before the door: signing in, and choosing a password. Plain HTML that needs no script."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path

from app.access.attempts import Strange
from app.access.passwords import LONGEST, SHORTEST
from app.web.html import messages

ASSETS = Path(__file__).parent.parent / "assets"


def sign_in(title: str, name: str = "", problem: str = "", goal: str = "/") -> str:
    """Return the page with the form; ``goal``: the page to go on to."""
    return _page(
        title,
        "Đăng nhập",
        f"""{messages.problem(problem)}<form method="post" action="/sign-in">
<input type="hidden" name="next" value="{escape(goal)}">
<label for="name">Tên đăng nhập</label>
<input id="name" name="name" value="{escape(name)}" autocomplete="username" autocapitalize="none" spellcheck="false"
 required{_focus(not name)}>
<label for="password">Mật khẩu</label>
<input id="password" name="password" type="password" autocomplete="current-password" required{_focus(bool(name))}>
<button type="submit">Đăng nhập</button>
</form>
<p class="hint">Chưa có tài khoản hoặc quên mật khẩu: hãy nhờ quản trị viên của cơ quan cấp mật khẩu dùng một lần.</p>""",
    )


def password(title: str, name: str, problem: str = "", *, must: bool = False) -> str:
    """Return the page on which somebody chooses a password; ``must``: they have a one-time password."""
    why = (
        '<p class="hint">Bạn đang dùng mật khẩu cấp một lần. Hãy đặt mật khẩu của riêng mình để dùng tiếp.</p>'
        if must
        else ""
    )
    back = '<p class="hint"><a href="/">Quay lại, không đổi</a></p>' if not must else ""
    return _page(
        title,
        "Đặt mật khẩu mới",
        f"""{why}{messages.problem(problem)}<form method="post" action="/password">
<input type="hidden" name="name" value="{escape(name)}" autocomplete="username">
<label for="old">{"Mật khẩu dùng một lần" if must else "Mật khẩu đang dùng"}</label>
<input id="old" name="old" type="password" autocomplete="current-password" required autofocus>
<label for="new">Mật khẩu mới (ít nhất {SHORTEST} ký tự)</label>
<input id="new" name="new" type="password" autocomplete="new-password" minlength="{SHORTEST}" maxlength="{LONGEST}" required>
<label for="again">Gõ lại mật khẩu mới</label>
<input id="again" name="again" type="password" autocomplete="new-password" required>
<button type="submit">Đổi mật khẩu</button>
</form>{back}
<form method="post" action="/sign-out"><button type="submit" class="plain">Đăng xuất</button></form>""",
    )


def notice(title: str, strange: Strange, goal: str = "/") -> str:
    """Return the page that tells somebody of wrong tries with their name; ``goal``: the page to go on to."""
    at = datetime.fromtimestamp(strange.last).astimezone()
    address = f" từ địa chỉ {escape(strange.address)}" if strange.address else ""
    return _page(
        title,
        "Có người thử mật khẩu của bạn",
        f"""<p>Từ lần báo trước, có {strange.failures} lần đăng nhập sai bằng tên của bạn trên máy mà bạn chưa dùng, lần cuối
lúc {at:%H:%M} ngày {at:%d/%m/%Y}{address}. Không ai vào được bằng những lần thử này.</p>
<p class="hint">Nếu không phải chính bạn gõ nhầm, hãy <a href="/password">đổi mật khẩu</a> và báo quản trị viên.</p>
<form method="post" action="/notice"><input type="hidden" name="next" value="{escape(goal)}">
<button type="submit">Tôi đã biết, vào ứng dụng</button></form>""",
    )


def _focus(here: bool) -> str:
    return " autofocus" if here else ""


def _page(title: str, heading: str, body: str) -> str:
    head = (ASSETS / "head.html").read_text(encoding="utf-8")
    return f"""<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{heading} - {title}</title>{head}<style>{_style()}</style></head>
<body><main><h1>{title}</h1><h2>{heading}</h2>
{body}</main></body></html>"""


@cache
def _style() -> str:
    """Return the colours of the app, light and dark as the browser wishes, and the rules of these pages."""
    app, own = ((ASSETS / name).read_text(encoding="utf-8") for name in ("app.css", "sign_in.css"))
    light, dark = (re.search(selector + r" \{([^{}]*+)\}", app, re.DOTALL)[1] for selector in (":root", r"\.dark"))  # type: ignore[index]
    return f":root {{{light}}} @media (prefers-color-scheme: dark) {{ :root {{{dark} color-scheme: dark;}} }} {own}"
