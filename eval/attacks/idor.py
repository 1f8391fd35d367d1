"""What belongs to somebody else, asked for by its name."""

from __future__ import annotations

from eval.attacks import Outcome, worst
from eval.attacks.world import World
from settings import Settings

OWN = "riêng của người soạn thứ nhất"


def uploads(world: World) -> Outcome:
    """Somebody else's uploaded file: fetched, or read by an event."""
    [path] = world.visitor("soan").upload("rieng.txt", OWN.encode())
    outcomes = [Outcome(OWN in world.visitor("soan").http.get(f"/gradio_api/file={path}").text, "của mình thì đọc được")]
    for name in ("doc", "soan2", "quan"):
        answer = world.visitor(name).http.get(f"/gradio_api/file={path}")
        outcomes.append(Outcome(answer.status_code == 404, f"{name}: {answer.status_code}"))
        for event in world.events("uploadbutton"):
            file = {"path": path, "meta": {"_type": "gradio.FileData"}}
            status, text = world.visitor(name).fire(event, [file for _ in event["inputs"]])
            outcomes.append(Outcome(status == 403, f"{name}: {status} {text[:40]}"))
    return worst(outcomes)


def pages(world: World) -> Outcome:
    """Somebody else's open page: what it is told, its state, its events."""
    owner = world.visitor("soan")
    event = world.event_of("question", "submit")
    joined = owner.http.post(
        "/gradio_api/queue/join",
        json={"data": [None] * len(event["inputs"]), "fn_index": event["id"], "session_hash": owner.session},
    )
    outcomes = [Outcome(joined.status_code == 200, f"của mình: {joined.status_code}")]
    for name in ("doc", "soan2", "quan"):
        other = world.visitor(name)
        body = {"session_hash": owner.session, "fn_index": event["id"], "event_id": joined.json().get("event_id", "")}
        answers = {
            "nghe": other.http.get(f"/gradio_api/queue/data?session_hash={owner.session}"),
            "giữ": other.http.get(f"/gradio_api/heartbeat/{owner.session}"),
            "gọi": other.http.post("/gradio_api/queue/join", json={**body, "data": [None] * len(event["inputs"])}),
            "ngắt": other.http.post("/gradio_api/cancel", json=body),
            "ngắt bằng phiên mình": other.http.post("/gradio_api/cancel", json=body | {"session_hash": other.session}),
        }
        allowed = {"ngắt bằng phiên mình": (403, 200)}  # 200 where the event had ended: then nothing is ended
        outcomes += [
            Outcome(answer.status_code in allowed.get(what, (403,)), f"{name} {what}: {answer.status_code}")
            for what, answer in answers.items()
        ]
    owner.listen(owner.session)
    return worst(outcomes)


def conversations(world: World) -> Outcome:
    """Somebody else's conversation: opened, renamed, saved, deleted."""
    from app.storage.store import Store

    store = Store.open(Settings(data_dir=world.data))
    with store.changing() as db:
        db.execute("INSERT INTO conversations VALUES ('cuoc-rieng', 'soan', ?, 'rieng', 2000000000)", (OWN,))
    outcomes = []
    for name in ("doc", "soan2", "quan"):
        for element, action in (
            ("history", "select"),
            ("history", "edit"),
            ("history", "download"),
            ("history", "delete"),
        ):
            event = world.event_of(element, action)
            _, text = world.visitor(name).fire(event, [""] * len(event["inputs"]), {"id": "cuoc-rieng", "name": "chiếm"})
            outcomes.append(Outcome(OWN not in text, f"{name} {action}"))
    rows = [tuple(row) for row in store.rows("SELECT person, name FROM conversations WHERE id = 'cuoc-rieng'")]
    return worst([*outcomes, Outcome(rows == [("soan", OWN)], f"còn lại: {rows}")])


ATTACKS = (uploads, pages, conversations)
