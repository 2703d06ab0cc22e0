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
    """How a kind of error is told to who asked; ``hint`` is for a message that brings none of its own."""

    exit_code: int
    status: int
    hint: str


ANSWERS: dict[type[HimatchError], Answer] = {
    HimatchError: Answer(FAILED, 500, "himatch --help says what each command takes"),
    NotFound: Answer(FAILED, 404, "himatch taxonomy find NAME looks a name up"),
    CheckFailed: Answer(FAILED, 500, "see what changed since it last held"),
    WrongFile: Answer(INPUT, 422, "himatch COMMAND --help shows what the file should hold"),
    TaxonomyError: Answer(
        BROKEN, 500, "himatch taxonomy check FILE names what is wrong"
    ),  # the files are the operator's, never the caller's
    ModelError: Answer(BROKEN, 500, "rebuild it with himatch train"),
    documents.WrongWeights: Answer(USAGE, 422, "give name=number pairs, such as preferred=0"),
    documents.UnreadableDocument: Answer(INPUT, 422, "check the path, and that the file opens elsewhere"),
    documents.Unsupported: Answer(INPUT, 415, "save it as PDF, DOCX or plain text"),
    documents.Encrypted: Answer(INPUT, 422, "save it without a password"),
    documents.Corrupt: Answer(INPUT, 422, "open it elsewhere and save it anew"),
    documents.Empty: Answer(INPUT, 422, "check that the file was saved"),
    documents.NoText: Answer(INPUT, 422, "export it as text, or run text recognition on it first"),
    documents.TooLarge: Answer(INPUT, 413, "leave out pictures, or save it as plain text"),
    documents.TooComplex: Answer(INPUT, 422, "save it as plain text"),
    documents.NotAResume: Answer(INPUT, 422, "the résumé comes first, the ad second"),
    documents.NotAnAd: Answer(INPUT, 422, "the résumé comes first, the ad second"),
}


def answer_to(error: BaseException) -> Answer | None:
    """The answer to an error that we raise on purpose; None for any other, which is a fault of ours."""
    return ANSWERS.get(type(error)) if isinstance(error, HimatchError) else None
