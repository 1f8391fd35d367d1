"""The tabs "Mẫu câu", "Soạn báo cáo", "Soát báo cáo". Like ``app.web.page`` it knows Gradio; ``tabs`` is its one door."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import gradio as gr

from app import wording
from app.assistant import Assistant
from app.checks import check_file
from app.data import DataFileError
from app.drafting import outline as outlines
from app.drafting import sheet
from app.drafting.prepare import prepare
from app.drafting.request import BadRequest, of_json
from app.drafting.word import write
from app.web import desk_views as views
from app.web.screen import explained
from app.wording_filter import Filter
from ingest.errors import UnreadableFile

KINDS = [
    ("Báo cáo năm", "annual"),
    ("Báo cáo 5 năm", "five-year"),
    ("Báo cáo 10 năm thực hiện chỉ thị", "directive-ten-years"),
]
LONGEST = 2000  # characters of what is looked for


def tabs(assistant: Assistant, bridge: str) -> None:
    """Add the three tabs to the tabs that are open; ``bridge``: the script that serves the copy buttons."""
    with gr.Tab("Mẫu câu", id="wording"):
        basket = gr.State([])  # beside the tabs it would be counted as one of them
        _wording(assistant, bridge, basket)
    with gr.Tab("Soạn báo cáo", id="draft"):
        _draft(assistant, bridge, basket)
    with gr.Tab("Soát báo cáo", id="check"):
        _check(bridge)


def _html(bridge: str) -> gr.HTML:
    return gr.HTML("", js_on_load=bridge, apply_default_css=False)


def _wording(assistant: Assistant, bridge: str, basket: gr.State) -> None:
    with gr.Row():
        wanted = gr.Textbox(label="Cần diễn đạt điều gì?", max_length=LONGEST, elem_id="phrase", scale=3)
        role = gr.Dropdown(
            [("Mọi mục", ""), *((shown, name) for name, shown in wording.roles().items())], value="", label="Mục"
        )
        kind = gr.Dropdown([("Mọi loại", ""), *KINDS], value="", label="Loại báo cáo")
        level = gr.Dropdown([("Mọi cấp", ""), *((name, name) for name in wording.LEVELS)], value="", label="Cấp")
        find = gr.Button("Tìm mẫu câu", variant="primary", elem_id="find-wording")
    found = _html(bridge)
    pick = gr.CheckboxGroup([], label="Giữ vào giỏ để soạn báo cáo", visible=False, elem_id="pick")
    kept = gr.Markdown("", elem_id="kept")

    def search(text: str, *chosen: str) -> tuple[str, Any]:
        try:
            made = wording.search(assistant, text, Filter(*chosen))
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return views.problem(explained(error)), gr.skip()
        choices = [(f"{n}. {one.text[:90]}…", one.places[0].passage.id) for n, one in enumerate(made, start=1)]
        return views.wordings(made), gr.CheckboxGroup(choices, value=[], visible=bool(choices))

    def keep(chosen: list[str], before: list[str]) -> tuple[list[str], str]:
        every = list(dict.fromkeys([*before, *chosen]))
        return every, f"Giỏ đang giữ {len(every)} đoạn; chuyển sang “Soạn báo cáo” để dùng." if every else ""

    gr.on([wanted.submit, find.click], search, [wanted, role, kind, level], [found, pick], api_visibility="private")
    pick.input(keep, [pick, basket], [basket, kept], api_visibility="private")


def _draft(assistant: Assistant, bridge: str, basket: gr.State) -> None:
    with gr.Row():
        kind = gr.Dropdown(KINDS, value="annual", label="Loại báo cáo", elem_id="draft-kind")
        agency = gr.Textbox(label="Cơ quan ban hành (bắt buộc)", placeholder="ỦY BAN NHÂN DÂN XÃ …", elem_id="agency")
        parent = gr.Textbox(label="Cơ quan chủ quản")
        place = gr.Textbox(label="Địa danh (bắt buộc)", elem_id="place")
    with gr.Row():
        first, last = (
            gr.Textbox(label="Từ năm (bắt buộc)", placeholder="2025", max_length=4, elem_id="from"),
            gr.Textbox(label="Đến năm", placeholder="2025", max_length=4, elem_id="to"),
        )
        number = gr.Textbox(label="Số, ký hiệu", placeholder="15/BC-UBND")
        date = gr.Textbox(label="Ngày ban hành", placeholder="2025-12-08")
    with gr.Row():
        authority = gr.Textbox(label="Quyền hạn người ký", placeholder="TM. ỦY BAN NHÂN DÂN")
        title, name = gr.Textbox(label="Chức vụ", placeholder="CHỦ TỊCH"), gr.Textbox(label="Họ tên người ký")
        recipients = gr.Textbox(label="Nơi nhận (mỗi dòng một nơi)", lines=2)
    with gr.Row():
        basis = gr.Textbox(label="Thực hiện văn bản nào", placeholder="Công văn số … ngày … của …")
        directive = gr.Textbox(label="Chỉ thị được tổng kết (báo cáo 10 năm)")
    figures = gr.Textbox(label="Số liệu, mỗi dòng: mục | tên | giá trị", lines=4, elem_id="figures")
    with gr.Row():
        table = gr.File(label="Hoặc tệp số liệu .csv, .xlsx", file_types=[".csv", ".xlsx"], type="filepath")
        form = gr.DownloadButton("Tải mẫu bảng số liệu", _template("annual"), elem_id="template")
        final = gr.Checkbox(label="Bản trình (bỏ ghi chú nguồn và danh mục còn thiếu)")
        variant = gr.Number(label="Phương án câu mẫu", value=0, precision=0, minimum=0, maximum=9)
        make = gr.Button("Soạn dự thảo", variant="primary", elem_id="make")
    result, lacking = gr.File(label="Dự thảo (.docx)", interactive=False, elem_id="draft-file"), _html(bridge)

    def drafted(*given: Any) -> tuple[Any, str]:  # noqa: ANN401 - what Gradio hands over
        kept, sort, choice, shown = given[:4]
        try:
            request = of_json({**_request(given[4:-1]), "basket": kept} | _figures(given[-1], given[4:-1]))
            draft = prepare(assistant, sort, request, int(choice or 0))
            file = Path(tempfile.mkdtemp(prefix="du-thao-")) / f"du-thao-{sort}.docx"
            write(draft, file, final=bool(shown))
        except (BadRequest, DataFileError, UnreadableFile) as error:
            return None, views.problem(str(error))
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return None, views.problem(explained(error))
        return str(file), views.missing(draft.missing)

    fields = [
        agency,
        parent,
        place,
        first,
        last,
        number,
        date,
        authority,
        title,
        name,
        recipients,
        basis,
        directive,
        figures,
    ]
    make.click(drafted, [basket, kind, variant, final, *fields, table], [result, lacking], api_visibility="private")
    kind.change(_template, kind, form, api_visibility="private")


def _template(kind: str) -> str:
    """Write the sheet with the figures a kind of report expects, and return its path."""
    file = Path(tempfile.mkdtemp(prefix="mau-")) / f"so-lieu-{kind}.csv"
    file.write_text(sheet.template(outlines.of_kind(kind)), encoding="utf-8-sig")
    return str(file)


def _request(fields: tuple[Any, ...]) -> dict[str, Any]:
    """Return the form as the input of a draft."""
    agency, parent, place, first, last, number, date, authority, title, name, recipients, basis, directive, _ = fields
    period = {"from": first, "to": last if last else first} if first else None
    return {
        "agency": agency, "parent_agency": parent, "place": place, "period": period, "number": number, "date": date,
        "signer": {"authority": authority, "title": title, "name": name}, "basis": basis, "directive": directive,
        "recipients": [line.strip(" -;.") for line in recipients.splitlines() if line.strip()],
    }  # fmt: skip


def _figures(table: str | None, fields: tuple[Any, ...]) -> dict[str, Any]:
    """Return the figures of the sheet and of the lines typed; a line typed wins.

    :raises BadRequest: a line has not three parts.
    """
    made = sheet.read(Path(table)) if table else {}
    for number, line in enumerate(filter(None, map(str.strip, (fields[-1] or "").splitlines())), start=1):
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 3 or not all(parts):
            raise BadRequest(
                f"Số liệu, dòng {number}: “{line}” cần ba phần cách nhau bằng dấu |, ví dụ: giảm nghèo | hộ nghèo | 41 hộ"
            )
        made.setdefault(parts[0], {})[parts[1]] = parts[2]
    return {"figures": made}


def _check(bridge: str) -> None:
    file = gr.File(label="Báo cáo cần soát (.docx, .pdf, .txt)", type="filepath", elem_id="to-check")
    found = _html(bridge)

    def checked(path: str | None) -> str:
        if not path:
            return ""
        try:
            return views.findings(check_file(Path(path)), Path(path).name)
        except UnreadableFile as error:
            return views.problem(f"{Path(path).name}: {error}")
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return views.problem(explained(error))

    file.change(checked, file, found, api_visibility="private")
