"""What a check of a report finds, and what of it is dismissed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.checks.model import FindingKind
from app.web.http.schemas.base import Page, RequestSchema, ResponseSchema, Section

HASH = r"^[0-9a-f]{32}$"
MOST_DISMISSED = 200  # findings that are dismissed at once


class QuoteSchema(ResponseSchema):
    """Một chỗ trong báo cáo được soát."""

    section: Section
    page: Page
    quote: str = Field(description="Nguyên văn")


class FindingSchema(ResponseSchema):
    """Một điều cần xem lại."""

    kind: str = Field(description="Loại: " + ", ".join(FindingKind))
    message: str = Field(description="Điều cần xem lại")
    quotes: list[QuoteSchema] = Field(description="Các chỗ liên quan")
    keys: list[str] = Field(default=[], description="Mã của điều này, để bỏ qua (/check/dismiss)")


class DismissalSchema(RequestSchema):
    """Những điều của một báo cáo được bỏ qua, hoặc đưa lại."""

    report: str = Field(pattern=HASH, description="Mã báo cáo, lấy từ kết quả soát (report)")
    findings: list[Annotated[str, Field(pattern=HASH)]] = Field(
        min_length=1, max_length=MOST_DISMISSED, description="Mã các điều, lấy từ kết quả soát (keys)"
    )
    back: bool = Field(default=False, description="true: đưa lại những điều đã bỏ qua")


class DismissedSchema(ResponseSchema):
    """Sau khi bỏ qua hoặc đưa lại."""

    dismissed: int = Field(description="Số mã đang được bỏ qua của báo cáo này")


class FindingsSchema(ResponseSchema):
    """Kết quả soát."""

    report: str = Field(default="", description="Mã báo cáo, giữ nguyên khi tệp được sửa; dùng để bỏ qua một điều")

    findings: list[FindingSchema] = Field(description="Các điều cần xem lại theo thứ tự đọc; rỗng: không thấy gì")
    more: int = Field(default=0, description="Số điều còn lại không được liệt kê, khi có quá nhiều")
    dismissed: int = Field(default=0, description="Số điều cơ quan đã bỏ qua cho báo cáo này, không được liệt kê")
