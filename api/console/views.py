"""What was understood, for people: one document, one role, one entry of the taxonomy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from api.catalogue import Entry, SourceEntry
from api.console.layout import bullets, columns, heading, page, quoted, rows
from api.console.report import warnings_text
from api.relations import Ref
from api.words import STATUSES, Label, asked_words, plain, posted_words, role_words
from matcher.report import (
    Document,
    Education,
    Holding,
    Position,
    Posting,
    Profile,
    Requirement,
    Role,
    StatedYears,
    Years,
)

if TYPE_CHECKING:
    from matcher.change import Flip
    from matcher.evaluate import Evaluation
    from taxonomy.check import Summary
    from taxonomy.diff import Change

_MODALITIES = (("required", "Required"), ("preferred", "Preferred"), ("mentioned", "Mentioned"))
_KINDS = (("credential", "Credentials"), ("skill", "Skills"), ("tool", "Tools"))


def posting_text(posting: Posting, label: Label = str) -> RenderableType:
    """What an ad asks and offers, each line with the words it rests on."""
    ad = posting.document
    return page(
        Text(plain(posting.title or "No title found"), style="bold"),
        rows([("role", role_words(posting.role, label)), ("place", _place(posting)), ("pay", _pay(posting))]),
        *(_asked(posting.requirements, modality, title, ad) for modality, title in _MODALITIES),
        _section("Conditions", [_named(c.kind.replace("-", " "), quoted(c.evidence, ad)) for c in posting.conditions]),
        _section("Not recognised", posting.unrecognised),
        warnings_text(posting.warnings),
    )


def _place(posting: Posting) -> str | None:
    return ", ".join(part for part in (posting.state, posting.workplace) if part) or None


def _pay(posting: Posting) -> Text | str:
    if posting.pay is None:
        return "not stated"
    return Text(f"{posted_words(posting.pay)}\n") + quoted(posting.pay.evidence, posting.document)


def _asked(requirements: Sequence[Requirement], modality: str, title: str, ad: Document) -> RenderableType | None:
    lines = [_requirement(r, ad) for r in requirements if r.modality == modality]
    return Group(heading(title), columns(lines, widths=(3,), indent=2)) if lines else None


def _requirement(requirement: Requirement, ad: Document) -> tuple[RenderableType, RenderableType]:
    sentence = Text(asked_words(requirement), style="bold")
    return Text(requirement.id, style="dim"), Group(sentence, quoted(requirement.evidence, ad))


def profile_text(profile: Profile, label: Label = str) -> RenderableType:
    """What a résumé shows, each fact with the words it rests on."""
    resume = profile.document
    return page(
        rows([("role", role_words(profile.role, label)), ("place", profile.state)], indent=0),
        *(_section(title, _holdings(profile.holdings, kind, resume, label)) for kind, title in _KINDS),
        _section("Education", [_education(e, resume, label) for e in profile.education]),
        _section("Positions", [_position(p, resume) for p in profile.positions]),
        _section("Years", _years(profile.years, resume, label)),
        warnings_text(profile.warnings),
    )


def _section(title: str, lines: Sequence[RenderableType | str]) -> RenderableType | None:
    return Group(heading(title), bullets(lines)) if lines else None


def _named(name: str, rest: Text) -> Text:
    return Text(f"{plain(name)}: ") + rest


def _holdings(holdings: Iterable[Holding], kind: str, resume: Document, label: Label) -> list[Text]:
    return [
        _named(f"{label(h.concept)}, {_standing(h)}", quoted(h.evidence, resume)) for h in holdings if h.kind == kind
    ]


def _standing(holding: Holding) -> str:
    since = f", since {holding.since}" if holding.since else ""
    expires = f", expires {holding.expires}" if holding.expires else ""
    return f"{STATUSES[holding.status]}{since}{expires}"


def _education(education: Education, resume: Document, label: Label) -> Text:
    degree = label(education.degree) if education.degree else "degree not clear"
    field = f" in {label(education.field)}" if education.field else ""
    status = "" if education.status == "completed" else ", in progress"
    year = f", {education.year}" if education.year else ""
    return _named(f"{degree}{field}{status}{year}", quoted(education.evidence, resume))


def _position(position: Position, resume: Document) -> Text:
    dates = f"{position.start or '?'} to {position.end or '?'}" if position.start or position.end else "no dates"
    months = f" ({position.months} months)" if position.months is not None else ""
    role = f"; {role_words(replace(position.role, role=None, soc=None))}" if position.role else ""
    return _named(f"{position.title}, {dates}{months}{role}", quoted(position.evidence, resume))


def _years(years: Years, resume: Document, label: Label) -> list[Text | str]:
    dated = [("all work", years.total), ("health information work", years.him)]
    counted = [(label(concept), value) for concept, value in sorted(years.by_concept.items())]
    said = [f"{name}: {value:g}" for name, value in (*dated, *counted) if value is not None]
    return [*said, *(_stated(stated, resume, label) for stated in years.stated)]


def _stated(stated: StatedYears, resume: Document, label: Label) -> Text:
    of = label(stated.of) if stated.of else "work"
    return _named(f"{of}: {stated.years:g}, in words", quoted(stated.evidence, resume))


def role_text(role: Role, label: Label = str) -> RenderableType:
    """A role, how sure that is, what decided it, and what else it could be."""
    others = [f"{a.family}, {a.level or 'level not clear'} ({a.probability:.0%})" for a in role.alternatives]
    return page(
        Text(role_words(role, label), style="bold"),
        rows(
            [
                (
                    "sure",
                    f"{role.probability:.0%}, by the {role.by}" if role.by != "none" else f"{role.probability:.0%}",
                ),
                ("because of", quoted(role.because) if role.because else None),
                ("or else", "; ".join(others) or None),
            ]
        ),
    )


def entry_text(entry: Entry) -> RenderableType:
    """One entry of the taxonomy: its names, relations both ways, and where each fact was read."""
    return page(
        Text(f"{plain(entry.full)} [{entry.id}], {entry.kind}", style="bold"),
        rows([*_names(entry), *((name.replace("_", " "), _words(value)) for name, value in entry.facts.items())]),
        *(_section(r.words, [_labels(r.entries)]) for r in entry.relations),
        _section("Answers an ask for", [_labels(a.entry for a in entry.answers)] if entry.answers else []),
        _section("Kinds of it", [_labels(a.entry for a in entry.kinds)] if entry.kinds else []),
        _section("Also answered by", [f"{a.entry.label} ({a.how})" for a in entry.substitutes]),
        _section("Ways to become eligible", [way.words for way in entry.doors]),
        _section("Sources", [_source(source) for source in entry.sources]),
        None if entry.confirmed else Text("\nNo source confirms this entry: it is kept out of hard rules."),
    )


def _names(entry: Entry) -> Iterator[tuple[str, str]]:
    for tier in dict.fromkeys(name.tier for name in entry.names):
        yield tier, ", ".join(name.text for name in entry.names if name.tier == tier)


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _labels(refs: Iterable[Ref]) -> str:
    return ", ".join(ref.label for ref in refs)


def _source(source: SourceEntry) -> str:
    return ", ".join(str(part) for part in (source.title, source.year, source.url, source.licence) if part)


def evaluation_text(evaluation: Evaluation, misses: bool = False) -> RenderableType:
    """One line a measure: its value, over how many cases, counted how."""
    lines = [(Text(r.name), _right(f"{r.value:.1%}"), Text(f"of {r.cases}, {r.how}")) for r in evaluation.rows]
    missed = [_section(name, said) for name, said in evaluation.misses.items()] if misses else []
    return page(columns(lines, widths=(28, 7)), *missed)


def summary_text(summary: Summary) -> RenderableType:
    """A taxonomy that stands: what it holds, and what its keeper should look at."""
    counts = summary.counts.items()
    lines = [(Text(name), _right(f"{count:,}"), _unconfirmed(summary, name)) for name, count in counts]
    return page(
        Text(f"The taxonomy stands: version {summary.version}", style="bold"),
        columns(lines, widths=(12, 7), indent=2),
        _section("Worth a look", summary.remarks),
    )


def _right(number: str) -> Text:
    return Text(number, justify="right")


def _unconfirmed(summary: Summary, name: str) -> Text:
    count = summary.unconfirmed.get(name, 0)
    return Text(f"of them {count:,} that no source confirms" if count else "", style="dim")


def diff_text(changes: Sequence[Change], documents: Sequence[Flip], read: int) -> RenderableType:
    """Which entries came, went or changed, and which documents read differently."""
    if not changes:
        return Text("Both versions say the same.")
    flipped = [*map(_flip, documents)] or [f"none of {read} reads differently"]
    return page(
        Text(f"{len(changes)} {'entry differs' if len(changes) == 1 else 'entries differ'}", style="bold"),
        _section("Entries", [*map(_change, changes)]),
        _section("Documents", flipped) if read else None,
    )


def _change(change: Change) -> Text:
    said = Text(f"{change.section} {change.id}: {change.what}")
    for key, before, after in change.keys:
        said.append(f"\n{key}: {plain(before)} -> {plain(after)}", style="dim")
    return said


def _flip(flip: Flip) -> str:
    found = f"now found: {', '.join(flip.found)}" if flip.found else ""
    lost = f"no longer found: {', '.join(flip.lost)}" if flip.lost else ""
    return f"{flip.name}: {'; '.join(part for part in (found, lost) if part)}"
