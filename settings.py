"""All settings, in one frozen object: the only place that reads the environment.

Making it touches no disk, but for the file of a password where one is named.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from urllib.parse import quote

from ingest.limits import Limits

SECRET = re.compile(r"(^|_)(key|keys|token|secret|password)($|_)")  # in a setting's name: its value is not shown
PROVIDERS = ("openai", "ollama", "llamacpp")
OLLAMA = "http://127.0.0.1:11434/v1"  # where Ollama listens, with its OpenAI-compatible door


class SettingsError(Exception):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """The language model that may write answers: ``provider`` is one of :data:`PROVIDERS`.

    ``name``: what the server calls it, or for llamacpp the GGUF file. ``timeout``: seconds for one whole answer.
    ``context``: tokens of question, passages and answer together. The key is never shown.
    """

    provider: str
    name: str
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    timeout: int = 60
    temperature: float = 0.0
    context: int = 4096

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> LanguageModel | None:
        """Read the settings named LLM…; None where no model is named.

        :raises SettingsError: a value that cannot be used, with what is expected.
        """
        if "LLM" not in env:
            return None
        provider, _, name = env["LLM"].strip().partition(":")
        if provider not in PROVIDERS or not name:
            raise SettingsError(
                f"LLM={env['LLM']!r} không phải mô hình ngôn ngữ; cần dạng openai:tên-mô-hình, ollama:tên-mô-hình hoặc "
                "llamacpp:/đường/dẫn/tệp.gguf; để trống thì trả lời không dùng mô hình"
            )
        base = env.get("LLM_BASE_URL", OLLAMA if provider == "ollama" else None)
        if base is not None and not base.startswith(("http://", "https://")):
            raise SettingsError(f"LLM_BASE_URL={base!r} không phải địa chỉ; ví dụ LLM_BASE_URL=http://127.0.0.1:8000/v1")
        if base is None and provider == "openai":
            raise SettingsError(
                "LLM=openai:… cần thêm LLM_BASE_URL, địa chỉ của máy chủ mô hình, ví dụ LLM_BASE_URL=http://127.0.0.1:8000/v1"
            )
        return cls(
            provider,
            name,
            base,
            env.get("LLM_API_KEY"),
            _count("LLM_TIMEOUT", env, 60),
            _share("LLM_TEMPERATURE", env, 0.0),
            _count("LLM_CONTEXT", env, 4096),
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside; the table in README.md explains each."""

    data_dir: Path = Path("data")
    model_dir: Path = Path("data/models")
    embedding_model: str = "multilingual-e5-small"
    chroma_url: str | None = None
    database_url: str | None = field(default=None, repr=False)
    database_password_file: Path | None = None
    files_dir: Path | None = None
    host: str = "127.0.0.1"
    port: int = 7860
    watch_minutes: int = 15
    history_days: int = 365
    limits: Limits = field(default_factory=Limits)
    accounts: str = "auto"
    user_header: str | None = None
    user_header_local: str = "off"
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    session_idle_minutes: int = 120
    session_hours: int = 12
    audit_days: int = 365
    llm: LanguageModel | None = None

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
            database_url=_database(env.get("DATABASE_URL"), env.get("DATABASE_PASSWORD_FILE")),
            database_password_file=Path(env["DATABASE_PASSWORD_FILE"]) if "DATABASE_PASSWORD_FILE" in env else None,
            files_dir=Path(env["FILES_DIR"]) if "FILES_DIR" in env else None,
            host=env.get("HOST", usual.host),
            port=_port(env.get("PORT", str(usual.port))),
            watch_minutes=_count("WATCH_MINUTES", env, usual.watch_minutes),
            history_days=_count("HISTORY_DAYS", env, usual.history_days),
            limits=Limits(**{f.name: _count(f.name.upper(), env, getattr(usual.limits, f.name)) for f in fields(Limits)}),
            accounts=_choice("ACCOUNTS", env, usual.accounts, ("auto", "on", "off")),
            user_header=env.get("USER_HEADER"),
            user_header_local=_choice("USER_HEADER_LOCAL", env, usual.user_header_local, ("on", "off")),
            trusted_proxies=_networks("TRUSTED_PROXIES", env),
            session_idle_minutes=_count("SESSION_IDLE_MINUTES", env, usual.session_idle_minutes),
            session_hours=_count("SESSION_HOURS", env, usual.session_hours),
            audit_days=_count("AUDIT_DAYS", env, usual.audit_days),
            llm=LanguageModel.from_env(env),
        )

    def accounts_on(self) -> bool:
        """Say whether people have to sign in: by default where the app can be reached from other machines.

        A proxy that is trusted stands there for other machines.

        :raises SettingsError: it would be open to them without accounts, or a user header means nothing.
        """
        reached = not self.only_here or self.user_header is not None or bool(self.trusted_proxies)
        on = self.accounts == "on" or (self.accounts == "auto" and reached)
        if not on and self.trusted_proxies:
            raise SettingsError(
                "TRUSTED_PROXIES mở ứng dụng cho máy khác qua máy chủ trung gian, mà ACCOUNTS=off thì ai cũng đọc và xóa "
                "được báo cáo. Hãy bỏ ACCOUNTS=off để mọi người đăng nhập, hoặc bỏ TRUSTED_PROXIES để chỉ dùng trên máy này"
            )
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
        """Return every setting as (variable, value) for people to read. A secret only tells whether it is set."""
        own = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("limits", "llm")}
        every = own | {f.name: getattr(self.limits, f.name) for f in fields(self.limits)} | _of_model(self.llm)
        return [(name.upper(), show(name, value)) for name, value in every.items()]

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
    def shared_dir(self) -> Path:
        """Where files lie that every server of a library needs: originals, uploads, pages read, corrections."""
        return self.files_dir or self.data_dir

    @property
    def originals_dir(self) -> Path:
        """Where the library keeps its copy of every file."""
        return self.shared_dir / "originals"

    @property
    def uploads_dir(self) -> Path:
        """Where uploaded files wait until they are read."""
        return self.shared_dir / "uploads"

    @property
    def transit_dir(self) -> Path:
        """Where files pass between the page and a browser; can be deleted while the app does not run."""
        return self.data_dir / "transit"

    @property
    def pages_dir(self) -> Path:
        """Where the text of pages that went through OCR is kept, so that no page is read twice."""
        return self.shared_dir / "pages"

    @property
    def facsimiles_dir(self) -> Path:
        """Where pictures of pages that somebody looked at are kept; can be deleted at any time."""
        return self.data_dir / "facsimiles"


