"""What a résumé says of the person and not of the work, covered before anything is read from it.

Names, addresses, telephone numbers, mail and web addresses become blanks of the same length, so that offsets
stay and no word of theirs reaches a claim, a role or a score (law 5: the allow-list).
"""

from __future__ import annotations

import re
from functools import lru_cache

from taxonomy.fold import fold_name
from taxonomy.lexicon import lexicon_of
from taxonomy.load import Taxonomy, names_of

_HEAD_LINES = 6
_MAIL_OR_WEB = re.compile(
    r"\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}\b"
    r"|\b(?:https?://|www\.)[^\s|,;]{1,200}"
    r"|\b(?:linkedin|github|facebook|twitter|instagram)\.com[^\s|,;]{0,120}"
)
_PHONE = re.compile(r"(?:\+?\d{1,2}[\s.-])?(?:\(\d{3,4}\)\s?|\b\d{3}[\s.-])\d{3,4}[\s.-]\d{4}\b")
_STREET = re.compile(
    r"\b\d{1,6}[A-Za-z]?\s(?:[A-Z][\w.'’-]*\s){1,4}"
    r"(?:Way|Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Parkway|Pkwy|Highway|Hwy|"
    r"Circle|Cir|Terrace|Trail|Square|Loop|Row|Path)\b\.?[^\n|•]{0,60}"
    r"|\b(?:P\.?\s?O\.?\s?Box|Apt\.?|Suite|Unit)\s#?\w{1,8}\b[^\n|•]{0,40}"
)
_NAME = re.compile(r"[^\S\n]*((?:[A-Z][\w.'’-]*[^\S\n]+){1,4}[A-Z][\w.'’-]*)[^\S\n]*(?=,|\||\n|$| {2}|[-–—] )")


def covered(text: str, taxonomy: Taxonomy) -> str:
    """The text with what is the person's own blanked out."""
    chars = list(text)
    for pattern in (_MAIL_OR_WEB, _PHONE, _STREET):
        for found in pattern.finditer(text):
            _blank(chars, found.start(), found.end())
    name = _name(text, taxonomy)
    if name is not None:
        _blank(chars, *name)
    return "".join(chars)


def _blank(chars: list[str], start: int, end: int) -> None:
    for at in range(start, end):
        chars[at] = "\n" if chars[at] == "\n" else " "


def _name(text: str, taxonomy: Taxonomy) -> tuple[int, int] | None:
    """The name at the head: the first line's words up to a comma, where they are no title.

    They are a name when the field does not know one of them, or when the lines below say how to reach somebody.
    """
    start = len(text) - len(text.lstrip())
    found = _NAME.match(text, start)
    if found is None:
        return None
    end, words = found.start(1), []
    for word in re.finditer(r"\S+", found[1]):
        if word[0].isupper() and fold_name(word[0]) in _short_names(taxonomy):
            break  # "Hanna Lindqvist RHIA CCS": the letters behind a name are credentials
        end = found.start(1) + word.end()
        words.append(word[0].strip(".'’-").lower())
    head = "\n".join(text[start:].split("\n")[:_HEAD_LINES])
    reached = bool(_MAIL_OR_WEB.search(head) or _PHONE.search(head) or _STREET.search(head))
    strange = any(w and w not in _words_of_the_field(taxonomy) for w in words)
    return (found.start(1), end) if len(words) > 1 and (reached or strange) else None


@lru_cache(maxsize=4)
def _short_names(taxonomy: Taxonomy) -> frozenset[str]:
    """Acronyms of credentials and degrees."""
    entries = (*taxonomy.credentials.values(), *taxonomy.degrees.values())
    return frozenset(
        fold_name(n) for e in entries for n in names_of(e) if n.replace(".", "").replace("-", "").isupper()
    )


@lru_cache(maxsize=4)
def _words_of_the_field(taxonomy: Taxonomy) -> frozenset[str]:
    """The words of titles and of names that are read in any case; places and people are not among them."""
    known = {
        w for name in lexicon_of(taxonomy).names if name.written is None and name.layer != "place" for w in name.words
    }
    return frozenset(known | {w for title in taxonomy.titles for w in title.split()})
