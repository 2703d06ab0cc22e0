"""Whatever is sent over HTTP, the answer is typed and comes in time, and the next request is answered as ever."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

import httpx2 as httpx
import pytest

from tests.contract.running import ROOT, Running, running
from tests.make import archive, pdf, show
from tests.slow.test_document_attacks import bomb_docx, many_entries, one_kernel_many_entries

pytestmark = pytest.mark.slow

MEGABYTE = 1 << 20
NASTY = ROOT.parent / "shared" / "nasty"
AD = "Coder II\n\nRequirements\nRHIT or CCS required.\n2 years of inpatient coding."
RESUME = "Maria Example, RHIT\n\nMedical Coder, Example Hospital\n2019 - present\nCodes inpatient records in Epic."
SAID = {"resume": RESUME, "ad": AD}
JSON = {"content-type": "application/json"}
# A document has 5 seconds, twice where one of a group is asked again by itself; the rest is a slow machine's.
IN_TIME = 20


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("server") / "home", workers=2) as server:
        yield server


@pytest.fixture
def client(server: Running) -> Iterator[httpx.Client]:
    """A client of a server that is well before and after the test, and has not grown by it."""
    with server.client() as client:
        is_well(client)
        before = server.memory()
        yield client
        is_well(client)
        assert server.memory() - before < 50 * MEGABYTE
        assert server.left() == []


def is_well(client: httpx.Client) -> None:
    assert client.post("/v1/match", json=SAID).json()["qualified"] == "yes"
    assert client.get("/readyz").json()["status"] == "ready"


def typed(answer: httpx.Response) -> str | None:
    """The reason of a problem, None for an answer; anything else is a failure."""
    assert answer.status_code < 500 or answer.status_code == 503, answer.text
    if answer.status_code == 200:
        return None
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == answer.status_code
    assert problem["hint"]
    return str(problem["reason"])


def in_time(send: Callable[[], httpx.Response]) -> str | None:
    start = perf_counter()
    reason = typed(send())
    assert perf_counter() - start < IN_TIME
    return reason


# --- files that broke others --------------------------------------------------------------------------------

FILES = sorted(path for path in NASTY.iterdir() if path.is_file()) if NASTY.is_dir() else []
needs_files = pytest.mark.skipif(not FILES, reason="the folder of nasty files does not lie beside the clone")


@needs_files
def test_a_nasty_file_is_read_or_refused(client: httpx.Client) -> None:
    found = {}
    for path in FILES:
        files = {"resume": (path.name, path.read_bytes())}
        found[path.name] = in_time(lambda files=files: client.post("/v1/match", files=files, data={"ad": AD}))  # type: ignore[misc]

    assert len(found) == len(FILES)
    assert {*found.values()} - {"not_a_resume", "no_text_found", "too_complex", "too_large", "empty"} <= {
        *(None, "unsupported", "encrypted", "corrupt")
    }


@needs_files
@pytest.mark.parametrize("first", range(0, len(FILES), 150))
def test_nasty_files_in_a_pile_fail_alone(client: httpx.Client, first: int) -> None:
    pile = [("resumes", (path.name, path.read_bytes())) for path in FILES[first : first + 150]]
    good = ("resumes", ("good.txt", RESUME.encode()))

    answer = client.post("/v1/rank", files=[*pile, good], data={"ad": AD}, timeout=300)

    assert typed(answer) is None
    told = answer.json()
    assert len(told["results"]) + len(told["unread"]) > len(pile)
    assert "good.txt" in [one["name"] for one in told["results"]]
    assert all(one["problem"]["status"] < 500 for one in told["unread"])


# --- archives -----------------------------------------------------------------------------------------------


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files:
            file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def nested(depth: int) -> bytes:
    data = zipped(("cv.txt", RESUME.encode()))
    for n in range(depth):
        data = zipped((f"{n}.zip", data))
    return data


def flagged() -> bytes:
    """An archive whose entry says that it is encrypted."""
    data = bytearray(zipped(("cv.txt", RESUME.encode())))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def lying(size: int) -> bytes:
    """An archive whose directory says that an entry holds ``size`` bytes, which it does not."""
    data = bytearray(zipped(("cv.txt", bytes(20 * MEGABYTE))))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = size.to_bytes(4, "little")
    return bytes(data)


def link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        entry = zipfile.ZipInfo("passwd.txt")
        entry.external_attr = 0o120777 << 16
        file.writestr(entry, "/etc/passwd")
    return out.getvalue()


NAMES = (
    *("../../../../tmp/evil.txt", "/etc/cron.d/evil", "C:\\evil.txt", "..\\..\\evil.txt", "a" * 4096 + ".txt"),
    *("nul\0name.txt", "\u202etxt.fdp", "a\r\nX-Evil: 1.txt", ".", "..", " ", "con", "<script>alert(1)</script>.txt"),
)
ARCHIVES: dict[str, Callable[[], bytes]] = {
    "bomb": lambda: zipped(("cv.txt", bytes(500 * MEGABYTE))),
    "bomb of many": lambda: zipped(*((f"{n}.txt", bytes(9 * MEGABYTE)) for n in range(100))),
    "bomb in a document": lambda: zipped(("cv.docx", bomb_docx(500 * MEGABYTE))),
    "overlapping": one_kernel_many_entries,
    "60,000 entries": lambda: many_entries(60_000),
    "nested": lambda: nested(50),
    "too many files": lambda: zipped(*((f"{n}.txt", RESUME.encode()) for n in range(201))),
    "encrypted": flagged,
    "lies small": lambda: lying(10),
    "lies large": lambda: lying((1 << 32) - 2),
    "a link": link,
    "nothing": lambda: zipped(),
    "folders": lambda: zipped(("a/", b""), ("a/b/", b"")),
    "one name twice": lambda: archive({"cv.txt": RESUME}) + archive({"cv.txt": "other"}),
    "names": lambda: zipped(*((name, RESUME.encode()) for name in NAMES)),
    "cut short": lambda: zipped(("cv.txt", RESUME.encode()))[:-30],
    "a head alone": lambda: b"PK\x03\x04" + bytes(26),
    "behind a document": lambda: pdf(show("RHIT")) + zipped(("cv.txt", RESUME.encode())),
}


@pytest.mark.parametrize("make", ARCHIVES.values(), ids=list(ARCHIVES))
def test_an_archive_in_a_pile_is_unpacked_or_refused(client: httpx.Client, make: Callable[[], bytes]) -> None:
    files = [("resumes", ("pile.zip", make())), ("resumes", ("good.txt", RESUME.encode()))]

    start = perf_counter()
    answer = client.post("/v1/rank", files=files, data={"ad": AD}, timeout=60)

    assert perf_counter() - start < IN_TIME
    if typed(answer) is None:
        assert "good.txt" in [one["name"] for one in answer.json()["results"]]
        assert all(one["problem"]["status"] < 500 for one in answer.json()["unread"])
    else:
        assert answer.status_code == 413


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_is_only_a_name(client: httpx.Client, name: str) -> None:
    assert in_time(lambda: client.post("/v1/match", files={"resume": (name, RESUME.encode())}, data={"ad": AD})) is None
    assert in_time(lambda: client.post("/v1/match", files={"resume": (name, b"\x89PNG\r\n\x1a\n")}, data={"ad": AD}))
    assert in_time(lambda: client.post("/match", files={"resumes": (name, RESUME.encode())}, data={"ad": AD})) is None


# --- forms --------------------------------------------------------------------------------------------------

FORM = "multipart/form-data; boundary=x"


def form(*parts: tuple[bytes, bytes], end: bytes = b"--x--\r\n") -> bytes:
    return b"".join(b"--x\r\n" + head + b"\r\n\r\n" + data + b"\r\n" for head, data in parts) + end


def named(name: bytes, file: bytes | None = None) -> bytes:
    head = b'Content-Disposition: form-data; name="' + name + b'"'
    return head if file is None else head + b'; filename="' + file + b'"'


GOOD_PARTS = ((named(b"resume"), RESUME.encode()), (named(b"ad"), AD.encode()))
FORMS: dict[str, tuple[str, Callable[[], bytes], str | None]] = {
    "10,000 parts": (FORM, lambda: form(*((named(b"x%d" % n), b"y") for n in range(10_000))), "too_large"),
    "10,000 files": (FORM, lambda: form(*((named(b"resume", b"a"), b"y") for n in range(10_000))), "too_large"),
    "10,000 headers": (
        FORM,
        lambda: form((named(b"resume") + b"".join(b"\r\nX-%d: y" % n for n in range(10_000)), b"y")),
        "wrong_request",
    ),
    "a long header": (FORM, lambda: form((named(b"x" * 300_000), b"y")), "wrong_request"),
    "no boundary": ("multipart/form-data", lambda: form(*GOOD_PARTS), "wrong_request"),
    "another boundary": ("multipart/form-data; boundary=y", lambda: form(*GOOD_PARTS), "wrong_request"),
    "an endless boundary": (
        f"multipart/form-data; boundary={'x' * 9_000}",
        lambda: b"--" + b"x" * MEGABYTE,
        "wrong_request",
    ),
    "no end": (FORM, lambda: form(*GOOD_PARTS, end=b""), "wrong_request"),
    "no part": (FORM, lambda: form(), "wrong_request"),
    "no names": (FORM, lambda: form((b"X: y", b"z")), "wrong_request"),
    "not a form": (FORM, lambda: b"\0" * MEGABYTE, "wrong_request"),
    "a strange charset": (FORM + "; charset=raw_unicode_escape", lambda: form(*GOOD_PARTS), "wrong_media_type"),
    "half characters": (FORM, lambda: form((named(b"resume"), b"RHIT \xed\xa0\x80"), GOOD_PARTS[1]), None),
    "a long text": (FORM, lambda: form((named(b"ad"), b"a" * (MEGABYTE + 1)), GOOD_PARTS[0]), "too_large"),
    "a long text of another kind": (
        "application/x-www-form-urlencoded",
        lambda: b"resume=" + b"a" * (MEGABYTE + 1),
        "too_large",
    ),
    "a million fields": (
        "application/x-www-form-urlencoded",
        lambda: b"&".join(b"%d=" % n for n in range(1_000_000)),
        "too_large",
    ),
    "a field twice": (FORM, lambda: form(*GOOD_PARTS, GOOD_PARTS[0]), "wrong_request"),
    "a file for a text": (FORM, lambda: form(*GOOD_PARTS, (named(b"title", b"t"), b"Coder")), "unknown_field"),
}


@pytest.mark.parametrize(("media", "make", "reason"), FORMS.values(), ids=list(FORMS))
def test_a_strange_form_is_told_what_is_wrong_with_it(
    client: httpx.Client, media: str, make: Callable[[], bytes], reason: str | None
) -> None:
    body = make()

    assert in_time(lambda: client.post("/v1/match", content=body, headers={"content-type": media})) == reason
    start = perf_counter()
    page = client.post("/match", content=body, headers={"content-type": media, "accept": "text/html"})
    assert page.status_code < 500
    assert perf_counter() - start < IN_TIME


# --- JSON ---------------------------------------------------------------------------------------------------

GRINDING = "RHIT and CCS with 2 years or " * 6_900


def body(**said: Any) -> bytes:
    return json.dumps(SAID | said).encode()


BODIES: dict[str, tuple[Callable[[], bytes], set[str | None]]] = {
    "a million keys": (lambda: b"{" + b",".join(b'"k%d":1' % n for n in range(1_000_000)) + b"}", {"too_large"}),
    "a million weights": (
        lambda: b'{"weights":{' + b",".join(b'"k%d":1' % n for n in range(1_000_000)) + b"}}",
        {"too_large"},
    ),
    "a million numbers": (lambda: b'{"resume":[' + b"1," * 1_000_000 + b"1]}", {"too_large"}),
    "a deep list": (lambda: b'{"resume":' + b"[" * 1_000_000, {"too_deep"}),
    "a deep object": (lambda: b'{"a":' * 200_000, {"too_deep"}),
    "a key twice": (lambda: body()[:-1] + b',"resume":"Ann Example, CCS, coder since 2019"}', {None}),
    "1e400": (lambda: body()[:-1] + b',"weights":{"preferred":1e400}}', {"not_finite"}),
    "NaN": (lambda: body()[:-1] + b',"weights":{"preferred":NaN}}', {"not_finite"}),
    "-Infinity": (lambda: body()[:-1] + b',"weights":{"preferred":-Infinity}}', {"not_finite"}),
    "a long number": (lambda: body()[:-1] + b',"weights":{"preferred":' + b"9" * 1_000_000 + b"}}", {"bad_json"}),
    "10 MB of one letter": (lambda: body(resume="a" * 10_000_000), {"not_a_resume", None}),
    "10 MB of one letter for an ad": (lambda: body(ad="a" * 10_000_000), {"not_an_ad", None}),
    "10 MB of marks": (lambda: body(resume="\u0301" * 1_700_000), {"not_a_resume", None}),
    "a grinding ad": (lambda: body(ad=GRINDING), {"too_complex", "not_an_ad", None}),
    "a grinding résumé": (lambda: body(resume=GRINDING), {"too_complex", "not_a_resume", None}),
    "another encoding": (lambda: body().decode().encode("utf-16"), {"bad_json"}),
    "nothing but NUL": (lambda: bytes(MEGABYTE), {"bad_json"}),
    "NUL in a text": (lambda: body(resume=RESUME + "\0" * 1_000), {None}),
}


@pytest.mark.parametrize(("make", "reasons"), BODIES.values(), ids=list(BODIES))
def test_a_strange_body_is_told_what_is_wrong_with_it(
    client: httpx.Client, make: Callable[[], bytes], reasons: set[str | None]
) -> None:
    data = make()

    assert in_time(lambda: client.post("/v1/match", content=data, headers=JSON)) in reasons


HALF = "\ud800"
HALVES: list[tuple[str, dict[str, Any]]] = [
    *(("/v1/match", SAID | {field: HALF}) for field in ("resume", "ad", "title", "place", "pay", "as_of")),
    ("/v1/match", SAID | {"weights": {HALF: 1}}),
    ("/v1/match", SAID | {HALF: 1}),
    ("/v1/profiles", {"resume": HALF}),
    ("/v1/postings", {"ad": HALF}),
    ("/v1/rank", {"ad": AD, "resumes": [{"name": HALF, "resume": RESUME}]}),
    ("/v1/rank", {"ad": AD, "resumes": [{"name": "a", "resume": HALF}]}),
]


@pytest.mark.parametrize(("address", "said"), HALVES, ids=range(len(HALVES)))
def test_half_a_character_is_refused_in_every_field(client: httpx.Client, address: str, said: dict[str, Any]) -> None:
    data = json.dumps(said).encode()

    assert in_time(lambda: client.post(address, content=data, headers=JSON)) == "lone_surrogate"


@pytest.mark.parametrize("field", ["text", "title", "place", "pay", "id"])
def test_half_a_character_is_refused_in_every_field_of_a_stream(client: httpx.Client, field: str) -> None:
    lines = [{"text": AD}, {"text": AD, field: HALF}, {"text": AD}]

    answer = client.post("/v1/score", content="\n".join(map(json.dumps, lines)).encode())

    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert [row["problem"] and row["problem"]["reason"] for row in rows] == [None, "lone_surrogate", None]


def test_grinding_lines_of_a_stream_do_not_keep_the_others(client: httpx.Client) -> None:
    lines = [{"text": AD}, {"text": GRINDING}, {"text": AD}]

    answer = client.post("/v1/score", content="\n".join(map(json.dumps, lines)).encode(), timeout=60)

    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert [row["line"] for row in rows] == [1, 2, 3]
    assert [rows[0]["problem"], rows[2]["problem"]] == [None, None]


# --- addresses ----------------------------------------------------------------------------------------------

ADDRESSES = [
    *("/v1/taxonomy?q=%00", "/v1/taxonomy?q=%ff%ed%a0%80", "/v1/taxonomy/%00%ff", "/v1/taxonomy/" + "a" * 60_000),
    *("/v1/taxonomy/..%2f..%2fetc%2fpasswd", "/static/..%2f..%2fapp.py", "/static/%00", "/static/" + "a" * 5_000),
    *("/source/..%2f..%2fetc%2fpasswd", "/taxonomy?q=%00&kind=%ff", "/taxonomy/%00", "/v1/role?title=%ed%a0%80"),
    *("/v1/pay?role=%00&industry=%00", "/v1/taxonomy?q=a&limit=" + "9" * 5_000, "/v1/role?title=" + "%CC%81" * 200),
    *("/v1/pay?role=coding&as_of=" + "9" * 5_000, "//", "/%2e%2e/%2e%2e/etc/passwd", "/v1/%0d%0aX-Evil:%201"),
]


@pytest.mark.parametrize("address", ADDRESSES, ids=range(len(ADDRESSES)))
def test_a_strange_address_is_answered(client: httpx.Client, address: str) -> None:
    for accept in ("*/*", "text/html"):
        answer = client.get(address, headers={"accept": accept})

        assert answer.status_code in (200, 400, 404, 422)
        assert "root:" not in answer.text
        assert "x-evil" not in answer.headers
