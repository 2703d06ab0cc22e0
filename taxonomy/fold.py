"""The only place where text is folded, with the way back to the original offsets.

Folding makes two writings of one word equal: case, width, accents, dashes, quotes,
look-alike letters of other scripts, ligatures, and characters that cannot be seen.
One character folds to a string of lower-case ASCII; what has no ASCII likeness
folds to ``" "``, and what is invisible folds to nothing.
Source of the look-alikes: Unicode UTS 39 (confusables), the letters of names in use.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Cyrillic and Greek capitals and small letters that are drawn like Latin ones.
_LOOKALIKE = dict(
    zip(
        "АВЕЅІЈКМНОРСТХҮԚԜаеорсухіјѕԛԝһԁӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικονρτυχ",
        "ABESIJKMHOPCTXYQWaeopcyxijsqwhdlABEZHIKMNOPTYXaikovptux",
        strict=True,
    )
)
_DASHES = "‐‑‒–—―−⁃﹘﹣－"
_QUOTES = "‘’‚‛′ʼ´＇"
_DOUBLE_QUOTES = "“”„‟«»″"
_SIGNS = "®™℠©"
_BULLETS = "•◦▪▫●○■□►▶‣⁃∙·➢➤✓✔❖◆◇★☆"


@lru_cache(maxsize=4096)
def unaccent(char: str) -> str:
    """One character as ASCII that keeps its case; ``""`` for what cannot be seen, ``" "`` for the rest."""
    if char.isascii():
        return char
    if char in _LOOKALIKE:
        return _LOOKALIKE[char]
    if char in _DASHES:
        return "-"
    if char in _QUOTES:
        return "'"
    if char in _DOUBLE_QUOTES:
        return '"'
    if char in _BULLETS:
        return "*"
    if char in _SIGNS:
        return " "
    if unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return ""
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    latin = "".join(_LOOKALIKE.get(c, c) for c in plain)
    return latin if latin and latin.isascii() else " "


def fold(text: str) -> tuple[str, list[int]]:
    """Folded text, and for each of its characters the offset in ``text`` that it came from.

    The list has one more item: the length of ``text``.
    """
    out: list[str] = []
    back: list[int] = []
    for offset, char in enumerate(text):
        plain = unaccent(char).lower()
        out.append(plain)
        back.extend([offset] * len(plain))
    return "".join(out), [*back, len(text)]


def fold_name(text: str) -> str:
    """A name without its offsets, single-spaced: how entries are compared and found."""
    return " ".join(tokens(text))


def tokens(text: str) -> list[str]:
    """The folded words of a name: runs of letters, digits and ``+ # &``; dots inside an acronym are dropped."""
    folded = (text if text.isascii() else "".join(map(unaccent, text))).lower()
    return _WORDS.findall(_undot(folded) if "." in folded else folded)


_WORDS = re.compile(r"[a-z0-9+#&]+")
WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789+#&")


def _undot(folded: str) -> str:
    """``r.h.i.t.`` as ``rhit``: single letters parted by single dots are one word."""
    out: list[str] = []
    i = 0
    while i < len(folded):
        j = i
        while j + 1 < len(folded) and folded[j].isalpha() and folded[j + 1] == ".":
            j += 2
        alone = i == 0 or folded[i - 1] not in WORD
        if alone and j - i >= 4:
            last = j < len(folded) and folded[j].isalpha() and (j + 1 == len(folded) or folded[j + 1] not in WORD)
            out.append(folded[i:j:2] + (folded[j] if last else " "))
            i = j + (1 if last else 0)
        else:
            out.append(folded[i])
            i += 1
    return "".join(out)
