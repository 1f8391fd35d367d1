"""The API without a network: shapes, errors, limits."""

from __future__ import annotations

import io
import json
import threading
import time
from dataclasses import replace

import pytest
import regex as re
from docx import Document
from starlette.testclient import TestClient

from app.access.fair_queue import Turnstile
from app.access.person import Role
from app.assistant import Assistant
from app.generation.llm import open_model
from app.generation.writer import Writer
from app.web import server
from app.web.http import api, api_access, schemas
from index.errors import IndexProblem
from ingest.limits import Limits
from settings import LanguageModel
from tests.app.model_server import Reply, model_server

QUESTION = "Xã Tân Lập còn bao nhiêu hộ nghèo?"
INPUT = {
    "agency": "ỦY BAN NHÂN DÂN XÃ TÂN LẬP",
    "place": "Tân Lập",
    "period": {"from": 2025, "to": 2025},
    "figures": {"giảm nghèo": {"hộ nghèo": "41 hộ"}},
}


@pytest.fixture(autouse=True)
def without_page(monkeypatch):
    """Leave out Gradio's page, which no test here opens: building it takes longer than all else."""
    monkeypatch.setattr(server.page, "mount", lambda *given: None)


def _client(assistant, office, **client):
    made = server.application(assistant, office)
    here = {"base_url": "http://127.0.0.1:7860", "client": ("127.0.0.1", 5), "raise_server_exceptions": False, **client}
    return TestClient(made, **here)


@pytest.fixture
def client(assistant, office):
    with _client(assistant, office) as made:
        yield made


@pytest.fixture
def key(office):
    return office.keys.add("van-thu", Role.READER)


def test_it_answers_with_citations_that_can_be_checked(client, library):
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    assert answer["refused"] is False
    assert "41 hộ nghèo" in answer["answer"] and "[1]" in answer["answer"]
    cited = answer["citations"][0]
    assert (cited["file"], cited["section"], cited["page"]) == ("tan-lap.txt", ["II", "1"], None)
    text = library.catalog.passages([cited["passage"]])[cited["passage"]].text
    assert cited["quote"] in re.sub(r"\s+", " ", text)


def test_a_conversation_and_what_is_taken_off_reach_the_assistant(client):
    alone = client.post("/api/ask", json={"question": QUESTION}).json()
    followed = client.post("/api/ask", json={"turns": ["Thị trấn Suối Mây khen bao nhiêu tập thể?", QUESTION]}).json()
    assert followed["answer"] == alone["answer"]
    keys = [one["key"] for one in alone["understood"]]
    assert "place:xã Tân Lập" in keys
    wider = client.post("/api/ask", json={"question": QUESTION, "without": ["place:xã Tân Lập"]}).json()
    assert "place:xã Tân Lập" not in [one["key"] for one in wider["understood"]]


def test_a_refusal_is_told_as_one(client):
    answer = client.post("/api/ask", json={"question": "Huyện Côn Đảo có bao nhiêu tàu cá?"}).json()
    assert answer["refused"] is True and answer["citations"] == []


def test_search_gives_the_best_first_with_reasons(client):
    found = client.post("/api/search", json={"text": "trồng rừng phòng hộ", "limit": 2}).json()
    assert len(found["passages"]) == 2
    assert "640 ha rừng phòng hộ" in found["passages"][0]["text"]
    assert found["passages"][0]["why"]["said"]


def test_reports_are_listed_by_page_and_opened(client):
    first = client.get("/api/reports", params={"limit": 2}).json()
    rest = client.get("/api/reports", params={"limit": 2, "offset": 2}).json()
    assert (first["total"], [one["file"] for one in first["reports"]]) == (3, ["dong-khe.txt", "suoi-may.txt"])
    assert [one["file"] for one in rest["reports"]] == ["tan-lap.txt"]
    assert rest["reports"][0]["metadata"]["place"] == "xã Tân Lập"
    opened = client.get(f"/api/reports/{rest['reports'][0]['id']}").json()
    assert [node["label"] for node in opened["outline"]] == ["I", "II", "III"]
    assert [node["title"] for node in opened["outline"][1]["children"]] == ["Giảm nghèo", "Nông thôn mới"]
    assert opened["metadata"]["number"] == "15/BC-UBND"
    missing = client.get("/api/reports/none")
    assert missing.status_code == 404 and "Hãy lấy mã" in missing.json()["detail"]


