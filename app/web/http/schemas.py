"""What the API and the MCP server take and give, as pydantic models: they check the input and describe themselves.

Answers are made by the nouns' own ``as_json``; a field that one of them gains passes through, and the tests ask for its
description here.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app import field_text
from app.checks.model import FindingKind
from app.tabulation.request import MOST_INDICATORS
from app.web.handlers.ask import LONGEST

TURNS = 20  # of a conversation; only the last few are ever leant on
MOST = 100  # results of one call
MOST_ROWS = 500  # reports named for one table; none named: all
DraftKind = Literal["annual", "five-year", "directive-ten-years"]
Text = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Section = Annotated[
    list[str], Field(description="Số, chữ của các đề mục từ ngoài vào trong, ví dụ [“II”, “1”, “b”]; rỗng: trước đề mục đầu")
]
Page = Annotated[int | None, Field(description="Số trang, từ 1; null: định dạng không có trang")]


def _title_of(schema: type) -> str:
    """Return the name that the description of the API shows: the class's, less its ending."""
    return schema.__name__.removesuffix("Schema")


HASH = r"^[0-9a-f]{32}$"
MOST_DISMISSED = 200  # findings that are dismissed at once


class RequestSchema(BaseModel):
    """What a caller sends: a field that is not known is refused, since it would be a slip."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, model_title_generator=_title_of)

    @model_validator(mode="before")
    @classmethod
    def _can_be_used(cls, given: Any) -> Any:  # noqa: ANN401 - whatever a caller sends
        field_text.check(given)
        return given


class ResponseSchema(BaseModel):
    """What a caller gets."""

    model_config = ConfigDict(extra="allow", model_title_generator=_title_of)


class ProblemSchema(BaseModel):
    """Lời gọi không thực hiện được."""

    detail: str = Field(description="Điều gì sai và cần làm gì, bằng tiếng Việt")


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
    def said(self) -> list[str]:
        """The conversation; a question alone is one of one turn."""
        return self.turns or [self.question or ""]


class SearchSchema(RequestSchema):
    """Nội dung cần tìm."""

    text: Text = Field(description="Nội dung cần tìm, có dấu hoặc không dấu")
    limit: int = Field(default=10, ge=1, le=MOST, description="Số đoạn nhiều nhất")
    without: list[str] = Field(default_factory=list, max_length=50, description="Như của /ask")


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


class PeriodSchema(RequestSchema):
    """Kỳ báo cáo."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    first: int = Field(alias="from", description="Từ năm")
    last: int = Field(alias="to", description="Đến năm")


class DraftRequestSchema(BaseModel):
    """Đầu vào của một dự thảo; chỉ agency, place, period là bắt buộc. Điều thiếu thành chỗ trống “[…]”."""

    model_config = ConfigDict(extra="allow", model_title_generator=_title_of)  # request.py checks it all

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
