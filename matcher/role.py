"""What kind of job a title and a text name: family, level, track, rank, and which words decided.

The title is read first: its grammar (``title.py``) and its likeness to known titles
(``likeness.py``). The classifier over the words of the text comes second (``classifier.py``).
Each gives points to each family; the points are weighed and added, and become one
probability (``combined``). Where it is low, or the work is out of the field, that is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from matcher.classifier import FAMILIES, LEVELS, Floats, Mixing, Model, Reading, read, softmax, telling
from matcher.likeness import KnownTitle, Near, likeness_by_family, nearest, title_index
from matcher.report import Alternative, Role, Span
from matcher.title import TitleReading, leads_people, rank_level, read_title, title_words
from matcher.vocabulary import offsets
from taxonomy import Taxonomy
from taxonomy.concept import Family, Level, Track

OTHER = FAMILIES.index("other")
SENIOR_YEARS = 5  # an ad that asks for so many names a senior job, whatever noun stands in its title
SURE = 0.6  # from here the text alone decides a level or a track that the title leaves open
IDENTICAL = 0.999
SAME = 0.78  # from here a known title lends its role
SPEAKS = 3.0  # points of title words from which a title is no stranger
CLASS_SHARE = 0.3  # what a title that names only a class of jobs counts beside a text
FEWEST = 3  # words known to the classifier, below which a text says nothing


@dataclass(frozen=True)
class Evidence:
    """All that is known of one job before it is judged; ``text`` is None where no text speaks."""

    title: TitleReading
    near: tuple[Near, ...]
    text: Reading | None

    @property
    def titled(self) -> bool:
        """Whether the title has a word that could tell of the work."""
        return bool(self.title.words)


def role_of(
    title: str,
    text: str = "",
    *,
    taxonomy: Taxonomy,
    model: Model,
    min_years: float | None = None,
    entry_door: bool = False,
) -> Role:
    """The role that a title and its duties and requirements name.

    ``min_years`` are the years that an ad requires; ``entry_door`` says that it asks for nothing
    beyond high school and no experience. Spans are offsets into ``title + "\\n" + text`` where
    both are given, else into the one given.
    """
    reading = read_title(title)
    evidence = Evidence(reading, nearest([reading], title_index(taxonomy))[0], _heard(text, model))
    return _judged(evidence, title, text, taxonomy, model, min_years, entry_door)


def roles_of(titles: Sequence[str], *, taxonomy: Taxonomy, model: Model) -> list[Role]:
    """The roles of many bare titles, each as ``role_of`` gives it, compared with the known titles at once."""
    once = list(dict.fromkeys(titles))
    readings = [read_title(title) for title in once]
    nears = nearest(readings, title_index(taxonomy))
    roles = {
        title: _judged(Evidence(reading, near, None), title, "", taxonomy, model)
        for title, reading, near in zip(once, readings, nears, strict=True)
    }
    return [roles[title] for title in titles]


def leaves_level_open(title: str, *, taxonomy: Taxonomy) -> bool:
    """Whether neither a rank word, a grade, an occupation noun nor a known title says the level ("Consultant").

    For a résumé: only then do the years of experience say it.
    """
    reading = read_title(title)
    near = nearest([reading], title_index(taxonomy))[0]
    known = near[0].title.level if near and near[0].likeness >= IDENTICAL else None
    return (rank_level(reading.rank) or reading.grade or known) is None and not reading.noun


def _heard(text: str, model: Model) -> Reading | None:
    reading = read(text, model) if text else None
    return reading if reading is not None and len(reading.known) >= FEWEST else None


def parts(evidence: Evidence) -> Floats:
    """Points per family of each kind of evidence, in the order of ``Mixing``: one row for each."""
    rows = np.zeros((4, len(FAMILIES)), dtype=np.float64)
    if evidence.titled:
        rows[0] = evidence.title.evidence
        rows[1] = likeness_by_family(evidence.near)
        rows[3, OTHER] = 1 - min(1.0, max(rows[0].max() / SPEAKS, rows[1].max()))
    if evidence.text is not None:
        rows[2] = evidence.text.logits[: len(FAMILIES)]
        rows[:2] *= CLASS_SHARE if evidence.title.is_class else 1.0
    return rows


def combined(rows: Floats, titled: bool, mixing: Mixing) -> Floats:
    """Log-odds of each family: title words, likeness to known titles and the text's words, weighed and added.

    A text without a title keeps its own log-odds. A title speaks against the field as far as nothing in it is known.
    """
    if not titled:
        return np.asarray(rows[2], dtype=np.float64)
    total: Floats = (
        mixing.words * rows[0] + mixing.likeness * rows[1] + mixing.text * rows[2] + mixing.stranger * rows[3]
    )
    return total


# --- judging -----------------------------------------------------------------


def _judged(
    evidence: Evidence,
    title: str,
    text: str,
    taxonomy: Taxonomy,
    model: Model,
    min_years: float | None = None,
    entry_door: bool = False,
) -> Role:
    if not evidence.titled and evidence.text is None:
        return Role(None, False, None, None, None, None, 0.0, "none")
    rows = parts(evidence)
    chances = softmax(combined(rows, evidence.titled, model.mixing))
    best = int(np.argmax(chances[:OTHER]))
    doubtful = chances[best] < min(model.threshold, chances[OTHER])
    in_scope = not (chances[OTHER] >= 0.5 or doubtful)
    best = best if in_scope else OTHER
    probability = round(float(chances[best]), 4)
    by = _by(rows, best)
    because = _because(evidence, best, title, text, model)
    if in_scope and probability < model.threshold:
        return Role(None, True, None, None, None, None, probability, "none", because, _others(chances, None, None))
    ident = _role(evidence, best, taxonomy)
    if not in_scope:
        soc = taxonomy.roles[ident].soc if ident else None
        return Role(None, False, None, None, None, soc, probability, by, because, _others(chances, best, None), ident)
    level, track = _level(evidence, best, min_years, entry_door), _track(evidence, best)
    ident = ident or _usual_role(FAMILIES[best], evidence, level, track)
    return Role(
        FAMILIES[best], True, level, track, evidence.title.rank, _soc(evidence, best, ident, taxonomy),
        probability, by, because, _others(chances, best, level), ident,
    )  # fmt: skip


def _by(rows: Floats, best: int) -> Literal["title", "text", "both"]:
    """Which of the two alone would have said the same; both where each or neither would."""
    title, text = rows[0] + rows[1] + rows[3], rows[2]
    by_title = bool(title.any()) and int(title.argmax()) == best
    by_text = bool(text.any()) and int(text.argmax()) == best
    return "both" if by_title == by_text else "title" if by_title else "text"


def _others(chances: Floats, best: int | None, level: Level | None) -> tuple[Alternative, ...]:
    order = [int(f) for f in np.argsort(-chances, kind="stable") if f != best and chances[f] >= 0.05]
    return tuple(
        Alternative(FAMILIES[f], None if f == OTHER else level, round(float(chances[f]), 4)) for f in order[:2]
    )


# --- level and track ---------------------------------------------------------


def _level(evidence: Evidence, family: int, min_years: float | None, entry_door: bool) -> Level | None:
    """Rank words win, then the grade, then what is known of the title; years and doors decide for a bare noun.

    Source: the levels of seed 004, and the years that an ad requires.
    """
    title, known = evidence.title, _same(evidence, family)
    by_rank = rank_level(title.rank)
    said = by_rank if by_rank == "senior" or title.rank in ("trainee", "junior") else title.grade or by_rank
    if said is not None:
        return said
    if known is not None and known.level in ("entry", "senior"):
        return known.level
    if min_years is not None and min_years >= SENIOR_YEARS:
        return "senior"
    if entry_door:
        return "entry"
    return "mid" if evidence.titled or min_years else _level_of_text(evidence)


def _level_of_text(evidence: Evidence) -> Level:
    if evidence.text is None:
        return "mid"
    chances = evidence.text.head("level")
    best = int(np.argmax(chances))
    return LEVELS[best] if chances[best] >= SURE else "mid"


def _track(evidence: Evidence, family: int) -> Track:
    """Management where the rank leads people or the known title does; the text decides where there is no title."""
    known = _same(evidence, family)
    if evidence.titled:
        leads = leads_people(evidence.title.rank) or (known is not None and known.track == "management")
    else:
        leads = evidence.text is not None and bool(evidence.text.head("track")[1] >= SURE)
    return "management" if leads else "individual"


# --- role and occupation -----------------------------------------------------


def _same(evidence: Evidence, family: int) -> KnownTitle | None:
    """The known title that has the same words, where it is of this family."""
    return next((n.title for n in evidence.near if n.title.family == family and n.likeness >= IDENTICAL), None)


def _role(evidence: Evidence, family: int, taxonomy: Taxonomy) -> str | None:
    """The role of the nearest known title of this family that leads people just as this one does, if one is near."""
    leads = leads_people(evidence.title.rank)
    for title, likeness in evidence.near:
        fits = likeness >= IDENTICAL or family == OTHER or (taxonomy.roles[title.role].track == "management") == leads
        if title.family == family and likeness >= SAME and fits:
            return title.role
    named = [hit for hit in evidence.title.hits if hit.family == family and hit.role is not None]
    return max(named, key=lambda hit: hit.weight).role if named else None


def _usual_role(family: Family, evidence: Evidence, level: Level | None, track: Track) -> str:
    """The role that a family's jobs of this rank, or else of this level, usually are."""
    usual = title_words().roles[family]
    wanted = evidence.title.rank if evidence.title.rank in usual else "manager" if track == "management" else level
    return usual.get(wanted or "mid", usual["mid"])


