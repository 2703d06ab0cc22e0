"""The routes of the API that tell what the answers rest on: taxonomy, roles, pay, considerations."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Response

from api.bodies import Day
from api.catalogue import (
    ConsiderationEntry,
    Entry,
    FamilyEntry,
    Found,
    RoleEntry,
    considerations,
    entry_of,
    families,
    roles,
    search,
)
from api.desk import Desk
from api.errors import NotFound, WrongRequest
from api.job import job_title
from api.openapi import ASKED, header, problems
from matcher.report import PayBand, Role


def versioned(response: Response, desk: Desk) -> None:
    """Names what an answer was made with, where its body does not."""
    response.headers["himatch-versions"] = "; ".join(f"{part}={said}" for part, said in desk.pool.versions.items())


router = APIRouter(
    prefix="/v1",
    tags=["what the answers rest on"],
    dependencies=[Depends(versioned)],
    responses={200: {"headers": {"himatch-versions": header("himatch-versions")}}},
)

Words = Annotated[str, Query(min_length=1, max_length=200)]
Kind = Annotated[str | None, Query(max_length=40, description="Of this kind alone: credential, skill, tool, role ...")]


@router.get("/taxonomy", summary="Search the taxonomy", responses=problems(WrongRequest))
def taxonomy(
    desk: Desk,
    q: Annotated[Words, Query(description="A name, an alias, an id, or a part of one.", examples=["coding"])],
    kind: Kind = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 20,
) -> tuple[Found, ...]:
    """Entries of the taxonomy by name, alias or id, the nearest first."""
    return search(q, desk.taxonomy, kind, limit)


@router.get("/taxonomy/{ident:path}", summary="One entry of the taxonomy", responses=problems(NotFound, WrongRequest))
def entry(
    desk: Desk, ident: Annotated[str, Path(description="Its id, or a name.", examples=["rhit"])], kind: Kind = None
) -> Entry:
    """One entry of the taxonomy: its names, relations, ways to become eligible, and where each was read."""
    return entry_of(ident, desk.taxonomy, kind)


@router.get("/families", summary="The families of work")
def family_list(desk: Desk) -> tuple[FamilyEntry, ...]:
    """The families of work, with how many roles and titles each has."""
    return families(desk.taxonomy)


@router.get("/roles", summary="The roles")
def role_list(desk: Desk) -> tuple[RoleEntry, ...]:
    """Every role that a job can be mapped to, with family, level, track and occupation code."""
    return roles(desk.taxonomy)


@router.get("/role", summary="The role of a title", response_model=Role, responses=problems(*ASKED))
async def role(
    desk: Desk, response: Response, title: Annotated[Words, Query(description="A job title.", examples=["Coder III"])]
) -> Response:
    """The role that a job title names, how sure that is, and which words decided."""
    answer = await desk.pool.ask("role", title=title)
    return Response(answer.body, media_type="application/json", headers=dict(response.headers))


@router.get("/considerations", summary="What scores are made of")
def consideration_list() -> tuple[ConsiderationEntry, ...]:
    """The table that every score is made of: each row's promise, default weight, and the line of the program it is."""
    return considerations()


@router.get("/pay", summary="What a job should pay", response_model=PayBand, responses=problems(*ASKED, NotFound))
async def pay(
    desk: Desk,
    response: Response,
    role: Annotated[Words, Query(description="A job title, the id of a role, or a family.", examples=["coding"])],
    level: Annotated[Literal["entry", "mid", "senior"] | None, Query(description="Where the title has none.")] = None,
    state: Annotated[
        str | None, Query(pattern="^[A-Z]{2}$", description="Postal code of the job's state.", examples=["CA"])
    ] = None,
    industry: Annotated[
        str | None, Query(max_length=80, description='As pay.csv names it: "hospitals".', examples=["hospitals"])
    ] = None,
    as_of: Annotated[Day | None, Query(description="The day for which it is reckoned; today if left out.")] = None,
) -> Response:
    """What a job should pay, with every step from the published figures. 404 where nothing is published."""
    if state is not None and state not in desk.taxonomy.states:
        raise WrongRequest(f"{state!r} is no state\nhint: give its postal code, such as CA")
    title = job_title(role, desk.taxonomy)
    day = desk.day(as_of)
    answer = await desk.pool.ask("pay", title=title, as_of=day, level=level, state=state, industry=industry)
    if answer.body == b"null":
        raise NotFound(f"no published figure fits {title!r}\nhint: /v1/roles lists the roles that have figures")
    return Response(answer.body, media_type="application/json", headers=dict(response.headers))
