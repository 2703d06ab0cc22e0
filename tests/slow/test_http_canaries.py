"""Nothing that comes with a request is found again in what the server writes: logs, counts, files."""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2 as httpx
import pytest

from api.guard.keys import new_key
from tests.contract.running import Running, running
from tests.make import archive, docx, p, pdf, show

pytestmark = pytest.mark.slow

AD = "Coder II\n\nRequirements\nRHIT or CCS required.\n2 years of inpatient coding."
JSON = {"content-type": "application/json"}
KEY = new_key("desk")
# What to plant, and the part of it to look for: no encoding of a request changes that part.
KINDS: dict[str, tuple[str, str]] = {
    "name": ("Quetzalina Vorpal{n}ovich", "vorpal{n}ovich"),
    "number": ("900-55-{n}", "900-55-{n}"),
    "phone": ("(614) 555-{n}", "555-{n}"),
    "e-mail": ("canary{n}mail@example.com", "canary{n}mail"),
    "address": ("{n}7 Jabberwock{n}street, Columbus", "jabberwock{n}street"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in a request; ``send`` sends one with a canary there."""

    name: str
    send: Callable[[httpx.Client, str], object]


def resume(canary: str) -> str:
    return f"{canary}, RHIT\n\nMedical Coder at {canary}\n2019 - present\nCodes inpatient records."


def match(client: httpx.Client, **more: object) -> httpx.Response:
    return client.post("/v1/match", json={"resume": resume("Ann"), "ad": AD} | more)


def of_file(data: Callable[[str], bytes], name: str) -> Callable[[httpx.Client, str], object]:
    return lambda client, canary: client.post("/v1/match", files={"resume": (name, data(canary))}, data={"ad": AD})


def headed(name: str, value: str = "{}") -> Callable[[httpx.Client, str], object]:
    return lambda client, canary: client.get("/v1/roles", headers={name: value.format(canary)})


def raw(template: bytes) -> Callable[[httpx.Client, str], object]:
    def send(client: httpx.Client, canary: str) -> None:
        with suppress(OSError), socket.create_connection((client.base_url.host, client.base_url.port or 0), 10) as line:
            line.sendall(template.replace(b"CANARY", canary.replace(" ", "-").encode()))
            while line.recv(65536):
                pass

    return send


PLACES = [
    Place("résumé", lambda client, canary: match(client, resume=resume(canary), include="text,profile")),
    Place("ad", lambda client, canary: match(client, ad=f"{AD}\nCall {canary}.")),
    Place("fields", lambda client, canary: match(client, title=canary, place=canary, pay=canary)),
    Place("day", lambda client, canary: match(client, as_of=canary)),
    Place("weights", lambda client, canary: match(client, weights={canary: 1})),
    Place("unknown field", lambda client, canary: match(client, **{canary: 1})),
    Place("no résumé", lambda client, canary: match(client, resume=f"{canary} " * 80)),
    Place("grinding", lambda client, canary: match(client, ad=f"{canary} RHIT and CCS with 2 years or " * 4_000)),
    Place("broken JSON", lambda client, canary: client.post("/v1/match", content=f'{{"{canary}', headers=JSON)),
    Place("half", lambda client, canary: client.post("/v1/match", content=f'{{"a":"{canary}\\ud800"}}', headers=JSON)),
    Place("PDF", of_file(lambda canary: pdf(show(f"RHIT, coder since 2019 {canary}")), "cv.pdf")),
    Place("DOCX", of_file(lambda canary: docx(p(resume(canary))), "cv.docx")),
    Place("broken PDF", of_file(lambda canary: pdf(show(canary))[:-200], "cv.pdf")),
    Place("old Word", of_file(lambda canary: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + canary.encode(), "cv.doc")),
    Place("large file", of_file(lambda canary: f"{canary}\n".encode() * 120_000, "cv.txt")),
    Place(
        "file name",
        lambda client, canary: client.post("/v1/match", files={"resume": (f"{canary}.txt", b"RHIT")}, data={"ad": AD}),
    ),
    Place("field of a form", lambda client, canary: client.post("/v1/match", data={canary: canary, "ad": AD})),
    Place("long text", lambda client, canary: client.post("/v1/match", data={"resume": canary * 80_000, "ad": AD})),
    Place(
        "page",
        lambda client, canary: client.post("/match", data={"resume": resume(canary), "ad": f"{AD} {canary}"}),
    ),
    Place("page, wrong", lambda client, canary: client.post("/match", data={"resume": canary, "as_of": canary})),
    Place(
        "names in a pile",
        lambda client, canary: client.post(
            "/v1/rank",
            files=[
                ("resumes", ("a.zip", archive({f"{canary}.txt": resume(canary), f"{canary}.doc": canary}))),
                ("resumes", (f"{canary}.pdf", b"%PDF-" + canary.encode())),
            ],
            data={"ad": AD},
        ),
    ),
    Place(
        "stream",
        lambda client, canary: client.post(
            "/v1/score",
            content="\n".join(
                (json.dumps({"resume": resume(canary)}), json.dumps({"text": canary, "id": canary}), canary)
            ),
        ),
    ),
    Place("search", lambda client, canary: client.get("/v1/taxonomy", params={"q": canary, "kind": canary})),
    Place("title", lambda client, canary: client.get("/v1/role", params={"title": canary, canary: canary})),
    Place("pay", lambda client, canary: client.get("/v1/pay", params={"role": canary, "state": canary})),
    Place("address", lambda client, canary: client.get(f"/v1/taxonomy/{canary}")),
    Place("nowhere", lambda client, canary: client.get(f"/nowhere/{canary}?{canary}", headers={"accept": "text/html"})),
    Place("agent", headed("user-agent")),
    Place("cookie", headed("cookie", "session={}")),
    Place("referrer", headed("referer", "http://127.0.0.1/?q={}")),
    Place("host", headed("host")),
    Place("key", headed("authorization", "Bearer {}")),
    Place(
        "header's name", raw(b"GET /v1/roles HTTP/1.1\r\nHost: 127.0.0.1\r\nX-CANARY: 1\r\nConnection: close\r\n\r\n")
    ),
    Place("method", raw(b"CANARY /v1/roles HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")),
    Place("no request", raw(b"CANARY\r\n\r\n")),
    Place("media type", lambda client, canary: client.post("/v1/match", headers={"content-type": f"text/{canary}"})),
    Place("origin", lambda client, canary: client.post("/v1/match", headers={"origin": f"http://{canary}"})),
    Place(
        "basic key",
        lambda client, canary: client.get(
            "/v1/roles", headers={"authorization": "Basic " + base64.b64encode(canary.encode()).decode()}
        ),
    ),
]
CASES = [(place, kind) for place in PLACES for kind in KINDS]


def planted(number: int, kind: str) -> tuple[str, str]:
    canary, part = KINDS[kind]
    return canary.format(n=1000 + number), part.format(n=1000 + number)


@pytest.fixture(scope="module", params=[(), (KEY.line,)], ids=["open", "with keys"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home: Path = tmp_path_factory.mktemp("canaries") / "home"
    settings = {"workers": 2, "answer_within": 2, "log_level": "debug", "keys": json.dumps(request.param)}
    with running(home, **settings) as server:
        yield server


def test_nothing_of_a_request_is_found_in_what_the_server_writes(server: Running) -> None:
    statuses, left = [], []
    key = {"authorization": f"Bearer {KEY.key}"}
    with server.client(headers=key) as client:
        for number, (place, kind) in enumerate(CASES):
            answer = place.send(client, planted(number, kind)[0])
            statuses.append(answer.status_code if isinstance(answer, httpx.Response) else None)
            left += server.left()
        written = (server.said() + client.get("/metrics").text).lower()

    assert len(CASES) > 60
    assert {200, 400, 404, 413, 415, 422} <= {*statuses}
    assert not [status for status in statuses if status is not None and status >= 500]
    assert written.count('"event": "request"') > len(CASES) * 0.9
    assert [part for number, (_, kind) in enumerate(CASES) if (part := planted(number, kind)[1]) in written] == []
    assert KEY.key.lower() not in written
    assert left == []
