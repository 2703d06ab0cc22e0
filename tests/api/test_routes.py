"""HTTP says what Python says, and tells a caller what is wrong with a request."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from matcher import match, read_document, read_posting, read_profile, to_json
from tests.make import docx, p
from tests.samples import AS_OF, ROOT, rows

AD = (ROOT / "examples" / "ad.txt").read_text(encoding="utf-8")
RESUME = (ROOT / "examples" / "resume.txt").read_text(encoding="utf-8")
PDF = (ROOT / "examples" / "resume.pdf").read_bytes()
PAIRS = [
    (RESUME, AD),
    *zip((r["text"] for r in rows("resumes")[:6]), (a["text"] for a in rows("ads")[:6]), strict=True),
]


def as_sent(value: Any) -> bytes:
    return json.dumps(to_json(value), ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize(("resume", "ad"), PAIRS, ids=range(len(PAIRS)))
def test_a_match_over_http_is_the_match_byte_for_byte(client: TestClient, resume: str, ad: str) -> None:
    answer = client.post("/v1/match", json={"resume": resume, "ad": ad})

    assert answer.status_code == 200, answer.text
    assert answer.content == as_sent(match(read_profile(resume, AS_OF), read_posting(ad), AS_OF))


def test_a_match_of_files_is_the_match_byte_for_byte(client: TestClient) -> None:
    files = {"resume": ("cv.pdf", PDF), "ad": ("ad.txt", AD.encode())}

    answer = client.post("/v1/match", files=files)

    report = match(read_profile(read_document(PDF), AS_OF), read_posting(read_document(AD.encode())), AS_OF)
    assert answer.content == as_sent(report)


def test_a_form_may_hold_a_file_and_a_text(client: TestClient) -> None:
    mixed = client.post("/v1/match", files={"resume": ("cv.pdf", PDF)}, data={"ad": AD})

    assert mixed.content == as_sent(match(read_profile(read_document(PDF), AS_OF), read_posting(AD), AS_OF))


def test_a_form_of_texts_answers_as_json_does(client: TestClient) -> None:
    by_form = client.post("/v1/match", data={"resume": RESUME, "ad": AD, "as_of": "2025-01-01", "title": "Coder II"})
    by_json = client.post("/v1/match", json={"resume": RESUME, "ad": AD, "as_of": "2025-01-01", "title": "Coder II"})

    assert by_form.content == by_json.content
    assert by_form.json()["inputs"]["as_of"] == "2025-01-01"


def test_weights_are_taken_and_echoed(client: TestClient) -> None:
    weights = {"required_credentials": 70, "preferred": 0}
    by_json = client.post("/v1/match", json={"resume": RESUME, "ad": AD, "weights": weights})
    by_form = client.post("/v1/match", data={"resume": RESUME, "ad": AD, "weights": json.dumps(weights)})

    assert by_json.json()["weights"]["required_credentials"] == 70
    assert by_form.content == by_json.content


def test_texts_profile_and_posting_follow_where_they_are_asked_for(client: TestClient) -> None:
    said = {"resume": RESUME, "ad": AD}
    plain = client.post("/v1/match", json=said).json()

    whole = client.post("/v1/match?include=posting,text,profile", json=said).json()

    assert whole["texts"] == {"resume": RESUME, "posting": AD}
    assert whole["profile"] == json.loads(as_sent(read_profile(RESUME, AS_OF)))
    assert whole["posting"] == json.loads(as_sent(read_posting(AD)))
    assert {key: whole[key] for key in plain} == plain


def test_a_reading_over_http_is_the_reading_byte_for_byte(client: TestClient) -> None:
    profile = client.post("/v1/profiles", json={"resume": RESUME})
    posting = client.post(
        "/v1/postings", json={"ad": AD, "title": "Coder II", "place": "Fresno, CA", "pay": "$30 an hour"}
    )

    assert profile.content == as_sent(read_profile(RESUME, AS_OF))
    assert posting.content == as_sent(read_posting(AD, title="Coder II", place="Fresno, CA", pay="$30 an hour"))
    assert posting.json()["versions"]["himatch"]
    assert profile.json()["inputs"]["resume_sha256"]


def test_the_same_request_gives_the_same_bytes(client: TestClient) -> None:
    answers = {client.post("/v1/match", json={"resume": RESUME, "ad": AD}).content for _ in range(3)}

    assert len(answers) == 1


# --- a pile -----------------------------------------------------------------------------------------


def pile() -> list[tuple[str, bytes]]:
    return [(f"{number}.txt", row["text"].encode()) for number, row in enumerate(rows("resumes")[:5])]


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def test_a_pile_is_put_in_order_and_each_report_is_the_single_one(client: TestClient) -> None:
    answer = client.post("/v1/rank", files=[("resumes", file) for file in pile()], data={"ad": AD}).json()

    assert answer["unread"] == []
    assert [one["place"] for one in answer["results"]] == sorted(one["place"] for one in answer["results"])
    for one in answer["results"]:
        data = dict(pile())[one["name"]]
        alone = client.post("/v1/match", files={"resume": (one["name"], data)}, data={"ad": AD})
        assert one["report"] == alone.json()


def test_a_zip_is_a_pile_and_a_docx_is_none(client: TestClient) -> None:
    word = docx(p("MARIA EXAMPLE, RHIT") + p("Medical Coder, 2019 - 2024"))
    files = [("resumes", ("all.zip", zipped(pile()[:3]))), ("resumes", ("one.docx", word))]

    answer = client.post("/v1/rank", files=files, data={"ad": AD}).json()

    assert {one["name"] for one in answer["results"]} == {"0.txt", "1.txt", "2.txt", "one.docx"}
    assert answer["unread"] == []


def test_one_bad_file_fails_alone(client: TestClient) -> None:
    bad = [
        ("a.doc", b"\xd0\xcf\x11\xe0 old word"),
        ("b.pdf", PDF[:400]),
        ("c.txt", b" "),
        ("d.zip", zipped(pile())[:-40]),
    ]
    files = [("resumes", file) for file in [*bad, *pile()]]

    answer = client.post("/v1/rank", files=files, data={"ad": AD}).json()

    assert len(answer["results"]) == 5
    assert {one["name"]: one["problem"]["reason"] for one in answer["unread"]} == {
        "a.doc": "unsupported",
        "b.pdf": "corrupt",
        "c.txt": "empty",
        "d.zip": "corrupt",
    }


def test_the_order_in_which_a_pile_is_sent_changes_no_place(client: TestClient) -> None:
    def places(files: list[tuple[str, bytes]]) -> dict[str, int]:
        answer = client.post("/v1/rank", files=[("resumes", file) for file in files], data={"ad": AD}).json()
        return {one["name"]: one["place"] for one in answer["results"]}

    assert places(pile()) == places(pile()[::-1])


def test_a_pile_of_texts_is_ranked_too(client: TestClient) -> None:
    body = {"ad": AD, "resumes": [{"name": name, "resume": data.decode()} for name, data in pile()]}

    answer = client.post("/v1/rank", json=body)

    assert {one["name"] for one in answer.json()["results"]} == {name for name, _ in pile()}


def test_a_pile_that_is_too_high_is_refused(client: TestClient) -> None:
    body = {"ad": AD, "resumes": [{"name": str(number), "resume": "RHIT"} for number in range(201)]}

    assert client.post("/v1/rank", json=body).json()["reason"] == "too_large"


# --- what is wrong with a request -----------------------------------------------------------------------


Send = Callable[[TestClient], Any]
JSON = {"content-type": "application/json"}


def typed(media: str) -> Send:
    return lambda client: client.post("/v1/match", content=b"{}", headers={"content-type": media} if media else {})


def form(files: Any = None, **fields: str) -> Send:
    return lambda client: client.post("/v1/match", files=files, data={"resume": "RHIT", "ad": "RHIT"} | fields)


RECIPE = """Buttermilk pancakes

