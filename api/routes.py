"""The routes of the API that take documents. Each answer is the contract of ``matcher.report``, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.answers import MatchAnswer, Ranking
from api.bodies import AdFields, AsOf, Day, MatchBody, MatchOptions, PostingBody, ProfileBody, RankBody
from api.desk import Desk, FrontDesk
from api.errors import WrongRequest
from api.flow import Flow
from api.intake import form_asked, is_form, json_body
from api.openapi import LOADED, SENT, gives_lines, problems, takes, takes_lines
from api.pile import Judged, judged, ranked, unpacked
from api.stream import rows
from api.work.message import Paper
from api.work.tasks import json_bytes
from matcher.errors import NotAnAd, NotAResume, WrongWeights
from matcher.fit import check_weights
from matcher.report import Posting, Profile

router = APIRouter(prefix="/v1", tags=["answers"])
JSON = "application/json"
NDJSON = "application/x-ndjson"
PARTS = ("text", "profile", "posting")

Include = Annotated[
    str | None,
    Query(
        pattern=r"^(text|profile|posting)(,(text|profile|posting)){0,2}$",
        description="What to add to the report: text (both texts that the offsets point into), profile, posting.",
        examples=["text,profile"],
    ),
]
Until = Annotated[Day | None, Query(description='The day that "present" means; today where it is left out.')]


@router.post(
    "/match",
    summary="Match a résumé against an ad",
    response_model=MatchAnswer,
    response_description="The report.",
    responses=problems(*SENT, NotAResume, NotAnAd, WrongWeights),
    openapi_extra=takes(MatchBody, MatchOptions, ["resume", "ad"]),
)
async def match(request: Request, desk: Desk, include: Include = None) -> Response:
    """Match a résumé against an ad: score, a verdict with quotes for each requirement, pay band, next steps."""
    papers, options = await _pair(request, desk)
    answer = await desk.pool.ask("match", papers, **_how(options, desk), include=_parts(include))
    return Response(answer.body, media_type=JSON)


async def _pair(request: Request, desk: FrontDesk) -> tuple[dict[str, Paper], MatchOptions]:
    if is_form(request):
        asked = await form_asked(request, desk.settings, MatchOptions, {"resume": 1, "ad": 1})
        return asked.one(), asked.options
    body = await json_body(request, MatchBody)
    return {"resume": Paper(body.resume), "ad": Paper(body.ad)}, body


def _how(options: MatchOptions, desk: FrontDesk) -> dict[str, Any]:
    return {"as_of": desk.day(options.as_of), "given": options.given(), "weights": options.weights}


def _parts(include: str | None) -> list[str]:
    asked = (include or "").split(",")
    return [part for part in PARTS if part in asked]


@router.post(
    "/profiles",
    summary="Read a résumé",
    response_model=Profile,
    response_description="What the résumé says.",
    responses=problems(*SENT, NotAResume),
    openapi_extra=takes(ProfileBody, AsOf, ["resume"]),
)
async def profiles(request: Request, desk: Desk) -> Response:
    """Read a résumé: credentials with their status, schooling, positions, years, role."""
    if is_form(request):
        asked = await form_asked(request, desk.settings, AsOf, {"resume": 1})
        papers, options = asked.one(), asked.options
    else:
        body = await json_body(request, ProfileBody)
        papers, options = {"resume": Paper(body.resume)}, body
    answer = await desk.pool.ask("profile", papers, as_of=desk.day(options.as_of))
    return Response(answer.body, media_type=JSON)


@router.post(
    "/postings",
    summary="Read an ad",
    response_model=Posting,
    response_description="What the ad says.",
    responses=problems(*SENT, NotAnAd),
    openapi_extra=takes(PostingBody, AdFields, ["ad"]),
)
async def postings(request: Request, desk: Desk) -> Response:
    """Read an ad: what it asks, how strongly, in which alternatives, what it pays."""
    papers, given = await _ad(request, desk)
    answer = await desk.pool.ask("posting", papers, given=given.given())
    return Response(answer.body, media_type=JSON)


async def _ad(request: Request, desk: FrontDesk) -> tuple[dict[str, Paper], AdFields]:
    if is_form(request):
        asked = await form_asked(request, desk.settings, AdFields, {"ad": 1})
        return asked.one(), asked.options
    body = await json_body(request, PostingBody)
    return {"ad": Paper(body.ad)}, body


@router.post(
    "/rank",
    summary="Put many résumés in order",
    response_model=Ranking,
    response_description="The reports, best first, and what could not be read.",
    responses=problems(*SENT, NotAnAd, WrongWeights),
    openapi_extra=takes(RankBody, MatchOptions, ["ad", "resumes"], many="resumes"),
)
async def rank(request: Request, desk: Desk) -> Response:
    """Put many résumés in order against one ad: files, ZIPs of files, or texts. One that cannot be read fails alone."""
    ad, pile, options = await _pile(request, desk)
    check_weights(options.weights)  # which are the same for all, so that none of them could be answered
    posting = await desk.pool.ask("posting", {"ad": ad}, given=options.given())
    files = await unpacked(desk.pool, pile, desk.settings)
    found = [one async for one in judged(desk.pool, ad, files, **_how(options, desk))]
    return Response(_ranking(posting.body, found, desk.day(options.as_of)), media_type=JSON)


async def _pile(request: Request, desk: FrontDesk) -> tuple[Paper, Sequence[Paper], MatchOptions]:
    if is_form(request):
        most = {"ad": 1, "resumes": desk.settings.pile_files}
        asked = await form_asked(request, desk.settings, MatchOptions, most)
        return asked.papers["ad"][0], asked.papers["resumes"], asked.options
    body = await json_body(request, RankBody)
    return Paper(body.ad), [Paper(one.resume, one.name) for one in body.resumes], body


def _ranking(posting: bytes, found: Sequence[Judged], as_of: str) -> bytes:
    """The reports go out as the workers made them; only what stands around them is written here."""
    results = b",".join(
        b'{"place":%d,"name":%s,"report":%s}' % (place, json_bytes(one.name), one.answer.body)
        for place, one in ranked(found)
        if one.answer is not None
    )
    unread = [
        {"name": one.name, "problem": one.problem} for one in sorted(found, key=lambda one: one.at) if one.problem
    ]
    return b'{"as_of":%s,"posting":%s,"results":[%s],"unread":%s}' % (
        json_bytes(as_of),
        posting,
        results,
        json_bytes(unread),
    )


@router.post(
    "/score",
    summary="Read a stream of ads",
    response_class=Flow,
    responses=gives_lines() | problems(*LOADED, WrongRequest),
    openapi_extra=takes_lines(),
)
async def score(request: Request, desk: Desk, as_of: Until = None) -> Flow:
    """Read a stream of ads, a line of JSON each, and answer with a line each, in order, as soon as it is read.

    The first line may be a résumé, ``{"resume": "..."}``, which each ad is then matched against. A line
    that cannot be read gets a line with its problem. Read while you send: what is not read is not produced.
    """
    return Flow(rows(request.stream(), desk, desk.day(as_of)), NDJSON)