def _port(value: str) -> int:
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise SettingsError(f"PORT={value!r} không phải cổng mạng; cần một số từ 1 đến 65535, ví dụ PORT=7860")
    return int(value)


def _database(value: str | None, password_file: str | None) -> str | None:
    """Return the address of the database, with the password of the file where one is named."""
    if value is not None and not value.startswith(("postgresql://", "postgres://")):
        raise SettingsError(
            f"DATABASE_URL={show('database_url', value)!r} không dùng được; cần địa chỉ của PostgreSQL dạng "
            "DATABASE_URL=postgresql://tên:mật_khẩu@máy_chủ:5432/tên_cơ_sở_dữ_liệu; để trống thì dùng SQLite trong DATA_DIR"
        )
    if password_file is None:
        return value
    person, at, rest = (value or "").partition("://")[2].partition("@")
    if value is None or not person or not at or ":" in person:
        raise SettingsError(
            "DATABASE_PASSWORD_FILE cần DATABASE_URL có tên mà không có mật khẩu, dạng "
            "DATABASE_URL=postgresql://tên@máy_chủ:5432/tên_cơ_sở_dữ_liệu"
        )
    try:
        password = Path(password_file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"Không đọc được DATABASE_PASSWORD_FILE={password_file} ({error}). Hãy kiểm tra đường dẫn và quyền đọc của tài "
            "khoản chạy ứng dụng"
        ) from error
    if not password:
        raise SettingsError(f"DATABASE_PASSWORD_FILE={password_file} là tệp trống; cần một dòng là mật khẩu của PostgreSQL")
    return f"{value.partition('://')[0]}://{person}:{quote(password, safe='')}@{rest}"


def _count(name: str, env: Mapping[str, str], usual: int) -> int:
    value = env.get(name, str(usual))
    if not value.isdecimal() or not int(value):
        raise SettingsError(f"{name}={value!r} không phải số đếm; cần một số nguyên dương, ví dụ {name}={usual}")
    return int(value)


def _choice(name: str, env: Mapping[str, str], usual: str, allowed: tuple[str, ...]) -> str:
    value = env.get(name, usual)
    if value not in allowed:
        raise SettingsError(f"{name}={value!r} không dùng được; cần một trong: {', '.join(allowed)}")
    return value


def _networks(name: str, env: Mapping[str, str]) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return addresses and networks, parted by commas or blanks."""
    try:
        return tuple(ip_network(part) for part in env.get(name, "").replace(",", " ").split())
    except ValueError as error:
        raise SettingsError(
            f"{name}={env[name]!r} không phải địa chỉ mạng; cần dạng {name}=127.0.0.1 hoặc {name}=10.0.0.0/24,10.0.1.5"
        ) from error


def _of_model(llm: LanguageModel | None) -> dict[str, object]:
    if llm is None:
        return {"llm": None}
    of_model = {f"llm_{name}": getattr(llm, name) for name in ("base_url", "api_key", "timeout", "temperature", "context")}
    return {"llm": f"{llm.provider}:{llm.name}", **of_model}


def show(name: str, value: object) -> str:
    """Return a setting as everybody may see it. A secret only tells whether it is set."""
    if value is None or value in ("", ()):
        return "chưa đặt"
    if SECRET.search(name):
        return "đã đặt"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    plain = re.sub(r"(?<=://)[^/@]*@", "…@", str(value))  # name and password in an address
    return re.sub(r"(?<=[?&]password=)[^&]*", "…", plain)


def _share(name: str, env: Mapping[str, str], usual: float) -> float:
    try:
        value = float(env.get(name, usual))
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 2.0:
        raise SettingsError(f"{name}={env[name]!r} không dùng được; cần một số từ 0 đến 2, ví dụ {name}={usual}")
    return value
