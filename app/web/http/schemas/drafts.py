"""What a draft is made of; what became of each place of last year's report."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.web.http.schemas.base import RequestSchema, ResponseSchema, title_of

DraftKind = Literal["annual", "five-year", "directive-ten-years"]


class PeriodSchema(RequestSchema):
    """Kỳ báo cáo."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    first: int = Field(alias="from", description="Từ năm")
    last: int = Field(alias="to", description="Đến năm")


class DraftRequestSchema(BaseModel):
    """Đầu vào của một dự thảo; chỉ agency, place, period là bắt buộc. Điều thiếu thành chỗ trống “[…]”."""

    model_config = ConfigDict(extra="allow", model_title_generator=title_of)  # request.py checks it all

    agency: str = Field(description="Cơ quan ban hành, chữ in hoa như trên văn bản")
    place: str = Field(description="Địa danh đứng trước ngày tháng")
    period: PeriodSchema = Field(description="Kỳ báo cáo, hai năm bằng nhau cho báo cáo năm")
    parent_agency: str | None = Field(default=None, description="Cơ quan chủ quản")
    number: str | None = Field(default=None, description="Số, ký hiệu, ví dụ “15/BC-UBND”")
    date: str | None = Field(default=None, description="Ngày ban hành: 2025-12-08")
    signer: dict[str, Any] | None = Field(default=None, description="Người ký: authority, title, name")
    recipients: list[str] | None = Field(default=None, description="Nơi nhận")
    basis: str | None = Field(default=None, description="Văn bản được thực hiện, ví dụ “Kế hoạch số …”")
    directive: str | dict[str, Any] | None = Field(
        default=None, description="Chỉ thị được tổng kết (loại directive-ten-years)"
    )
    figures: dict[str, Any] | None = Field(default=None, description="Số liệu: mục → tên → giá trị như sẽ in")
    basket: list[str] | None = Field(default=None, description="Mã các đoạn giữ lại từ tìm mẫu câu")
    outline: str | None = Field(
        default=None, description="Tên tệp của báo cáo trong thư viện để theo đề cương; null: đề cương có sẵn"
    )


class RenewedPlaceSchema(ResponseSchema):
    """Một chỗ của báo cáo năm trước và điều xảy ra với nó."""

    section: str = Field(description="Mục")
    name: str = Field(description="Tên số liệu, hoặc loại chỗ: ngày, họ tên, số văn bản…")
    old: str = Field(description="Giá trị năm trước")
    new: str = Field(description="Điều được ghi vào dự thảo; rỗng: chỗ trống")
    state: str = Field(description="filled: đã điền; computed: tự tính; blank: còn trống; kept: giữ nguyên chờ kiểm tra")
    note: str = Field(description="Lấy từ đâu, hoặc vì sao còn trống")


class RenewalSchema(ResponseSchema):
    """Dự thảo soạn từ báo cáo năm trước."""

    summary: str = Field(description="Đã điền, tự tính, còn trống… bao nhiêu")
    places: list[RenewedPlaceSchema] = Field(description="Các chỗ theo thứ tự của báo cáo, trừ năm đã chuyển")
    unused: list[str] = Field(description="Số liệu đã cho mà báo cáo năm trước không có chỗ, kèm lý do")
    kept_paragraphs: int = Field(description="Số đoạn không có số liệu, giữ nguyên, có nhận xét trong tệp Word")
    word: str = Field(description="Tệp Word, mã hóa base64; rỗng khi không xin")
