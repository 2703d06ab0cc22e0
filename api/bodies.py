"""What a request may hold, and how its sender is told what is wrong with it, without an echo of what was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from api.errors import BadJson, LoneSurrogate, NotFinite, TooDeep, UnknownField, WrongRequest
from matcher.errors import TooLarge

_DAY = r"^(199[0-9]|20[0-9]{2})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


def _day(said: object) -> object:
    # Left to itself pydantic takes "1262304000" for a day too, and "2026-01-01T00:00:00".
    if not isinstance(said, str):
        return said
    with suppress(ValueError):  # 30 February
        if re.fullmatch(_DAY, said):
            return date.fromisoformat(said)
    raise PydanticCustomError("day", "give a day from 1990 to 2099 as YYYY-MM-DD")


Text = Annotated[str, StringConstraints(min_length=1)]
Short = Annotated[str, StringConstraints(max_length=500)]
Day = Annotated[date, BeforeValidator(_day), Field(json_schema_extra={"pattern": _DAY})]
Weight = Annotated[float, Field(ge=0, le=1000)]
Id = Annotated[str, StringConstraints(max_length=200)] | Annotated[int, Field(ge=-(2**53), le=2**53)]

# A million small values take a hundred times their bytes to read, and each may be an error of its own.
MOST_VALUES = 10_000

RESUME = "MARIA EXAMPLE, RHIT\n\nMedical Coder, Example Hospital\n2019 - present\nCodes inpatient records in Epic."
AD = "Coder II\n\nRequirements\nRHIT or CCS required.\n2 years of inpatient coding."


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class AsOf(_Body):
    """The day on which a résumé is read."""

    as_of: Day | None = Field(None, description='The day that "present" means; today where it is left out.')


class AdFields(_Body):
    """What a source may keep apart from the text of an ad."""

    title: Short | None = Field(None, description="The job's title, where it stands apart from the text.")
    place: Short | None = Field(None, description="The job's place, where it stands apart from the text.")
    pay: Short | None = Field(None, description="The job's pay, where it stands apart from the text.")

    def given(self) -> dict[str, str | None]:
        """The fields by name."""
        return {"title": self.title, "place": self.place, "pay": self.pay}


class MatchOptions(AsOf, AdFields):
    """How a résumé is to be matched against an ad."""

    weights: dict[str, Weight] | None = Field(
        None,
        description="Other weights of the score, by the names of /v1/considerations.",
        examples=[{"required_credentials": 50, "preferred": 0}],
    )


class MatchBody(MatchOptions):
    """A résumé and an ad as texts."""

    resume: Text = Field(description="The résumé.", examples=[RESUME])
    ad: Text = Field(description="The job ad.", examples=[AD])


class ProfileBody(AsOf):
    """A résumé as a text."""

    resume: Text = Field(description="The résumé.", examples=[RESUME])


class PostingBody(AdFields):
    """An ad as a text."""

    ad: Text = Field(description="The job ad.", examples=[AD])


class NamedResume(_Body):
    """One résumé of many."""

    name: Short = Field(description="What the answer calls it.", examples=["candidate 7"])
    resume: Text = Field(description="The résumé.", examples=[RESUME])


class RankBody(MatchOptions):
    """An ad and many résumés as texts."""

    ad: Text = Field(description="The job ad.", examples=[AD])
    resumes: Annotated[
        tuple[NamedResume, ...],
        Field(min_length=1, description="The résumés.", examples=[[{"name": "candidate 7", "resume": RESUME}]]),
    ]


class AdLine(AdFields):
    """One line of a stream of ads."""

    text: Text = Field(description="The job ad.", examples=[AD])
    id: Id | None = Field(None, description="Comes back with the answer.")


class ResumeLine(_Body):
    """The first line of a stream of ads, where they are to be scored against a résumé."""

    resume: Text = Field(description="The résumé.", examples=[RESUME])


Body = TypeVar("Body", bound=BaseModel)


def body_of(kind: type[Body], data: bytes) -> Body:
    """A JSON body as its own type. Raises WrongRequest and its kinds, and TooLarge for one of too many values."""
    if data.count(b",") > MOST_VALUES and _holds_too_much(data):
        raise TooLarge(f"the body holds more than {MOST_VALUES:,} values\nhint: send it in several requests")
    try:
        return kind.model_validate_json(data)
    except ValidationError as error:
        raise refusal(error.errors(include_url=False, include_input=False)[0]) from None


def _holds_too_much(data: bytes) -> bool:
    """Whether more values than any request needs stand between the strings of a body."""
    plain = data.replace(rb"\\", b"").replace(rb"\"", b"")
    if plain.count(b'"') > 4 * MOST_VALUES:
        return True
    return sum(part.count(b",") for part in plain.split(b'"')[::2]) > MOST_VALUES


def fields_of(kind: type[Body], fields: Mapping[str, object]) -> Body:
    """The fields of a form as their own type. Raises WrongRequest and its kinds."""
    try:
        return kind.model_validate_strings(fields)
    except ValidationError as error:
        raise refusal(error.errors(include_url=False, include_input=False)[0]) from None


def refusal(error: Mapping[str, Any]) -> WrongRequest:
    """Why a body or a field was not taken, by the first of its faults; nothing that was sent is repeated."""
    where, kind, said = _place(error["loc"]), error["type"], error["msg"]
    if kind == "json_invalid":
        return _no_json(said)
    if kind == "extra_forbidden":
        return UnknownField(f"the request has no field {where}")
    if kind == "finite_number":
        return NotFinite(f"{where} is not a finite number")
    if kind == "missing":
        return WrongRequest(f"the request lacks the field {where}")
    return WrongRequest(f"{where}: {said[0].lower()}{said[1:]}")


def _no_json(said: str) -> WrongRequest:
    if "recursion" in said:
        return TooDeep("the body is nested too deeply")
    if "surrogate" in said or "hex escape" in said:
        return LoneSurrogate("the body holds half of a surrogate pair")
    return BadJson(f"the body is no JSON: {said.removeprefix('Invalid JSON: ')}")


def _place(loc: tuple[int | str, ...]) -> str:
    return repr(".".join(str(part)[:60] for part in loc)) if loc else "the body"
