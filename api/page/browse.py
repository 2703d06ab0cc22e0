"""The pages of what the answers rest on: the taxonomy, one entry of it, how it judges, and the program's own lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from api import catalogue
from api.catalogue import ConsiderationEntry, Entry, Found, SourceEntry, Way
from api.relations import KINDS, Answering, Ref, Relation, Tier, index
from api.words import FAMILIES, MARKS, plain
from taxonomy import Taxonomy

_SHOWN = 100  # results of one search

# Each kind as one of it is called, as many are, and what they are.
KIND_WORDS = {
    "credential": (
        "credential",
        "Credentials",
        "Certifications, registrations and licences, and what it takes to earn them.",
    ),
    "skill": ("skill", "Skills", "What a person knows or does: code systems, functions, laws, foundations."),
    "tool": ("tool", "Tools", "Products that ads and résumés name, and who makes them now."),
    "setting": ("setting", "Settings", "Where the work is done: inpatient, outpatient, emergency."),
    "degree": ("degree", "Degrees", "Levels of schooling, from high school to doctorate."),
    "field": ("field of study", "Fields of study", "What a degree is in, and which wider field it belongs to."),
    "issuer": ("body", "Issuers and other bodies", "Who grants credentials, accredits programmes or sets rules."),
    "role": ("role", "Roles", "Kinds of job: their family of work, level and occupation code."),
    "title": ("title", "Job titles", "Titles as people write them, and the role that each names."),
    "state": ("state", "States", "States and territories of the US."),
    "metro": ("city", "Cities and metro areas", "Places whose name means one state."),
    "resource": ("resource", "Resources", "Courses, books, sites and communities to learn from."),
    "note": ("note", "Notes", "What the sources say besides, one sentence each."),
    "source": ("source", "Sources", "Where every fact was read."),
    "cue": ("cue", "Cues", "Words that carry grammar: “must”, “or”, “a plus”."),
    "heading": ("heading", "Headings", "How documents name their sections."),
    "context": ("group of context words", "Context words", "Words nearby that tell what a short name means."),
    "condition": ("condition", "Conditions", "Terms of a job that are no qualification: shifts, travel, checks."),
    "workplace": ("workplace", "Workplaces", "On site, hybrid or remote, as ads say it."),
    "spelling": ("spelling list", "Spellings", "Words that are never corrected into a name of the field."),
}
_GROUPS = {
    "Names of the field": ("credential", "skill", "tool", "role", "title", "degree", "field", "issuer", "setting"),
    "What it rests on": ("source", "note", "resource"),
    "How text is read": ("cue", "heading", "context", "condition", "workplace", "spelling", "state", "metro"),
}
_TIER_WORDS: dict[Tier, str] = {
    "alias": "Read wherever they stand, in any case",
    "exact": "Read only as written here, or in capitals",
    "ambiguous": "Short names, in any case",
    "former": "Former names",
    "joint": "Written together with others",
    "phrase": "Phrases",
}


# --- /taxonomy --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filter:
    """A link that narrows the list to one kind, with how many it would show."""

    words: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list: its names, its kind in words, and what else is worth a word."""

    entry: Ref
    kind: str
    aside: str


@dataclass(frozen=True, slots=True)
class Card:
    """One kind of entry: what it is, how many there are."""

    words: str
    about: str
    url: str
    count: int
    unconfirmed: int


@dataclass(frozen=True, slots=True)
class Browser:
    """The page taxonomy.html: what was asked, and what was found, or the kinds there are."""

    words: str
    kind: str
    status: str
    filters: tuple[Filter, ...]
    rows: tuple[Row, ...]
    groups: tuple[tuple[str, tuple[Card, ...]], ...]
    version: str


