"""The form of the recruiter's page: one résumé or a pile, an ad, and what may be set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from api.bodies import MatchOptions, fields_of
from api.errors import WrongRequest
from api.intake import form_of, papers_of
from api.settings import Settings
from api.work.message import Paper
from matcher.fit import considerations
from taxonomy.errors import HimatchError

WEIGHT = "weight_"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a recruiter sent. ``typed`` is what the form shows again where something was wrong with it."""

    resumes: tuple[Paper, ...]
    ad: Paper
    options: MatchOptions
    typed: Mapping[str, Any]


class Misplaced(Exception):
    """An error with the field of the form that it belongs to, and what was typed."""

    def __init__(self, error: HimatchError, where: str, typed: Mapping[str, Any]) -> None:
        super().__init__(str(error))
        self.error, self.where, self.typed = error, where, typed


async def sent(request: Request, settings: Settings) -> Sent:
    """The form as it was sent. Raises Misplaced, and WrongRequest where there is no form."""
    async with form_of(request, settings.pile_files + 2) as form:
        typed = _typed(form)
        try:
            resumes = [*await papers_of(form, "resumes", settings), *_pasted(form, "resume")]
            ads = [*await papers_of(form, "ad_file", settings), *_pasted(form, "ad")]
        except HimatchError as error:
            raise Misplaced(error, "resume", typed) from error
    if not resumes:
        raise Misplaced(WrongRequest("no résumé was given\nhint: choose a file, or paste one"), "resume", typed)
    if not ads:
        raise Misplaced(WrongRequest("no ad was given\nhint: choose a file, or paste it"), "ad", typed)
    return Sent(tuple(resumes), ads[0], _options(typed), typed)


def _pasted(form: FormData, name: str) -> list[Paper]:
    value = form.get(name)
    return [Paper(value)] if isinstance(value, str) and value.strip() else []


def _typed(form: FormData) -> dict[str, Any]:
    said = {key: value for key, value in form.items() if not isinstance(value, UploadFile)}
    weights = {key.removeprefix(WEIGHT): value for key, value in said.items() if key.startswith(WEIGHT)}
    return {name: said.get(name, "") for name in ("resume", "ad", "as_of")} | {"weights": weights}


def _options(typed: Mapping[str, Any]) -> MatchOptions:
    """The date and the weights; those that were left as they are, or empty, are none of the caller's."""
    usual = {row.name: row.weight for row in considerations()}
    weights = {name: said for name, said in typed["weights"].items() if said and said != str(usual.get(name))}
    try:
        dated = fields_of(MatchOptions, {"as_of": typed["as_of"]} if typed["as_of"] else {})
    except WrongRequest as error:
        raise Misplaced(error, "as_of", typed) from error
    try:
        weighed = fields_of(MatchOptions, {"weights": weights} if weights else {})
    except WrongRequest as error:
        raise Misplaced(error, "weights", typed) from error
    return dated.model_copy(update={"weights": weighed.weights})
