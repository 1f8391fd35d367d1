"""What pydantic finds wrong with an input, in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app import field_text

WRONG = {  # kinds of pydantic's errors, in the words of whoever reads them
    "missing": "còn thiếu",
    "extra_forbidden": "không có mục này",
    "string_too_short": "để trống",
    "string_too_long": "dài quá {max_length} ký tự",
    "too_long": "có quá {max_length} phần tử",
    "too_short": "để trống",
    "greater_than_equal": "cần từ {ge} trở lên",
    "less_than_equal": "cần nhiều nhất {le}",
    "literal_error": "chỉ nhận {expected}",
    "string_type": "cần là chữ",
    "list_type": "cần là danh sách",
    "dict_type": "cần là đối tượng JSON",
    "model_type": "cần là đối tượng JSON",
    "model_attributes_type": "cần là đối tượng JSON, gửi kèm “Content-Type: application/json”",
    "json_invalid": "không phải JSON hợp lệ",
    "int_parsing": "cần là số nguyên",
    "int_type": "cần là số nguyên",
    "int_from_float": "cần là số nguyên",
    "bool_parsing": "cần là true hoặc false",
    "bool_type": "cần là true hoặc false",
}
MOST = 5  # errors that are told of one input: a list of a hundred thousand wrong things has as many


def explain_all(errors: Sequence[Mapping[str, Any]], begin: int = 1) -> str:
    """Return what is wrong with an input: its first errors, and how many more there are."""
    more = len(errors) - MOST
    return "; ".join(explain(error, begin) for error in errors[:MOST]) + (f"; và {more} chỗ sai khác" if more > 0 else "")


def explain(error: Mapping[str, Any], begin: int = 1) -> str:
    """Return one of pydantic's errors in Vietnamese: the field, and what it should be.

    :param begin: of the error's place, where the fields begin; before them stands which part of a request it is.
    """
    where = ".".join(field_text.shown(part) for part in error["loc"][begin:] if error["type"] != "json_invalid")
    if error["type"] == "value_error":
        message = str(error["ctx"]["error"])
    else:
        message = WRONG.get(error["type"], "không đúng dạng").format(**error.get("ctx", {}))
    return f"“{where}” {message}" if where else f"nội dung {message}" if error["type"] != "value_error" else message
