"""JSON -> text: a JSON Résumé or a schema.org JobPosting as labelled lines, any other JSON as it stands.

Formats: https://jsonresume.org/schema and https://schema.org/JobPosting.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from . import plain
from .lines import BULLET
from .shape import Limits, Parsed

RESUME_KEYS = {"basics", "work", "education", "skills", "certificates"}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
DATE = re.compile(r"(\d{4})-(\d{2})(-\d{2})?")
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
)
DATES = ("date", "releaseDate")
TEXTS = ("description", "summary")
LISTS = ("highlights", "courses", "keywords", "roles")
# Parts of a JobPosting: its key, and the heading or label that it gets.
LABELS = (
    ("title", "Title"),
    ("hiringOrganization", "Company"),
    ("jobLocation", "Location"),
    ("employmentType", "Type"),
)
PARTS = (
    ("description", "Description"),
    ("responsibilities", "Responsibilities"),
    ("qualifications", "Qualifications"),
    ("skills", "Skills"),
    ("educationRequirements", "Education"),
    ("experienceRequirements", "Experience"),
    ("jobBenefits", "Benefits"),
)


def read(data: bytes, limits: Limits) -> Parsed:
    """The text, as one page; what only looks like JSON is read as plain text."""
    text, notes = plain.decoded(data)
    try:
        found = json.loads(text)
    except ValueError:
        return plain.read(data, limits)
    posting = _posting_in(found)
    if posting is not None:
        return Parsed(("\n".join(_posting(posting)),), notes, "json")
    if isinstance(found, dict) and len(RESUME_KEYS & found.keys()) > 1:
        return Parsed(("\n".join(_resume(found)),), notes, "json")
    return Parsed((text,), notes, "json")


# --- a résumé --------------------------------------------------------------------------------------


def _resume(resume: dict[str, Any]) -> Iterator[str]:
    basics = _record(resume.get("basics"))
    place = _record(basics.get("location"))
    yield from filter(None, (_text(basics.get(key)) for key in ("name", "label")))
    contact = [_text(basics.get(key)) for key in ("email", "phone", "url")]
    yield CONTACT.join(filter(None, [*contact, _joined(place, ("city", "region", "countryCode"))]))
    if summary := _text(basics.get("summary")):
        yield from ("", "Summary", summary)
    for key, heading, first in SECTIONS:
        items = [_record(item) for item in _list(resume.get(key))]
        if items:
            yield from ("", heading)
            for item in items:
                yield from _item(item, first)


CONTACT = " | "


def _item(item: dict[str, Any], first: tuple[str, ...]) -> Iterator[str]:
    yield "  ".join(filter(None, [_joined(item, first), _dates(item)]))
    yield from filter(None, (_text(item.get(key)) for key in TEXTS))
    for key in LISTS:
        for entry in _list(item.get(key)):
            if text := _text(entry):
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
    text = _text(date)
    found = DATE.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12:
        return text
    return f"{MONTHS[int(found[2]) - 1]} {found[1]}"


# --- a job posting ---------------------------------------------------------------------------------


def _posting_in(found: object) -> dict[str, Any] | None:
    """The first JobPosting, alone, in a list or in a graph."""
    for one in [found, *_list(found), *_list(_record(found).get("@graph"))]:
        kinds = _record(one).get("@type")
        if "JobPosting" in (kinds if isinstance(kinds, list) else [kinds]):
            return _record(one)
    return None


def _posting(posting: dict[str, Any]) -> Iterator[str]:
    for key, label in LABELS:
        text = ", ".join(filter(None, (_place(one) for one in _list(posting.get(key)))))
        if text:
            yield f"{label}: {text}"
    if pay := _pay(_record(posting.get("baseSalary"))):
        yield f"Pay: {pay}"
    for key, heading in PARTS:
        texts = [_shown(_place(one)) for one in _list(posting.get(key))]
        if any(texts):
            yield from ("", heading, *filter(None, texts))


def _place(thing: object) -> str:
    """A text, or what names a thing: its name, its address, its category."""
    record = _record(thing)
    if not record:
        return _text(thing)
    months = record.get("monthsOfExperience")
    address = _record(record.get("address"))
    named = _text(record.get("name")) or _text(record.get("credentialCategory")) or _text(record.get("description"))
    found = _joined(address, ("addressLocality", "addressRegion")) or _text(record.get("address")) or named
    return f"{found} {months} months of experience".strip() if months else found


def _pay(salary: dict[str, Any]) -> str:
    value = _record(salary.get("value"))
    amounts = [_text(value.get(key)) for key in ("minValue", "maxValue")] if value else [_text(salary.get("value"))]
    shown = " - ".join(f"${amount}" for amount in amounts or [] if amount) or _text(value.get("value"))
    unit = _text(value.get("unitText") or salary.get("unitText")).lower()
    return f"{shown} per {unit}" if shown and unit else shown


def _shown(text: str) -> str:
    """The text of a field that may hold HTML."""
    if "<" not in text and "&" not in text:
        return text
    from .html import text_of

    return text_of(text)[0]


# --- values of any shape ---------------------------------------------------------------------------


def _record(thing: object) -> dict[str, Any]:
    return thing if isinstance(thing, dict) else {}


def _list(thing: object) -> list[Any]:
    if thing is None:
        return []
    return thing if isinstance(thing, list) else [thing]


def _text(thing: object) -> str:
    if isinstance(thing, bool) or not isinstance(thing, (str, int, float)):
        return ""
    return str(thing).strip()


def _joined(record: dict[str, Any], keys: tuple[str, ...]) -> str:
    return ", ".join(filter(None, (_text(record.get(key)) for key in keys)))
