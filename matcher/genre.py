"""What a text is at all: a résumé, a job ad, or something else. Asked before it is judged, and no part of a score."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from matcher.dates import ranges
from matcher.errors import NotAnAd, NotAResume
from matcher.report import Education, Holding, StatedYears
from matcher.section import Sentence

# An ad speaks to its reader and for an employer; each way of doing so counts once. Words that résumés are fond of
# ("position", "application", "responsible for") are left out.
_VOICE = re.compile(
    r"\b(you|your|we|our|must|required|preferred|applicants?|candidates?|apply|equal opportunity|responsibilities|"
    r"qualifications|salary|join|hiring)\b",
    re.IGNORECASE,
)
_ENOUGH = 3  # ways: of 71 résumés none with fewer than two dated jobs has as many; of 440 ads 19 of 20 have
_WINDOW = 6_000  # characters: an ad speaks up before they are over
_SCRAP = 40  # words: a few lines say too little to tell
_SHORT = 80  # words: anything that is recognised will do
_WORDS = re.compile(r"[A-Za-z]{2}")
# What a job board or its form puts before the text of an ad.
_OFFER = re.compile(
    r"\b(job|position) (title|description|summary)\b|\b(full|part)[- ]time\b|\bper diem\b", re.IGNORECASE
)
_HEADINGS = {"experience", "education", "skills", "summary", "certifications"}
_OF_AN_AD = {"duties", "qualifications", "required", "preferred", "benefits", "about"}
_LATER = date(2100, 1, 1)  # no range of dates begins after it


def refuse_no_resume(
    text: str,
    parts: Sequence[Sentence],
    education: Sequence[Education],
    holdings: Sequence[Holding],
    stated: Sequence[StatedYears],
) -> None:
    """Raises NotAResume unless dated work makes a résumé of it, or two of: headings, schooling, credentials, years."""
    if not _WORDS.search(text):
        raise NotAResume("the résumé holds no words\nhint: give a file that has text")
    words, dated = len(text.split()), _dated(text)
    if dated > 1 or words <= _SCRAP:
        return
    if _speaks_like_an_ad(text):
        raise NotAResume(
            "this reads like a job ad and not like a résumé: it speaks to applicants and lists no dated work"
        )
    headed = any(part.section in _HEADINGS for part in parts)
    certified = any(holding.kind == "credential" for holding in holdings)
    told = [bool(dated), headed, bool(education), certified, bool(stated)].count(True)
    if told < 2 and not (words <= _SHORT and (told or holdings)):
        raise NotAResume("this does not read like a résumé: no work, schooling, skills or credentials were found")


def refuse_no_ad(text: str, parts: Sequence[Sentence], asks: bool) -> None:
    """Raises NotAnAd where it is a résumé, or ``asks`` for nothing, names no duties and speaks to nobody."""
    if not _WORDS.search(text):
        raise NotAnAd("the ad holds no words\nhint: paste the text of a job ad, or give a file that has text")
    words = len(text.split())
    if words <= _SCRAP or _speaks_like_an_ad(text):
        return
    if _dated(text) > 1:
        raise NotAnAd("this reads like a résumé and not like a job ad: it lists dated work, and speaks to nobody")
    headed = any(part.section in _OF_AN_AD for part in parts)
    if not asks and not headed and words > _SHORT and not (_VOICE.search(text) or _OFFER.search(text)):
        raise NotAnAd("this does not read like a job ad: it asks for nothing, and speaks to nobody")


def _dated(text: str) -> int:
    """How many stretches of dates a text names: "2019 - present"."""
    return sum(1 for _ in ranges(text, _LATER))


def _speaks_like_an_ad(text: str) -> bool:
    heard: set[str] = set()
    for found in _VOICE.finditer(text, 0, _WINDOW):
        heard.add(found[1].lower())
        if len(heard) >= _ENOUGH:
            return True
    return False
