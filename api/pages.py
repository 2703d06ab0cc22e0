"""The recruiter's pages: the same answers as the API's, laid out for people. Nothing that is sent is kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response

from api.desk import Desk, FrontDesk
from api.errors import NotFound
from api.flow import Flow
from api.form import Misplaced, Sent, sent
from api.page.browse import browser, entry_page, how_page, source_page
from api.page.progress import Arrival, page_context
from api.page.report import report_view
from api.page.shortlist import Entry, Failure, Shortlist, shortlist_view
from api.page.templates import growing_page, page
from api.pile import Judged, judged, ranked, unpacked
from api.problem import problem_of
from api.words import labels
from api.work.message import Answer, Paper
from matcher.errors import NotAnAd, WrongWeights
from matcher.fit import considerations
from taxonomy.errors import HimatchError

router = APIRouter(include_in_schema=False)
HTML = "text/html; charset=utf-8"
# What stands before the server must pass on each part of a growing page at once.
AT_ONCE = {"x-accel-buffering": "no"}


def _shown(template: str, status: int = 200, **context: Any) -> Response:
    return Response(page(template, **context), status, media_type=HTML)


@router.get("/")
def home() -> Response:
    """The form."""
    return _shown("home.html", considerations=considerations())


@router.post("/match")
async def matched(request: Request, desk: Desk) -> Response:
    """One résumé as a report, a pile as a ranked list."""
    try:
        return await _answered(await sent(request, desk.settings), desk)
    except Misplaced as wrong:
        problem = problem_of(wrong.error)
        told = {"problem": problem, "field": wrong.where, "form": wrong.typed}
        return _shown("home.html", problem.status, considerations=considerations(), **told)


async def _answered(form: Sent, desk: FrontDesk) -> Response:
    try:
        posting = await desk.pool.ask("posting", {"ad": form.ad}, given={})
    except HimatchError as error:
        raise Misplaced(error, "ad", form.typed) from error
    try:
        pile = await unpacked(desk.pool, form.resumes, desk.settings)
        if len(pile) == 1:
            return await _report(pile[0], form, desk)
    except HimatchError as error:
        where = "weights" if isinstance(error, WrongWeights) else "ad" if isinstance(error, NotAnAd) else "resume"
        raise Misplaced(error, where, form.typed) from error
    return _shortlist(pile, form, posting, desk)


def _how(form: Sent, desk: FrontDesk) -> dict[str, Any]:
    options = form.options
    return {"as_of": desk.day(options.as_of), "given": {}, "weights": options.weights, "include": ["text", "posting"]}


async def _report(resume: Paper, form: Sent, desk: FrontDesk) -> Response:
    answer = await desk.pool.ask("match", {"resume": resume, "ad": form.ad}, **_how(form, desk))

    def shown() -> Response:
        view = report_view(json.loads(answer.body), labels(desk.taxonomy), resume.name or "")
        return _shown("report.html", view=view)

    return await asyncio.to_thread(shown)


def _shortlist(pile: Sequence[Paper], form: Sent, posting: Answer, desk: FrontDesk) -> Response:
    how = _how(form, desk)
    found: list[Judged] = []

    async def arriving() -> AsyncIterator[Arrival]:
        async for one in judged(desk.pool, form.ad, pile, **how):
            found.append(one)
            yield Arrival(len(found), len(pile), one.name, failed=one.answer is None)

    async def result() -> Shortlist:
        return await asyncio.to_thread(_ranking, found, json.loads(posting.body), how["as_of"], desk)

    context = page_context(json.loads(posting.body)["title"], len(pile), arriving(), result)
    return Flow(growing_page("shortlist.html", context), HTML, AT_ONCE)


def _ranking(found: Sequence[Judged], posting: dict[str, Any], as_of: str, desk: FrontDesk) -> Shortlist:
    entries = [
        Entry(one.name, json.loads(one.answer.body), place) for place, one in ranked(found) if one.answer is not None
    ]
    failures = [Failure(one.name, asdict(one.problem)) for one in sorted(found, key=lambda one: one.at) if one.problem]
    text = entries[0].answer["texts"]["posting"] if entries else ""
    return shortlist_view(posting, entries, failures, ad=text, as_of=as_of, label=labels(desk.taxonomy))


@router.get("/taxonomy")
def taxonomy(desk: Desk, q: str = "", kind: str = "") -> Response:
    """The taxonomy, to look through."""
    return _shown("taxonomy.html", page=browser(q, kind, desk.taxonomy))


@router.get("/taxonomy/{ident:path}")
def entry(desk: Desk, ident: str, kind: str | None = None) -> Response:
    """One entry of the taxonomy."""
    return _shown("entry.html", page=entry_page(ident, desk.taxonomy, kind))


@router.get("/how")
def how() -> Response:
    """How it judges."""
    return _shown("how.html", page=how_page())


@router.get("/source/{name:path}")
def source(name: str) -> Response:
    """The lines of the program that judge."""
    return _shown("source.html", page=source_page(name))


@router.get("/docs")
def docs(request: Request) -> Response:
    """The API, for who writes a program against it."""
    return _shown("docs.html", described=request.app.openapi())


@router.get("/favicon.ico")
def favicon() -> Response:
    """There is none of this kind; the pages name their own."""
    raise NotFound("there is nothing at this address")
