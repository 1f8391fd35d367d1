"""A question and its answer; a search and the passages that it finds."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from app.web.http.schemas.base import MOST, Page, RequestSchema, ResponseSchema, Section, Text

TURNS = 20  # of a conversation; only the last few are ever leant on


class AskSchema(RequestSchema):
    """Một câu hỏi, hoặc cả cuộc hỏi đáp mà câu cuối là câu cần trả lời."""

    question: Text | None = Field(default=None, description="Câu hỏi; dùng question hoặc turns, không dùng cả hai")
    turns: Annotated[list[Text], Field(min_length=1, max_length=TURNS)] | None = Field(
        default=None, description="Các câu hỏi của cuộc hỏi đáp theo thứ tự; câu cuối được trả lời, hiểu theo các câu trước"
    )
    without: list[str] = Field(
        default_factory=list,
        max_length=50,
        description="Điều không được hiểu từ câu hỏi: các “key” lấy từ “understood” của câu trả lời trước",
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.question is None) == (self.turns is None):
            raise ValueError("cần đúng một trong hai: question hoặc turns")
        return self

    @property
    def conversation(self) -> list[str]:
        """The conversation; a question alone is one of one turn."""
        return self.turns or [self.question or ""]


class SearchSchema(RequestSchema):
    """Nội dung cần tìm."""

    text: Text = Field(description="Nội dung cần tìm, có dấu hoặc không dấu")
    limit: int = Field(default=10, ge=1, le=MOST, description="Số đoạn nhiều nhất")
    without: list[str] = Field(default_factory=list, max_length=50, description="Như của /ask")


class UnderstoodSchema(ResponseSchema):
    """Một điều được hiểu từ câu hỏi và dùng để tìm."""

    key: str = Field(description="Tên để bỏ điều này đi, qua “without” của lần hỏi sau")
    shown: str = Field(description="Điều được hiểu, viết cho người đọc")


class CitationSchema(ResponseSchema):
    """Nguồn của một câu trong câu trả lời."""

    n: int = Field(description="Số của trích dẫn, như trong câu trả lời: [1]")
    file: str = Field(description="Tên tệp của báo cáo")
    title: str = Field(description="Tên báo cáo, cơ quan, thời gian")
    issuer: str | None = Field(description="Cơ quan báo cáo; null: báo cáo không nêu")
    number: str | None = Field(description="Số, ký hiệu của báo cáo")
    date: str | None = Field(description="Ngày ban hành: 2025-04-02, hoặc 2023-12 khi chỉ nêu tháng")
    section: Section
    heading: str = Field(description="Tên đề mục trong cùng")
    page: Page
    quote: str = Field(description="Nguyên văn trong báo cáo (khoảng trắng liền nhau tính là một)")
    note: str | None = Field(description="Số của chú thích chứa câu trích; null: không ở chú thích")
    ocr: bool = Field(description="true: trang được nhận dạng chữ từ bản quét, cần đối chiếu bản gốc")
    passage: str = Field(description="Mã đoạn văn chứa câu trích")


class CopySchema(ResponseSchema):
    """Nơi khác có đúng đoạn này."""

    file: str = Field(description="Tên tệp")
    section: Section
    page: Page


class PassageSchema(ResponseSchema):
    """Một đoạn tìm được."""

    file: str = Field(description="Tên tệp của báo cáo")
    section: Section
    heading: str = Field(description="Tên đề mục trong cùng")
    page: Page
    score: float = Field(description="Điểm, cao hơn là gần hơn với điều được hỏi")
    text: str = Field(description="Nguyên văn của đoạn")
    also: list[CopySchema] = Field(description="Các báo cáo khác chép đúng đoạn này")


class WhySchema(ResponseSchema):
    """Vì sao đoạn được tìm thấy."""

    terms: list[str] = Field(description="Từ ngữ được hỏi có trong đoạn")
    cosine: float = Field(description="Độ gần về nghĩa, nhiều nhất là 1")
    boosts: list[str] = Field(description="Điều đoạn khớp thêm: role (loại mục), period (thời gian), kind (loại báo cáo)")
    said: list[str] = Field(description="Các lý do, viết cho người đọc")


class HitSchema(PassageSchema):
    """Một đoạn tìm được, kèm lý do."""

    why: WhySchema = Field(description="Vì sao đoạn được tìm thấy")


class AnswerSchema(ResponseSchema):
    """Câu trả lời có trích dẫn."""

    id: str | None = Field(description="Luôn null qua API")
    answer: str = Field(description="Câu trả lời; mỗi ý mang số trích dẫn [1], [2]…")
    short: str | None = Field(description="Phần ngắn nhất trả lời được, nguyên văn trong trích dẫn 1; null: không có")
    refused: bool = Field(description="true: các báo cáo không nêu; câu trả lời chỉ nói điều đó")
    notes: list[str] = Field(description="Lưu ý cạnh câu trả lời, ví dụ số liệu là của đơn vị hành chính cũ nào")
    understood: list[UnderstoodSchema] = Field(description="Những điều được hiểu từ câu hỏi")
    mode: str = Field(
        description="extractive: chép nguyên câu của báo cáo; llm: do mô hình viết, đã đối chiếu; library: về kho báo cáo"
    )
    citations: list[CitationSchema] = Field(description="Các trích dẫn, theo số")
    passages: list[PassageSchema] = Field(description="Nhiều nhất mười đoạn gần nhất, gần nhất trước")
    ms: int = Field(description="Thời gian làm câu trả lời, phần nghìn giây, không kể lúc chờ lượt")


class FoundSchema(ResponseSchema):
    """Kết quả tìm kiếm."""

    passages: list[HitSchema] = Field(description="Các đoạn, gần nhất trước")
    notes: list[str] = Field(description="Lưu ý, như ở câu trả lời")
    understood: list[UnderstoodSchema] = Field(description="Những điều được hiểu từ nội dung cần tìm")
