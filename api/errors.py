"""The one table from what went wrong to how it is answered: exit code of the command, status over HTTP.

An error carries its own words: ``reason`` for programs, a message and a hint for people.

HimatchError            (taxonomy/errors.py; documents: matcher/errors.py)
├── NotFound            a name or an id that is nobody's
├── WrongFile           a file beside the documents that does not hold what it should
├── CheckFailed         what was to be checked does not hold
├── WrongSettings       a set-up that the server does not start with
├── WrongRequest        a request that lacks something, or holds something that does not belong
│   ├── BadJson         a body that is no JSON
│   ├── TooDeep         JSON nested deeper than any answer of ours needs
│   ├── LoneSurrogate   text with half of a character pair, which no file can hold
│   ├── NotFinite       a number that is none: NaN or infinity
│   ├── UnknownField    a name that the request does not have
│   └── WrongMediaType  a body that is neither JSON nor a form
├── NotAllowed          a method that the address does not answer
├── NoKey               no key, where one is needed, or one that is nobody's
├── WrongHost           a request addressed to a name that is not ours, or sent by another site's page
├── TooSlow             a request that was not sent whole in time
├── TooManyAtOnce       more at once than one key or address may ask
├── Busy                more at once than the server takes on
└── Fault               something of ours that went wrong
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


class WrongSettings(HimatchError):
    """A set-up that the server does not start with."""

    reason = "wrong_settings"


class WrongRequest(HimatchError):
    """A request that lacks something, or holds something that does not belong."""

    reason = "wrong_request"


class BadJson(WrongRequest):
    """A body that is no JSON."""

    reason = "bad_json"


class TooDeep(WrongRequest):
    """JSON nested deeper than any request needs."""

    reason = "too_deep"


class LoneSurrogate(WrongRequest):
    """Text with half of a surrogate pair, which no file can hold."""

    reason = "lone_surrogate"


class NotFinite(WrongRequest):
    """A number that is none: NaN or infinity."""

    reason = "not_finite"


class UnknownField(WrongRequest):
    """A name that the request does not have."""

    reason = "unknown_field"


class WrongMediaType(WrongRequest):
    """A body that is neither JSON nor a form."""

    reason = "wrong_media_type"


class NotAllowed(HimatchError):
    """A method that the address does not answer."""

    reason = "method_not_allowed"


class NoKey(HimatchError):
    """No key where one is needed, or one that is nobody's."""

    reason = "no_key"


class WrongHost(HimatchError):
    """A request addressed to a name that is not ours, or sent by a page of another site."""

    reason = "wrong_host"


class TooSlow(HimatchError):
    """A request that was not sent whole in time."""

    reason = "too_slow"


class TooManyAtOnce(HimatchError):
    """More at once than one key or address may ask."""

    reason = "too_many_at_once"


class Busy(HimatchError):
    """More at once than the server takes on."""

    reason = "busy"


class Fault(HimatchError):
    """Something of ours that went wrong."""

    reason = "fault"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a kind of error is told to who asked; ``hint`` is for a message that brings none of its own."""

    exit_code: int
    status: int
    hint: str


ANSWERS: dict[type[HimatchError], Answer] = {
    HimatchError: Answer(FAILED, 500, "himatch --help says what each command takes"),
    NotFound: Answer(FAILED, 404, "look it up in the taxonomy"),
    CheckFailed: Answer(FAILED, 500, "see what changed since it last held"),
    WrongFile: Answer(INPUT, 422, "himatch COMMAND --help shows what the file should hold"),
    WrongSettings: Answer(USAGE, 500, "docs/operate.md lists every setting"),
    WrongRequest: Answer(USAGE, 422, "/docs shows what each address takes"),
    BadJson: Answer(USAGE, 400, "send one JSON object, encoded as UTF-8"),
    TooDeep: Answer(USAGE, 400, "send one flat JSON object"),
    LoneSurrogate: Answer(USAGE, 422, "encode the text anew; something cut a character in half"),
    NotFinite: Answer(USAGE, 422, "give a number"),
    UnknownField: Answer(USAGE, 422, "/docs shows what each address takes"),
    WrongMediaType: Answer(USAGE, 415, "send application/json, or multipart/form-data for files"),
    NotAllowed: Answer(USAGE, 405, "/docs shows what each address takes"),
    NoKey: Answer(USAGE, 401, "send the header Authorization: Bearer KEY"),
    WrongHost: Answer(USAGE, 403, "use the name that the server was set up with"),
    TooSlow: Answer(USAGE, 408, "send the request again, over a better line"),
    TooManyAtOnce: Answer(USAGE, 429, "wait for answers before asking more"),
    Busy: Answer(USAGE, 503, "ask again in a moment"),
    Fault: Answer(BROKEN, 500, "ask again; the server's log tells its operator where it went wrong"),
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
    documents.NotAResume: Answer(INPUT, 422, "check that the résumé and the ad were not confused"),
    documents.NotAnAd: Answer(INPUT, 422, "check that the résumé and the ad were not confused"),
}


def answer_to(error: BaseException) -> Answer | None:
    """The answer to an error that we raise on purpose; None for any other, which is a fault of ours."""
    return ANSWERS.get(type(error)) if isinstance(error, HimatchError) else None
