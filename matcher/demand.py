"""Sentences read one by one -> the ad's requirements: lists, lines that go on, restatements, duplicates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import prod

from matcher.clause import Clause, Reading
from matcher.draft import HARD, Draft, due, first_kinds, is_years, kind_of, with_terms, without_narrower
from matcher.joint import ALIKE
from matcher.report import Ask, Modality, Requirement, Span, Warning
from matcher.restated import Alternative, named_anew, without_repeats
from matcher.section import ASKING, Sentence
from matcher.wording import sentence_of
from taxonomy.load import Taxonomy

# "Coder II: ...", "Level 2 - ...": the demands of one step of several.
_TIER = re.compile(
    r"\s*(?:[A-Za-z/-]+\s){0,3}?(?:level\s|grade\s|tier\s)?(I{1,3}|IV|[1-4])\s*(?::|[–—-]\s)", re.IGNORECASE
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
# The most alternatives that a sentence of several demands may multiply to.
_MOST = 16


@dataclass(slots=True)
class _List:
    """A list that a lead-in opened: "one of the following:".

    ``chosen`` holds the answers to a question; those that stand alone, in the first person, have "I" for a bullet.
    """

    depth: int
    bullet: str
    modality: Modality
    within: int | None
    item_depth: int | None = None
    draft: Draft | None = None
    chosen: bool = False
    line: int = 0
    under: tuple[str, Modality | None] = ("unknown", None)


@dataclass(slots=True)
class Demands:
    """What came together: the requirements in the ad's order, and what a reader should know."""

    requirements: list[Requirement] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)


_Read = Sequence[tuple[Sentence, Reading]]


def demands(text: str, read: _Read, taxonomy: Taxonomy, title: _Read = ()) -> Demands:
    """The requirements of an ad from its sentences in order; ``title`` are those of its title."""
    folder = _Folder(text, taxonomy, structured=any(s.section in ASKING and not s.label for s, _ in read))
    folder.title = title
    for number, (sentence, reading) in enumerate(read):
        onward = number + 1 < len(read) and read[number + 1][1].starts_or
        folder.take(number, sentence, _whole(reading) if onward or reading.ends_or or folder.pending_or else reading)
    return folder.done()


def _whole(reading: Reading) -> Reading:
    """A line that "or" ties to its neighbours is one alternative: "an associate's degree and 3 years; or ..."."""
    hard = _hard(reading)
    apart = any(c.in_lieu or c.joins or c.spells for c in hard)
    if len(hard) < 2 or apart or len({c.modality for c in hard}) > 1:
        return reading
    if prod(len(c.any_of) for c in hard) > _MOST:
        return reading
    soft = tuple(c for c in reading.clauses if not any(c is h for h in hard))
    one = replace(hard[0], any_of=_row(hard), end=max(c.end for c in hard), bare=False)
    return replace(reading, clauses=(one, *soft))


def _hard(reading: Reading) -> list[Clause]:
    """What a sentence asks of credentials, schooling and years, without what it names in passing."""
    asked = [c for c in reading.clauses if c.modality != "mentioned"]
    return [c for c in asked if any(a.kind in HARD for alt in c.any_of for a in alt)]


def _row(clauses: Sequence[Clause]) -> tuple[Alternative, ...]:
    """The demands of one line as one: each with each, and what stands in lieu beside them.

    What would multiply them to more than anybody means is left out.
    """
    row: tuple[Alternative, ...] = clauses[0].any_of
    for clause in clauses[1:]:
        if clause.in_lieu:
            row = (*row, *clause.any_of)
        elif len(row) * len(clause.any_of) <= _MOST:
            row = tuple((*a, *b) for a in row for b in clause.any_of)
    return row


