"""An assistant over the sample reports with the fake embedder, made once a session: drafting changes nothing."""

import json

import pytest

from app.assistant import Assistant
from app.drafting.draft import Draft
from app.drafting.prepare import prepare
from app.drafting.request import of_json
from index.build import bring_in
from index.store.library import Library
from settings import Settings
from tests.conftest import MODEL, KeywordEmbedder

GIVEN = {
    "agency": "ỦY BAN NHÂN DÂN HUYỆN SƠN KHÊ",
    "parent_agency": "ỦY BAN NHÂN DÂN TỈNH HỒNG LAM",
    "place": "Sơn Khê",
    "number": "5/BC-UBND",
    "date": "2025-02-08",
    "period": {"from": 2020, "to": 2025},
    "signer": {"authority": "TM. ỦY BAN NHÂN DÂN", "title": "CHỦ TỊCH", "name": "Lò Văn Phúc"},
    "recipients": ["Sở Nội vụ", "TT Huyện ủy"],
    "directive": {"number": "34-CT/TW", "date": "07/4/2014", "issuer": "Bộ Chính trị"},
    "figures": {
        "giảm nghèo": {"hộ nghèo": "412 hộ, chiếm 1,37%"},
        "khen thưởng theo năm": {
            "Giấy khen": {"2021": "31", "2022": "35"},
            "Lao động tiên tiến": {"2021": "120", "2022": "131"},
        },
    },
}


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory, samples) -> Assistant:
    folder = tmp_path_factory.mktemp("drafting")
    settings = Settings(data_dir=folder / "data", model_dir=folder / "models", embedding_model=MODEL)
    library = Library.open(settings, create=True)
    embedder = KeywordEmbedder()
    bring_in(library, embedder, [samples / "reports"])
    return Assistant(library, embedder)


_drafts: dict[str, Draft] = {}


def draft_of(assistant: Assistant, kind: str, given: dict[str, object]) -> Draft:
    """Return the draft of a request, made once a session: it takes two seconds, and is never changed."""
    key = json.dumps([kind, given], ensure_ascii=False)
    if key not in _drafts:
        _drafts[key] = prepare(assistant, kind, of_json(given))
    return _drafts[key]