def test_wordings_come_with_source_and_blanks(client):
    found = client.post("/api/wording", json={"text": "hạn chế về hồ sơ khen thưởng", "role": "limits"}).json()
    assert "hồ sơ khen thưởng" in found["wordings"][0]["text"]
    assert found["wordings"][0]["places"][0]["file"] == "tan-lap.txt"
    wrong = client.post("/api/wording", json={"text": "hạn chế", "role": "nope"})
    assert wrong.status_code == 422 and "limits" in wrong.json()["detail"]


def test_a_table_has_a_row_for_each_report_and_cited_cells(client):
    made = client.post("/api/table", json={"indicators": ["hộ nghèo", "giấy khen cho cá nhân"]}).json()
    cells = {row["file"]: [(cell["text"], cell["year"]) for cell in row["cells"]] for row in made["rows"]}
    assert cells == {"dong-khe.txt": [], "suoi-may.txt": [("203 cá nhân", 2023)], "tan-lap.txt": [("41 hộ", 2025)]}
    assert "41 hộ nghèo" in made["rows"][2]["cells"][0]["quote"]
    assert [(total["value"], total["of"]) for total in made["totals"]] == [(41, 1), (203, 1)]
    wrong = client.post("/api/table", json={"indicators": ["hộ"], "reports": ["khong-co.docx"]})
    assert wrong.status_code == 422 and "khong-co.docx" in wrong.json()["detail"]


def test_a_draft_is_a_word_file_with_the_given_figures(client):
    made = client.post("/api/draft", params={"kind": "annual"}, json=INPUT)
    assert made.status_code == 200
    assert made.headers["content-type"] == api.WORD
    assert int(made.headers["x-missing"]) > 0
    asked = client.post("/api/draft", params={"kind": "annual", "final": True}, json=INPUT)
    assert asked.status_code == 422 and "chỗ chưa xong" in asked.json()["detail"]
    final = client.post("/api/draft", params={"kind": "annual", "final": True, "accept_open": True}, json=INPUT)
    assert final.status_code == 200
    text = "\n".join(p.text for p in Document(io.BytesIO(made.content)).paragraphs)
    assert "41 hộ" in text


def test_a_draft_from_last_years_report_is_a_word_file(client, tmp_path):
    given = json.dumps({**INPUT, "figures": {"giảm nghèo": {"hộ nghèo": "35 hộ"}}}, ensure_ascii=False)
    made = client.post("/api/draft/renewal", data={"given": given, "report": "tan-lap.txt"})
    assert made.status_code == 200 and made.headers["content-type"] == api.WORD
    assert int(made.headers["x-filled"]) > 0 and int(made.headers["x-missing"]) > 0
    assert "35 hộ" in "\n".join(p.text for p in Document(io.BytesIO(made.content)).paragraphs)
    sent = {"file": ("nam-truoc.docx", made.content, api.WORD)}
    assert client.post("/api/draft/renewal", data={"given": given}, files=sent).status_code == 200
    asked = client.post("/api/draft/renewal", params={"final": True}, data={"given": given, "report": "tan-lap.txt"})
    assert asked.status_code == 422 and "chỗ chưa xong" in asked.json()["detail"]
    for data, told in (
        ({"given": given}, "báo cáo năm trước"),
        ({"given": given, "report": "/etc/passwd"}, "không phải báo cáo trong thư viện"),
        ({"given": "{}", "report": "tan-lap.txt"}, "còn thiếu"),
        ({"given": "x", "report": "tan-lap.txt"}, "Đầu vào sai"),
    ):
        refused = client.post("/api/draft/renewal", data=data)
        assert refused.status_code == 422 and told in refused.json()["detail"]


