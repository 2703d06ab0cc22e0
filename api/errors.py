"""The one table from what went wrong to how it is answered: exit code of the command, status over HTTP.

An error carries its own words: ``reason`` for programs, a message and a hint for people.

HimatchError        (taxonomy/errors.py; documents: matcher/errors.py)
├── NotFound        a name or an id that is nobody's
├── WrongFile       a file beside the documents that does not hold what it should
└── CheckFailed     what was to be checked does not hold
"""

from __future__ import annotations

from dataclasses import dataclass

from matcher import errors as documents
from matcher.classifier import ModelError
from taxonomy.errors import HimatchError, TaxonomyError

FAILED = 1  # the command ran, and what it checked does not hold
USAGE = 2  # typer's own too: an unknown option, a value that cannot be
INPUT = 3
BROKEN = 4


class NotFound(HimatchError):
    """A name or an id that is nobody's."""

    reason = "not_found"


class WrongFile(HimatchError):
    """A file beside the documents that does not hold what it should: labelled rows, floors."""

    reason = "wrong_file"


class CheckFailed(HimatchError):
    """What was to be checked does not hold."""

    reason = "check_failed"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a kind of error is told to who asked."""

    exit_code: int
    status: int


ANSWERS: dict[type[HimatchError], Answer] = {
    HimatchError: Answer(FAILED, 500),
    NotFound: Answer(FAILED, 404),
    CheckFailed: Answer(FAILED, 500),
    WrongFile: Answer(INPUT, 422),
    TaxonomyError: Answer(BROKEN, 500),  # the files are the operator's, never the caller's
    ModelError: Answer(BROKEN, 500),
    documents.WrongWeights: Answer(USAGE, 422),
    documents.UnreadableDocument: Answer(INPUT, 422),
    documents.Unsupported: Answer(INPUT, 415),
    documents.Encrypted: Answer(INPUT, 422),
    documents.Corrupt: Answer(INPUT, 422),
    documents.Empty: Answer(INPUT, 422),
    documents.NoText: Answer(INPUT, 422),
    documents.TooLarge: Answer(INPUT, 413),
    documents.TooComplex: Answer(INPUT, 422),
    documents.NotAResume: Answer(INPUT, 422),
    documents.NotAnAd: Answer(INPUT, 422),
}


def answer_to(error: BaseException) -> Answer | None:
    """The answer to an error that we raise on purpose; None for any other, which is a fault of ours."""
    return ANSWERS.get(type(error)) if isinstance(error, HimatchError) else None
