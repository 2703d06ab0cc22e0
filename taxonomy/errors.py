"""The root of every error that this project raises on purpose.

HimatchError
├── TaxonomyError            a file of the taxonomy or an overlay is broken
└── (matcher/errors.py)      documents that cannot be read
"""

from __future__ import annotations


class HimatchError(Exception):
    """What was met and where; a second line ``hint: ...`` says what to do.

    ``reason`` is a stable code for programs.
    """

    reason = "error"

    @property
    def hint(self) -> str | None:
        """The advice of the message, without its label."""
        _, found, hint = str(self).partition("\nhint: ")
        return hint if found else None


class TaxonomyError(HimatchError):
    """A taxonomy file says something that cannot stand."""

    reason = "taxonomy"
