import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from eval import __main__ as door
from eval import load
from eval.load import Load, Sample, address_of, as_text, good, measure


@pytest.fixture
def answering():
    """A server that answers by a given function of the turns; returns its address and what it was asked."""
    servers = []

    def start(answer):
        asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                asked.append((self.path, self.headers.get("authorization"), tuple(body["turns"])))
                status, made = answer(body["turns"])
                data = json.dumps(made).encode()
                self.send_response(status)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}", asked

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("url", "address"),
    [("http://127.0.0.1:7860", ("127.0.0.1", 7860)), ("localhost:80", ("localhost", 80)), ("http://[::1]:5", ("::1", 5))],
)
def test_this_machine_is_asked(url, address):
    assert address_of(url) == address


@pytest.mark.parametrize(
    "url", ["http://192.0.2.7:7860", "http://example.com", "https://127.0.0.1", "", "//127.0.0.1.example.com"]
)
def test_no_other_machine_is_asked(url):
    with pytest.raises(ValueError, match="chính máy này"):
        address_of(url)


def test_every_user_asks_in_turn_with_the_key(answering):
    url, asked = answering(lambda turns: (200, {"answer": turns[-1], "ms": 3}))
    questions = [("a",), ("b", "c"), ("d",)]
    load = measure(url, questions, users=4, seconds=0.6, key="tlbc_x", think=(0.01, 0.02))
    assert {path for path, _, _ in asked} == {"/api/ask"}
    assert {key for _, key, _ in asked} == {"Bearer tlbc_x"}
    assert {turns for _, _, turns in asked} == set(questions)
    assert len(load.samples) == len(asked) > 6
    assert [s for s in load.samples if s.error] == []
    assert good(load)
    assert load.samples[0].own_ms == 3
    assert all(sample.ms > 0 and sample.at < 0.6 for sample in load.samples)


def test_failures_are_counted_by_kind(answering):
    url, _ = answering(lambda turns: (503, {"detail": "Hãy đợi"}) if turns == ["b"] else (200, {"answer": "a", "ms": 1}))
    load = measure(url, [("a",), ("b",)], users=1, seconds=0.3, think=(0.01, 0.02))
    assert {sample.error for sample in load.samples} == {"", "503: Hãy đợi"}
    assert not good(load)
    assert "lần: 503: Hãy đợi" in as_text(load)


def test_nobody_there_is_an_error_and_not_a_fast_answer():
    load = measure("http://127.0.0.1:9", [("a",)], users=1, seconds=0.5, think=(0.01, 0.02))
    assert load.samples and all("Refused" in sample.error for sample in load.samples)
    assert not good(load)


def test_another_answer_to_the_same_question_is_an_error_while_the_library_stays(answering):
    count = iter(range(10_000))
    url, _ = answering(lambda turns: (200, {"answer": str(next(count)), "ms": 1}))
    load = measure(url, [("a",)], users=1, seconds=0.6, think=(0.01, 0.02))
    assert "khác lần trước: a" in load.samples[1].error
    meanwhile = measure(url, [("a",)], users=1, seconds=0.2, think=(0.01, 0.02), upload=lambda: "")
    assert [sample.error for sample in meanwhile.samples if sample.error] == []


def test_users_are_spread_over_servers_whose_answers_must_be_the_same(answering):
    servers = [answering(lambda turns, own=own: (200, {"answer": own, "ms": 1})) for own in ("a", "b")]
    load = measure([url for url, _ in servers], [("q",)], users=4, seconds=0.5, think=(0.01, 0.02))
    assert all(asked for _, asked in servers)
    assert sum(len(asked) for _, asked in servers) == len(load.samples)
    assert any("khác lần trước: q" in sample.error for sample in load.samples)  # one library, two answers


def test_what_comes_in_meanwhile_is_told_apart(answering):
    url, _ = answering(lambda turns: (200, {"answer": "a", "ms": 1}))
    load = measure(url, [("a",)], users=2, seconds=0.5, think=(0.01, 0.02), upload=lambda: time.sleep(0.2) or "Mới 50")
    first, last = load.upload
    assert first >= 0.1 and last - first >= 0.2  # a fifth of the whole time, and as long as it took
    assert "Mới 50" in as_text(load)


def test_nobody_leaves_before_all_reports_are_in(answering):
    url, _ = answering(lambda turns: (200, {"answer": "a", "ms": 1}))
    load = measure(url, [("a",)], users=2, seconds=0.1, think=(0.01, 0.02), upload=lambda: time.sleep(1) or "")
    assert load.seconds >= 1
    assert load.samples[-1].at > 0.1


def test_the_table_by_hand():
    samples = tuple(Sample(float(n), float(n), own_ms=float(n) / 2) for n in range(1, 101))
    text = as_text(Load(30, 300, samples, upload=(1.0, 10.0), uploaded="Mới 50"))
    lines = [line.split() for line in text.splitlines()]
    # of 1 … 100: median 50.5, 95th percentile 95.05; of 1 … 10: 5.5, 9.55; of 11 … 100: 55.5, 95.55
    assert lines[2] == ["tất", "cả", "100", "0", "50", "95", "100", "48"]
    assert lines[3][-6:] == ["10", "0", "6", "10", "10", "5"]
    assert lines[4][-6:] == ["90", "0", "56", "96", "100", "48"]


def test_good_is_no_error_and_fast():
    fast, slow = Sample(0, 100.0), Sample(0, 3001.0)
    assert good(Load(1, 1, (fast,) * 94 + (slow,) * 6)) is False
    assert good(Load(1, 1, (fast,) * 96 + (slow,) * 4)) is True
    assert good(Load(1, 1, (fast, Sample(0, 1.0, error="x")))) is False
    assert good(Load(1, 1, ())) is False


def test_the_command_says_what_it_needs(capsys):
    for wrong in (
        ["load"],
        ["load", "http://127.0.0.1:1", "--serve"],
        ["load", "http://127.0.0.1:1", "--upload", "x"],
        ["load", "--serve", "--servers", "2"],  # without PostgreSQL
    ):
        assert door.main(wrong) == 2
        assert "--serve" in capsys.readouterr().err
    assert door.main(["load", "http://example.com", "--minutes", "0"]) == 2
    assert "chính máy này" in capsys.readouterr().err


def test_a_copy_is_served_where_reports_come_in(tmp_path, library, settings):
    copy = load.copy_data(settings.data_dir, tmp_path / "copy")
    assert (copy / "index" / "catalog.sqlite").exists()
    assert not (copy / "writing.lock").exists()
