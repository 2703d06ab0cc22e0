"""The page of the API shows every address, and each command on it works as it stands."""

from __future__ import annotations

import shlex
from functools import cache
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from api.app import create_app
from api.page.docs import SERVER, DocsPage, docs_page
from api.settings import Settings
from tests.samples import ROOT

RESUME, AD = ((ROOT / "examples" / name).read_bytes() for name in ("resume.pdf", "ad.txt"))
FILES = {"resume.pdf": RESUME, "first.pdf": RESUME, "others.zip": RESUME, "ad.txt": AD}
STREAM = b'{"text": "Coder. RHIT required."}\n'


@cache
def described() -> DocsPage:
    return docs_page(create_app(Settings(workers=1, keys=())).openapi())


def tries() -> list[str]:
    return [said for group in described().groups for operation in group.operations for said in operation.tries]


def asked(client: TestClient, command: str) -> Any:
    """The answer to a command of curl."""
    _, *words = shlex.split(command)
    address = next(word for word in words if word.startswith(SERVER)).removeprefix(SERVER)
    given = [(words[at], words[at + 1]) for at in range(len(words) - 1) if words[at].startswith("-")]
    fields = [value.split("=", 1) for option, value in given if option == "-F"]
    if fields:
        files = [(name, (value[1:], FILES[value[1:]])) for name, value in fields if value.startswith("@")]
        return client.post(address, files=files, data={name: v for name, v in fields if not v.startswith("@")})
    if "--json" in words:
        return client.post(address, content=dict(given)["--json"], headers={"content-type": "application/json"})
    if "--data-binary" in words:
        name, value = dict(given)["-H"].split(":")
        return client.post(address, content=STREAM, headers={name: value})
    return client.get(address)


@pytest.mark.parametrize("command", tries())
def test_every_command_is_answered(client: TestClient, command: str) -> None:
    answer = asked(client, command)

    assert answer.status_code == 200, answer.text


def test_every_address_has_its_place_on_the_page(client: TestClient) -> None:
    page = LexborHTMLParser(client.get("/docs").text)

    paths = set(client.get("/openapi.json").json()["paths"])
    anchors = [str(node.attributes["id"]) for node in page.css(".operation h2")]
    assert {node.text().split()[1] for node in page.css(".operation h2")} == paths
    assert len(set(anchors)) == len(anchors)
    assert {str(node.attributes["href"])[1:] for node in page.css(".addresses a")} == set(anchors)


def test_every_status_of_a_problem_is_told_with_its_reasons() -> None:
    told = dict(described().problems)

    assert "busy" in told["503"].split(", ")
    assert "encrypted" in told["422"].split(", ")
