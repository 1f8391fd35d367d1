"""Indicators asked for, and the table over reports."""

from __future__ import annotations

from pydantic import Field

from app.tabulation.request import MOST_INDICATORS
from app.web.http.schemas.base import RequestSchema, ResponseSchema

MOST_ROWS = 500  # reports named for one table; none named: all


class TabulationRequestSchema(RequestSchema):
    """Bảng số liệu cần lập."""

    indicators: list[str] = Field(min_length=1, max_length=MOST_INDICATORS, description="Các chỉ tiêu, ví dụ “hộ nghèo”")
    reports: list[str] = Field(
        default=[], max_length=MOST_ROWS, description="Mã hoặc tên tệp của báo cáo; rỗng: mọi báo cáo"
    )
    years: str = Field(default="", max_length=200, description="2024 hoặc 2023-2025; rỗng: năm của từng báo cáo")


class CellSchema(ResponseSchema):
    """Một ô: số của một báo cáo cho một chỉ tiêu và một năm, với chỗ trích."""

    indicator: str = Field(description="Chỉ tiêu, như đã hỏi")
    year: int | None = Field(description="Năm; null: báo cáo không rõ năm")
    value: float | int = Field(description="Giá trị theo đơn vị tính (2,5 tỷ đồng là 2500000000 đồng)")
    text: str = Field(description="Như báo cáo ghi")
    unit: str = Field(description="Đơn vị tính; rỗng: không rõ")
    plan: bool = Field(description="Là số kế hoạch")
    section: list[str] = Field(description="Mục trong báo cáo")
    page: int | None = Field(description="Trang; null: định dạng không có trang")
    quote: str = Field(description="Nguyên văn câu hoặc dòng bảng")


class RowSchema(ResponseSchema):
    """Một báo cáo; không có ô: báo cáo không nêu; hai ô cùng chỉ tiêu và năm: báo cáo nêu hai số."""

    file: str = Field(description="Tên tệp")
    issuer: str | None = Field(description="Cơ quan lập báo cáo")
    cells: list[CellSchema] = Field(description="Các ô có số")


class TotalSchema(ResponseSchema):
    """Tổng của một chỉ tiêu và một năm."""

    indicator: str = Field(description="Chỉ tiêu")
    year: int | None = Field(description="Năm")
    value: float | int | None = Field(description="Tổng; null: không cộng")
    of: int = Field(description="Số báo cáo có số liệu")
    why_not: str | None = Field(description="Vì sao không cộng")


class TabulationSchema(ResponseSchema):
    """Bảng số liệu từ nhiều báo cáo."""

    indicators: list[str] = Field(description="Các chỉ tiêu, như đã hỏi")
    rows: list[RowSchema] = Field(description="Các báo cáo theo thứ tự")
    totals: list[TotalSchema] = Field(description="Tổng theo chỉ tiêu rồi năm")
