"""The list of reports, and one report as it was understood."""

from __future__ import annotations

from pydantic import Field

from app.web.http.schemas.base import Page, ResponseSchema, Section


class MetadataSchema(ResponseSchema):
    """Điều báo cáo tự nêu về mình; null: không nêu."""

    issuer: str | None = Field(description="Cơ quan báo cáo, như văn bản tự xưng")
    parent: str | None = Field(description="Cơ quan cấp trên ghi ở đầu văn bản")
    kind_of_document: str | None = Field(description="Loại văn bản: báo cáo, kế hoạch, tờ trình…")
    place: str | None = Field(description="Địa phương, ví dụ “huyện Vân Sa”")
    province: str | None = Field(description="Tỉnh")
    title: str | None = Field(description="Tên báo cáo")
    period_from: int | None = Field(description="Từ năm")
    period_to: int | None = Field(description="Đến năm")
    number: str | None = Field(description="Số, ký hiệu")
    date: str | None = Field(description="Ngày ban hành: 2025-04-02, hoặc 2023-12 khi chỉ nêu tháng")
    signer: str | None = Field(description="Người ký")


class EntrySchema(ResponseSchema):
    """Một báo cáo trong danh sách."""

    id: str = Field(description="Mã báo cáo: SHA-256 của tệp")
    file: str = Field(description="Tên tệp")
    metadata: MetadataSchema


class ReportsSchema(ResponseSchema):
    """Một trang của danh sách báo cáo, theo tên tệp."""

    total: int = Field(description="Số báo cáo của thư viện")
    offset: int = Field(description="Bỏ qua bao nhiêu báo cáo đầu")
    reports: list[EntrySchema] = Field(description="Các báo cáo của trang này")


class NodeSchema(ResponseSchema):
    """Một đề mục."""

    label: str = Field(description="Số, chữ của đề mục; “*”: đề mục đánh dấu sao")
    title: str = Field(description="Tên đề mục")
    level: int = Field(description="Cấp, 1 là ngoài cùng")
    page: Page
    children: list[NodeSchema] = Field(description="Các đề mục con")


class TableSchema(ResponseSchema):
    """Một bảng."""

    section: Section
    page: Page
    rows: list[list[str]] = Field(description="Các hàng, mỗi hàng là các ô; ô gộp lặp lại ở mọi chỗ nó phủ")


class FootnoteSchema(ResponseSchema):
    """Một chú thích cuối trang."""

    mark: str = Field(description="Số của chú thích")
    text: str = Field(description="Nội dung")
    page: Page
    section: list[str] | None = Field(description="Mục có dấu chú thích; null: không tìm thấy dấu")
    anchor: str | None = Field(description="Những chữ đứng trước dấu chú thích")


class ReportSchema(ResponseSchema):
    """Một báo cáo như chương trình hiểu."""

    id: str = Field(description="Mã báo cáo")
    file: str = Field(description="Tên tệp")
    pages: int | None = Field(description="Số trang; null: định dạng không có trang")
    metadata: MetadataSchema
    outline: list[NodeSchema] = Field(description="Đề cương")
    tables: list[TableSchema] = Field(description="Các bảng")
    footnotes: list[FootnoteSchema] = Field(description="Các chú thích")
    warnings: list[str] = Field(description="Điều người dùng cần biết khi đọc tệp này, ví dụ trang đọc bằng OCR")
    found: dict[str, str] = Field(description="Mỗi mục của metadata được tìm thấy ở phần nào của báo cáo")
