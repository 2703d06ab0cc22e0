"""A fit report as a page: the answer's own facts, in the order in which a recruiter asks for them.

Everything said here stands in the answer; nothing is computed but layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.page.chart import PayView, pay_view
from api.page.marks import Cited, Quote, Segment, cited, is_of, segments
from api.words import (
    ENOUGH,
    HARDEST,
    IN_THE_WAY,
    MARKS,
    MODALITIES,
    STATUSES,
    Label,
    asked_words,
    hundredths,
    plain,
    qualified_words,
    role_words,
    silence_words,
    unscored_words,
)
from matcher.report import Requirement, Role

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement in a line: its result as a word and a mark, and what is asked."""

    id: str
    result: str
    mark: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Headline:
    """The answer in short: the score, whether the candidate is qualified, and what is in the way."""

    title: str
    score: str
    could_be: str
    no_score: str
    got: float
    could: float
    qualified: str
    why: str
    in_the_way: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RoleLine:
    """What kind of job, or of candidate, and from which words that was read."""

    who: str
    words: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """What the résumé shows that comes nearest to what is asked."""

    words: str
    evidence: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One requirement with its result, the words of both texts, and what would close it."""

    line: Line
    ad: tuple[Cited, ...]
    resume: tuple[Cited, ...]
    silent: str
    nearest: Nearest | None
    closing: str
    closes_by: str
    points: str


@dataclass(frozen=True, slots=True)
class Group:
    """The requirements that an ad asks equally strongly."""

    modality: str
    title: str
    summary: str
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the score: what it got of what it could; the bar is in percent of the widest part."""

    what: str
    got: str
    of: str
    got_bar: float
    of_bar: float
    because: tuple[str, ...]
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Next:
    """Something the candidate could do, what it would bring, and what more is known of it."""

    do: str
    gain: str
    more: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a reader should know, with the words that it is about."""

    id: str
    message: str
    evidence: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class TextView:
    """A whole text in segments, with the quotes in it marked. ``side`` begins the ids of its segments."""

    side: str
    title: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """All that a report page says."""

    headline: Headline
    roles: tuple[RoleLine, ...]
    groups: tuple[Group, ...]
    conditions: tuple[Note, ...]
    beyond: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    score: str
    pay: PayView | None
    next_steps: tuple[Next, ...]
    notes: tuple[Note, ...]
    texts: tuple[TextView, ...]
    colophon: tuple[tuple[str, str], ...]


def report_view(answer: Json, label: Label, name: str = "") -> ReportView:
    """A match, with both texts included, as a page shows it.

    ``label`` gives the name of a concept id; ``name`` is what the résumé is called, where it has a name.
    """
    texts = answer["texts"]
    return ReportView(
        headline=_headline(answer, name),
        roles=(_role("Job", answer["posting_role"], label), _role("Candidate", answer["candidate_role"], label)),
        groups=tuple(_groups(answer["verdicts"], texts, label)),
        conditions=tuple(_conditions(answer, texts["posting"])),
        beyond=tuple((concept, plain(label(concept))) for concept in answer["beyond"]),
        parts=_parts(answer["points"]),
        score=hundredths(answer["score"]) if answer["score"] is not None else "",
        pay=pay_view(answer["pay"], texts["posting"]),
        next_steps=tuple(map(_next, answer["next_steps"])),
        notes=tuple(_note(number, warning, texts) for number, warning in enumerate(answer["warnings"], 1)),
        texts=_texts(answer),
        colophon=tuple(_colophon(answer)),
    )


def _headline(answer: Json, name: str) -> Headline:
    score, could = answer["score"], answer["could_be"]
    title = (answer.get("posting") or {}).get("title") or "Untitled job"
    return Headline(
        title=f"{plain(title)}: {plain(name)}" if name else plain(title),
        score=hundredths(score) if score is not None else "",
        could_be=hundredths(could) if could not in (None, score) else "",
        no_score=unscored_words((w["code"], w["message"]) for w in answer["warnings"]) if score is None else "",
        got=score or 0.0,
        could=could or 0.0,
        qualified=answer["qualified"],
        why=_why(answer),
        in_the_way=tuple(_line(v) for v in _in_the_way(answer)) if score is not None else (),
    )


def _why(answer: Json) -> str:
    """Why the candidate is qualified, or is not, in one sentence."""
    if answer["score"] is None:
        return ""
    required = sum(v["ask"]["modality"] == "required" for v in answer["verdicts"])
    return qualified_words(answer["qualified"], required, len(_in_the_way(answer)))


def _in_the_way(answer: Json) -> list[Json]:
    """The required lines that decide, what is hardest to come by first."""
    results = IN_THE_WAY[answer["qualified"]]
    found = [v for v in answer["verdicts"] if v["ask"]["modality"] == "required" and v["result"] in results]
    return sorted(found, key=lambda verdict: HARDEST.get(verdict["ask"]["kind"], len(HARDEST)))


def _line(verdict: Json) -> Line:
    result = verdict["result"]
    return Line(verdict["requirement"], result, MARKS[result], _asked(verdict["ask"]))


def _asked(ask: Json) -> str:
    return asked_words(Requirement(ask["id"], ask["kind"], ask["modality"], (), ask["sentence"], ()))


def _role(who: str, raw: Json, label: Label) -> RoleLine:
    role = Role(**{**raw, "because": (), "alternatives": ()})
    spans = raw["because"][: 3 if role.by == "text" else 1]
    return RoleLine(who, role_words(role, label), tuple(plain(span["quote"]) for span in spans))


def _groups(verdicts: Sequence[Json], texts: Mapping[str, str], label: Label) -> Iterator[Group]:
    for modality, title in MODALITIES.items():
        same = [v for v in verdicts if v["ask"]["modality"] == modality]
        if same:
            enough = sum(v["result"] in ENOUGH for v in same)
            summary = "" if modality == "mentioned" else f"{enough} of {len(same)} met"
            yield Group(modality, title, summary, tuple(_judged(v, texts, label) for v in same))


def _judged(verdict: Json, texts: Mapping[str, str], label: Label) -> Judged:
    enough = verdict["result"] in ENOUGH
    return Judged(
        line=_line(verdict),
        ad=cited(verdict["ask"]["evidence"], texts["posting"], "posting"),
        resume=cited(verdict["shown"], texts["resume"], "resume"),
        silent=silence_words(verdict["result"]),
        nearest=None if enough else _nearest(verdict["nearest"], texts["resume"], label),
        closing="Why" if enough else "To close it",
        closes_by=_closes_by(verdict),
        points=hundredths(verdict["points"]) if verdict["points"] else "",
    )


def _closes_by(verdict: Json) -> str:
    """What would close it, where that says more than that it should be shown."""
    said = plain(verdict["closes_by"] or "")
    return "" if said == f"show {_asked(verdict['ask'])}" else said


def _nearest(holding: Json | None, resume: str, label: Label) -> Nearest | None:
    if holding is None:
        return None
    words = f"{plain(label(holding['concept']))}, {STATUSES[holding['status']]}"
    return Nearest(words, cited(holding["evidence"], resume, "resume"))


def _conditions(answer: Json, ad: str) -> Iterator[Note]:
    for number, condition in enumerate((answer.get("posting") or {}).get("conditions", ()), 1):
        kind = plain(condition["kind"]).replace("-", " ").replace("_", " ")
        yield Note(f"condition-{number}", kind, cited(condition["evidence"], ad, "posting"))


def _parts(points: Sequence[Json]) -> tuple[Part, ...]:
    widest = max((point["of"] for point in points), default=0.0) or 1.0
    return tuple(_part(point, 100 / widest) for point in points)


def _part(point: Json, scale: float) -> Part:
    because = tuple(dict.fromkeys(point["because"]))
    lines = tuple(words for words in because if _is_requirement(words))
    return Part(
        what=plain(point["what"]).replace("_", " "),
        got=hundredths(point["got"]),
        of=hundredths(point["of"]),
        got_bar=round(point["got"] * scale, 2),
        of_bar=round(point["of"] * scale, 2),
        because=tuple(plain(words) for words in because if words not in lines),
        requirements=lines,
    )


def _is_requirement(words: str) -> bool:
    return words.startswith("r") and words[1:].isdecimal()


def _next(step: Json) -> Next:
    more = (
        f"to {hundredths(step['score_after'])}" if step["score_after"] is not None else "",
        f"reaches {step['level_after']} level" if step["level_after"] else "",
        f"takes {step['typical_time']}" if step["typical_time"] else "",
    )
    said = tuple(plain(words) for words in more if words)
    return Next(plain(step["do"]), hundredths(step["gain"]), said, plain(step["source"] or ""))


def _note(number: int, warning: Json, texts: Mapping[str, str]) -> Note:
    side = _side(warning["evidence"], texts)
    return Note(f"note-{number}", plain(warning["message"]), cited(warning["evidence"], texts[side], side))


def _side(spans: Sequence[Json], texts: Mapping[str, str]) -> str:
    """The text that these words stand in."""
    return "posting" if spans and all(is_of(span, texts["posting"]) for span in spans) else "resume"


def _texts(answer: Json) -> tuple[TextView, ...]:
    texts = answer["texts"]
    sides = (("posting", "The ad", _of_ad(answer)), ("resume", "The résumé", _of_resume(answer)))
    notes = [
        (_side(warning["evidence"], texts), Quote(span["start"], span["end"], "note", f"note-{number}"))
        for number, warning in enumerate(answer["warnings"], 1)
        for span in warning["evidence"]
        if is_of(span, texts[_side(warning["evidence"], texts)])
    ]
    return tuple(
        TextView(side, title, segments(texts[side], [*quotes, *(quote for at, quote in notes if at == side)]))
        for side, title, quotes in sides
    )


def _of_ad(answer: Json) -> Iterator[Quote]:
    for verdict in answer["verdicts"]:
        yield from _quotes(verdict["ask"]["evidence"], _kind(verdict), verdict["requirement"])
    if answer["pay"] and answer["pay"]["posted"]:
        yield from _quotes(answer["pay"]["posted"]["evidence"], "pay", "pay")
    for number, condition in enumerate((answer.get("posting") or {}).get("conditions", ()), 1):
        yield from _quotes(condition["evidence"], "condition", f"condition-{number}")


def _of_resume(answer: Json) -> Iterator[Quote]:
    for verdict in answer["verdicts"]:
        nearest = verdict["nearest"] if verdict["result"] not in ENOUGH else None
        spans = [*verdict["shown"], *(nearest["evidence"] if nearest else ())]
        yield from _quotes(spans, _kind(verdict), verdict["requirement"])


def _kind(verdict: Json) -> str:
    """The result, and nothing like it for what is not judged."""
    return "mentioned" if verdict["ask"]["modality"] == "mentioned" else str(verdict["result"])


def _quotes(spans: Iterable[Json], kind: str, of: str) -> Iterator[Quote]:
    return (Quote(span["start"], span["end"], kind, of) for span in spans)


def _colophon(answer: Json) -> Iterator[tuple[str, str]]:
    versions, inputs = answer["versions"], answer["inputs"]
    yield "Made by", f"himatch {versions['himatch']}, taxonomy {versions['taxonomy']}, model {versions['model']}"
    yield "As of", inputs["as_of"] or "no date"
    yield "Résumé, SHA-256", inputs["resume_sha256"] or "none"
    yield "Ad, SHA-256", inputs["posting_sha256"] or "none"
    if answer["weights"]:
        yield "Weights", ", ".join(f"{name.replace('_', ' ')} {weight:g}" for name, weight in answer["weights"].items())
