"""Reads résumés and job ads of health information management, and matches them with quoted evidence."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher.batch import score_ads
    from matcher.ctdl import to_ctdl
    from matcher.document import read_document
    from matcher.entry import match, pay_band, read_posting, read_profile, role_of, to_json
    from matcher.jsonresume import to_jsonresume

# Imported at first use: the child that parses documents needs none of the rest.
_HOME = {
    "read_document": "matcher.document",
    "read_posting": "matcher.entry",
    "read_profile": "matcher.entry",
    "match": "matcher.entry",
    "role_of": "matcher.entry",
    "pay_band": "matcher.entry",
    "to_json": "matcher.entry",
    "score_ads": "matcher.batch",
    "to_ctdl": "matcher.ctdl",
    "to_jsonresume": "matcher.jsonresume",
}

__all__ = [
    "match",
    "pay_band",
    "read_document",
    "read_posting",
    "read_profile",
    "role_of",
    "score_ads",
    "to_ctdl",
    "to_json",
    "to_jsonresume",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'matcher' has no attribute {name!r}")
