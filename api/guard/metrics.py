"""What an operator counts: requests, refusals, documents, workers. Labels are of closed sets, never from a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from api.guard.logs import Handled

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The counts of one server, apart from those of any other in the same process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        mine = self._registry
        self._requests = Counter("himatch_requests", "Requests answered.", ["route", "method", "status"], registry=mine)
        self._seconds = Histogram(
            "himatch_request_seconds", "How long an answer took.", ["route"], buckets=_SECONDS, registry=mine
        )
        self._refused = Counter("himatch_refused", "Requests refused, by reason.", ["reason"], registry=mine)
        self._documents = Counter("himatch_documents", "Documents read.", ["kind", "result"], registry=mine)
        self._in_hand = Gauge("himatch_in_hand", "Requests for work in hand.", registry=mine)

    def seen(self, handled: Handled) -> None:
        """Count a request."""
        status = "gone" if handled.status is None else str(handled.status)
        self._requests.labels(handled.route, handled.method, status).inc()
        self._seconds.labels(handled.route).observe(handled.seconds)
        if handled.reason is not None:
            self._refused.labels(handled.reason).inc()

    def in_hand(self, level: int) -> None:
        """Tell how many requests for work are in hand."""
        self._in_hand.set(level)

    def document(self, kind: str, result: str) -> None:
        """Count a document of a kind (``pdf``), and what became of it (``read``, or the reason why not)."""
        self._documents.labels(kind, result).inc()

    def watch(self, levels: Mapping[str, Callable[[], float]]) -> None:
        """Ask for levels whenever the metrics are read: ``{"workers": ...}`` is told as ``himatch_workers``."""
        for name, level in levels.items():
            Gauge(f"himatch_{name}", f"Pool: {name.replace('_', ' ')}.", registry=self._registry).set_function(level)

    def exposition(self) -> bytes:
        """All of it in the text format of Prometheus."""
        return generate_latest(self._registry)