class _Folder:
    """The fold over an ad's sentences: what is open, and what has been gathered."""

    def __init__(self, text: str, taxonomy: Taxonomy, *, structured: bool) -> None:
        self.text, self.taxonomy, self.structured = text, taxonomy, structured
        self.drafts: list[Draft] = []
        self.warnings: list[Warning] = []
        self.open: _List | None = None
        self.pending_or = False
        self.adding_up = False
        self.ladder: list[Draft] = []
        self.tiers: dict[int, list[Draft]] = {}
        self.no_more = False
        self.title: _Read = ()
        self.members: dict[str, tuple[Alternative, ...]] = {}
        self.line = 0

    def take(self, number: int, sentence: Sentence, reading: Reading) -> None:
        for start, end in reading.mismatches:
            self.warn(
                "number_mismatch",
                "the number in words and the number in digits disagree; the digits were taken",
                [(sentence.start + start, sentence.start + end)],
            )
        self.adding_up = reading.adds_up or (self.adding_up and not self._begins_anew(sentence, reading))
        self.line = sentence.line
        self.no_more |= reading.no_more
        if self.adding_up:
            self.open, self.pending_or = None, False
            return
        if self._answers(sentence, reading) and not (self.open and self.open.chosen):
            self.open = _List(sentence.depth, "I", self._asked(sentence), None, chosen=True)
        if self.open is not None and self._in_list(sentence, reading):
            self._list_item(number, sentence, reading)
            return
        if self.open is not None and self._only_spells(number, sentence, reading):
            return
        self.open = None
        alternatives = self.pending_or or (reading.starts_or and bool(reading.clauses))
        self.pending_or = False
        before = len(self.drafts)
        for clause in reading.clauses:
            alternatives = self._add(number, sentence, clause, alternatives) and alternatives
        self._note_tier(sentence, self.drafts[before:])
        if reading.ladder:
            self.ladder += [d for d in self.drafts[before:] if is_years(d)]
        if not reading.clauses and reading.within_months is not None:
            self._defer(reading.within_months, sentence)
        if reading.opens_list or reading.chooses:
            modality = reading.opens_with or self._default(sentence, None)
            modality = self._asked(sentence) if reading.chooses else modality
            self.open = _List(sentence.depth, sentence.bullet, modality, reading.within_months, chosen=reading.chooses)
            self.open.line, self.open.under = sentence.line, (sentence.section, sentence.strength)
        only_or = not reading.clauses and (reading.starts_or or reading.ends_or)
        self.pending_or = reading.ends_or or only_or

    def _begins_anew(self, sentence: Sentence, reading: Reading) -> bool:
        """Whether a sentence ends what was said of adding up: a question, an item, or another paragraph."""
        item = sentence.label or (sentence.bullet and sentence.first)
        return bool(reading.asks_anew or item or sentence.line - self.line > 1)

    # --- lists -------------------------------------------------------------------------

    def _in_list(self, sentence: Sentence, reading: Reading) -> bool:
        opened = self.open
        assert opened is not None
        if not sentence.first and opened.draft is not None:
            return True
        if opened.chosen and (reading.denies or reading.starts_or) and opened.draft is not None:
            return not sentence.label
        if not any(self._hard(c) for c in reading.clauses):
            return False
        if opened.chosen:
            return self._is_choice(opened, sentence, reading)
        if (sentence.section, sentence.strength) != opened.under and not sentence.bullet and opened.draft is not None:
            return False
        if opened.item_depth is not None:
            return sentence.depth >= opened.item_depth and bool(
                sentence.bullet or (opened.item_depth == 0 and all(c.bare for c in reading.clauses))
            )
        if opened.bullet and sentence.bullet:
            return sentence.depth > opened.depth or sentence.bullet != opened.bullet
        return bool(sentence.bullet) or all(c.bare for c in reading.clauses)

    def _is_choice(self, opened: _List, sentence: Sentence, reading: Reading) -> bool:
        """Whether a line is one of the answers to the question above it."""
        question = not reading.answers if opened.bullet == "I" else reading.asks_anew and not reading.answers
        near = opened.draft is None or sentence.line - opened.line <= 2
        return bool(_hard(reading)) and near and not question and not sentence.label

    def _answers(self, sentence: Sentence, reading: Reading) -> bool:
        """ "I have an associate's degree": an answer that claims something."""
        claims = [c for c in _hard(reading) if not c.others]
        return sentence.first and reading.answers and not reading.denies and bool(claims)

    @staticmethod
    def _asked(sentence: Sentence) -> Modality:
        return sentence.strength or "required"

    def _only_spells(self, number: int, sentence: Sentence, reading: Reading) -> bool:
        """A line inside a list that only tells what one of its kinds means."""
        spelling = [c for c in reading.clauses if c.spells]
        if not spelling or any(not c.spells and c.modality != "mentioned" for c in reading.clauses):
            return False
        for clause in spelling:
            self._add(number, sentence, clause, False)
        return True

    @staticmethod
    def _hard(clause: Clause) -> bool:
        return any(a.kind in (*HARD, "tool", "skill") for alt in clause.any_of for a in alt)

    def _list_item(self, number: int, sentence: Sentence, reading: Reading) -> None:
        opened = self.open
        assert opened is not None
        opened.line = sentence.line
        if opened.chosen:
            self._soft(number, sentence, reading)
        if opened.chosen and (reading.denies or not sentence.first):
            return
        opened.item_depth = sentence.depth if opened.item_depth is None else opened.item_depth
        hard = _hard(reading) or list(reading.clauses)
        if not hard:
            return
        row = _row(hard)
        row = tuple(tuple(due(a, opened.within) for a in alt) for alt in row)
        span = (sentence.start, sentence.end)
        if opened.draft is None:
            opened.draft = Draft(row, opened.modality, [span], number, sentence.line, True, True, False)
            self.drafts.append(opened.draft)
        else:
            opened.draft.any_of = tuple(dict.fromkeys((*opened.draft.any_of, *row)))
            opened.draft.spans.append(span)

    def _soft(self, number: int, sentence: Sentence, reading: Reading) -> None:
        """The skills and tools that an answer names beside what it claims."""
        for clause in reading.clauses:
            if not any(a.kind in HARD for alt in clause.any_of for a in alt):
                self._add(number, sentence, clause, False)

    # --- clauses -----------------------------------------------------------------------

    def _add(self, number: int, sentence: Sentence, clause: Clause, alternative: bool) -> bool:
        """Gather one clause; says whether an alternative begun before still waits for its demand."""
        span = (sentence.start + clause.start, sentence.start + clause.end)
        if not clause.any_of:
            self._defer(clause.within_months, sentence)
            return alternative
        modality = self._default(sentence, clause)
        draft = Draft(
            clause.any_of,
            modality,
            [span],
            number,
            sentence.line,
            clause.modality is not None,
            clause.bare,
            clause.loose,
            clause.others,
        )
        hard = any(a.kind in HARD for alt in clause.any_of for a in alt)
        before = self._last_hard()
        if clause.spells and self._spells_out(draft, clause):
            return alternative
        if hard and before is not None and modality != "mentioned":
            if alternative and before.modality == modality:
                self._merge(before, draft)
                return False
            if clause.in_lieu and (target := self._lieu_target(draft, clause)):
                self._merge(target, draft)
                return False
            if self._restates(draft) or self._goes_on(draft):
                return False
        self.drafts.append(draft)
        if clause.loose and modality != "mentioned":
            self.warn("ambiguous_requirement", "a list without and or or: read as alternatives", [span])
        return alternative and (not hard or modality == "mentioned")

    def _spells_out(self, draft: Draft, clause: Clause) -> bool:
        """A list of members takes the place of their kind in an earlier demand."""
        listed = [alt for alt in draft.any_of if not all(self._is_kind(a, clause.spells) for a in alt)]
        draft.any_of = tuple(listed) or draft.any_of
        self.members |= dict.fromkeys(clause.spells, draft.any_of)
        for earlier in reversed(self.drafts[-8:]):
            kinds = [alt for alt in earlier.any_of if all(self._is_kind(a, clause.spells) for a in alt)]
            if kinds and earlier.modality != "mentioned":
                at = earlier.any_of.index(kinds[0])
                rest = [alt for alt in earlier.any_of if alt not in kinds]
                earlier.any_of = tuple(dict.fromkeys((*rest[:at], *draft.any_of, *rest[at:])))
                earlier.spans += draft.spans
                return True
        return False

    def _is_kind(self, ask: Ask, groups: Sequence[str]) -> bool:
        entry = self.taxonomy.credentials.get(ask.concept or "")
        return entry is not None and entry.generic and entry.group in groups

    def _default(self, sentence: Sentence, clause: Clause | None) -> Modality:
        hard = clause is None or any(a.kind in HARD for alt in clause.any_of for a in alt)
        if clause is not None and clause.others:
            return "mentioned"
        if clause is not None and clause.modality is not None:
            return (
                clause.modality if hard or sentence.section in ASKING or sentence.section == "unknown" else "mentioned"
            )
        if sentence.section in ASKING:
            return sentence.strength or "required"
        if clause is not None and sentence.section == "unknown" and self._flatly_asked(sentence, clause):
            return "required"
        return "mentioned"

    def _flatly_asked(self, sentence: Sentence, clause: Clause) -> bool:
        """Without headings: what may be obtained after hire is asked for, and what is stated in brief."""
        asks = [a for alt in clause.any_of for a in alt]
        if any(a.within_months for a in asks):
            return True
        if self.structured:
            return False
        brief = clause.words <= 16
        return (
            (clause.bare and sentence.line > 0)
            or (brief and any(a.kind in ("education", "experience") for a in asks))
            or (brief and (sentence.start > 0 or clause.claimed) and any(self._is_one(a) for a in asks))
        )

    def _is_one(self, ask: Ask) -> bool:
        """Whether an ask names one credential, not a kind of them ("hiring a certified coder")."""
        entry = self.taxonomy.credentials.get(ask.concept or "")
        return entry is not None and not entry.generic

    def _last_hard(self) -> Draft | None:
        return next((d for d in reversed(self.drafts) if any(a.kind in HARD for alt in d.any_of for a in alt)), None)

    def _lieu_target(self, draft: Draft, clause: Clause) -> Draft | None:
        """The earlier demand that a substitute joins: of the kind it names, of its own kind, else the last one."""
        near = [d for d in reversed(self.drafts[-8:]) if d.modality != "mentioned" and first_kinds(d) & set(HARD)]
        wanted = {clause.lieu_of} if clause.lieu_of else first_kinds(draft)
        same = next((d for d in near if wanted & first_kinds(d)), None)
        return same or next((d for d in near[:1] if draft.line - d.line <= 1), None)

    def _merge(self, target: Draft, other: Draft) -> None:
        target.any_of = tuple(dict.fromkeys((*target.any_of, *other.any_of)))
        target.spans += other.spans

    def _restates(self, draft: Draft) -> bool:
        """A deadline or eligibility for a credential already asked for is a term of that ask."""
        asks = [a for alt in draft.any_of for a in alt]
        if not all(a.kind == "credential" for a in asks) or not any(
            a.within_months or a.status == "eligible" for a in asks
        ):
            return False
        named = {a.concept for a in asks}
        for earlier in reversed(self.drafts):
            known = {a.concept for alt in earlier.any_of for a in alt if a.kind == "credential"}
            if earlier.modality == draft.modality and named <= known:
                terms = {a.concept: a for a in asks}
                softened = any(
                    a.status == "eligible" or a.within_months
                    for alt in earlier.any_of
                    for a in alt
                    if a.concept in named
                )
                earlier.any_of = tuple(
                    tuple(with_terms(a, terms.get(a.concept)) for a in alt) for alt in earlier.any_of
                )
                earlier.spans += draft.spans
                if not softened and earlier.sentence != draft.sentence:
                    self.warn(
                        "ambiguous_requirement",
                        "asked for at hire in one line and allowed later in another; read as allowed later",
                        [earlier.spans[0], *draft.spans],
                    )
                return True
        return False

    def _goes_on(self, draft: Draft) -> bool:
        """Bare credentials on lines of their own, one below the other, are alternatives."""
        before = self.drafts[-1] if self.drafts else None
        if (
            before is None
            or not (before.bare and draft.bare)
            or before.modality != draft.modality
            or draft.stated
            or before.stated
        ):
            return False
        if (
            not (0 < draft.line - before.line <= 2 and draft.sentence == before.sentence + 1)
            or not (self._alike(before) and self._alike(draft))
            or len(draft.any_of) == 0
        ):
            return False
        first = not before.loose
        self._merge(before, draft)
        before.line, before.sentence = draft.line, draft.sentence
        before.loose = True
        if first:
            self.warn(
                "ambiguous_requirement",
                "credentials listed line by line without and or or: read as alternatives",
                list(before.spans),
            )
        return True

    def _alike(self, draft: Draft) -> bool:
        return all(self._alike_group(a) for alt in draft.any_of for a in alt)

    def _defer(self, months: int | None, sentence: Sentence) -> None:
        if months is None:
            return
        for draft in reversed(self.drafts[-4:]):
            if (
                draft.modality != "mentioned"
                and any(a.kind == "credential" for alt in draft.any_of for a in alt)
                and sentence.line - draft.line <= 2
            ):
                draft.any_of = tuple(tuple(due(a, months) for a in alt) for alt in draft.any_of)
                draft.spans.append((sentence.start, sentence.end))
                return

    def _note_tier(self, sentence: Sentence, drafts: list[Draft]) -> None:
        """Remember which step of a ladder a line speaks for; the sentences of its line go with it."""
        line = self.text.rfind("\n", 0, sentence.start) + 1
        found = _TIER.match(self.text, sentence.start) or _TIER.match(self.text, line)
        if found and not self.text[line : found.start()].strip(" \t•*-–()0123456789."):
            step = found[1].lower()
            self.tiers.setdefault(_ROMAN.get(step) or int(step), []).extend(drafts)

    def _lowest_tier(self) -> None:
        """Of several levels in one ad, the lowest one's demands stand, and the reader is told."""
        if len(self.tiers) < 2:
            return
        higher = [d for step in sorted(self.tiers)[1:] for d in self.tiers[step]]
        spans = [d.spans[0] for step in sorted(self.tiers) for d in self.tiers[step][:1]]
        self._drop(higher)
        self.warn("several_levels", "the ad asks different things for different levels; the lowest was read", spans[:4])

    def _by_title(self) -> None:
        """ "Certified Medical Coder": a title asks for the credential that it names, where the ad asks for none."""
        asked = any(
            a.kind == "credential" and self._alike_group(a)
            for d in self.drafts
            if d.modality != "mentioned"
            for alt in d.any_of
            for a in alt
        )
        if asked:
            return
        for sentence, reading in self.title:
            for clause in reading.clauses:
                named = all(a.kind == "credential" and self._alike_group(a) for alt in clause.any_of for a in alt)
                if clause.any_of and named and not clause.others and clause.modality != "mentioned":
                    spans = [(sentence.start + clause.start, sentence.start + clause.end)]
                    modality = clause.modality or "required"
                    self.drafts.append(Draft(clause.any_of, modality, spans, -1, sentence.line, True, False, False))

    def _alike_group(self, ask: Ask) -> bool:
        entry = self.taxonomy.credentials.get(ask.concept or "")
        return entry is not None and entry.group in ALIKE

    def _lowest_grade(self) -> None:
        """Of several grades in one announcement, the lowest one's demand stands."""
        if len(self.ladder) > 1 or self.no_more:
            higher = self.ladder if self.no_more else self.ladder[1:]
            self._drop(higher)

    def _drop(self, drafts: Sequence[Draft]) -> None:
        gone = {id(d) for d in drafts}
        self.drafts = [d for d in self.drafts if id(d) not in gone]

    # --- out -------------------------------------------------------------------------------

    def warn(self, code: str, message: str, spans: Sequence[tuple[int, int]]) -> None:
        self.warnings.append(Warning(code, message, tuple(self._span(*s) for s in spans)))

    def _span(self, start: int, end: int) -> Span:
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and (self.text[end - 1].isspace() or self.text[end - 1] in ";,("):
            end -= 1
        return Span(start, end, self.text[start:end])

    def done(self) -> Demands:
        self._lowest_tier()
        self._lowest_grade()
        self._by_title()
        named_anew(self.drafts, self.members, self.taxonomy)
        kept, doubts = without_repeats(self.drafts, self.taxonomy)
        for doubt in doubts:
            self.warn("ambiguous_requirement", doubt.message, doubt.spans)
        out = Demands(warnings=self.warnings)
        for number, draft in enumerate(kept, 1):
            spans = tuple(dict.fromkeys(self._span(*s) for s in sorted(draft.spans)))
            sort = kind_of(draft)
            draft.any_of = without_narrower(draft.any_of)
            sentence = sentence_of(draft.any_of, draft.modality, self.taxonomy)
            out.requirements.append(Requirement(f"r{number}", sort, draft.modality, draft.any_of, sentence, spans))
        return out
