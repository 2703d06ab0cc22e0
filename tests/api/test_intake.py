"""What a body may be: a form says no more than JSON does, and neither may hold what no request needs."""

from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient

RESUME = "Maria Example, RHIT\n\nCoder, Example Hospital, 2019 - present"
AD = "Coder II\n\nRequirements\nRHIT required."
SAID = {"resume": RESUME, "ad": AD}
JSON = {"content-type": "application/json"}


@pytest.mark.parametrize("day", ["1262304000", "2026-02-30", "1989-12-31", "2100-01-01", "2026-01-01T00:00", "26-1-1"])
def test_a_day_is_written_out_wherever_it_is_given(client: TestClient, day: str) -> None:
    answers = [
        client.post("/v1/match", json=SAID | {"as_of": day}),
        client.post("/v1/match", data=SAID | {"as_of": day}),
        client.post("/v1/score", params={"as_of": day}, content=b""),
        client.get("/v1/pay", params={"role": "coding", "as_of": day}),
    ]

    assert [(a.status_code, a.json()["reason"]) for a in answers] == [(422, "wrong_request")] * 4


@pytest.mark.parametrize(
    ("weights", "reason"),
    [
        ('{"preferred": "5"}', "wrong_request"),
        ('{"preferred": true}', "wrong_request"),
        ('{"preferred": -1}', "wrong_request"),
        ('{"preferred": NaN}', "not_finite"),
        ('{"nonsense": 5}', "wrong_weights"),
        ("[]", "wrong_request"),
    ],
)
@pytest.mark.parametrize("address", ["/v1/match", "/v1/rank"])
def test_weights_of_a_form_are_held_to_what_json_is_held_to(
    client: TestClient, address: str, weights: str, reason: str
) -> None:
    texts = {"ad": AD, "resume": RESUME} if address == "/v1/match" else {"ad": AD, "resumes": RESUME}
    body = texts if address == "/v1/match" else {"ad": AD, "resumes": [{"name": "a", "resume": RESUME}]}

    by_form = client.post(address, data=texts | {"weights": weights})
    by_json = client.post(address, content=json.dumps(body)[:-1] + f', "weights": {weights}}}', headers=JSON)

    assert (by_form.status_code, by_form.json()["reason"]) == (422, reason)
    assert (by_json.status_code, by_json.json()["reason"]) == (422, reason)


CHARSETS = [
    "raw_unicode_escape",
    "unicode_escape",
    "punycode",
    "undefined",
    "utf-7",
    "utf-16",
    "idna",
    "zlib",
    "nonsense",
]


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_form_in_another_charset_is_refused(client: TestClient, charset: str) -> None:
    parts = b'--x\r\nContent-Disposition: form-data; name="%s"; filename="\\ud800.txt"\r\n\r\n%s\r\n'
    body = parts % (b"resumes", RESUME.encode()) + parts % (b"ad", AD.encode()) + b"--x--\r\n"

    answer = client.post(
        "/v1/rank", content=body, headers={"content-type": f"multipart/form-data; boundary=x; charset={charset}"}
    )

    assert (answer.status_code, answer.json()["reason"]) == (415, "wrong_media_type")


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf8"', "us-ascii"])
def test_a_form_may_say_that_it_is_in_utf_8(client: TestClient, charset: str) -> None:
    answer = client.post(
        "/v1/match",
        content="resume=RHIT%2C+coder+since+2019&ad=Coder.+RHIT+required.",
        headers={"content-type": f"application/x-www-form-urlencoded; charset={charset}"},
    )

    assert answer.status_code == 200


MANY = 20_000
FULL: list[tuple[str, str]] = [
    ("keys", "{" + ",".join(f'"k{n}":1' for n in range(MANY)) + "}"),
    ("keys of backslashes", "{" + ",".join(f'"{n}\\\\":1' for n in range(MANY)) + "}"),
    ("numbers", '{"resumes": [' + "1," * MANY + "1]}"),
    ("weights", '{"weights": {' + ",".join(f'"k{n}":1' for n in range(MANY)) + "}}"),
]


@pytest.mark.parametrize("body", [body for _, body in FULL], ids=[name for name, _ in FULL])
@pytest.mark.parametrize("address", ["/v1/match", "/v1/rank", "/v1/profiles", "/v1/postings"])
def test_a_body_of_too_many_values_is_too_large(client: TestClient, address: str, body: str) -> None:
    answer = client.post(address, content=body, headers=JSON)

    assert (answer.status_code, answer.json()["reason"]) == (413, "too_large")


def test_a_text_may_hold_as_many_commas_and_quotes_as_it_likes(client: TestClient) -> None:
    text = RESUME + "\n\nCertifications: RHIT, CCS\n\n" + 'codes, "charts", \\,\\"' * (MANY // 2)

    answer = client.post("/v1/match?include=text", json={"resume": text, "ad": AD})

    assert answer.status_code == 200
    assert answer.json()["texts"]["resume"].startswith(text[:1000])


@pytest.mark.parametrize(
    "parts", [[("x", (None, b"1"))] * 500, [("resumes", ("a.txt", b"RHIT"))] * 500], ids=["fields", "files"]
)
def test_a_form_of_too_many_parts_is_too_large(client: TestClient, parts: list[tuple[str, object]]) -> None:
    answer = client.post("/v1/rank", files=[("ad", (None, AD.encode())), *parts])  # type: ignore[list-item]

    assert (answer.status_code, answer.json()["reason"]) == (413, "too_large")


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_a_text_of_a_form_over_a_megabyte_is_too_large(client: TestClient, kind: str) -> None:
    text = b"a" * ((1 << 20) + 1)
    part = b'--x\r\nContent-Disposition: form-data; name="resume"\r\n\r\n' + text + b"\r\n--x--\r\n"

    answer = client.post(
        "/v1/match", content=part if "boundary" in kind else b"resume=" + text, headers={"content-type": kind}
    )

    assert (answer.status_code, answer.json()["reason"]) == (413, "too_large")


def test_the_first_line_of_a_stream_may_hold_too_many_values_too(client: TestClient) -> None:
    lines = f'{{"resume": [{"1," * MANY}1]}}\n{json.dumps({"text": AD})}\n'

    rows = [json.loads(line) for line in client.post("/v1/score", content=lines.encode()).text.splitlines()]

    assert [row["problem"] and row["problem"]["reason"] for row in rows] == ["too_large", None]
