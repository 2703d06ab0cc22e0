"""Why a document was refused. Every class has its own ``reason``, and its own answer at the doors.

HimatchError                 (taxonomy/errors.py)
├── UnreadableDocument       the bytes gave no text
│   ├── Unsupported          a kind of file that is not read
│   ├── Encrypted            opens only with a password
│   ├── Corrupt              broken, cut short, or not what its first bytes say
│   ├── Empty                holds no bytes
│   ├── NoText               holds pictures, or nothing that a reader would see
│   ├── TooLarge             over a limit on size, before or after unpacking
│   └── TooComplex           took too long, or too much memory
├── NotAResume               was read, and is no résumé
├── NotAnAd                  was read, and is no job ad
└── WrongWeights             weights that the table of considerations does not know
"""

from __future__ import annotations

from taxonomy.errors import HimatchError


class UnreadableDocument(HimatchError):
    """A document that gave no text."""

    reason = "unreadable"


class Unsupported(UnreadableDocument):
    """A kind of file that is not read."""

    reason = "unsupported"


class Encrypted(UnreadableDocument):
    """A document that opens only with a password."""

    reason = "encrypted"


class Corrupt(UnreadableDocument):
    """A document that is broken, cut short, or not what its first bytes say."""

    reason = "corrupt"


class Empty(UnreadableDocument):
    """A document of no bytes, or of blanks alone."""

    reason = "empty"


class NoText(UnreadableDocument):
    """A document of pictures, or of nothing that a reader would see."""

    reason = "no_text_found"


class TooLarge(UnreadableDocument):
    """A document over a limit on its size, packed or unpacked."""

    reason = "too_large"


class TooComplex(UnreadableDocument):
    """A document that took more time or memory to read than a document may."""

    reason = "too_complex"


class NotAResume(HimatchError):
    """A text that was read, and is no résumé."""

    reason = "not_a_resume"


class NotAnAd(HimatchError):
    """A text that was read, and is no job ad."""

    reason = "not_an_ad"


class WrongWeights(HimatchError):
    """Weights that name no consideration, or are no weights."""

    reason = "wrong_weights"


__all__ = [
    "Corrupt",
    "Empty",
    "Encrypted",
    "HimatchError",
    "NoText",
    "NotAResume",
    "NotAnAd",
    "TooComplex",
    "TooLarge",
    "UnreadableDocument",
    "Unsupported",
    "WrongWeights",
]
