"""Data files that steer the software, and the one loader that reads them; imports nothing of the project."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar

FOLDER = Path(__file__).resolve().parent
Tables = dict[str, Any]
T = TypeVar("T")


class DataFileError(Exception):
    """A data file cannot be read, or an entry is missing, unknown or of another type; the message names file and entry."""


def load(file: Path, build: Callable[[Tables], T]) -> T:
    """Parse a TOML file and return what ``build`` makes of its tables.

    :param build: may raise KeyError for a missing entry and ValueError, TypeError or AttributeError for a wrong one.
    :raises DataFileError: the file cannot be read or parsed, or ``build`` rejects it.
    """
    try:
        return build(tomllib.loads(file.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(f"{file.name}: không đúng cú pháp TOML ({error})") from error
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(f"{file.name}: không đọc được ({error})") from error
    except KeyError as error:
        raise DataFileError(f"{file.name}: thiếu mục {error}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise DataFileError(f"{file.name}: sai mục {error}") from error


def check_keys(table: str, keys: Collection[str], wanted: Collection[str]) -> None:
    """Check that a table has exactly the keys wanted.

    :raises ValueError: a key is missing or unknown; the message names the table and the keys.
    """
    odd = set(keys) ^ set(wanted)
    if odd:
        raise ValueError(f"[{table}]: các mục thiếu hoặc thừa: {', '.join(sorted(odd))}")


def check_fields(entry: str, text: str, wanted: Collection[str]) -> None:
    """Check that a text to be filled in holds exactly the names wanted in its braces.

    :raises ValueError: a name is missing or unknown, or a brace does not match; the message names the entry.
    """
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise ValueError(f"{entry}: dấu ngoặc nhọn không khớp ({error})") from error
    if names != set(wanted):
        raise ValueError(f"{entry}: có {sorted(names)}, cần đúng các tên {sorted(wanted)}")
