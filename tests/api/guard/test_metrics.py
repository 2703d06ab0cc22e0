"""What is counted, and that nobody from outside names what it is counted under."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from api.guard.metrics import Metrics
from tests.api.guard.server import LIMIT, application


def lines(metrics: Metrics) -> list[str]:
    return metrics.exposition().decode().splitlines()


@pytest.mark.parametrize(
    "expected",
    [
        'himatch_requests_total{method="GET",route="/long/{size}",status="200"} 2.0',
        'himatch_requests_total{method="POST",route="unmatched",status="413"} 1.0',
        'himatch_requests_total{method="other",route="unmatched",status="404"} 1.0',
        'himatch_request_seconds_count{route="/long/{size}"} 2.0',
        'himatch_refused_total{reason="too_large"} 1.0',
        'himatch_documents_total{kind="pdf",result="encrypted"} 1.0',
        "himatch_in_hand 0.0",
        "himatch_busy 3.0",
    ],
)
def test_requests_refusals_documents_and_levels_are_counted(expected: str) -> None:
    metrics = Metrics()
    client = TestClient(application(metrics), base_url="http://127.0.0.1")
    client.get("/long/1")
    client.get("/long/2?name=canary")
    client.post("/read/x", headers={"content-length": str(LIMIT + 1)})
    client.request("CANARY", "/canary")
    metrics.document("pdf", "encrypted")
    metrics.watch({"busy": lambda: 3})

    assert expected in lines(metrics)
    assert "canary" not in metrics.exposition().decode().lower()


def test_two_servers_of_one_process_count_apart() -> None:
    one, other = Metrics(), Metrics()
    TestClient(application(one), base_url="http://127.0.0.1").get("/long/1")

    assert [line for line in lines(other) if line.startswith("himatch_requests_total{")] == []


def test_the_memory_of_the_process_is_told() -> None:
    assert any(line.startswith("process_resident_memory_bytes ") for line in lines(Metrics()))
