"""How the names of one segment hang together: an AND of ORs of ANDs.

``with`` binds tighter than ``or``, ``or`` tighter than ``and``; a comma takes the joint that ends its list.
In a sentence whose segments go on with "or", and between parallel alternatives ("a degree and 1 year or a
diploma and 3"), ``and`` binds as tightly as ``with``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from matcher.ask import Item
from matcher.lexeme import Lexeme
from matcher.report import Ask
from taxonomy.load import Taxonomy

Alternatives = tuple[tuple[Ask, ...], ...]
Group = list[list[Item]]

# Groups of credentials that stand in for each other in lists without a joint.
ALIKE = ("him", "coding", "cdi", "billing", "privacy", "registry", "data", "informatics", "transcription")


@dataclass(frozen=True, slots=True)
class Tie:
    """How a segment hangs on its neighbours: it stands in lieu of another, or is one of several joined by "or"."""

    in_lieu: bool = False
    chained: bool = False


def conjuncts(
    items: Sequence[Item], lexemes: Sequence[Lexeme], tie: Tie, taxonomy: Taxonomy
) -> list[tuple[Alternatives, Group, bool]]:
    """Each demand's alternatives, the items they are made of, and whether its list had no joint of its own."""
    joints, loose = _joints(items, lexemes, tie, taxonomy)
    groups: list[Group] = [[[items[0]]]]
    for joint, item, onward in zip(joints, items[1:], [*joints, ""][1:], strict=True):
        if joint == "and":
            groups.append([[item]])
        elif joint == "or":
            groups[-1].append([item] if onward == "with" else _shared(groups[-1][-1], item, taxonomy))
        else:
            groups[-1][-1].append(item)
    parts = [part for group in groups for part in _parted(group, joints, tie)]
    return [(_alternatives(part), part, loose) for part in parts]


def _shared(before: Sequence[Item], item: Item, taxonomy: Taxonomy) -> list[Item]:
    """ "RN with CCDS or CDIP": the second certification shares the licence of the first."""
    kind = _sort(item, taxonomy)
    if (
        len(before) == 2
        and _sort(before[1], taxonomy) == kind
        and _sort(before[0], taxonomy) != kind
        and kind[0] == "credential"
    ):
        return [before[0], item]
    return [item]


def _sort(item: Item, taxonomy: Taxonomy) -> tuple[str, str]:
    entry = taxonomy.credentials.get(item.asks[0].concept or "")
    group = "" if entry is None else "alike" if entry.group in ALIKE else entry.group
    return item.asks[0].kind, group


def _parted(group: Group, joints: Sequence[str], tie: Tie) -> list[Group]:
    """An AND that stands alone is two requirements; "A or B with 2 years" asks the years of both."""
    if tie.in_lieu or tie.chained:
        return [group]
    if len(group) == 1:
        return [[[item]] for item in group[0]]
    plain = all(len(a) == 1 for a in group[:-1])
    if plain and _asks_years(group[-1]) and list(joints).count("or") < 2 + (len(group) > 3) and _one_kind(group):
        last = group[-1]
        return [[*group[:-1], [last[0]]], *([[item]] for item in last[1:])]
    return [group]


def _asks_years(alternative: Sequence[Item]) -> bool:
    return len(alternative) > 1 and all(i.asks[0].kind == "experience" for i in alternative[1:])


def _one_kind(group: Group) -> bool:
    return len({alternative[0].asks[0].kind for alternative in group}) == 1 and group[0][0].asks[0].kind == "credential"


def _joints(items: Sequence[Item], lexemes: Sequence[Lexeme], tie: Tie, taxonomy: Taxonomy) -> tuple[list[str], bool]:
    raw = ["and" if b.example and not a.example else _joint(lexemes, a, b, tie.in_lieu) for a, b in pairwise(items)]
    credentials = all(i.asks[0].kind == "credential" for i in items)
    if credentials and any(x.is_cue("include") for x in lexemes[: items[0].first]):
        return ["or" for _ in raw], False
    raw = _after_conditions(raw, items)
    out, loose = [], False
    for at, joint in enumerate(raw):
        if joint in (",", "/", ""):
            joint, unsure = _list_joint(at, raw, items, taxonomy)
            loose |= unsure
        out.append(joint)
    if tie.chained or _parallel(out, items):
        out = ["with" if joint == "and" else joint for joint in out]
    return out, loose