def test_an_outline_is_a_report_of_the_library_and_never_a_file_of_the_machine(client, tmp_path):
    made = client.post("/api/draft", params={"kind": "annual"}, json={**INPUT, "outline": "tan-lap.txt"})
    assert made.status_code == 200
    text = "\n".join(p.text for p in Document(io.BytesIO(made.content)).paragraphs)
    assert "Nông thôn mới" in text
    (tmp_path / "own.toml").write_text("secret = 'x'")
    for path in (str(tmp_path / "own.toml"), "/etc/passwd", "pyproject.toml"):
        refused = client.post("/api/draft", params={"kind": "annual"}, json={**INPUT, "outline": path})
        assert refused.status_code == 422 and "trong thư viện" in refused.json()["detail"]


def test_an_uploaded_report_is_checked_and_not_kept(client, settings):
    text = "BÁO CÁO\n\nI. KẾT QUẢ\n\nTặng 12 giấy khen, trong đó 5 tập thể và 8 cá nhân.\n".encode()
    found = client.post("/api/check", files={"file": ("../xã <b>.txt", text, "text/plain")})
    assert found.status_code == 200
    assert [one["kind"] for one in found.json()["findings"]] == ["sum"]
    kept = b"".join(file.read_bytes() for file in settings.data_dir.rglob("*") if file.is_file())
    assert "5 tập thể và 8 cá nhân".encode() not in kept
    broken = client.post("/api/check", files={"file": ("a.pdf", b"no pdf", "application/pdf")})
    assert broken.status_code == 422 and "không phải tệp PDF" in broken.json()["detail"]


def test_a_finding_is_dismissed_and_brought_back(client):
    text = "BÁO CÁO\n\nI. KẾT QUẢ\n\nTặng 12 giấy khen, trong đó 5 tập thể và 8 cá nhân.\n".encode()

    def checked():
        return client.post("/api/check", files={"file": ("xã.txt", text, "text/plain")}).json()

    found = checked()
    (finding,) = found["findings"]
    gone = client.post("/api/check/dismiss", json={"report": found["report"], "findings": finding["keys"]})
    assert gone.status_code == 200 and gone.json()["dismissed"] == 1
    again = checked()
    assert (again["findings"], again["dismissed"]) == ([], 1)
    back = client.post("/api/check/dismiss", json={"report": found["report"], "findings": finding["keys"], "back": True})
    assert back.json()["dismissed"] == 0
    assert checked()["findings"] == [finding]
    wrong = client.post("/api/check/dismiss", json={"report": "'; DROP", "findings": finding["keys"]})
    assert wrong.status_code == 422 and "report" in wrong.json()["detail"]


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("ask", {}, "question hoặc turns"),
        ("ask", {"question": "a", "turns": ["b"]}, "question hoặc turns"),
        ("ask", {"question": ""}, "“question” để trống"),
        ("ask", {"question": "a" * 2001}, "“question” dài quá 2000"),
        ("ask", {"question": "a", "lang": "vi"}, "“lang” không có mục này"),
        ("ask", {"turns": ["a"] * 21}, "“turns” có quá 20"),
        ("ask", {"turns": "a"}, "“turns” cần là danh sách"),
        ("search", {"text": "a", "limit": 0}, "“limit” cần từ 1"),
        ("search", {"text": "a", "limit": 101}, "“limit” cần nhiều nhất 100"),
        ("search", {"text": 5}, "“text” cần là chữ"),
        ("table", {"indicators": []}, "“indicators” để trống"),
        ("table", {"indicators": ["hộ"], "years": "năm ngoái"}, "chưa đúng"),
        ("wording", {"text": "a", "level": "thôn"}, "“level” chỉ nhận"),
        ("draft?kind=annual", {"agency": "a", "place": "b"}, "“period” còn thiếu"),
        ("draft?kind=annual", {**INPUT, "period": {"from": 2025, "to": 2020}}, "theo thứ tự"),
        ("draft?kind=weekly", INPUT, "“kind” chỉ nhận"),
        ("check", {}, "“file” còn thiếu"),
    ],
)
def test_a_wrong_input_is_named_with_what_is_expected(client, path, body, said):
    answer = client.post(f"/api/{path}", json=body)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


