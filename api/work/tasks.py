"""What a worker can be asked. Each task is a function of the desk, documents and named arguments."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from api.answers import AdRow, Texts
from api.bodies import AdLine, body_of
from api.errors import WrongRequest
from api.problem import problem_of
from api.work.message import Answer, Paper, Question
from matcher import match, pay_band, read_document, read_posting, read_profile, role_of, to_json
from matcher.archive import files_of, is_archive
from matcher.classifier import Model, load_model
from matcher.document import Limits
from matcher.rank import standing
from matcher.report import Document, FitReport, PayBand, Posting, Profile
from taxonomy import Taxonomy, load_taxonomy
from taxonomy.errors import HimatchError

_ENDS = "\x85\u2028\u2029"  # ends of lines to Python's splitlines and to clients made with it; not to JSON


@dataclass(frozen=True, slots=True)
class Desk:
    """What a worker has at hand for every task."""

    taxonomy: Taxonomy
    model: Model
    limits: Limits


def desk(overlay: str | None = None, model: str | None = None, upload: int = Limits().upload) -> Desk:
    """The taxonomy with an employer's overlay, the role model, and how much of a document is read.

    Raises TaxonomyError and ModelError.
    """
    known, trained = load_taxonomy(Path(overlay) if overlay else None), load_model(Path(model) if model else None)
    return Desk(known, trained, Limits(upload=upload))


def answer(at: Desk, question: Question) -> Answer:
    """The answer to one question. Raises a HimatchError where it has none."""
    return TASKS[question.task](at, **question.papers, **question.arguments)


def json_bytes(value: Any) -> bytes:
    """Any value of the contract as the bytes that go out."""
    return _dumped(to_json(value))


def _dumped(plain: Any) -> bytes:
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def line_bytes(value: Any) -> bytes:
    """Any value of the contract as one line, whatever a reader takes for the end of one."""
    data = json_bytes(value)
    for end in _ENDS:
        data = data.replace(end.encode(), rb"\u%04x" % ord(end))
    return data + b"\n"


def profile(at: Desk, resume: Paper, as_of: str) -> Answer:
    """What a résumé says."""
    read = _profile(at, resume, as_of)
    return Answer(json_bytes(read), {"documents": [read.document.kind]})


def posting(at: Desk, ad: Paper, given: dict[str, str | None]) -> Answer:
    """What an ad says; ``given`` are its title, place and pay where they stand apart."""
    said = _posting(at, ad, given)
    return Answer(json_bytes(said), {"documents": [said.document.kind]})


def matched(
    at: Desk,
    resume: Paper,
    ad: Paper,
    as_of: str,
    given: dict[str, str | None],
    weights: dict[str, float] | None = None,
    include: Iterable[str] = (),
) -> Answer:
    """A résumé against an ad. ``include``: text, profile and posting follow the report."""
    read, said = _profile(at, resume, as_of), _posting(at, ad, given)
    report = _fit(at, read, said, as_of, weights)
    parts = {
        "text": {"texts": Texts(read.document.text, said.document.text)},
        "profile": {"profile": read},
        "posting": {"posting": said},
    }
    told = to_json(report)
    for name in include:
        told |= to_json(parts[name])
    kinds = [read.document.kind, said.document.kind]
    return Answer(_dumped(told), {"standing": standing(report), "documents": kinds})


def scored(at: Desk, ads: Paper, as_of: str, first: int, resume: Paper | None = None) -> Answer:
    """Lines of JSON, an ad each, as lines of JSON: what it says, what it should pay, and how a résumé fits."""
    read = _profile(at, resume, as_of) if resume else None
    lines = _blob(ads).split(b"\n")
    rows = (_row(at, line, number, read, as_of) for number, line in enumerate(lines, first) if line.strip())
    return Answer(b"".join(line_bytes(row) for row in rows))


def _row(at: Desk, line: bytes, number: int, resume: Profile | None, as_of: str) -> AdRow:
    ad: AdLine | None = None
    try:
        ad = body_of(AdLine, line)
        said = _ad_of(at, ad)
        report = _fit(at, resume, said, as_of, None) if resume else None
        return AdRow(number, ad.id, said, report.pay if report else _band(at, said, as_of), report, None)
    except HimatchError as error:
        return AdRow(number, ad.id if ad else None, None, None, None, problem_of(error))


def _ad_of(at: Desk, ad: AdLine) -> Posting:
    return _posting(at, Paper(ad.text), {"title": ad.title, "place": ad.place, "pay": ad.pay})


def _band(at: Desk, said: Posting, as_of: str) -> PayBand | None:
    day = date.fromisoformat(as_of)
    return pay_band(said.role, day, state=said.state, posting=said, taxonomy=at.taxonomy)


def role(at: Desk, title: str) -> Answer:
    """The role that a title names."""
    return Answer(json_bytes(role_of(title, taxonomy=at.taxonomy, model=at.model)))


def pay(at: Desk, title: str, as_of: str, **place: Any) -> Answer:
    """What a job of this title should pay; null where nothing is published."""
    wanted = role_of(title, taxonomy=at.taxonomy, model=at.model)
    return Answer(json_bytes(pay_band(wanted, date.fromisoformat(as_of), taxonomy=at.taxonomy, **place)))


def unpacked(_: Desk, archive: Paper, most: int, files: int) -> Answer:
    """The files of a ZIP one after another, their names and sizes as a note; none where it is a document itself."""
    data = _blob(archive)
    if not is_archive(data):
        return Answer(notes={"files": None})
    found = files_of(data, most, files)
    return Answer(b"".join(body for _, body in found), {"files": [[name, len(body)] for name, body in found]})


def _blob(paper: Paper) -> bytes:
    if isinstance(paper.content, str):
        raise WrongRequest("a file is needed here, and a text was sent")
    return paper.content


def _profile(at: Desk, paper: Paper, as_of: str) -> Profile:
    return read_profile(_read(paper, at), date.fromisoformat(as_of), taxonomy=at.taxonomy, model=at.model)


def _posting(at: Desk, paper: Paper, given: dict[str, str | None]) -> Posting:
    return read_posting(_read(paper, at), **given, taxonomy=at.taxonomy, model=at.model)


def _fit(at: Desk, resume: Profile, ad: Posting, as_of: str, weights: Mapping[str, float] | None) -> FitReport:
    return match(resume, ad, date.fromisoformat(as_of), weights=weights, taxonomy=at.taxonomy, model=at.model)


def _read(paper: Paper, at: Desk) -> str | Document:
    return (
        paper.content if isinstance(paper.content, str) else read_document(paper.content, paper.name, limits=at.limits)
    )


TASKS: dict[str, Callable[..., Answer]] = {
    "profile": profile,
    "posting": posting,
    "match": matched,
    "score": scored,
    "role": role,
    "pay": pay,
    "unpack": unpacked,
}