Whisk two cups of flour, two spoons of sugar, one spoon of baking powder and a pinch of salt in a wide bowl.
In another bowl beat two eggs with two cups of buttermilk and a little melted butter until it is smooth.
Pour the wet into the dry and stir until no dry flour is left; a few lumps are fine and wanted.
Let the batter rest while the pan becomes hot. Pour a ladle of it for each one and wait until bubbles
come and go on top, then turn it and let the other side become brown. Eat them hot, with syrup and berries.
"""
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600


def body(data: bytes | str, address: str = "/v1/match") -> Send:
    return lambda client: client.post(address, content=data, headers=JSON)


def said(**more: Any) -> Send:
    return lambda client: client.post("/v1/match", json={"resume": RESUME, "ad": AD} | more)


def resume(data: bytes, name: str = "cv.pdf") -> Send:
    return lambda client: client.post("/v1/match", files={"resume": (name, data)}, data={"ad": AD})


WRONG: list[tuple[str, Send, int, str]] = [
    ("no body", body(b""), 400, "bad_json"),
    ("half an object", body(b'{"resume": "RHIT"'), 400, "bad_json"),
    ("bytes that are no text", body(b"\xff\xfe\x00{"), 400, "bad_json"),
    ("too deep", body(b'{"resume":' + b"[" * 200_000), 400, "too_deep"),
    ("half a surrogate pair", body('{"resume": "\\ud800", "ad": "x"}'), 422, "lone_surrogate"),
    ("NaN", body('{"resume": "a", "ad": "b", "weights": {"preferred": NaN}}'), 422, "not_finite"),
    ("infinity", body('{"resume": "a", "ad": "b", "weights": {"preferred": -Infinity}}'), 422, "not_finite"),
    ("too great a number", body('{"resume": "a", "ad": "b", "weights": {"preferred": 1e400}}'), 422, "not_finite"),
    ("an unknown field", said(posting="x"), 422, "unknown_field"),
    ("a missing field", body('{"resume": "a"}'), 422, "wrong_request"),
    ("a list", body("[]"), 422, "wrong_request"),
    ("a number for a text", body('{"resume": 5, "ad": "x"}'), 422, "wrong_request"),
    ("a day that is none", said(as_of="2026-02-30"), 422, "wrong_request"),
    ("a time stamp for a day", said(as_of=1_700_006_400), 422, "wrong_request"),
    ("a weight that is none", said(weights={"preferred": True}), 422, "wrong_request"),
    ("a negative weight", said(weights={"preferred": -1}), 422, "wrong_request"),
    ("a weight of nothing we weigh", said(weights={"charm": 5}), 422, "wrong_weights"),
    ("nothing weighed", said(weights=dict.fromkeys(["preferred"], 0) | {"charm": 0}), 422, "wrong_weights"),
    ("an empty résumé", said(resume=""), 422, "wrong_request"),
    ("a résumé of blanks", said(resume="  \n "), 422, "not_a_resume"),
    ("an ad of blanks", said(ad=" "), 422, "not_an_ad"),
    ("a recipe", said(resume=RECIPE), 422, "not_a_resume"),
    ("a part that there is not", lambda c: c.post("/v1/match?include=photo", json={}), 422, "wrong_request"),
    ("no media type", typed(""), 415, "wrong_media_type"),
    ("another media type", typed("text/xml"), 415, "wrong_media_type"),
    ("a form without a boundary", typed("multipart/form-data"), 422, "wrong_request"),
    ("a form with an unknown field", form(cv="c"), 422, "unknown_field"),
    ("a form with a file too many", form([("resume", ("a.txt", b"RHIT"))]), 422, "wrong_request"),
    ("a form with weights that are no JSON", form(weights="much"), 400, "bad_json"),
    ("a Word 2003 file", resume(OLD_WORD, "cv.doc"), 415, "unsupported"),
    ("a picture", resume(b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "cv.png"), 415, "unsupported"),
    ("a broken PDF", resume(PDF[:300]), 422, "corrupt"),
    ("an empty file", resume(b"", "cv.pdf"), 422, "empty"),
    ("a file that is too large", resume(b"%PDF-" + b"\0" * (10 << 20)), 413, "too_large"),
    ("a route that there is not", lambda c: c.get("/v1/candidates"), 404, "not_found"),
    ("a method that there is not", lambda c: c.delete("/v1/match"), 405, "method_not_allowed"),
    ("an entry that there is not", lambda c: c.get("/v1/taxonomy/zzzz"), 404, "not_found"),
    ("a state that there is not", lambda c: c.get("/v1/pay?role=coding&state=ZZ"), 422, "wrong_request"),
    ("a job with no figures", lambda c: c.get("/v1/pay?role=Wedding+Planner"), 404, "not_found"),
]  # fmt: skip


@pytest.mark.parametrize(("send", "status", "reason"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_is_wrong_is_told_with_a_reason_and_a_hint(
    client: TestClient, send: Send, status: int, reason: str
) -> None:
    answer = send(client)
    problem = answer.json()

    assert (answer.status_code, problem["reason"], problem["status"]) == (status, reason, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["detail"]
    assert problem["hint"]
    assert "Traceback" not in answer.text


def test_a_problem_repeats_nothing_of_what_was_sent(client: TestClient) -> None:
    canary = "Quetzalcoatl 555-0199"
    sent = [
        said(as_of=canary),
        said(weights={"preferred": canary}),
        said(ad=[canary]),
        body(f'{{"resume": "{canary}'),
        resume(canary.encode() * 9),
    ]

    assert all(canary not in send(client).text for send in sent)


# --- what the answers rest on -----------------------------------------------------------------------------


FACTS = [
    *("/v1/taxonomy/rhit", "/v1/taxonomy?q=epic", "/v1/roles", "/v1/families", "/v1/considerations"),
    *("/v1/role?title=Coder+III", "/v1/pay?role=coding&level=mid&state=CA"),
]


@pytest.mark.parametrize("address", FACTS)
def test_what_the_answers_rest_on_is_there_with_versions(client: TestClient, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 200, answer.text
    assert "taxonomy=" in answer.headers["himatch-versions"]


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/openapi.json"])
def test_the_server_says_how_it_is(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 200
