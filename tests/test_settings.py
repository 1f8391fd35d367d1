"""All settings come from the environment, through one door."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from ingest.limits import Limits
from settings import LanguageModel, Settings, SettingsError


def test_the_usual_values() -> None:
    assert Settings.from_env({}) == Settings()
    assert Settings.from_env({}).model_dir == Path("data/models")


def test_every_variable() -> None:
    settings = Settings.from_env(
        {
            "DATA_DIR": "/d",
            "MODEL_DIR": "/m",
            "EMBEDDING_MODEL": "khác",
            "CHROMA_URL": "http://c:1",
            "HOST": "0.0.0.0",
            "PORT": "80",
            "MAX_FILE_MB": "1",
            "MAX_PAGES": "2",
            "MAX_UNPACKED_MB": "3",
            "MAX_SECONDS": "4",
            "MAX_MEMORY_MB": "5",
            "ACCOUNTS": "on",
            "USER_HEADER": "X-User",
            "TRUSTED_PROXIES": "10.0.0.1, 10.1.0.0/16",
            "SESSION_IDLE_MINUTES": "6",
            "SESSION_HOURS": "7",
            "AUDIT_DAYS": "8",
        }
    )
    assert (settings.data_dir, settings.model_dir, settings.embedding_model) == (Path("/d"), Path("/m"), "khác")
    assert (settings.chroma_url, settings.host, settings.port) == ("http://c:1", "0.0.0.0", 80)
    assert settings.limits == Limits(1, 2, 3, 4, 5)
    assert (settings.accounts, settings.user_header, settings.accounts_on()) == ("on", "X-User", True)
    assert [str(network) for network in settings.trusted_proxies] == ["10.0.0.1/32", "10.1.0.0/16"]
    assert (settings.session_idle_minutes, settings.session_hours, settings.audit_days) == (6, 7, 8)
    assert settings.pages_dir == Path("/d/pages")
    assert (settings.index_dir, settings.originals_dir) == (Path("/d/index"), Path("/d/originals"))


def test_the_model_folder_follows_the_data_folder() -> None:
    assert Settings.from_env({"DATA_DIR": "/d"}).model_dir == Path("/d/models")


def test_an_empty_variable_is_unset() -> None:
    assert Settings.from_env({"DATA_DIR": "", "PORT": "  ", "CHROMA_URL": "", "MODEL_DIR": " "}) == Settings()


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80.5", "bảy", "７８６０a", "1e3", " 80", "²"])
def test_a_port_that_is_none(port: str) -> None:
    with pytest.raises(SettingsError) as problem:
        Settings.from_env({"PORT": port})
    assert repr(port) in str(problem.value) and "65535" in str(problem.value)


@pytest.mark.parametrize("port", ["1", "65535"])
def test_the_outermost_ports(port: str) -> None:
    assert Settings.from_env({"PORT": port}).port == int(port)


def test_the_real_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "7861")
    assert Settings.from_env().port == 7861


def test_making_settings_touches_no_disk(tmp_path: Path) -> None:
    Settings.from_env({"DATA_DIR": str(tmp_path / "x"), "MODEL_DIR": str(tmp_path / "y")})
    assert list(tmp_path.iterdir()) == []


def test_settings_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize("count", ["0", "-1", "1.5", "nhiều"])
def test_a_limit_that_is_none(count: str) -> None:
    with pytest.raises(SettingsError, match="MAX_PAGES"):
        Settings.from_env({"MAX_PAGES": count})


@pytest.mark.parametrize(
    ("env", "on"),
    [
        ({}, False),
        ({"HOST": "localhost"}, False),
        ({"HOST": "127.0.0.9"}, False),
        ({"HOST": "::1"}, False),
        ({"HOST": "0.0.0.0"}, True),
        ({"HOST": "::"}, True),
        ({"HOST": "may-chu.lan"}, True),
        ({"ACCOUNTS": "on"}, True),
        ({"ACCOUNTS": "off"}, False),
        ({"USER_HEADER": "X-User", "TRUSTED_PROXIES": "127.0.0.1"}, True),
    ],
)
def test_accounts_are_off_only_where_no_other_machine_gets_in(env: dict[str, str], on: bool) -> None:
    assert Settings.from_env(env).accounts_on() is on


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"HOST": "0.0.0.0", "ACCOUNTS": "off"}, "HOST=127.0.0.1"),
        ({"USER_HEADER": "X-User"}, "TRUSTED_PROXIES"),
        ({"USER_HEADER": "X-User", "TRUSTED_PROXIES": "127.0.0.1", "ACCOUNTS": "off"}, "ACCOUNTS"),
    ],
)
def test_what_would_leave_the_door_open_is_refused(env: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        Settings.from_env(env).accounts_on()


@pytest.mark.parametrize("env", [{"ACCOUNTS": "yes"}, {"TRUSTED_PROXIES": "proxy.lan"}, {"TRUSTED_PROXIES": "10.0.0.1/8"}])
def test_choices_and_networks_that_are_none(env: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(env))):
        Settings.from_env(env)


def test_what_is_shown_of_settings_holds_no_password() -> None:
    values = dict(Settings.from_env({"CHROMA_URL": "http://ai:bimat@c:1", "DATA_DIR": "/d"}).shown())
    assert values["CHROMA_URL"] == "http://…@c:1"
    assert (values["DATA_DIR"], values["MAX_PAGES"], values["USER_HEADER"]) == ("/d", "1000", "chưa đặt")
    from settings import show

    assert [show(name, "s3cret") for name in ("llm_api_key", "token", "key_of_all", "keyboard")] == [
        "đã đặt", "đã đặt", "đã đặt", "s3cret",
    ]  # fmt: skip
    assert show("llm_api_key", None) == "chưa đặt"


def test_a_language_model() -> None:
    settings = Settings.from_env(
        {
            "LLM": "openai:qwen2.5:7b",
            "LLM_BASE_URL": "http://m:8000/v1",
            "LLM_API_KEY": "khoa-bi-mat",
            "LLM_TIMEOUT": "9",
            "LLM_TEMPERATURE": "0.2",
            "LLM_CONTEXT": "2048",
        }
    )
    assert settings.llm == LanguageModel("openai", "qwen2.5:7b", "http://m:8000/v1", "khoa-bi-mat", 9, 0.2, 2048)
    assert "khoa-bi-mat" not in repr(settings) + str(settings.shown())
    assert dict(settings.shown())["LLM_API_KEY"] == "đã đặt" and dict(settings.shown())["LLM"] == "openai:qwen2.5:7b"


def test_a_local_model_needs_no_address() -> None:
    assert Settings.from_env({"LLM": "llamacpp:/m/x.gguf"}).llm == LanguageModel("llamacpp", "/m/x.gguf")
    ollama = Settings.from_env({"LLM": "ollama:qwen2.5:7b"}).llm
    assert ollama is not None and ollama.base_url == "http://127.0.0.1:11434/v1" and ollama.name == "qwen2.5:7b"


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({"LLM": "qwen"}, "openai:tên-mô-hình"),
        ({"LLM": "openai:"}, "openai:tên-mô-hình"),
        ({"LLM": "gemini:x"}, "openai:tên-mô-hình"),
        ({"LLM": "openai:x"}, "LLM_BASE_URL"),
        ({"LLM": "openai:x", "LLM_BASE_URL": "m:8000"}, "LLM_BASE_URL"),
        ({"LLM": "ollama:x", "LLM_TIMEOUT": "0"}, "LLM_TIMEOUT"),
        ({"LLM": "ollama:x", "LLM_TEMPERATURE": "nóng"}, "LLM_TEMPERATURE"),
        ({"LLM": "ollama:x", "LLM_TEMPERATURE": "3"}, "LLM_TEMPERATURE"),
        ({"LLM": "ollama:x", "LLM_TEMPERATURE": "nan"}, "LLM_TEMPERATURE"),
    ],
)
def test_a_language_model_that_is_none(env: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named) as problem:
        Settings.from_env({**env, "LLM_API_KEY": "khoa-bi-mat"})
    assert "khoa-bi-mat" not in str(problem.value)


def test_the_databases_password_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mat-khau"
    file.write_text("a/b@c d:%\n", encoding="utf-8")
    url = "postgresql://tlbc@csdl:5432/kho?sslmode=disable"
    settings = Settings.from_env({"DATABASE_URL": url, "DATABASE_PASSWORD_FILE": str(file)})
    assert settings.database_url == "postgresql://tlbc:a%2Fb%40c%20d%3A%25@csdl:5432/kho?sslmode=disable"
    assert dict(settings.shown())["DATABASE_PASSWORD_FILE"] == "đã đặt" and "a/b" not in repr(settings)


@pytest.mark.parametrize(
    ("url", "content", "why"),
    [
        (None, "x", "cần DATABASE_URL có tên"),
        ("postgresql://csdl/kho", "x", "cần DATABASE_URL có tên"),
        ("postgresql://tlbc:y@csdl/kho", "x", "không có mật khẩu"),
        ("postgresql://tlbc@csdl/kho", " \n", "tệp trống"),
        ("postgresql://tlbc@csdl/kho", None, "quyền đọc"),
    ],
)
def test_a_password_file_that_cannot_be_used(url: str | None, content: str | None, why: str, tmp_path: Path) -> None:
    file = tmp_path / "mat-khau"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=why):
        Settings.from_env({"DATABASE_URL": url or "", "DATABASE_PASSWORD_FILE": str(file)})
