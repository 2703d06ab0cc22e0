"""The server keeps to its own description, under every set-up: schemathesis asks, and holds the answers against it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.contract.conformance import KEY, SETTINGS, conforms
from tests.contract.running import running

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", SETTINGS)
def test_every_answer_is_as_described(tmp_path: Path, name: str) -> None:
    settings = SETTINGS[name]
    with running(tmp_path / "home", **settings) as server:
        outcome = conforms(server, examples=15, seed=1, key=KEY.key if "keys" in settings else None)

        assert outcome.holds, outcome.told
        assert outcome.cases > 700
        assert server.left() == []
        assert '"level": "error"' not in server.said()


def test_an_answer_that_is_not_as_described_is_found(tmp_path: Path) -> None:
    """The check of the check: a description that lies about one field."""
    with running(tmp_path / "home", workers=1) as server, server.client() as client:
        told = client.get("/openapi.json").json()
        told["components"]["schemas"]["FamilyEntry"]["properties"]["id"]["maxLength"] = 1
        described = tmp_path / "told.json"
        described.write_text(json.dumps(told), encoding="utf-8")

        outcome = conforms(server, examples=1, seed=1, described=str(described))

    assert not outcome.holds
    assert "GET /v1/families" in outcome.told
