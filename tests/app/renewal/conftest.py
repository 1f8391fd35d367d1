"""Last year's reports as Word files, their frames, and an assistant over an empty library: no other report is needed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.assistant import Assistant
from app.drafting.request import Request, of_json
from app.renewal.frame import frame_of
from app.renewal.model import Renewal, RenewalFrame
from app.renewal.new_figures import new_figures
from app.renewal.renewing import renew
from eval.open_reports import write_word
from index.store.library import Library
from ingest.reading import Reading
from settings import Settings
from tests.conftest import MODEL, KeywordEmbedder

SAMPLES = Path(__file__).resolve().parents[3] / "eval" / "samples" / "renewal"
PAIRS = (("xa-2024", "xa-2025"), ("truong-2023-2024", "truong-2024-2025"), ("so-2024", "so-2025"))
HEAD = """@head
UBND TỈNH MAI SA | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
**SỞ NỘI VỤ** | **Độc lập - Tự do - Hạnh phúc**
Số: 12/BC-SNV | Mai Sa, ngày 10 tháng 12 năm 2024
@end

@center **BÁO CÁO**

@center **Kết quả công tác năm 2024**

Thực hiện nhiệm vụ được giao, Sở Nội vụ báo cáo kết quả công tác năm 2024 như sau:

**I. KẾT QUẢ**

"""
SIGNED = """

@sign
**Nơi nhận:** | **GIÁM ĐỐC**
- UBND tỉnh; |
- Lưu: VT. | **Đinh Văn Phả**
@end
"""
GIVEN = {"agency": "SỞ NỘI VỤ", "place": "Mai Sa", "period": {"from": 2025, "to": 2025}}

Framed = Callable[[str], RenewalFrame]
Renewed = Callable[..., Renewal]


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("renewal")
    settings = Settings(data_dir=folder / "data", model_dir=folder / "models", embedding_model=MODEL)
    return Assistant(Library.open(settings, create=True), KeywordEmbedder())


@pytest.fixture(scope="session")
def last_year(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The three sample reports of last year as Word files, by name."""
    folder = tmp_path_factory.mktemp("last-year")
    for name, _ in PAIRS:
        write_word((SAMPLES / f"{name}.md").read_text(encoding="utf-8"), folder / f"{name}.docx")
    return {name: folder / f"{name}.docx" for name, _ in PAIRS}


def given_of(name: str) -> tuple[Path, Request]:
    file = SAMPLES / f"{name}.json"
    return file, of_json(json.loads(file.read_text(encoding="utf-8")))


@pytest.fixture
def framed(tmp_path: Path) -> Framed:
    """The frame of a report of 2024 with this body, in the small text format."""

    def made(body: str) -> RenewalFrame:
        file = tmp_path / "truoc.docx"
        write_word(HEAD + body + SIGNED, file)
        return frame_of(file, None, Reading())

    return made


@pytest.fixture
def renewed(framed: Framed, assistant: Assistant) -> Renewed:
    """What becomes of such a report, with these figures: section → name → value."""

    def made(body: str, figures: dict[str, object] | None = None, **more: object) -> Renewal:
        request = of_json({**GIVEN, "figures": figures or {}, **more})
        catalog = assistant.library.catalog
        return renew(framed(body), request, new_figures(request), assistant.retriever.reader, catalog)

    return made
