"""All settings, in one frozen object: the only place that reads the environment. Making it touches no disk."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from ingest.limits import Limits


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
    history_days: int = 365
    limits: Limits = field(default_factory=Limits)

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
            history_days=_count("HISTORY_DAYS", env, usual.history_days),
            limits=Limits(**{f.name: _count(f.name.upper(), env, getattr(usual.limits, f.name)) for f in fields(Limits)}),
        )

    @property
    def index_dir(self) -> Path:
        """Where catalogue and vectors live."""
        return self.data_dir / "index"

    @property
    def originals_dir(self) -> Path:
        """Where the library keeps its copy of every file."""
        return self.data_dir / "originals"

    @property
    def pages_dir(self) -> Path:
        """Where the text of pages that went through OCR is kept, so that no page is read twice."""
        return self.data_dir / "pages"


def _port(value: str) -> int:
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise SettingsError(f"PORT={value!r} không phải cổng mạng; cần một số từ 1 đến 65535, ví dụ PORT=7860")
    return int(value)


def _count(name: str, env: Mapping[str, str], usual: int) -> int:
    value = env.get(name, str(usual))
    if not value.isdecimal() or not int(value):
        raise SettingsError(f"{name}={value!r} không phải số đếm; cần một số nguyên dương, ví dụ {name}={usual}")
    return int(value)
