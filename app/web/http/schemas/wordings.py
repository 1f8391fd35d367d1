"""What is to be worded, and how other reports put it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.web.http.schemas.base import MOST, Page, RequestSchema, ResponseSchema, Section, Text


class WordingRequestSchema(RequestSchema):
    """Điều cần diễn đạt."""

    text: Text = Field(description="Điều cần diễn đạt, ví dụ “hạn chế về công tác tuyên truyền”")
    role: str = Field(default="", description="Vai trò của mục: limits, causes, lessons, rewards, opening…; rỗng: mọi mục")
    kind: Literal["", "annual", "five-year", "directive-ten-years"] = Field(
        default="", description="Loại báo cáo; rỗng: mọi loại"
    )
    level: Literal["", "tỉnh", "huyện", "xã"] = Field(default="", description="Cấp của cơ quan lập báo cáo; rỗng: mọi cấp")
    field: str = Field(default="", description="Lĩnh vực: economy, society, defence, reform, politics; rỗng: mọi lĩnh vực")
    place: str = Field(default="", description="Địa phương của báo cáo; rỗng: mọi nơi")
    years: tuple[int, int] | None = Field(default=None, description="Năm đầu và năm cuối mà báo cáo phải có ít nhất một")
    limit: int = Field(default=10, ge=1, le=MOST, description="Số mẫu câu nhiều nhất")


class WordingPlaceSchema(ResponseSchema):
    """Nơi có mẫu câu."""

    file: str = Field(description="Tên tệp")
    title: str = Field(description="Tên báo cáo")
    section: Section
    heading: str = Field(description="Tên đề mục trong cùng")
    page: Page
    passage: str = Field(description="Mã đoạn")
    basket: str = Field(description="Mã của câu này, dùng cho “basket” khi soạn")
    quote: str = Field(description="Nguyên văn ở đó")


class WordingSchema(ResponseSchema):
    """Một mẫu câu."""

    text: str = Field(description="Nguyên văn cả ý")
    best: str = Field(description="Câu hợp nhất trong đó")
    blanked: str = Field(description="Bản đã thay tên riêng, số liệu, ngày tháng bằng “[…]”")
    score: float = Field(description="Điểm, cao hơn là hợp hơn")
    reports: int = Field(description="Số báo cáo dùng mẫu này")
    source: str = Field(description="Nguồn, viết cho người đọc")
    places: list[WordingPlaceSchema] = Field(description="Các nơi có mẫu này, nơi được chép đứng đầu")


class WordingsSchema(ResponseSchema):
    """Các mẫu câu."""

    wordings: list[WordingSchema] = Field(description="Các mẫu câu, hợp nhất trước, mỗi mẫu một lần")
