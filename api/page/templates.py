"""The templates of the pages, and a problem as a page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.page.docs import docs_page
from api.page.progress import in_blocks
from api.problem import Problem
from api.words import FEW, MARKS, QUALIFIED, sentence
from matcher.version import VERSION

FOLDER = Path(__file__).parents[1] / "templates"


def environment(growing: bool = False) -> Environment:
    """Where the templates are, and what each may use; ``growing`` for pages that are sent while they are made."""
    made = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, enable_async=growing
    )
    made.globals |= {
        "version": VERSION,
        "marks": MARKS,
        "qualified_marks": QUALIFIED,
        "enough": FEW,
        "docs_page": docs_page,
    }
    made.filters["sentence"] = sentence
    return made


_PAGES, _GROWING = environment(), environment(growing=True)


def page(template: str, **context: Any) -> bytes:
    """A whole page."""
    return _PAGES.get_template(template).render(context).encode("utf-8", "replace")


def growing_page(template: str, context: dict[str, Any]) -> AsyncIterator[bytes]:
    """A page that is sent while it is made; its context may hold async iterators and functions."""
    return in_blocks(_GROWING.get_template(template).generate_async(context))


def problem_page(problem: Problem) -> bytes:
    """A problem for who reads pages."""
    return page("problem.html", problem=problem)