def browser(words: str, kind: str, taxonomy: Taxonomy) -> Browser:
    """The taxonomy searched by words, listed by kind, or (asked nothing) as an overview of its kinds."""
    words, kind = plain(words)[:200], kind if kind in KINDS else ""
    if words:
        return _searched(words, kind, taxonomy)
    if kind:
        rows = _listed(kind, taxonomy)
        return Browser("", kind, _listing_words(kind, rows), _all_kinds(kind, taxonomy), rows, (), taxonomy.version)
    groups = tuple((title, _cards(kinds, taxonomy)) for title, kinds in _GROUPS.items())
    return Browser("", "", "", (), (), groups, taxonomy.version)


def _searched(words: str, kind: str, taxonomy: Taxonomy) -> Browser:
    found = catalogue.search(words, taxonomy, limit=len(index(taxonomy).names))
    here = [f for f in found if kind in ("", f.entry.kind)]
    counts = Counter(f.entry.kind for f in found)
    filters = [Filter("All", _url(words, ""), len(found), not kind)]
    filters += [Filter(KIND_WORDS[k][1], _url(words, k), counts[k], k == kind) for k in KINDS if counts[k] or k == kind]
    rows = tuple(Row(f.entry, KIND_WORDS[f.entry.kind][0], _found_by(f)) for f in here[:_SHOWN])
    return Browser(words, kind, _status(words, here), tuple(filters), rows, (), taxonomy.version)


def _status(words: str, found: list[Found]) -> str:
    if not found:
        return f"Nothing is called “{words}”. Try fewer letters, or another kind."
    if found[0].how == "similar":
        return f"Nothing is called “{words}”. These names are written much like it."
    count = "1 entry" if len(found) == 1 else f"{len(found):,} entries"
    return f"{count} for “{words}”" + (f", the nearest {_SHOWN} of them." if len(found) > _SHOWN else ".")


def _found_by(found: Found) -> str:
    known = {name.casefold() for name in (found.entry.label, found.entry.full, found.entry.id)}
    return "" if found.name.casefold() in known else f"as “{plain(found.name)}”"


def _url(words: str, kind: str) -> str:
    asked = {name: value for name, value in (("q", words), ("kind", kind)) if value}
    return "/taxonomy" + (f"?{urlencode(asked)}" if asked else "")


def _all_kinds(kind: str, taxonomy: Taxonomy) -> tuple[Filter, ...]:
    counted = catalogue.overview(taxonomy).kinds
    return tuple(Filter(KIND_WORDS[k.kind][1], _url("", k.kind), k.entries, k.kind == kind) for k in counted)


# Too many for a list: they are reached through what they belong to.
_THROUGH = {"title": "role", "metro": "state"}


def _listed(kind: str, taxonomy: Taxonomy) -> tuple[Row, ...]:
    shown = _THROUGH.get(kind, kind)
    counts = (
        Counter(getattr(value, shown) for value in getattr(taxonomy, KINDS[kind]).values()) if shown != kind else {}
    )
    asides = {ident: f"{count:,} {KIND_WORDS[kind][1].lower()}" for ident, count in counts.items()}
    refs = catalogue.entries(taxonomy, shown)
    return tuple(
        Row(ref, KIND_WORDS[shown][0], asides.get(ref.id, "")) for ref in refs if not counts or ref.id in asides
    )


def _listing_words(kind: str, rows: tuple[Row, ...]) -> str:
    many = KIND_WORDS[kind][1]
    if kind in _THROUGH:
        return f"{many} stand with the {KIND_WORDS[_THROUGH[kind]][0]} that each belongs to: choose one, or search."
    return f"{len(rows):,} {many.lower()}. {KIND_WORDS[kind][2]}"


def _cards(kinds: Iterable[str], taxonomy: Taxonomy) -> tuple[Card, ...]:
    counted = {k.kind: k for k in catalogue.overview(taxonomy).kinds}
    return tuple(
        Card(KIND_WORDS[k][1], KIND_WORDS[k][2], _url("", k), counted[k].entries, counted[k].unconfirmed) for k in kinds
    )


