"""What a browser sends when something happens on the page, checked before Gradio sees it.

Gradio opens a file for whoever names its path in an event. So every path in an event has to be of a file that the sender
uploaded, and what goes on is written anew from what was checked: no second reading of the same bytes can differ.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.field_text import LONGEST
from app.web.http.json_weight import HEAVY, is_heavy

# Of an event: signs between values, of which a choice of thousands of reports has as many; lists and objects, of which the
# page sends some twenty: Gradio walks through all of them a dozen times, and ten thousand empty lists took it a second.
MOST_VALUES, MOST_LISTS = 4_000, 300
MOST_BYTES = 2_000_000  # of an event: ten times the longest form with its draft
FIELDS = ("data", "event_data", "fn_index", "trigger_id", "session_hash")  # all that the page sends
FILE_FIELDS = {"path": str, "orig_name": str, "mime_type": str, "size": int}  # of a file that Gradio has to know
FILE_MARK = {"_type": "gradio.FileData"}
DEEPEST = 20  # lists and objects in one another: more than the page sends, and far from what Python can follow
SESSION = re.compile(r"[a-z0-9]{4,40}")  # as Gradio's client draws it
FOREIGN_FILE = "Tệp này không do bạn tải lên nên không mở được. Hãy chọn tệp trên máy của mình rồi tải lên lại."
TOO_LONG = "Nội dung ở một ô dài {count} ký tự, nhiều nhất {longest}. Hãy rút ngắn hoặc chia nhỏ rồi gửi lại."
NO_LETTER = "Nội dung có ký tự hỏng, không phải chữ, thường do chép từ nơi khác. Hãy xóa và gõ lại bằng tay."
INCOMPLETE = "Yêu cầu cần {count} mục mà có {sent} mục. Hãy tải lại trang (F5) rồi làm lại."
UNREADABLE = "Ứng dụng không hiểu yêu cầu này. Hãy tải lại trang (F5) rồi làm lại."


@dataclass
class EventRefused(Exception):
    """An event that goes no further: HTTP status, and what to do, in Vietnamese."""

    status: int
    detail: str


def read(body: bytes) -> dict[str, Any]:
    """Return the object that a body holds.

    :raises EventRefused: it holds none, or too many values.
    """
    if is_heavy(body, MOST_VALUES, MOST_LISTS):
        raise EventRefused(413, HEAVY)
    try:
        event = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise EventRefused(400, UNREADABLE) from error
    if not isinstance(event, dict):
        raise EventRefused(400, UNREADABLE)
    return event


def session_of(event: Mapping[str, Any]) -> str:
    """Return the session of the page that an event is of.

    :raises EventRefused: it names none.
    """
    session = event.get("session_hash")
    if not isinstance(session, str) or not SESSION.fullmatch(session):
        raise EventRefused(400, UNREADABLE)
    return session


def function_of(event: Mapping[str, Any]) -> int:
    """Return the number of the function that an event calls.

    :raises EventRefused: it names none.
    """
    number = event.get("fn_index")
    if not isinstance(number, int) or isinstance(number, bool):
        raise EventRefused(400, UNREADABLE)
    return number


def check_fields(event: Mapping[str, Any], count: int) -> None:
    """See that an event brings a value for each of the fields of its function; what is beyond is passed over.

    :raises EventRefused: it brings no list, or too short a one.
    """
    data = event.get("data")
    if not isinstance(data, list):
        raise EventRefused(400, UNREADABLE)
    if len(data) < count:
        raise EventRefused(422, INCOMPLETE.format(count=count, sent=len(data)))


def check_texts(event: Mapping[str, Any], longest: int = LONGEST) -> None:
    """See that no text of an event is longer than ``longest`` characters, before anything reads, keeps or shows it.

    :raises EventRefused: one is, or lists and objects lie too deep in one another.
    """
    for name in FIELDS:
        _check_texts(event.get(name), longest, DEEPEST)


def _check_texts(value: object, longest: int, depth: int) -> None:
    if isinstance(value, str):
        if len(value) > longest:
            raise EventRefused(422, TOO_LONG.format(count=len(value), longest=longest))
    elif isinstance(value, list | dict):
        if not depth:
            raise EventRefused(400, UNREADABLE)
        for item in value if isinstance(value, list) else [*value, *value.values()]:
            _check_texts(item, longest, depth - 1)


def rewrite(event: Mapping[str, Any], holds: Callable[[str], bool]) -> bytes:
    """Return the event as Gradio may have it.

    :param holds: says whether a path is of a file that the sender uploaded.
    :raises EventRefused: it names another file, holds half a letter, or is no event of the page.
    """
    if not isinstance(event.get("data"), list):
        raise EventRefused(400, UNREADABLE)
    plain = {name: _without_foreign_files(event[name], holds, DEEPEST) for name in FIELDS if name in event}
    if not isinstance(plain.get("event_data", {}), dict):  # what the page's own scripts tell is an object
        plain["event_data"] = None
    if not isinstance(plain.get("trigger_id"), int):  # or Gradio answers in words of its own, which nobody here reads
        plain.pop("trigger_id", None)
    try:
        return json.dumps(plain, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:  # half of a pair of UTF-16: no answer that repeats it could be sent
        raise EventRefused(422, NO_LETTER) from error


def cancellation(session: str, number: int, identity: str) -> bytes:
    """Return the body that ends the event ``identity``."""
    return json.dumps({"session_hash": session, "fn_index": number, "event_id": identity}).encode()


def _without_foreign_files(value: object, holds: Callable[[str], bool], depth: int) -> object:
    if not isinstance(value, list | dict):
        return value
    if not depth:
        raise EventRefused(400, UNREADABLE)
    if isinstance(value, list):
        return [_without_foreign_files(item, holds, depth - 1) for item in value]
    meta = value.get("meta")
    if "path" in value or (isinstance(meta, dict) and "_type" in meta):
        return _own_file(value, holds)
    return {name: _without_foreign_files(item, holds, depth - 1) for name, item in value.items()}


def _own_file(value: Mapping[str, object], holds: Callable[[str], bool]) -> dict[str, object]:
    """Return the description of an uploaded file, without addresses, streams and whatever else could lead elsewhere."""
    path = value.get("path")
    if not isinstance(path, str) or value.get("is_stream") or not holds(path):
        raise EventRefused(403, FOREIGN_FILE)
    fields = {name: value[name] for name, kind in FILE_FIELDS.items() if isinstance(value.get(name), kind)}
    return {**fields, "meta": FILE_MARK}


def _refuse(word: str) -> None:
    raise ValueError(word)
