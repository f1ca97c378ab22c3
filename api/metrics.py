"""Figures for Prometheus: how many requests, how long, of which route; nothing about anybody."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

MEDIA_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The figures of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        names = ("method", "route", "status")
        self._requests = Counter("dojazd_requests_total", "Requests answered.", names, registry=self.registry)
        self._seconds = Histogram(
            "dojazd_request_seconds", "Seconds until a request was answered.", ("route",), buckets=_SECONDS,
            registry=self.registry,
        )  # fmt: skip
        self._open = Gauge("dojazd_requests_open", "Requests being answered.", registry=self.registry)

    def begun(self) -> None:
        """Count a request that is being answered."""
        self._open.inc()

    def ended(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered; the route is its template."""
        self._open.dec()
        self._requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Return all figures in Prometheus' format."""
        return generate_latest(self.registry)
