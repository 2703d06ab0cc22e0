"""What a résumé shows: credentials with their status, skills and tools, each with its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from matcher.clause import others_name
from matcher.dates import Day, days, ranges
from matcher.lexeme import Lexeme, Unit
from matcher.report import Holding, Span, Status
from matcher.section import Sentence
from taxonomy.fold import fold_name
from taxonomy.load import Taxonomy

_REACH_AFTER, _REACH_BEFORE = 7, 7
_MOST_LISTED = 12
_NOT_OWN = ("references", "personal")  # other people, and what is no work
# Said of a credential after its name, and before it; the first that fits wins.
_AFTER: tuple[tuple[str, Status], ...] = (
    ("restored", "held"),
    ("denied", "denied"),
    ("expired", "expired"),
    ("trained", "trained"),
    ("eligible", "eligible"),
    ("in-progress", "in_progress"),
)
_BEFORE: tuple[tuple[str, Status], ...] = (
    ("denied", "denied"),
    ("none", "denied"),
    ("expired", "expired"),
    ("eligible", "eligible"),
    ("in-progress", "in_progress"),
    ("in-progress-of", "in_progress"),
)
_BEST: tuple[Status, ...] = ("held", "eligible", "in_progress", "trained", "expired", "denied")
_EXPIRY = ("expires", "expire", "expiration", "valid", "through", "until", "thru", "exp", "renews", "good", "expiry")


@dataclass(frozen=True, slots=True)
class _Mention:
    concept: str
    status: Status
    explicit: bool
    since: Day | None
    expires: Day | None
    span: tuple[int, int]


def holdings(text: str, read: Iterable[tuple[Sentence, Unit]], taxonomy: Taxonomy, as_of: date) -> tuple[Holding, ...]:
    """Every credential, skill and tool that the résumé gives its own person, once, in order of appearance."""
    mentions: dict[str, list[_Mention]] = {}
    rows = list(read)
    for (sentence, unit), (below, more) in zip(rows, [*rows[1:], rows[-1]] if rows else [], strict=True):
        if sentence.section not in _NOT_OWN:
            found = list(_mentions(sentence, unit, taxonomy, as_of))
            if len(found) == 1 and 0 < below.line - sentence.line <= 2:
                found = [_with_line_below(found[0], more, taxonomy, as_of)]
            for mention in found:
                mentions.setdefault(mention.concept, []).append(mention)
    return tuple(_holding(text, concept, group, taxonomy) for concept, group in mentions.items())


def _with_line_below(mention: _Mention, unit: Unit, taxonomy: Taxonomy, as_of: date) -> _Mention:
    """A credential's status on the next line: "BLS", and below it "Expires: March 2025"."""
    head = unit.lexemes[:3]
    cues = ("held", "expired", "in-progress", "eligible")
    speaks = any(x.is_cue(*cues) for x in head[:2]) and not any(x.kind in ("concept", "degree") for x in unit.lexemes)
    if not speaks or mention.explicit or taxonomy.kind(mention.concept) != "credential" or len(unit.lexemes) > 8:
        return mention
    name = Lexeme("concept", (mention.concept,), 0, 0)
    status, _ = _status(0, (name, *unit.lexemes))
    since, expires = _dates(0, (name, *unit.lexemes), unit.text, as_of)
    if expires is not None and status == "held" and _past(expires, as_of):
        status = "expired"
    return replace(mention, status=status, explicit=True, since=mention.since or since, expires=expires)


def _holding(text: str, concept: str, group: Sequence[_Mention], taxonomy: Taxonomy) -> Holding:
    told = [m for m in group if m.explicit] or list(group)
    best = min(told, key=lambda m: _BEST.index(m.status))
    spans = tuple(
        dict.fromkeys(
            Span(a, b, text[a:b]) for a, b in (best.span, *(m.span for m in group if m.status == best.status))
        )
    )
    since = next((m.since for m in told if m.since), None)
    expires = next((m.expires for m in told if m.expires), None)
    return Holding(
        concept,
        taxonomy.kind(concept),
        best.status,
        str(since) if since else None,
        str(expires) if expires else None,
        spans[:12],
    )


def _mentions(sentence: Sentence, unit: Unit, taxonomy: Taxonomy, as_of: date) -> Iterable[_Mention]:
    lexemes = unit.lexemes
    for at, lexeme in enumerate(lexemes):
        if lexeme.kind != "concept":
            continue
        credential = taxonomy.kind(lexeme.ids[0]) == "credential"
        if credential and (
            _of_others(at, unit, taxonomy)
            or (taxonomy.credentials[lexeme.ids[0]].generic and not _vendor_kind(lexeme, taxonomy))
        ):
            continue
        if (
            credential
            and _old_name(unit.text[lexeme.start : lexeme.end], lexeme.ids[0], taxonomy)
            and any(x.is_cue("expired") for x in lexemes[max(0, at - 2) : at])
        ):
            continue
        status, word = _status(at, lexemes) if credential else (_skill_status(at, lexemes), None)
        explicit = word is not None
        told = (
            (lexeme, word) if word is not None and abs(word.start - lexeme.end) < 40 and status != "held" else (lexeme,)
        )
        span = (sentence.start + min(x.start for x in told), sentence.start + max(x.end for x in told))
        since, expires = _dates(at, lexemes, unit.text, as_of) if credential else (None, None)
        if credential and status == "held" and expires is not None and _past(expires, as_of):
            status, explicit = "expired", True
        if credential and status == "held" and since is not None and not _past(since, as_of, same=True):
            status, explicit, since = "in_progress", True, None
        for concept in lexeme.ids:
            yield _Mention(concept, status, explicit, since, expires, span)


