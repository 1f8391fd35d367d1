"""What all requests and answers of the API share. A request with an unknown field or with unusable signs is refused."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app import field_text
from app.web.handlers.ask import LONGEST

MOST = 100  # results of one call
Text = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Section = Annotated[
    list[str], Field(description="Số, chữ của các đề mục từ ngoài vào trong, ví dụ [“II”, “1”, “b”]; rỗng: trước đề mục đầu")
]
Page = Annotated[int | None, Field(description="Số trang, từ 1; null: định dạng không có trang")]


def title_of(schema: type) -> str:
    """Return the name that the description of the API shows: the class's, less its ending."""
    return schema.__name__.removesuffix("Schema")


class RequestSchema(BaseModel):
    """What a caller sends: a field that is not known is refused, since it would be a slip."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, model_title_generator=title_of)

    @model_validator(mode="before")
    @classmethod
    def _can_be_used(cls, content: Any) -> Any:  # noqa: ANN401 - whatever a caller sends
        field_text.check(content)
        return content


class ResponseSchema(BaseModel):
    """What a caller gets."""

    model_config = ConfigDict(extra="allow", model_title_generator=title_of)


class ProblemSchema(BaseModel):
    """Lời gọi không thực hiện được."""

    detail: str = Field(description="Điều gì sai và cần làm gì, bằng tiếng Việt")