# --- /taxonomy/{id} ---------------------------------------------------------------------------------

Part = tuple[str, str]  # words, and where they lead; "" for nowhere


@dataclass(frozen=True, slots=True)
class Fact:
    """A named value; its parts may lead somewhere."""

    name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Written forms of one tier, and how they are read."""

    how: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Entries that stand in one relation to this one; ``prose`` marks those that are sentences."""

    title: str
    entries: tuple[Ref, ...]
    prose: bool


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as it is shown; ``link`` is empty where there is no web address."""

    title: str
    url: str
    link: str
    rest: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """The page entry.html: all that is known of one entry, in words."""

    entry: Entry
    kind: str
    kinds_words: str
    kinds_url: str
    long: bool
    facts: tuple[Fact, ...]
    names: tuple[Names, ...]
    reading: tuple[Fact, ...]
    answers: tuple[Answering, ...]
    kinds: tuple[Ref, ...]
    substitutes: tuple[Answering, ...]
    sections: tuple[Section, ...]
    doors: tuple[tuple[Part, ...], ...]
    sources: tuple[SourceLine, ...]
    cited: tuple[str, ...]
    also: tuple[tuple[Ref, str], ...]


def entry_page(name: str, taxonomy: Taxonomy, kind: str | None = None) -> EntryPage:
    """One entry, by its id or a name. Raises NotFound with what is near."""
    entry = catalogue.entry_of(name, taxonomy, kind or None)
    return EntryPage(
        entry=entry,
        kind=KIND_WORDS[entry.kind][0],
        kinds_words=KIND_WORDS[entry.kind][1],
        long=len(entry.full) > 80,
        kinds_url=_url("", entry.kind),
        facts=tuple(_fact(key, value) for key, value in entry.facts.items() if key not in _READING),
        names=_tiers(entry),
        reading=tuple(_read_where(entry, taxonomy)),
        answers=entry.answers,
        kinds=tuple(a.entry for a in entry.kinds),
        substitutes=entry.substitutes,
        sections=tuple(_section(relation) for relation in entry.relations),
        doors=tuple(tuple(_door(way)) for way in entry.doors),
        sources=tuple(_source_line(source, taxonomy) for source in entry.sources),
        cited=tuple(_counted(count, kind) for kind, count in entry.cited.items()),
        also=tuple((ref, KIND_WORDS[ref.kind][0]) for ref in entry.also),
    )


# A fact's name, where its key does not say it.
_FACTS = {
    "group": "Kind of credential",
    "category": "Kind",
    "soc": "Occupation code (SOC)",
    "generic": "Stands for",
    "renewal_months": "Renewed every",
    "terms": "Examination and upkeep",
    "vendor": "Made by",
    "rank": "Order, from high school (0) to doctorate (5)",
    "url": "Address",
}
_GROUPED = ("group", "category", "kind")
_GROUP_WORDS = {
    "cac": "computer-assisted coding",
    "cdi": "clinical documentation integrity",
    "ehr": "electronic health record",
    "ehr-module": "part of an electronic health record",
    "him": "health information management",
    "him-module": "health information management",
    "it": "information technology",
    "health-it": "health information technology",
    "roi": "release of information",
}
_READING = ("context", "context_in", "against")


def _fact(key: str, value: object) -> Fact:
    name = _FACTS.get(key, key.replace("_", " ").capitalize())
    said = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return Fact(name, ((_value_words(key, said), web(said) if key == "url" else ""),))


def _value_words(key: str, value: str) -> str:
    whole = {
        ("generic", "True"): "any credential that is a kind of it",
        ("track", "individual"): "does the work",
        ("track", "management"): "leads people",
    }
    if key == "family":
        return FAMILIES.get(value, value)
    if key == "renewal_months":
        return f"{value} months"
    return whole.get((key, value), _GROUP_WORDS.get(value, value.replace("-", " ")) if key in _GROUPED else value)


def web(address: str) -> str:
    """An address as a link: of the web, or none. An overlay may say anything."""
    return address if address.startswith(("https://", "http://")) else ""


def _tiers(entry: Entry) -> tuple[Names, ...]:
    tiers = dict.fromkeys(name.tier for name in entry.names)
    return tuple(Names(_TIER_WORDS[t], tuple(n.text for n in entry.names if n.tier == t)) for t in tiers)


def _read_where(entry: Entry, taxonomy: Taxonomy) -> Iterator[Fact]:
    """What binds the names that might mean something else."""
    where = "in the same line" if entry.facts.get("context_in") == "line" else "in the same document"
    if near := entry.facts.get("context"):
        yield Fact(f"Short names count only with one of these {where}", tuple(_word(w, taxonomy) for w in near))
    if against := entry.facts.get("against"):
        yield Fact("Short names never count in a line with one of these", tuple(_word(w, taxonomy) for w in against))


def _word(word: str, taxonomy: Taxonomy) -> Part:
    if not word.startswith("@"):
        return word, ""
    group = index(taxonomy).first(word[1:], "context")
    return f"the context words {group.label}", group.url


def _section(relation: Relation) -> Section:
    return Section(relation.words, relation.entries, relation.key == "about" and relation.back)


def _door(way: Way) -> Iterator[Part]:
    """The parts of ``way.words``, those that are entries with their pages."""
    rest = way.words
    for ref in (way.degree, way.field, way.credential, way.of):
        if ref is not None and ref.label in rest:
            before, _, rest = rest.partition(ref.label)
            yield before, ""
            yield ref.label, ref.url
    yield rest, ""


def _source_line(source: SourceEntry, taxonomy: Taxonomy) -> SourceLine:
    rest = ", ".join(str(part) for part in (source.year, source.licence) if part)
    return SourceLine(source.title, index(taxonomy).first(source.id, "source").url, web(source.url), rest)


def _counted(count: int, kind: str) -> str:
    one, many, _ = KIND_WORDS.get(kind, ("pay figure", "pay figures", ""))
    return f"{count:,} {one if count == 1 else many.lower()}"


# --- /how and /source -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HowPage:
    """The page how.html: the table of considerations, the results, and the files that may be read."""

    considerations: tuple[tuple[str, ConsiderationEntry], ...]
    total: int
    results: tuple[tuple[str, str, str, str], ...]  # result, mark, what it means, what it earns
    files: tuple[str, ...]


_RESULTS = {
    "met": ("The résumé shows what is asked, in words that are quoted.", "All of the line’s points"),
    "substitute": (
        "Something else answers it, by a rule of the taxonomy that is named: an RHIA where an RHIT is asked.",
        "All of the line’s points",
    ),
    "partial": (
        "Some of it is shown: part of the years, or a credential under way that the ad lets be earned after hire.",
        "Part of the points",
    ),
    "missing": ("The résumé does not show it. What comes nearest, and what would close it, is said.", "None"),
    "unknown": (
        "The résumé says nothing either way: it has no line on schooling, or neither dates nor years.",
        "None yet; counted in what the score could be",
    ),
}


def how_page() -> HowPage:
    """How an answer comes about, in plain words."""
    rows = catalogue.considerations()
    results = tuple((name, MARKS[name], *words) for name, words in _RESULTS.items())
    named = tuple((row.name.replace("_", " ").capitalize(), row) for row in rows)
    return HowPage(named, sum(row.weight for row in rows), results, catalogue.SHOWN)


@dataclass(frozen=True, slots=True)
class SourcePage:
    """The page source.html: one file of the program, line by line."""

    name: str
    lines: tuple[tuple[int, str], ...]
    files: tuple[str, ...]


def source_page(name: str) -> SourcePage:
    """One of the files that judge. Raises NotFound for any other name."""
    return SourcePage(name, tuple(enumerate(catalogue.source_lines(name), 1)), catalogue.SHOWN)