def _old_name(name: str, concept: str, taxonomy: Taxonomy) -> bool:
    """ "ODS-C (formerly CTR)": the old name of what is held."""
    return fold_name(name) in {fold_name(n) for n in taxonomy.credentials[concept].former}


def _vendor_kind(lexeme: Lexeme, taxonomy: Taxonomy) -> bool:
    return taxonomy.credentials[lexeme.ids[0]].group in ("vendor", "life-support", "licence")


def _of_others(at: int, unit: Unit, taxonomy: Taxonomy) -> bool:
    """ "Oversaw eight CPC- and CCS-certified coders", "Supervisor: Linda Park, RHIA"."""
    lexemes = unit.lexemes
    near = lexemes[max(0, at - 10) : at]
    return others_name(at, at, lexemes, unit.text, taxonomy) or any(x.is_cue("references") for x in near)


def _status(at: int, lexemes: Sequence[Lexeme]) -> tuple[Status, Lexeme | None]:
    """What is said of the credential, and the word that says it; held where nothing is."""
    after, before = _after(at, lexemes), _before(at, lexemes)
    eligible = any(x.is_cue("eligible") for x in after)
    for table, near in ((_AFTER, after), (_BEFORE, before)):
        for cue, status in table:
            word = next((x for x in near if x.is_cue(cue)), None)
            if word is not None and not (status == "trained" and eligible):
                return status, word
    trained = next((x for x in before[-3:] if x.is_cue("trained")), None)
    if trained is not None:
        return "trained", trained
    return "held", next((x for x in (*after, *before) if x.is_cue("held", "active")), None)


def _after(at: int, lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """The words that speak of this name: up to the next name or the end of the thought, past a list that it is in."""
    last = _end_of_list(at, lexemes)
    out: list[Lexeme] = []
    for x in lexemes[last + 1 : last + 1 + _REACH_AFTER]:
        if x.kind == "word" and x.ids[0] == ".":
            break
        if x.kind == "concept":
            out = _thought(out)
            # "ODS-C (formerly CTR)": the word speaks of the name behind it.
            out = out[:-1] if out and out[-1].kind == "cue" else out
            break
        out.append(x)
    shared_bracket = last != at and bool(out) and out[0].is_joint("(")
    return [] if shared_bracket else out  # a bracket is of the name right before it


def _end_of_list(at: int, lexemes: Sequence[Lexeme]) -> int:
    """Where the list of names joined by and, or and slashes ends that begins here."""
    for _ in range(_MOST_LISTED):
        after = at + 1
        while after < len(lexemes) and lexemes[after].is_joint("and", "or", "/"):
            after += 1
        if after == at + 1 or after == len(lexemes) or lexemes[after].kind != "concept":
            break
        at = after
    return at


def _thought(words: list[Lexeme]) -> list[Lexeme]:
    """Of words between two names, those up to the semicolon: what follows it speaks of the next."""
    end = next((at for at, x in enumerate(words) if x.is_joint(";")), len(words))
    return words[:end]


def _before(at: int, lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """The words before the name, past a list of names that they govern together."""
    out: list[Lexeme] = []
    since = 0  # how many of them stand behind the last name passed
    for x in reversed(lexemes[max(0, at - 4 * _MOST_LISTED) : at]):
        if x.is_joint(";", ")") or since >= _REACH_BEFORE:
            break
        if x.kind == "concept":
            if not all(y.is_joint(",", "and", "or", "/", "(") for y in out[len(out) - since :]):
                break
            since = 0
        else:
            out.append(x)
            since += 1
    return list(reversed(out))


def _skill_status(at: int, lexemes: Sequence[Lexeme]) -> Status:
    near = lexemes[max(0, at - 4) : at]
    return "denied" if any(x.is_cue("none", "denied") for x in near) else "held"


def _dates(at: int, lexemes: Sequence[Lexeme], text: str, as_of: date) -> tuple[Day | None, Day | None]:
    start = lexemes[at].end
    stop = next((x.start for x in lexemes[at + 1 :] if x.kind == "concept" or x.is_joint(";")), len(text))
    since = expires = None
    lived = next((r for r in ranges(text[start:stop][:60], as_of) if r.to is not None), None)
    if lived is not None:
        return lived.since, lived.to
    for begin, _, day in days(text[start:stop][:80], as_of):
        words = text[start : start + begin].lower().split()[-4:]
        if any(w.strip(":().,-") in _EXPIRY for w in words):
            expires = expires or day
        else:
            since = since or day
    return since, expires


def _past(day: Day, as_of: date, *, same: bool = False) -> bool:
    limit = (as_of.year, as_of.month)
    at = (day.year, day.month or (1 if same else 12))
    return at <= limit if same else at < limit
