"""How a problem is told: as a page to who reads pages, as problem+json to everyone else."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from api.problem import Problem


def reads_pages(scope: Scope) -> bool:
    """Whether a request came from a browser that shows what it gets: one for a page, and not for the API."""
    return "text/html" in Headers(scope=scope).get("accept", "") and not scope["path"].startswith("/v1/")


def told(problem: Problem, scope: Scope) -> Response:
    """The whole answer to a request that has none."""
    headers = problem.headers()
    if not reads_pages(scope):
        return Response(problem.body(), problem.status, headers)
    from api.page.templates import problem_page  # a refusal must not wait for templates that nobody asked for

    return Response(problem_page(problem), problem.status, headers | {"content-type": "text/html; charset=utf-8"})
