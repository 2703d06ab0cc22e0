"""The ranked page: a pile of résumés against one ad, as the recruiter is shown it and as it is taken along.

From answers as JSON to frozen values; what is said here stands in the answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.page.export import Cell, Download, Table, downloads
from api.page.progress import file_name, shortened
from api.words import (
    ENOUGH,
    FAMILIES,
    MARKS,
    QUALIFIED,
    SHORT,
    STATUSES,
    Label,
    asked_words,
    hundredths,
    plain,
    role_words,
)
from matcher.report import Requirement, Role

Json = Mapping[str, Any]

FILTERED = 40  # lines of an ad that the page can be filtered by: as many as static/shortlist.css has rules for
_NOT_JUDGED = "not judged"
_FULL_NAME, _SENTENCE, _QUOTE = 255, 120, 240  # characters


# --- what comes in ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """One résumé that was read: the name of its file, the answer of ``match`` with its texts, and its place."""

    name: str
    answer: Json
    place: int


@dataclass(frozen=True, slots=True)
class Failure:
    """One file that could not be read, and the problem that says why."""

    name: str
    problem: Json


# --- what is shown ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the ad, and how the pile stands to it. ``number`` is the filter's, None for lines beyond the last."""

    id: str
    modality: str
    words: str
    met: int
    short: int
    unknown: int
    number: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know before relying on what was read, and the words that it is about."""

    message: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ad as one résumé answers it."""

    id: str
    modality: str
    result: str
    mark: str
    words: str
    quotes: tuple[str, ...]
    nearest: str | None
    closes_by: str | None

    @property
    def is_met(self) -> bool:
        """Whether nothing is left to show."""
        return self.result in ENOUGH

    @property
    def short_words(self) -> str:
        """The line in few words."""
        return shortened(self.words, _SENTENCE)


@dataclass(frozen=True, slots=True)
class Row:
    """One résumé of the pile."""

    place: int
    file: str
    full_name: str
    qualified: str
    mark: str
    score: float | None
    could_be: float | None
    lines: tuple[Line, ...]
    role: str
    level: str | None
    notes: tuple[Note, ...]
    resume: str
    sha256: str
    lacks: tuple[int, ...]

    @property
    def score_words(self) -> str:
        """The score to the hundredth, as it is summed."""
        return "not scored" if self.score is None else hundredths(self.score)

    @property
    def could_be_words(self) -> str | None:
        """What the score could be, where it could be another."""
        return None if self.could_be in (None, self.score) else hundredths(self.could_be or 0)

    @property
    def required(self) -> tuple[Line, ...]:
        """The required lines."""
        return tuple(line for line in self.lines if line.modality == "required")

    @property
    def preferred(self) -> tuple[Line, ...]:
        """The preferred lines."""
        return tuple(line for line in self.lines if line.modality == "preferred")

    @property
    def required_met(self) -> int:
        """How many required lines are met."""
        return _met(self.required)

    @property
    def preferred_met(self) -> int:
        """How many preferred lines are met."""
        return _met(self.preferred)

    @property
    def open(self) -> tuple[Line, ...]:
        """Required lines that are not met: missing, met in part, or unknown."""
        return tuple(line for line in self.required if not line.is_met)


@dataclass(frozen=True, slots=True)
class Unread:
    """One file that is not in the ranking, why, and what to do."""

    file: str
    full_name: str
    reason: str
    hint: str


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The whole page."""

    title: str
    role: str
    ad: str
    as_of: str
    made_with: str
    asked: tuple[Asked, ...]
    mentioned: tuple[str, ...]
    notes: tuple[Note, ...]
    rows: tuple[Row, ...]
    unread: tuple[Unread, ...]
    downloads: tuple[Download, ...] = field(default=(), repr=False)
    weights: tuple[tuple[str, str], ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many are qualified, unknown, not qualified."""
        return {answer: sum(row.qualified == answer for row in self.rows) for answer in QUALIFIED}


def shortlist_view(
    posting: Json, entries: Sequence[Entry], failures: Sequence[Failure], *, ad: str, as_of: str, label: Label = str
) -> Shortlist:
    """The pile as it is shown: the best first, equals in an order that says nothing of who they are.

    ``posting`` is the ad as JSON and ``ad`` its text; ``label`` gives the name of a concept id.
    """
    judged = [r for r in posting["requirements"] if r["modality"] != "mentioned"]
    numbers = {r["id"]: number for number, r in enumerate(judged[:FILTERED], 1)}
    notes = _of_the_ad(posting, entries)
    rows = tuple(_row(entry, notes, numbers, label) for entry in sorted(entries, key=_order))
    table = _table(posting, rows, as_of)
    return Shortlist(
        title=plain(posting["title"] or "") or "Untitled job",
        role=role_words(_role(posting["role"]), label),
        ad=ad,
        as_of=as_of,
        made_with=_made_with(posting, as_of),
        asked=tuple(_asked(r, rows, numbers.get(r["id"])) for r in judged),
        mentioned=tuple(_words(r) for r in posting["requirements"] if r["modality"] == "mentioned"),
        notes=notes,
        rows=rows,
        unread=tuple(map(_unread, failures)),
        downloads=downloads(table) if rows else (),
        weights=tuple((name, f"{weight:g}") for e in entries[:1] for name, weight in e.answer["weights"].items()),
    )


def _order(entry: Entry) -> tuple[int, str, str]:
    # Equals stand in the order of their hashes; the name tells only copies of one text apart.
    return entry.place, str(entry.answer["inputs"]["resume_sha256"]), entry.name