def _soc(evidence: Evidence, family: int, role: str, taxonomy: Taxonomy) -> str | None:
    known = _same(evidence, family)
    return known.soc if known is not None and known.role == role else taxonomy.roles[role].soc


# --- evidence ----------------------------------------------------------------


def _because(evidence: Evidence, family: int, title: str, text: str, model: Model) -> tuple[Span, ...]:
    """The words of the title that spoke for the family or its rank, then the text's strongest ones."""
    spoke = [(hit.start, hit.end) for hit in evidence.title.hits if hit.family == family]
    if not spoke and any(n.title.family == family for n in evidence.near):
        spoke = [(evidence.title.words[0].start, evidence.title.words[-1].end)]
    if spoke and evidence.title.rank_at is not None:
        spoke.append((evidence.title.rank_at.start, evidence.title.rank_at.end))
    spans = [Span(start, end, title[start:end]) for start, end in sorted(set(spoke))]
    return (*spans, *_said_in_text(evidence, family, text, len(title) + 1 if title else 0, model))


def _said_in_text(evidence: Evidence, family: int, text: str, shift: int, model: Model) -> list[Span]:
    if evidence.text is None:
        return []
    strongest = [(int(first), int(last)) for first, last in telling(evidence.text, family, model)]
    places = offsets(text, (position for pair in strongest for position in pair))
    found = dict.fromkeys((places[first][0], places[last][1]) for first, last in strongest)
    return [Span(start + shift, end + shift, text[start:end]) for start, end in found]
