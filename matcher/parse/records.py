"""JSON -> text: a JSON Résumé or a schema.org JobPosting as labelled lines, any other JSON as it stands.

Format of a résumé: https://jsonresume.org/schema, 1.0.0 and what came before it (``bio``, ``company``, ``hobbies``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from . import jobposting, plain
from .lines import BULLET
from .shape import Limits, Parsed
from .values import listed, loaded, record_of, words_of

RESUME_KEYS = {"basics", "bio", "work", "education", "skills", "certificates"}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
DATE = re.compile(r"(\d{4})-(\d{2})(?:-\d{2}(?:T.*)?)?")
# Sections of a JSON Résumé: its key, a heading, the keys of an item's first line.
SECTIONS = (
    ("work", "Experience", ("position", "name", "company", "location")),
    ("volunteer", "Volunteer experience", ("position", "organization", "location")),
    ("education", "Education", ("studyType", "area", "institution")),
    ("certificates", "Certifications", ("name", "issuer")),
    ("skills", "Skills", ("name", "level")),
    ("projects", "Projects", ("name", "entity")),
    ("awards", "Awards", ("title", "awarder")),
    ("publications", "Publications", ("name", "publisher")),
    ("languages", "Languages", ("language", "fluency")),
    ("interests", "Interests", ("name",)),
    ("hobbies", "Interests", ("name",)),
)
DATES = ("date", "releaseDate", "awardDate")
TEXTS = ("description", "summary")
LISTS = ("highlights", "courses", "keywords", "roles")


def read(data: bytes, limits: Limits) -> Parsed:
    """The text, as one page; what only looks like JSON is read as plain text."""
    text, notes = plain.decoded(data)
    try:
        found = loaded(text)
    except ValueError:
        parsed = plain.read(data, limits)
        broken = (BROKEN,) if any(f'"{name}"' in text for name in ("JobPosting", "basics")) else ()
        return Parsed(parsed.pages, (*parsed.notes, *broken), parsed.kind)
    if postings := jobposting.postings_in(found):
        posting, several = jobposting.chosen(postings)
        offer = jobposting.offer_of(posting, _text_of)
        return Parsed(("\n".join(jobposting.lines_of(offer)),), (*notes, *offer.notes, *several), "json")
    if isinstance(found, dict) and _is_resume(found):
        return Parsed(("\n".join(_resume(found)),), notes, "json")
    return Parsed((text,), notes, "json")


BROKEN = ("json_broken", "it looks like JSON and is broken: it was read as plain text")


def _text_of(markup: str) -> tuple[str, list[str]]:
    from .html import text_of  # its parser is loaded where a field holds markup

    return text_of(markup)


# --- a résumé --------------------------------------------------------------------------------------


def _is_resume(found: dict[str, Any]) -> bool:
    schema = words_of(found.get("$schema"))
    return len(RESUME_KEYS & found.keys()) > 1 or ("resume" in schema and bool(RESUME_KEYS & found.keys()))


def _resume(resume: dict[str, Any]) -> Iterator[str]:
    basics = record_of(resume.get("basics")) or record_of(resume.get("bio"))
    place = record_of(basics.get("location"))
    yield from filter(None, (words_of(basics.get(key)) for key in ("name", "label")))
    contact = [words_of(basics.get(key)) for key in ("email", "phone", "url")]
    yield CONTACT.join(filter(None, [*contact, _joined(place, ("city", "region", "state", "countryCode"))]))
    if summary := words_of(basics.get("summary")):
        yield from ("", "Summary", summary)
    for key, heading, first in SECTIONS:
        items = listed(resume.get(key))
        if items:
            yield from ("", heading)
            for item in items:
                yield from _item(record_of(item), first) if isinstance(item, dict) else filter(None, [words_of(item)])


CONTACT = " | "


def _item(item: dict[str, Any], first: tuple[str, ...]) -> Iterator[str]:
    yield "  ".join(filter(None, [_joined(item, first), _dates(item)]))
    yield from filter(None, (words_of(item.get(key)) for key in TEXTS))
    for key in LISTS:
        for entry in listed(item.get(key)):
            if text := words_of(entry):
                yield BULLET + text


def _dates(item: dict[str, Any]) -> str:
    for key in DATES:
        if item.get(key):
            return _date(item[key])
    if not item.get("startDate"):
        return _date(item.get("endDate"))
    return f"{_date(item['startDate'])} - {_date(item.get('endDate')) or 'Present'}"


def _date(date: object) -> str:
    """A date of ISO 8601 as people write it: its month and year."""
    text = words_of(date)
    found = DATE.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12:
        return text
    return f"{MONTHS[int(found[2]) - 1]} {found[1]}"


def _joined(item: dict[str, Any], keys: tuple[str, ...]) -> str:
    return ", ".join(filter(None, (words_of(item.get(key)) for key in keys)))