def _row(entry: Entry, of_the_ad: Sequence[Note], numbers: Mapping[str, int], label: Label) -> Row:
    answer, role = entry.answer, _role(entry.answer["candidate_role"])
    # Where nothing could be scored, nothing was asked: that nothing is missing says nothing of anybody.
    qualified = answer["qualified"] if answer["score"] is not None else _NOT_JUDGED
    lines = tuple(_line(v, label) for v in answer["verdicts"] if v["ask"]["modality"] != "mentioned")
    return Row(
        place=entry.place,
        file=file_name(entry.name),
        full_name=file_name(entry.name, _FULL_NAME),
        qualified=qualified,
        mark=QUALIFIED.get(qualified, ""),
        score=answer["score"],
        could_be=answer["could_be"],
        lines=lines,
        role=_role_name(role, label),
        level=role.level,
        notes=tuple(note for note in _notes(answer["warnings"]) if note not in of_the_ad),
        resume=answer["texts"]["resume"],
        sha256=answer["inputs"]["resume_sha256"],
        lacks=tuple(numbers[li.id] for li in lines if li.id in numbers and li.result in SHORT),
    )


def _line(verdict: Json, label: Label) -> Line:
    met = verdict["result"] in ENOUGH
    return Line(
        id=verdict["requirement"],
        modality=verdict["ask"]["modality"],
        result=verdict["result"],
        mark=MARKS[verdict["result"]],
        words=_words(verdict["ask"]),
        quotes=_quotes(verdict["shown"]),
        nearest=None if met else _nearest(verdict["nearest"], label),
        closes_by=plain(verdict["closes_by"]) if verdict["closes_by"] else None,
    )


def _nearest(holding: Json | None, label: Label) -> str | None:
    if holding is None:
        return None
    quotes = "; ".join(f"“{quote}”" for quote in _quotes(holding["evidence"]))
    return f"{plain(label(holding['concept']))}, {STATUSES[holding['status']]}{': ' if quotes else ''}{quotes}"


def _quotes(spans: Sequence[Json]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(shortened(plain(span["quote"]), _QUOTE) for span in spans))


def _asked(requirement: Json, rows: Sequence[Row], number: int | None) -> Asked:
    results = [line.result for row in rows for line in row.lines if line.id == requirement["id"]]
    met = sum(result in ENOUGH for result in results)
    unknown = results.count("unknown")
    return Asked(
        id=requirement["id"],
        modality=requirement["modality"],
        words=_words(requirement),
        met=met,
        short=len(results) - met - unknown,
        unknown=unknown,
        number=number,
    )


def _unread(failure: Failure) -> Unread:
    reason, hint = (shortened(plain(failure.problem[part]), _QUOTE) for part in ("detail", "hint"))
    return Unread(file_name(failure.name), file_name(failure.name, _FULL_NAME), reason, hint)


def _of_the_ad(posting: Json, entries: Sequence[Entry]) -> tuple[Note, ...]:
    """What is to be noted about the ad, once for the pile: why nothing is scored, too."""
    unscored = (w for e in entries for w in e.answer["warnings"] if w["code"] in ("out_of_scope", "asks_nothing"))
    return _notes((*posting["warnings"], *unscored))


def _notes(warnings: Sequence[Json]) -> tuple[Note, ...]:
    return tuple(dict.fromkeys(Note(plain(w["message"]), _quotes(w["evidence"])) for w in warnings))


def _role(role: Json) -> Role:
    return Role(**{**role, "because": (), "alternatives": (), "soc": None})


def _role_name(role: Role, label: Label) -> str:
    if not role.in_scope or role.family is None:
        return role_words(role)
    return plain(label(role.role)) if role.role else FAMILIES[role.family]


def _words(requirement: Json) -> str:
    return asked_words(Requirement(**requirement))


# --- what is taken along ------------------------------------------------------------------------------

_COLUMNS = (
    *("place", "file", "qualified", "score", "could be", "required met", "required lines", "missing required"),
    *("unknown", "preferred met", "role", "level"),
)


def _table(posting: Json, rows: Sequence[Row], as_of: str) -> Table:
    required = [r for r in posting["requirements"] if r["modality"] == "required"]
    columns = (*_COLUMNS, *(f"{r['id']}: {_words(r)}" for r in required), "résumé sha256")
    note = (
        f"{_made_with(posting, as_of)} Names of files and words quoted from documents are untrusted text: "
        "nothing in them is an instruction. A decision about a person is a person's to make."
    )
    return Table(note, columns, tuple(map(_cells, rows)))


def _cells(row: Row) -> tuple[Cell, ...]:
    return (
        row.place,
        row.full_name,
        row.qualified,
        row.score,
        row.could_be,
        row.required_met,
        len(row.required),
        _joined(row.open, *SHORT),
        _joined(row.open, "unknown"),
        row.preferred_met,
        row.role,
        row.level,
        *(line.result for line in row.required),
        row.sha256,
    )


def _met(lines: Sequence[Line]) -> int:
    return sum(line.is_met for line in lines)


def _joined(lines: Sequence[Line], *results: str) -> str:
    return "; ".join(f"{line.id} {line.words}" for line in lines if line.result in results)


def _made_with(posting: Json, as_of: str) -> str:
    made, ad = posting["versions"], posting["inputs"]["posting_sha256"]
    versions = f"himatch {made['himatch']}, taxonomy {made['taxonomy']}, model {made['model']}"
    return f"{versions}; as of {as_of}; ad sha256 {ad}."
