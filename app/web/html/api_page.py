"""The page that documents the API, made of its OpenAPI description. A pure function: no script, nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

STYLE = """
body{font:16px/1.55 system-ui,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;color:#1b2533;background:#fff;
max-width:60rem;margin:0 auto;padding:1.5rem}h1{font-size:1.6rem}h2{margin-top:2.2rem;border-top:1px solid #c9d3df;
padding-top:1.2rem;font-size:1.2rem}code,pre{font-family:ui-monospace,Consolas,"DejaVu Sans Mono",monospace;font-size:.9em}
.method{display:inline-block;min-width:3.4rem;color:#fff;background:#1f4f96;border-radius:.3rem;text-align:center;
padding:0 .4rem;margin-right:.5rem}.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.6rem 0}
th,td{text-align:left;vertical-align:top;border-bottom:1px solid #dde4ec;padding:.35rem .6rem .35rem 0}
.quiet{color:#52606f}details{margin:.4rem 0}summary{cursor:pointer;color:#1f4f96}a{color:#1f4f96}
@media(prefers-color-scheme:dark){body{color:#e3e9f1;background:#12181f}.quiet{color:#a9b6c4}summary,a{color:#8fb8f0}
h2{border-color:#33404e}th,td{border-color:#2a3541}.method{background:#2b5fae}}
"""

TYPES = {
    "string": "chữ",
    "integer": "số nguyên",
    "number": "số",
    "boolean": "true hoặc false",
    "object": "đối tượng",
    "null": "null",
}


def page(description: Mapping[str, Any], path: str) -> str:
    """Return the page; ``path`` is where the API is mounted."""
    about, schemas = description["info"], description["components"]["schemas"]
    calls = [
        _call(method, f"{path}{where}", call, schemas)
        for where, methods in description["paths"].items()
        for method, call in methods.items()
    ]
    types = "".join(_schema(name, schema) for name, schema in sorted(schemas.items()) if schema.get("type") == "object")
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>API - {escape(about["title"])}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head><body><main>'
        f"<h1>API của {escape(about['title'])}</h1>{_paragraphs(about['description'])}"
        f'<p>Bản mô tả cho máy đọc: <a href="{path}/openapi.json">{path}/openapi.json</a> (OpenAPI '
        f"{escape(description['openapi'])}).</p>{''.join(calls)}<h2>Các dạng dữ liệu</h2>{types}</main></body></html>"
    )


def _call(method: str, where: str, call: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    parts = [
        f'<h2><span class="method">{method.upper()}</span><code>{escape(where)}</code></h2>',
        f"<p><b>{escape(call['summary'])}.</b> {escape(call.get('description', ''))}</p>",
    ]
    parameters = call.get("parameters", [])
    if parameters:
        rows = [
            (parameter["name"], parameter["schema"], parameter.get("description", ""), parameter.get("required", False))
            for parameter in parameters
        ]
        parts.append(_table("Trên địa chỉ", rows))
    for kind, body in call.get("requestBody", {}).get("content", {}).items():
        schema = body["schema"]
        parts.append(_fields(f"Nội dung gửi ({kind})", schemas[_name(schema)]) if "$ref" in schema else "")
    answers = "".join(
        f"<tr><td><code>{escape(status)}</code></td><td>{escape(answer.get('description', ''))}</td>"
        f"<td>{_shown_answer(answer)}</td></tr>"
        for status, answer in sorted(call["responses"].items())
    )
    parts.append(f'<p class="quiet">Trả về</p><div class="scroll"><table>{answers}</table></div>')
    return "".join(parts)


def _shown_answer(answer: Mapping[str, Any]) -> str:
    return ", ".join(
        _type(content["schema"]) if "schema" in content else f"<code>{escape(kind)}</code>"
        for kind, content in answer.get("content", {}).items()
    )


def _schema(name: str, schema: Mapping[str, Any]) -> str:
    return (
        f'<details id="{escape(name)}" open><summary>{escape(name)}</summary>'
        f"<p>{escape(schema.get('description', ''))}</p>{_fields('', schema)}</details>"
    )


def _fields(title: str, schema: Mapping[str, Any]) -> str:
    needed = schema.get("required", [])
    rows = [
        (name, field, field.get("description", ""), name in needed) for name, field in schema.get("properties", {}).items()
    ]
    return _table(title, rows)


def _table(title: str, rows: list[tuple[str, Mapping[str, Any], str, bool]]) -> str:
    head = f'<p class="quiet">{escape(title)}</p>' if title else ""
    cells = "".join(
        f"<tr><td><code>{escape(name)}</code>{' (bắt buộc)' if needed else ''}</td><td>{_type(schema)}</td>"
        f"<td>{escape(description)}</td></tr>"
        for name, schema, description, needed in rows
    )
    return f'{head}<div class="scroll"><table>{cells}</table></div>'


def _type(schema: Mapping[str, Any]) -> str:
    """Return the type of a schema in a few words, with links to the named ones."""
    if "$ref" in schema:
        name = escape(_name(schema))
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " hoặc ".join(_type(option) for option in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"<code>{escape(str(value)) or '(rỗng)'}</code>" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"danh sách {_type(schema.get('items', {}))}"
    kind = str(schema.get("type", ""))
    return escape(TYPES.get(kind, kind))


def _paragraphs(text: str) -> str:
    """Return paragraphs with what stands in back quotes as code."""
    parts = (re.sub("`([^`]+)`", r"<code>\1</code>", escape(part)) for part in text.split("\n\n"))
    return "".join(f"<p>{part}</p>" for part in parts)


def _name(schema: Mapping[str, Any]) -> str:
    return str(schema["$ref"]).rpartition("/")[2]
