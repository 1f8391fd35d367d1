"""What the API and the MCP server take and give, as pydantic models: they check the input and describe themselves.

One module holds one subject; routes and tools take every schema from here. Answers are made by the nouns' own ``as_json``: a
field that one of them gains passes through, and the tests ask for its description here.
"""

from __future__ import annotations

from app.web.http.schemas.asking import (
    AnswerSchema,
    AskSchema,
    CitationSchema,
    CopySchema,
    FoundSchema,
    HitSchema,
    PassageSchema,
    SearchSchema,
    UnderstoodSchema,
    WhySchema,
)
from app.web.http.schemas.base import (
    MOST,
    ProblemSchema,
    RequestSchema,
    ResponseSchema,
)
from app.web.http.schemas.checks import (
    DismissalSchema,
    DismissedSchema,
    FindingSchema,
    FindingsSchema,
    QuoteSchema,
)
from app.web.http.schemas.drafts import (
    DraftKind,
    DraftRequestSchema,
    PeriodSchema,
    RenewalSchema,
    RenewedPlaceSchema,
)
from app.web.http.schemas.reports import (
    EntrySchema,
    FootnoteSchema,
    MetadataSchema,
    NodeSchema,
    ReportSchema,
    ReportsSchema,
    TableSchema,
)
from app.web.http.schemas.tables import (
    CellSchema,
    RowSchema,
    TabulationRequestSchema,
    TabulationSchema,
    TotalSchema,
)
from app.web.http.schemas.wordings import (
    WordingPlaceSchema,
    WordingRequestSchema,
    WordingSchema,
    WordingsSchema,
)

__all__ = [
    "MOST",
    "AnswerSchema",
    "AskSchema",
    "CellSchema",
    "CitationSchema",
    "CopySchema",
    "DismissalSchema",
    "DismissedSchema",
    "DraftKind",
    "DraftRequestSchema",
    "EntrySchema",
    "FindingSchema",
    "FindingsSchema",
    "FootnoteSchema",
    "FoundSchema",
    "HitSchema",
    "MetadataSchema",
    "NodeSchema",
    "PassageSchema",
    "PeriodSchema",
    "ProblemSchema",
    "QuoteSchema",
    "RenewalSchema",
    "RenewedPlaceSchema",
    "ReportSchema",
    "ReportsSchema",
    "RequestSchema",
    "ResponseSchema",
    "RowSchema",
    "SearchSchema",
    "TableSchema",
    "TabulationRequestSchema",
    "TabulationSchema",
    "TotalSchema",
    "UnderstoodSchema",
    "WhySchema",
    "WordingPlaceSchema",
    "WordingRequestSchema",
    "WordingSchema",
    "WordingsSchema",
]