def _after_conditions(raw: Sequence[str], items: Sequence[Item]) -> list[str]:
    """ "RHIT with 1 year, CCS with 1 year, or CPC with 3": the comma behind a condition parts alternatives."""
    out = list(raw)
    for at, joint in enumerate(raw):
        conditioned = at > 0 and out[at - 1] == "with" and items[at].asks[0].kind != items[at + 1].asks[0].kind
        later = [j for j in raw[at + 1 :] if j in ("and", "or")]
        if joint == "," and conditioned and later[:1] == ["or"]:
            out[at] = "or"
    return out


def _parallel(joints: Sequence[str], items: Sequence[Item]) -> bool:
    """Two alternatives of the same kinds in the same order, each with an "and" inside."""
    if list(joints).count("or") != 1 or "and" not in joints:
        return False
    cut = joints.index("or") + 1
    kinds = [i.asks[0].kind for i in items]
    return kinds[:cut] == kinds[cut:] and len(set(kinds)) > 1


def _joint(lexemes: Sequence[Lexeme], one: Item, other: Item, in_lieu: bool) -> str:
    """What joins two names: the last "and" or "or" between them outside brackets, else "with", else a mark."""
    between = lexemes[one.last + 1 : other.first]
    both = any(x.is_cue("all-of") for x in lexemes[max(0, one.first - 2) : one.first])
    depth, mark, word, lieu = 0, "", "", False
    comma = False
    for x in between:
        depth = max(0, depth + x.is_joint("(") - x.is_joint(")"))
        if depth and not x.is_joint("and", "or"):
            continue
        if x.is_joint("and", "or"):
            word, lieu, comma = "with" if both and x.is_joint("and") else x.ids[0], False, False
        elif in_lieu and x.is_cue("in-lieu") and len(between) < 10:
            word, lieu = "or", True
        elif x.is_cue("with") and (lieu or not word):
            word, lieu = "with", False
        elif x.is_cue("with") and comma and len(between) > 5:
            # "license in Arizona or a compact state, plus CCDS": the "or" is of another thought.
            word = "and"
        elif x.is_joint(",", "/", ";"):
            mark, comma = mark or x.ids[0], True
    return word or mark


def _list_joint(at: int, raw: Sequence[str], items: Sequence[Item], taxonomy: Taxonomy) -> tuple[str, bool]:
    """A comma takes the joint that ends its list; a list without one is alternatives or not by its kind."""
    kind = items[at].asks[0].kind
    if items[at + 1].asks[0].kind != kind:
        return "and", False
    if raw[at] == "/":
        return ("and" if kind == "skill" else "or"), False
    near = _ending(range(at + 1, len(raw)), raw, items, kind) or _ending(range(at - 1, -1, -1), raw, items, kind)
    if near is not None:
        return near, False
    if kind == "credential":
        peers = _peers(items[at].asks[0], items[at + 1].asks[0], taxonomy)
        return ("or" if peers else "and"), peers and raw[at] != ""
    return ("or" if kind == "education" else "and"), False


def _ending(positions: range, raw: Sequence[str], items: Sequence[Item], kind: str) -> str | None:
    for at in positions:
        if items[at].asks[0].kind != kind or items[at + 1].asks[0].kind != kind:
            return None
        if raw[at] in ("and", "or"):
            return raw[at]
        if raw[at] == "/" and kind != "skill":
            return "or"
    return None


def _peers(one: Ask, other: Ask, taxonomy: Taxonomy) -> bool:
    groups = [e.group for a in (one, other) if (e := taxonomy.credentials.get(a.concept or ""))]
    return len(groups) == 2 and (groups[0] == groups[1] or all(g in ALIKE for g in groups))


def _alternatives(group: Sequence[Sequence[Item]]) -> Alternatives:
    out: list[tuple[Ask, ...]] = []
    for alternative in group:
        rows: list[tuple[Ask, ...]] = [()]
        for item in alternative:
            rows = (
                [(*row, ask) for row in rows for ask in item.asks]
                if item.many == "or"
                else [(*row, *item.asks) for row in rows]
            )
        out += rows
    return tuple(dict.fromkeys(out))