def test_what_is_no_json_is_named(client):
    answer = client.post("/api/ask", content="{", headers={"content-type": "application/json"})
    assert answer.status_code == 422 and "JSON hợp lệ" in answer.json()["detail"]
    answer = client.post("/api/ask", content="{}", headers={"content-type": "text/plain"})
    assert answer.status_code == 422 and "Content-Type" in answer.json()["detail"]


def test_unknown_addresses_are_told_where_to_look(client):
    for method, path, status in (("GET", "/api/nope", 404), ("GET", "/api/ask", 405), ("GET", "/api/", 404)):
        answer = client.request(method, path)
        assert answer.status_code == status
        assert "/api/docs" in answer.json()["detail"]


def test_nobody_unknown_gets_anything_but_the_description(assistant, office, key):
    with _client(assistant, office, client=("192.0.2.7", 5), base_url="http://bao-cao.example") as away:
        for method, path in (("POST", "/api/ask"), ("GET", "/api/reports"), ("POST", "/api/check"), ("GET", "/api/x")):
            answer = away.request(method, path)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"
            assert "Hãy" in answer.json()["detail"] or "khóa" in answer.json()["detail"].lower()
        assert away.post("/mcp", json={}).status_code == 401
        assert away.get("/api/docs").status_code == away.get("/api/openapi.json").status_code == 200
        away.headers["Authorization"] = f"Bearer {key}"
        assert away.post("/api/ask", json={"question": QUESTION}).status_code == 200
        assert away.post("/api/draft/renewal", data={"given": "{}"}).status_code == 403
        refused = away.post("/api/draft", params={"kind": "annual"}, json=INPUT)
        assert refused.status_code == 403 and "drafter" in refused.json()["detail"]
        assert away.post("/api/check", files={"file": ("a.txt", b"a")}).status_code == 403


def test_too_large_a_body_is_cut_off(assistant, office):
    small = replace(office, settings=replace(office.settings, limits=Limits(max_file_mb=1)))
    with _client(assistant, small) as client:
        told = client.post("/api/ask", content=b" " * (api_access.JSON_BYTES + 1))
        assert told.status_code == 413 and "quá lớn" in told.json()["detail"]

        def streamed():  # no length is told beforehand
            for _ in range(12):
                yield b" " * 100_000

        cut = client.post("/api/ask", content=streamed(), headers={"content-type": "application/json"})
        assert cut.status_code == 413 and "quá lớn" in cut.json()["detail"]
        assert client.post("/api/check", files={"file": ("a.txt", b"a" * 1_100_000)}).status_code == 413
        let_through = client.post("/api/check", files={"file": ("a.pdf", b"a" * 900_000)})
        assert "không phải tệp PDF" in let_through.json()["detail"]


def test_our_own_errors_are_told_and_others_go_to_the_log(client, assistant, monkeypatch, caplog):
    def fail(error):
        def failing(*_):
            raise error

        monkeypatch.setattr(assistant, "stream", failing)
        return client.post("/api/ask", json={"question": "hỏi"})

    told = fail(IndexProblem("Hãy tạo lại chỉ mục"))
    assert (told.status_code, told.json()) == (503, {"detail": "Hãy tạo lại chỉ mục"})
    hidden = fail(RuntimeError("secret detail"))
    assert hidden.status_code == 500
    assert "secret" not in hidden.text and "Hãy thử lại" in hidden.json()["detail"]
    assert "secret detail" in caplog.text


def test_when_too_many_wait_one_is_told_to_come_back(assistant, office):
    turnstile = Turnstile(1, longest=0)
    with _client(assistant, replace(office, turnstile=turnstile)) as client:
        inside, out = threading.Event(), threading.Event()

        def hold():
            with turnstile.turn("a"):
                inside.set()
                out.wait(10)

        holder = threading.Thread(target=hold)
        holder.start()
        inside.wait(5)
        busy = client.post("/api/ask", json={"question": QUESTION})
        out.set()
        holder.join()
        assert busy.status_code == 503 and busy.headers["retry-after"] == "60"
        assert "Hãy đợi" in busy.json()["detail"]
        assert client.post("/api/ask", json={"question": QUESTION}).status_code == 200


