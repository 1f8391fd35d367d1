"""All settings, in one frozen object: the only place that reads the environment. Making it touches no disk."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

from ingest.limits import Limits

SECRET = re.compile(r"(^|_)(key|keys|token|secret|password)($|_)")  # in a setting's name: its value is not shown


class SettingsError(Exception):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside; the table in README.md explains each."""

    data_dir: Path = Path("data")
    model_dir: Path = Path("data/models")
    embedding_model: str = "multilingual-e5-small"
    chroma_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 7860
    watch_minutes: int = 15
    limits: Limits = field(default_factory=Limits)
    accounts: str = "auto"
    user_header: str | None = None
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    session_idle_minutes: int = 120
    session_hours: int = 12
    audit_days: int = 365

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from the environment; an empty variable counts as unset.

        :raises SettingsError: a value that cannot be used, with what is expected.
        """
        env = {k: v for k, v in (os.environ if environment is None else environment).items() if v.strip()}
        usual = cls()
        data_dir = Path(env.get("DATA_DIR", usual.data_dir))
        return cls(
            data_dir=data_dir,
            model_dir=Path(env.get("MODEL_DIR", data_dir / "models")),
            embedding_model=env.get("EMBEDDING_MODEL", usual.embedding_model),
            chroma_url=env.get("CHROMA_URL"),
            host=env.get("HOST", usual.host),
            port=_port(env.get("PORT", str(usual.port))),
            watch_minutes=_count("WATCH_MINUTES", env, usual.watch_minutes),
            limits=Limits(**{f.name: _count(f.name.upper(), env, getattr(usual.limits, f.name)) for f in fields(Limits)}),
            accounts=_choice("ACCOUNTS", env, usual.accounts, ("auto", "on", "off")),
            user_header=env.get("USER_HEADER"),
            trusted_proxies=_networks("TRUSTED_PROXIES", env),
            session_idle_minutes=_count("SESSION_IDLE_MINUTES", env, usual.session_idle_minutes),
            session_hours=_count("SESSION_HOURS", env, usual.session_hours),
            audit_days=_count("AUDIT_DAYS", env, usual.audit_days),
        )

    def accounts_on(self) -> bool:
        """Say whether people have to sign in: by default where the app can be reached from other machines.

        :raises SettingsError: it would be open to them without accounts, or a user header means nothing.
        """
        on = self.accounts == "on" or (self.accounts == "auto" and (not self.only_here or self.user_header is not None))
        if not on and not self.only_here:
            raise SettingsError(
                f"HOST={self.host} mở ứng dụng cho máy khác, mà ACCOUNTS=off thì ai cũng đọc và xóa được báo cáo. Hãy bỏ "
                "ACCOUNTS=off để mọi người đăng nhập bằng tài khoản, hoặc đặt HOST=127.0.0.1 để chỉ dùng trên máy này"
            )
        if self.user_header is not None and not (on and self.trusted_proxies):
            raise SettingsError(
                f"USER_HEADER={self.user_header} chỉ dùng được khi có tài khoản và biết máy chủ trung gian nào được tin. "
                "Hãy bỏ ACCOUNTS=off và đặt TRUSTED_PROXIES, ví dụ TRUSTED_PROXIES=127.0.0.1"
            )
        return on

    def shown(self) -> list[tuple[str, str]]:
        """Return every setting as (variable, value), for people to read: of what is secret only whether it is set."""
        own = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "limits"}
        every = own | {f.name: getattr(self.limits, f.name) for f in fields(self.limits)}
        return [(name.upper(), _shown(name, value)) for name, value in every.items()]

    @property
    def only_here(self) -> bool:
        """Whether only this machine can reach the app."""
        try:
            return ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def index_dir(self) -> Path:
        """Where catalogue and vectors live."""
        return self.data_dir / "index"

    @property
    def originals_dir(self) -> Path:
        """Where the library keeps its copy of every file."""
        return self.data_dir / "originals"

    @property
    def uploads_dir(self) -> Path:
        """Where uploaded files wait until they are read."""
        return self.data_dir / "uploads"

    @property
    def pages_dir(self) -> Path:
        """Where the text of pages that went through OCR is kept, so that no page is read twice."""
        return self.data_dir / "pages"

    @property
    def facsimiles_dir(self) -> Path:
        """Where pictures of pages that somebody looked at are kept; can be deleted at any time."""
        return self.data_dir / "facsimiles"


def _port(value: str) -> int:
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise SettingsError(f"PORT={value!r} không phải cổng mạng; cần một số từ 1 đến 65535, ví dụ PORT=7860")
    return int(value)


def _count(name: str, env: Mapping[str, str], usual: int) -> int:
    value = env.get(name, str(usual))
    if not value.isdecimal() or not int(value):
        raise SettingsError(f"{name}={value!r} không phải số đếm; cần một số nguyên dương, ví dụ {name}={usual}")
    return int(value)


def _choice(name: str, env: Mapping[str, str], usual: str, known: tuple[str, ...]) -> str:
    value = env.get(name, usual)
    if value not in known:
        raise SettingsError(f"{name}={value!r} không dùng được; cần một trong: {', '.join(known)}")
    return value


def _networks(name: str, env: Mapping[str, str]) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return addresses and networks, parted by commas or blanks."""
    try:
        return tuple(ip_network(part) for part in env.get(name, "").replace(",", " ").split())
    except ValueError as error:
        raise SettingsError(
            f"{name}={env[name]!r} không phải địa chỉ mạng; cần dạng {name}=127.0.0.1 hoặc {name}=10.0.0.0/24,10.0.1.5"
        ) from error


def _shown(name: str, value: object) -> str:
    if value is None or value in ("", ()):
        return "chưa đặt"
    if SECRET.search(name):
        return "đã đặt"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return re.sub(r"(?<=://)[^/@]*@", "…@", str(value))  # name and password in an address
