"""A schema.org JobPosting -> labelled lines that can be quoted, whatever shape its publisher gave it.

Terms: https://schema.org/JobPosting, EducationalOccupationalCredential, OccupationalExperienceRequirements and
MonetaryAmount there. What others estimate (``estimatedSalary``) and who hires are left out.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .shape import hidden_note
from .values import MOST_FIELD, each, first_of, listed, loaded, local, record_of, words_of

Note = tuple[str, str]
TextOf = Callable[[str], tuple[str, list[str]]]  # HTML -> the text that is seen, and what is not

MOST_THINGS = 20_000  # of a graph that are looked through for a posting


@dataclass(frozen=True, slots=True)
class Offer:
    """A posting as lines: ``head`` carries labels, ``text`` is its description, ``parts`` stand under headings."""

    title: str
    head: tuple[str, ...]
    text: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[Note, ...] = ()


# --- finding it ------------------------------------------------------------------------------------


def postings_in(found: object) -> list[dict[str, Any]]:
    """Every JobPosting of a JSON-LD document, the outermost first: alone, in a list, in a graph, or deeper."""
    waiting, out = [found], []
    for thing in waiting:
        if isinstance(thing, dict) and _is_posting(thing):
            out.append(thing)
        elif isinstance(thing, dict | list) and len(waiting) < MOST_THINGS:
            waiting += [one for one in (thing.values() if isinstance(thing, dict) else thing) if one]
    return out


def _is_posting(thing: dict[str, Any]) -> bool:
    return any(isinstance(kind, str) and local(kind) == "JobPosting" for kind in listed(thing.get("@type")))


# What publishers put around a script's data so that old browsers, or XML, leave it alone.
_OPENS = ("<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "<![CDATA[")
_CLOSES = (";", "-->", "//]]>", "// ]]>", "/*]]>*/", "]]>")


def scripted(scripts: Iterable[str]) -> tuple[list[dict[str, Any]], tuple[Note, ...]]:
    """The postings of a page's JSON-LD scripts, and a note where one that speaks of a posting cannot be read."""
    out: list[dict[str, Any]] = []
    broken = False
    for script in scripts:
        if "JobPosting" not in script:
            continue
        text = _unwrapped(script)
        try:
            out += postings_in(loaded(html.unescape(text) if '"' not in text else text))
        except ValueError:
            broken = True
    return out, (BROKEN,) if broken and not out else ()


def _unwrapped(script: str) -> str:
    text = script.strip()
    for mark in _OPENS:
        text = text.removeprefix(mark).lstrip()
    for mark in _CLOSES:
        text = text.removesuffix(mark).rstrip()
    return text


BROKEN = ("json_ld_broken", "the page's JobPosting data (JSON-LD) is broken and was not used: its text was read")


# --- reading it ------------------------------------------------------------------------------------


def chosen(postings: list[dict[str, Any]], page: str = "") -> tuple[dict[str, Any], tuple[Note, ...]]:
    """The posting whose title a page shows, or else the first; and a note where there are several."""
    shown = f" {_folded(page)} "
    titled = (one for one in postings if f" {_folded(first_of(record_of(one).get('title')))} " in shown)
    return next(titled, postings[0]), (SEVERAL,) if len(postings) > 1 else ()


SEVERAL = ("several_postings", "there are several job postings in it: one was read")


def offer_of(posting: dict[str, Any], text_of: TextOf) -> Offer:
    """The posting's fields as lines. Text that the HTML of a field hides is left out, with a note."""
    hidden: list[str] = []

    def shown(text: str) -> str:
        seen, unseen = _shown(text, text_of)
        hidden.extend(unseen)
        return seen

    record = record_of(posting)
    title = " ".join(shown(first_of(record.get("title")) or first_of(record.get("name"))).split())
    pay, notes = _pay(record.get("baseSalary"))
    head = tuple(_head(record, title, pay))
    text = "\n\n".join(filter(None, (shown(words_of(one)) for one in listed(record.get("description")))))
    parts = tuple((heading, lines) for heading, lines in _parts(record, shown) if lines)
    return Offer(title, head, text, parts, (*hidden_note(hidden), *notes))


def _head(record: dict[str, Any], title: str, pay: str) -> Iterator[str]:
    labelled = (
        ("Job title", title),
        ("Location", "; ".join(each(record.get("jobLocation"), _place))),
        ("Pay", pay),
        ("Workplace", "remote" if "TELECOMMUTE" in map(_term, listed(record.get("jobLocationType"))) else ""),
        ("Employment type", ", ".join(each(record.get("employmentType"), _employment))),
        ("Applicant location", "; ".join(each(record.get("applicantLocationRequirements"), _place))),
        ("Work hours", "; ".join(each(record.get("workHours"), words_of))),
    )
    yield from (f"{label}: {' '.join(value.split())}" for label, value in labelled if value.strip())


