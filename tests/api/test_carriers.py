"""Law 7 at the doors: as JSON, as a form, in a pile or in a stream, a text is answered as Python answers it."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from matcher import match, pay_band, read_document, read_posting, read_profile, to_json
from matcher.errors import HimatchError
from tests.samples import AS_OF
from tests.strategies import ad_texts, resume_texts, steady

few = settings(
    steady,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def as_sent(value: Any) -> bytes:
    return json.dumps(to_json(value), ensure_ascii=False, separators=(",", ":")).encode()


def by_python(resume: Any, ad: Any) -> bytes | str:
    """The report as it goes out, or the reason why there is none."""
    try:
        return as_sent(match(read_profile(resume, AS_OF), read_posting(ad), AS_OF))
    except HimatchError as error:
        return error.reason


def by_http(answer: Any) -> bytes | str:
    return answer.content if answer.status_code == 200 else answer.json()["reason"]  # type: ignore[no-any-return]


def encoded(fields: dict[str, str]) -> bytes:
    """Parts as they are: a client of its own mind would put CRLF for the ends of lines."""
    part = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    return ("".join(part.format(*field) for field in fields.items()) + "--x--\r\n").encode()


@few
@given(resume=resume_texts(), ad=ad_texts())
def test_a_match_is_the_same_by_every_carrier(client: TestClient, resume: str, ad: str) -> None:
    said = {"resume": resume, "ad": ad}
    form = {"content-type": "multipart/form-data; boundary=x"}

    assert by_http(client.post("/v1/match", json=said)) == by_python(resume, ad)
    assert by_http(client.post("/v1/match", content=encoded(said), headers=form)) == by_python(resume, ad)
    assert by_http(client.post("/v1/match", data=said)) == by_python(resume, ad)


@few
@given(resume=resume_texts(), ad=ad_texts())
def test_a_match_of_files_is_that_of_the_documents(client: TestClient, resume: str, ad: str) -> None:
    files = {"resume": ("a.txt", resume.encode()), "ad": ("b.txt", ad.encode())}

    answer = client.post("/v1/match", files=files)

    assert by_http(answer) == by_python(read_document(resume.encode()), read_document(ad.encode()))


@few
@given(resume=resume_texts(), other=resume_texts(), ad=ad_texts())
def test_a_report_in_a_pile_is_the_report_alone(client: TestClient, resume: str, other: str, ad: str) -> None:
    pile = [{"name": "one", "resume": resume}, {"name": "other", "resume": other}]

    answer = client.post("/v1/rank", json={"ad": ad, "resumes": pile})

    if answer.status_code != 200:
        assert by_python(resume, ad) == answer.json()["reason"]
        return
    told = answer.json()
    found = {one["name"]: one["report"] for one in told["results"]}
    found |= {one["name"]: one["problem"]["reason"] for one in told["unread"]}
    assert found == {one["name"]: _loaded(by_python(one["resume"], ad)) for one in pile}


@few
@given(resume=resume_texts(), ad=ad_texts())
def test_a_row_of_a_stream_is_the_report_alone(client: TestClient, resume: str, ad: str) -> None:
    lines = [{"resume": resume}, {"text": ad}]

    answer = client.post("/v1/score", content="\n".join(map(json.dumps, lines)).encode())

    (row,) = map(json.loads, answer.text.splitlines())
    assert (row["problem"] or {}).get("reason", row["report"]) == _loaded(by_python(resume, ad))


@few
@given(ad=ad_texts())
def test_a_row_without_a_resume_is_the_posting_and_its_pay(client: TestClient, ad: str) -> None:
    (row,) = map(json.loads, client.post("/v1/score", content=json.dumps({"text": ad}).encode()).text.splitlines())

    assert (row["problem"] or {}).get("reason", (row["posting"], row["pay"])) == _read_by_python(ad)


def _read_by_python(ad: str) -> Any:
    try:
        said = read_posting(ad)
    except HimatchError as error:
        return error.reason
    return _loaded(as_sent(said)), _loaded(as_sent(pay_band(said.role, AS_OF, state=said.state, posting=said)))


def test_a_row_is_one_line_to_every_reader_of_lines(client: TestClient) -> None:
    ad = {"text": "Coder\u2028II\x85RHIT required.\u2029Epic preferred.", "id": "a\u2028b"}

    answer = client.post("/v1/score", content=json.dumps(ad).encode())

    (line,) = answer.text.splitlines()
    assert json.loads(line)["id"] == ad["id"]


def _loaded(said: bytes | str) -> Any:
    return json.loads(said) if isinstance(said, bytes) else said


def test_the_law_is_not_kept_by_refusing_everything() -> None:
    texts = ("Résumé\nRHIT\nInpatient Coder, Lakeview\n2016 - 2019\n", "The ad\nInpatient Coder II\nRHIT required.")

    assert isinstance(by_python(*texts), bytes)
