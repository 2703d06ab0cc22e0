"""Tables of ads: ``score_chunk(DataFrame, ...) -> DataFrame``, the same answers as one ad at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import polars as pl

from matcher.classifier import Model, load_model
from matcher.entry import match, pay_band, read_posting, to_json
from matcher.errors import HimatchError
from matcher.report import Posting, Profile
from taxonomy import Taxonomy, load_taxonomy

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)

# The columns appended to a table of ads; requirements, warnings and report are JSON of the contract's shapes.
SCHEMA: dict[str, type[pl.DataType]] = {
    "himatch_family": pl.String,
    "himatch_level": pl.String,
    "himatch_track": pl.String,
    "himatch_probability": pl.Float64,
    "himatch_in_scope": pl.Boolean,
    "himatch_requirements": pl.String,
    "himatch_pay_low": pl.Float64,
    "himatch_pay_typical": pl.Float64,
    "himatch_pay_high": pl.Float64,
    "himatch_posted_low": pl.Float64,
    "himatch_posted_high": pl.Float64,
    "himatch_score": pl.Float64,
    "himatch_qualified": pl.String,
    "himatch_warnings": pl.String,
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table hold the ad's text, and its title, place and pay where they stand apart."""

    text: str = "text"
    title: str | None = None
    place: str | None = None
    pay: str | None = None


def score_ads(
    ads: Frame,
    profile: Profile | None = None,
    *,
    as_of: date,
    columns: Columns | None = None,
    taxonomy: Taxonomy | None = None,
    model: Model | None = None,
) -> Frame:
    """A table of ads with columns appended: role, requirements, pay, and the fit of ``profile`` where one is given.

    A row that cannot be read keeps its place with nulls and a warning; nothing stops the table.
    """
    known, trained, where = taxonomy or load_taxonomy(), model or load_model(), columns or Columns()

    def chunk(frame: pl.DataFrame) -> pl.DataFrame:
        return score_chunk(frame, known, trained, profile, as_of=as_of, columns=where)

    if isinstance(ads, pl.LazyFrame):
        return ads.map_batches(chunk, schema={**ads.collect_schema(), **SCHEMA}, streamable=True)
    return chunk(ads)


def score_chunk(
    ads: pl.DataFrame,
    taxonomy: Taxonomy,
    model: Model,
    profile: Profile | None = None,
    *,
    as_of: date,
    columns: Columns | None = None,
) -> pl.DataFrame:
    """One chunk of a table of ads, row by row equal to the single call."""
    where = columns or Columns()
    rows = [_row(row, where, taxonomy, model, profile, as_of) for row in ads.iter_rows(named=True)]
    return ads.hstack(pl.DataFrame(rows, schema=SCHEMA, orient="row"))


def _row(
    row: dict[str, object], where: Columns, taxonomy: Taxonomy, model: Model, profile: Profile | None, as_of: date
) -> dict[str, object]:
    text = row.get(where.text)
    if not isinstance(text, str):
        return _unread("empty", "the row holds no text")
    given = {
        name: _string(row, column)
        for name, column in (("title", where.title), ("place", where.place), ("pay", where.pay))
    }
    try:
        posting = read_posting(text, **given, taxonomy=taxonomy, model=model)
    except HimatchError as error:
        return _unread(error.reason, str(error).split("\n")[0])
    return _read(posting, taxonomy, model, profile, as_of)


def _string(row: dict[str, object], column: str | None) -> str | None:
    value = row.get(column) if column else None
    return None if value is None else str(value)


def _unread(code: str, message: str) -> dict[str, object]:
    warning = json.dumps([{"code": code, "message": message, "evidence": []}])
    return dict.fromkeys(SCHEMA) | {"himatch_warnings": warning}


def _read(
    posting: Posting, taxonomy: Taxonomy, model: Model, profile: Profile | None, as_of: date
) -> dict[str, object]:
    fit = None if profile is None else match(profile, posting, as_of, taxonomy=taxonomy, model=model)
    band = fit.pay if fit else pay_band(posting.role, as_of, state=posting.state, posting=posting, taxonomy=taxonomy)
    role, pay = posting.role, posting.pay
    warnings = fit.warnings if fit else posting.warnings
    return {
        "himatch_family": role.family,
        "himatch_level": role.level,
        "himatch_track": role.track,
        "himatch_probability": role.probability,
        "himatch_in_scope": role.in_scope,
        "himatch_requirements": json.dumps(to_json(posting.requirements), ensure_ascii=False),
        "himatch_pay_low": band.low if band else None,
        "himatch_pay_typical": band.typical if band else None,
        "himatch_pay_high": band.high if band else None,
        "himatch_posted_low": pay.annual_low if pay else None,
        "himatch_posted_high": pay.annual_high if pay else None,
        "himatch_score": fit.score if fit else None,
        "himatch_qualified": fit.qualified if fit else None,
        "himatch_warnings": json.dumps(to_json(warnings), ensure_ascii=False),
    }