def test_others_have_their_turn_while_a_model_writes(library, embedder, office):
    gate, answers = threading.Event(), []
    with model_server() as server_:
        server_.say(Reply("Cuối năm 2025 xã Tân Lập còn 41 hộ nghèo, chiếm 1,27% [1].", size=5, gate=gate))
        model = open_model(LanguageModel("openai", "thử", server_.url, None, timeout=20))
        assistant = Assistant(library, embedder, Writer(model))
        with _client(assistant, replace(office, turnstile=Turnstile(1))) as client:
            asking = threading.Thread(target=lambda: answers.append(client.post("/api/ask", json={"question": QUESTION})))
            asking.start()
            while not server_.asked:
                time.sleep(0.01)
            found = client.post("/api/search", json={"text": "rừng phòng hộ"})
            gate.set()
            asking.join(30)
    assert found.status_code == 200 and answers[0].json()["mode"] == "llm"


def test_the_description_tells_every_call_and_every_field(client):
    told = client.get("/api/openapi.json").json()
    assert sorted(told["paths"]) == [
        "/ask",
        "/check",
        "/check/dismiss",
        "/draft",
        "/draft/renewal",
        "/reports",
        "/reports/{id}",
        "/search",
        "/table",
        "/wording",
    ]
    assert told["servers"] == [{"url": "/api"}]
    for name, schema in told["components"]["schemas"].items():
        for field, about in schema.get("properties", {}).items():
            if name in ("HTTPValidationError", "ValidationError") or name.startswith("Body_") or "$ref" in about:
                continue
            assert about.get("description"), f"{name}.{field}"


def test_every_field_of_an_answer_is_described(client):
    """A field that an answer gains is to be described; unknown ones pass through, so that nothing is lost meanwhile."""
    gold = (
        (schemas.AnswerSchema, client.post("/api/ask", json={"question": QUESTION}).json()),
        (schemas.FoundSchema, client.post("/api/search", json={"text": "rừng phòng hộ"}).json()),
        (schemas.WordingsSchema, client.post("/api/wording", json={"text": "hồ sơ khen thưởng gửi muộn"}).json()),
        (schemas.ReportsSchema, client.get("/api/reports").json()),
    )
    for shape, made in gold:
        assert _undescribed(shape.model_validate(made)) == []
    report = client.get(f"/api/reports/{gold[3][1]['reports'][2]['id']}").json()
    assert _undescribed(schemas.ReportSchema.model_validate(report)) == []


def _undescribed(made):
    found = [f"{type(made).__name__}.{name}" for name in made.model_extra or {}]
    for name in type(made).model_fields:
        value = getattr(made, name)
        for one in value if isinstance(value, list) else [value]:
            found += _undescribed(one) if isinstance(one, schemas.ResponseSchema) else []
    return found


def test_the_page_of_documentation_loads_nothing_from_outside(client):
    page = client.get("/api/docs").text
    assert not re.search(r"""(?:src|href)=["'](?!#|/api/openapi\.json)""", page)
    assert "<script" not in page and "url(" not in page
    for words in ("POST</span><code>/api/ask", "Authorization: Bearer", "Cơ quan ban hành"):
        assert words in page
    assert "Successful" not in page and "string" not in page


def test_health_is_told_without_a_key(assistant, office):
    with _client(assistant, office, client=("192.0.2.7", 5)) as away:
        assert away.get("/health").json() == {"status": "ok"}


def test_reports_are_read_in_turn_and_noted(client, library, office, monkeypatch):
    """Else one caller's hundred calls hold all the threads that everybody's requests need."""
    turns, plain = [], Turnstile.turn_of

    def counted(self, caller):
        turns.append(caller)
        return plain(self, caller)

    monkeypatch.setattr(Turnstile, "turn_of", counted)
    report = library.catalog.report_ids()[0]
    assert client.get("/api/reports").status_code == 200 and len(turns) == 1
    assert client.get(f"/api/reports/{report}").status_code == 200 and len(turns) == 2
    assert f"đọc báo cáo {report} (API)" in [one.detail for one in office.audit.entries()]


def test_a_host_that_is_no_address_is_refused_in_words(client):
    answer = client.get("/api/reports", headers={"host": "["})
    assert answer.status_code < 500 and "Traceback" not in answer.text
