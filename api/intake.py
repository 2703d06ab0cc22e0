"""A request with documents -> the documents and how they are to be read: as JSON, or as a form with files."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, RootModel
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.bodies import Weight, body_of, fields_of
from api.errors import Busy, UnknownField, WrongMediaType, WrongRequest
from api.settings import Settings
from api.work.message import Paper
from matcher.errors import TooLarge

_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_TEXT = 1 << 20  # bytes of a text field: a form of the page may hold five times what is read of it
_CHARSETS = (b"utf-8", b"utf8", b"us-ascii")
_AT_ONCE = 1 << 17  # bytes of JSON that are checked between two answers
_OWN = 20  # fields of a form beside its documents

Options = TypeVar("Options", bound=BaseModel)


class Weights(RootModel[dict[str, Weight]]):
    """Weights as a field of a form holds them: a JSON object."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False)


@dataclass(frozen=True, slots=True)
class Asked(Generic[Options]):
    """What a request brought: its documents by field, and its options."""

    papers: Mapping[str, tuple[Paper, ...]]
    options: Options

    def one(self) -> dict[str, Paper]:
        """The only document of each field."""
        return {name: papers[0] for name, papers in self.papers.items()}


def media_type(request: Request) -> str:
    """What the body says it is, without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def json_body(request: Request, kind: type[Options]) -> Options:
    """A body of JSON as its own type. Raises WrongRequest and its kinds."""
    data = await request.body()
    # Checking a long body takes as long as many short answers, which must not wait for it.
    return body_of(kind, data) if len(data) <= _AT_ONCE else await asyncio.to_thread(body_of, kind, data)


def is_form(request: Request) -> bool:
    """Whether the body is a form. Raises WrongMediaType where it is no JSON either."""
    media = media_type(request)
    if media != "application/json" and media not in _FORMS:
        raise WrongMediaType(f"the body is {media[:80]!r}" if media else "the request does not say what its body is")
    return media in _FORMS


async def form_asked(
    request: Request, settings: Settings, options: type[Options], papers: Mapping[str, int]
) -> Asked[Options]:
    """The documents of a form, so many of each field at most, and its other fields as options. Raises WrongRequest."""
    async with form_of(request, sum(papers.values())) as form:
        found = {name: await papers_of(form, name, settings) for name in papers}
        rest = {key: value for key, value in form.multi_items() if key not in papers}
    for name, sent in found.items():
        if not sent:
            raise WrongRequest(f"the request lacks the field {name!r}")
        if len(sent) > papers[name]:
            kind = WrongRequest if papers[name] == 1 else TooLarge
            raise kind(f"{name!r} was sent {len(sent)} times\nhint: send it {papers[name]} times at most")
    return Asked({name: tuple(sent) for name, sent in found.items()}, options_of(rest, options))


@asynccontextmanager
async def form_of(request: Request, files: int) -> AsyncIterator[FormData]:
    """A form of so many files at most; what it holds is gone when it is left. Raises WrongRequest and TooLarge."""
    _check_charset(request)
    try:
        form = await request.form(max_files=files + _OWN, max_fields=files + _OWN, max_part_size=_TEXT)
    except OSError as error:  # a file over 1 MB waits on the disk until it is read
        raise Busy("there is no room to take the files in\nhint: send fewer or smaller files") from error
    except HTTPException as error:  # how the framework says that a form is broken or over a limit
        if "maximum size" in error.detail:
            raise TooLarge("a text of the form is too long\nhint: send it as a file") from None
        if "Maximum number" in error.detail:
            raise TooLarge("the form has too many parts\nhint: send it in several requests") from None
        raise WrongRequest(f"the form cannot be read: {error.detail}") from None
    try:
        yield form
    finally:
        await form.close()


def _check_charset(request: Request) -> None:
    """Raises WrongMediaType: Python knows charsets that decode to half a character, and some that never decode."""
    _, options = parse_options_header(request.headers.get("content-type"))
    if options.get(b"charset", b"utf-8").lower() not in _CHARSETS:
        raise WrongMediaType("the form is not in UTF-8\nhint: leave the charset out, and send UTF-8")


async def papers_of(form: FormData, name: str, settings: Settings) -> list[Paper]:
    """Every document of a field. A browser sends an empty file where none was chosen: that is none."""
    sent = [await _paper(value, settings) for value in form.getlist(name)]
    return [paper for paper in sent if paper.content or paper.name]


async def _paper(value: UploadFile | str, settings: Settings) -> Paper:
    if isinstance(value, str):
        return Paper(value)
    if (value.size or 0) > settings.pile:
        raise TooLarge(f"{(value.filename or '')[:80]!r} is too large")
    return Paper(await value.read(), value.filename or None)


def options_of(fields: Mapping[str, UploadFile | str], kind: type[Options]) -> Options:
    """The other fields of a form; weights are a JSON object. Raises WrongRequest and its kinds."""
    said: dict[str, object] = {}
    for name, value in fields.items():
        if not isinstance(value, str):
            raise UnknownField(f"the request takes no file as {name[:80]!r}")
        if value:
            said[name] = _weights(value) if name == "weights" else value
    return fields_of(kind, said)


def _weights(said: str) -> dict[str, str]:
    return {name: json.dumps(weight) for name, weight in body_of(Weights, said.encode("utf-8", "replace")).root.items()}
