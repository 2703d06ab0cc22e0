"""Words of the ad that stand in the résumé: they earn nothing, and the reader is told (law 9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate

from matcher.position import years_of
from matcher.report import Document, Position, Posting, Profile, Span, Warning
from taxonomy.load import Taxonomy

_RUN = 12
Reread = Callable[[Document], Profile]


def without_copied(
    profile: Profile, posting: Posting, taxonomy: Taxonomy, as_of: date, reread: Reread | None = None
) -> tuple[Profile, tuple[Warning, ...]]:
    """The profile without what rests only on twelve or more words in a row that stand in the ad too."""
    runs = _copied_runs(profile.document.text, posting.document.text)
    if not runs:
        return profile, ()
    if reread is not None:
        profile = _with_own_roles(profile, reread(_blanked(profile.document, runs)))

    def own(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(s for s in spans if not any(a <= s.start and s.end <= b for a, b in runs))

    def worked(position: Position) -> Position:
        judged = position.role is not None and bool(own(position.role.because) or not position.role.because)
        shows = (
            replace(s, evidence=own(s.evidence))
            for s in position.shows
            if own(s.evidence) or (judged and not s.evidence)
        )
        return replace(position, role=position.role if judged else None, shows=tuple(shows))

    held = tuple(replace(h, evidence=own(h.evidence)) for h in profile.holdings if own(h.evidence))
    stated = tuple(s for s in profile.years.stated if own(s.evidence))
    positions = tuple(worked(p) for p in profile.positions)
    schooling = tuple(e for e in profile.education if own(e.evidence))
    text = profile.document.text
    spans = tuple(Span(a, b, text[a:b]) for a, b in runs[:3])
    warning = Warning("copied_from_ad", "words copied from the ad were found in the résumé; they earn nothing", spans)
    years = years_of(positions, stated, taxonomy, as_of)
    return replace(profile, holdings=held, positions=positions, education=schooling, years=years), (warning,)


def _blanked(document: Document, runs: Sequence[tuple[int, int]]) -> Document:
    text = document.text
    for start, end in runs:
        text = text[:start] + "".join("\n" if c == "\n" else " " for c in text[start:end]) + text[end:]
    return replace(document, text=text)


def _with_own_roles(profile: Profile, fresh: Profile) -> Profile:
    """The positions with what their own words show, and without those that were the ad's."""
    known = {(p.title, p.start, p.end): p for p in fresh.positions}
    own = ((p, known[p.title, p.start, p.end]) for p in profile.positions if (p.title, p.start, p.end) in known)
    return replace(profile, positions=tuple(replace(p, role=f.role, shows=f.shows) for p, f in own))


def _copied_runs(resume: str, ad: str) -> list[tuple[int, int]]:
    """Where the résumé has twelve or more words in a row that stand so in the ad."""
    spans, grams = _grams(resume)
    said = set(_grams(ad)[1])
    runs: list[tuple[int, int]] = []
    for at, gram in enumerate(grams):
        if gram in said:
            start, end = spans[at][0], spans[at + _RUN - 1][1]
            if runs and start <= runs[-1][1]:
                runs[-1] = (runs[-1][0], end)
            else:
                runs.append((start, end))
    return runs


def _grams(text: str) -> tuple[list[tuple[int, int]], list[str]]:
    """Where each word stands, and the words from each on, twelve at a time, as one string."""
    spans = [m.span() for m in re.finditer(r"\w+", text)]
    words = [text[a:b].lower() for a, b in spans]
    begins = list(accumulate((len(w) + 1 for w in words), initial=0))
    joined = " ".join(words) + " "
    return spans, [joined[begins[i] : begins[i + _RUN]] for i in range(len(words) - _RUN + 1)]