_PARTS = (
    ("responsibilities", "Responsibilities"),
    ("qualifications", "Qualifications"),
    ("skills", "Skills"),
    ("educationRequirements", "Education"),
    ("experienceRequirements", "Experience"),
    ("jobBenefits", "Benefits"),
)


def _parts(record: dict[str, Any], shown: Callable[[str], str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each field that stands apart, with what it says in words; facts alone (a degree, months) last."""
    for key, heading in _PARTS:
        words = (shown(words_of(one) or _worded(record_of(one))) for one in listed(record.get(key)))
        lines = (line.strip() for text in words if not _asks_nothing(text) for line in text.split("\n"))
        yield heading, tuple(dict.fromkeys(line for line in lines if line))
    degrees = " or ".join(each(record.get("educationRequirements"), _degree))
    months = next(iter(each(record.get("experienceRequirements"), _months)), "")
    instead = record.get("experienceInPlaceOfEducation")
    if degrees and months and (instead is True or _term(instead) == "TRUE"):
        yield SCHOOLING, (f"{degrees} or {months}",)
    else:
        yield SCHOOLING, (degrees,) if degrees else ()
        yield WORK, (months,) if months else ()


SCHOOLING, WORK = "Education required", "Experience required"


def _asks_nothing(text: str) -> bool:
    return text.strip().lower() in ("no requirements", "none", "n/a")


def _worded(record: dict[str, Any]) -> str:
    """What a thing that is more than a category says in words: a named certificate, a competency."""
    return first_of(record.get("name")) or first_of(record.get("description"))


def _degree(thing: object) -> str:
    record = record_of(thing)
    found = first_of(record.get("credentialCategory")) or first_of(
        record_of(record.get("credentialCategory")).get("name")
    )
    return "" if _worded(record) or "/" in found or _asks_nothing(found) else found


def _months(thing: object) -> str:
    months = round(_number(record_of(thing).get("monthsOfExperience")) or 0)
    if not 0 < months <= 600:
        return ""
    amount, unit = (months // 12, "year") if months % 12 == 0 else (months, "month")
    return f"{amount} {unit}{'' if amount == 1 else 's'} of experience"


def _place(thing: object) -> str:
    """A place as "City, ST", or by its name."""
    record = record_of(thing)
    address = record_of(record.get("address")) or record
    region = first_of(address.get("addressRegion")).removeprefix("US-")
    found = ", ".join(filter(None, (first_of(address.get("addressLocality")), region)))
    return found or words_of(thing) or first_of(record.get("address")) or first_of(record.get("name"))


_EMPLOYMENT = {
    "FULL_TIME": "full-time", "PART_TIME": "part-time", "CONTRACTOR": "contract", "TEMPORARY": "temporary",
    "INTERN": "internship", "VOLUNTEER": "volunteer", "PER_DIEM": "per diem", "OTHER": "",
}  # fmt: skip


def _employment(thing: object) -> str:
    return _EMPLOYMENT.get(_term(thing), words_of(thing))


def _term(thing: object) -> str:
    """A word of a controlled list, however it is spelled: "FULL_TIME"."""
    return re.sub(r"[^A-Z]+", "_", local(words_of(thing)).upper()).strip("_")


# --- pay -------------------------------------------------------------------------------------------

_UNITS = {"HO": "hour", "HR": "hour", "DA": "day", "WE": "week", "WK": "week", "MO": "month", "YE": "year",
          "YR": "year", "AN": "year"}  # fmt: skip
_AMOUNT = re.compile(r"(?:US)?\$?\s?(\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,9})?)\s?([kK])?(?:\s?USD)?")
_MOST_PAY = 80  # characters: more is a story, not an amount


def _pay(thing: object) -> tuple[str, tuple[Note, ...]]:
    """The pay as an ad prints it; in another currency none, and a note."""
    if text := first_of(thing):
        amount = _number(text)
        return (_dollars(amount) if amount else text if len(text) <= _MOST_PAY else ""), ()
    salary = record_of(thing)
    value = record_of(salary.get("value")) or salary
    low, high = _number(value.get("minValue")), _number(value.get("maxValue"))
    if not low and not high:
        low = high = _number(value.get("value")) or _number(salary.get("value")) or _number(salary.get("price"))
    said = _range(low, high) or first_of(salary.get("value"))[:_MOST_PAY]
    currency = (
        first_of(salary.get("currency")) or first_of(value.get("currency")) or first_of(salary.get("priceCurrency"))
    )
    if said and currency.upper() not in ("", "USD", "US$", "$"):
        return "", (("other_currency", f"the pay is given in {currency[:12]!r} and was left out"),)
    unit = _UNITS.get(_term(value.get("unitText") or salary.get("unitText")).removeprefix("PER_")[:2], "")
    return (f"{said} per {unit}" if said and unit else said), ()


def _range(low: float | None, high: float | None) -> str:
    if low and high and low != high:
        return f"{_dollars(low)} - {_dollars(high)}"
    if low and high:
        return _dollars(low)
    return f"from {_dollars(low)}" if low else f"up to {_dollars(high)}" if high else ""


def _dollars(amount: float) -> str:
    return f"${amount:,.2f}".removesuffix(".00")


def _number(thing: object) -> float | None:
    """A finite number, also one written as text: "$28.50", "85K"."""
    if isinstance(thing, str | dict):
        found = _AMOUNT.fullmatch(words_of(thing))
        thing = float(found[1].replace(",", "")) * (1000 if found[2] else 1) if found else None
    if isinstance(thing, bool) or not isinstance(thing, int | float) or not 0 <= thing < 1e12 or math.isnan(thing):
        return None
    return float(thing)


# --- what is written -------------------------------------------------------------------------------


def lines_of(offer: Offer) -> Iterator[str]:
    """All lines of a posting: the labelled ones, the description, and what the other fields say beyond it."""
    yield from offer.head
    if offer.text:
        yield from ("", offer.text)
    yield from _beyond(offer, offer.text)


def _beyond(offer: Offer, told: str) -> Iterator[str]:
    """The parts that say more than a text does; a degree or months alone only where it speaks of none."""
    for heading, lines in offer.parts:
        if (heading == SCHOOLING and _SCHOOLED.search(told)) or (heading == WORK and _speaks_of_years(told)):
            continue
        known = f" {_folded(told)} "
        new = [line for line in lines if f" {_folded(line)} " not in known]
        if new:
            yield from ("", heading, *new)
            told = "\n".join([told, *new])


_SCHOOLED = re.compile(
    r"\b(?:degree|diploma|ged|high school|bachelor\w*|baccalaureate|associate['’]?s?|master['’]?s|doctorate)\b",
    re.IGNORECASE,
)


def _speaks_of_years(text: str) -> bool:
    lines = text.lower().split("\n")
    return any("experience" in line and re.search(r"\b(?:year|yr|month)s?\b", line) for line in lines)


def _folded(text: str) -> str:
    return " ".join(_words(text))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text[:MOST_FIELD].lower())


# --- a page and its posting ------------------------------------------------------------------------

_RUN = 8  # words: a line of fewer is a link or a label, and a run of so many is no accident
_ASIDE = 60  # words of prose that any page has around an ad: cookies, equal opportunity


def beside_page(page: str, offer: Offer) -> tuple[str, tuple[Note, ...]]:
    """The text of an ad whose page carries its own data, and the note that says which of both was read.

    The data, where the page shows little prose beyond it; the page with the data's labelled lines before it, where
    the page says more; the page alone, where both speak of different jobs.
    """
    told = "\n".join([offer.text, *(line for _, lines in offer.parts for line in lines)])
    runs, count = _runs(told), len(_words(told))
    prose = [words for line in page.split("\n") if len(words := _words(line)) >= _RUN]
    strange = sum(len(words) for words in prose if tuple(words[:_RUN]) not in runs)
    if count and strange <= max(_ASIDE, count // 2):
        return "\n".join(lines_of(offer)), (READ, *offer.notes)
    shown = f" {_folded(page)} "
    if f" {_folded(offer.title)} " not in shown and not runs & _runs(page):
        return page, (DIFFERS,)
    return "\n".join([*offer.head, "", page, *_beyond(offer, page)]), (ADDED, *offer.notes)


READ = ("json_ld_read", "the ad was read from the page's own JobPosting data (JSON-LD), not from the text around it")
ADDED = ("json_ld_added", "the first lines are from the page's own JobPosting data (JSON-LD), the others from its text")
DIFFERS = ("json_ld_differs", "the page's JobPosting data (JSON-LD) speaks of another job and was not used")


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


# --- values of any shape ---------------------------------------------------------------------------

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_BREAKING = re.compile(r"<(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|pre)\b", re.IGNORECASE)


def _shown(text: str, text_of: TextOf) -> tuple[str, list[str]]:
    """The text of a field that may hold HTML, also HTML that was escaped once too often."""
    hidden: list[str] = []
    for _ in range(2):
        text = text if _TAG.search(text) else html.unescape(text)
        if not _TAG.search(text):
            break
        # Where no tag makes lines, those of the source do.
        text, unseen = text_of(text if _BREAKING.search(text) else text.replace("\n", "<br>"))
        hidden += unseen
    return text.strip(), hidden
