"""Labelled documents and traps -> numbers: how well ads and résumés are read, and what was missed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from matcher.entry import read_posting, read_profile, role_of
from matcher.errors import HimatchError, NotAnAd, NotAResume
from matcher.report import Posting, Profile
from taxonomy import Taxonomy, load_taxonomy

AS_OF = date(2026, 11, 1)
_RESUME_STATUS = {"held": "held", "in_progress": "in_progress", "expired": "expired", "eligible": "eligible"}


@dataclass(frozen=True, slots=True)
class Row:
    """One measured promise: its value from 0 to 1, over how many cases, and how it was counted."""

    name: str
    value: float
    cases: int
    how: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All rows of a run, and the documents that were missed, by row."""

    rows: tuple[Row, ...]
    misses: Mapping[str, tuple[str, ...]]

    def below(self, floors: Mapping[str, float]) -> tuple[str, ...]:
        """What has sunk under its floor, in words."""
        values = {row.name: row.value for row in self.rows}
        return tuple(
            f"{name}: {values[name]:.3f} is under {floor:.3f}"
            for name, floor in floors.items()
            if name in values and values[name] < floor
        )


@dataclass(slots=True)
class _Tally:
    """Sets found against sets labelled: true, found, labelled; or right among decided."""

    right: float = 0
    found: float = 0
    labelled: float = 0
    misses: list[str] = field(default_factory=list)

    def sets(self, ident: str, found: Counter[Any], labelled: Counter[Any]) -> None:
        both = sum((found & labelled).values())
        self.right += both
        self.found += sum(found.values())
        self.labelled += sum(labelled.values())
        if found != labelled:
            self.misses.append(
                f"{ident}: missed {sorted(map(str, (labelled - found).elements()))}, "
                f"added {sorted(map(str, (found - labelled).elements()))}"
            )

    def one(self, ident: str, right: bool, note: str = "") -> None:
        self.right += right
        self.found += 1
        self.labelled += 1
        if not right:
            self.misses.append(f"{ident}: {note}")

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.labelled) if self.found + self.labelled else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0


def evaluate(gold: Path, traps: Path | None = None, taxonomy: Taxonomy | None = None) -> Evaluation:
    """Measure on a folder of labelled documents, and on a folder of traps beside it where there is one."""
    known = taxonomy or load_taxonomy()
    tallies: dict[str, tuple[_Tally, str]] = {}

    def tally(name: str, how: str) -> _Tally:
        return tallies.setdefault(name, (_Tally(), how))[0]

    _ads(_lines(gold / "ads.jsonl"), known, tally)
    _others(_lines(gold / "other_ads.jsonl"), tally)
    _resumes(_lines(gold / "resumes.jsonl"), known, tally)
    for path in sorted((traps or gold.parent / "traps").glob("*.jsonl")):
        rows = tally(f"traps {path.stem}", "right")
        for case in _lines(path):
            wrong = check_case(case, known)
            rows.one(case["id"], not wrong, "; ".join(wrong))
    measures: dict[str, Callable[[_Tally], float]] = {
        "f1": lambda t: t.f1,
        "recall": lambda t: t.recall,
        "right": lambda t: t.recall,
    }
    rows_ = tuple(Row(name, round(measures[how](t), 4), int(t.labelled), how) for name, (t, how) in tallies.items())
    return Evaluation(rows_, {name: tuple(t.misses) for name, (t, _) in tallies.items() if t.misses})


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


_Tallies = Callable[[str, str], _Tally]


# --- ads -------------------------------------------------------------------------------------


def _ads(rows: Iterable[dict[str, Any]], taxonomy: Taxonomy, tally: _Tallies) -> None:
    for row in rows:
        gold = row["gold"]
        posting = read_posting(row["text"], title=row.get("title"), place=row.get("location"), pay=row.get("pay_text"))
        role = posting.role
        tally("ads in scope", "right").one(row["id"], role.in_scope == (gold["family"] != "other"), str(role.family))
        tally("ads decided", "right").one(
            row["id"], not role.in_scope or (role.family is not None and role.level is not None)
        )
        if role.family is not None:
            tally("ads family", "right").one(
                row["id"], role.family == gold["family"], f"{role.family}, not {gold['family']}"
            )
        if role.level is not None and gold["level"]:
            tally("ads level", "right").one(
                row["id"], role.level == gold["level"], f"{role.level}, not {gold['level']}"
            )
        if role.track is not None and gold["track"]:
            tally("ads track", "right").one(
                row["id"], role.track == gold["track"], f"{role.track}, not {gold['track']}"
            )
        tally("ads credentials", "f1").sets(row["id"], credentials_of(posting), _gold_credentials(gold, taxonomy))
        tally("ads education", "f1").sets(
            row["id"], education_of(posting, taxonomy), Counter((e["degree"], e["modality"]) for e in gold["education"])
        )
        tally("ads experience", "f1").sets(
            row["id"],
            experience_of(posting),
            Counter((float(e["min_years"]), e["modality"]) for e in gold["experience"]),
        )
        tally("ads pay", "right").one(
            row["id"], _pay(posting) == _gold_pay(gold), f"{_pay(posting)}, not {_gold_pay(gold)}"
        )
        tally("ads state", "right").one(
            row["id"], posting.state == gold["state"], f"{posting.state}, not {gold['state']}"
        )
        tally("ads workplace", "right").one(
            row["id"], posting.workplace == gold["workplace"], f"{posting.workplace}, not {gold['workplace']}"
        )
        wanted = Counter({_find(s["name"], taxonomy) for s in gold["skills"]})
        named = Counter(concepts_of(posting))
        tally("ads skills", "recall").sets(row["id"], named & wanted, wanted)


def _others(rows: Iterable[dict[str, Any]], tally: _Tallies) -> None:
    for row in rows:
        role = read_posting(row["text"], title=row.get("title")).role
        tally("other ads refused", "right").one(row["id"], not role.in_scope, f"{row.get('title')}: {role.family}")
        told = _refused(NotAResume, partial(read_profile, row["text"], AS_OF))
        tally("ads told from résumés", "right").one(row["id"], told, f"{row.get('title')}: taken for a résumé")


def _refused(kind: type[HimatchError], reading: Callable[[], object]) -> bool:
    try:
        reading()
    except kind:
        return True
    return False


def credentials_of(posting: Posting) -> Counter[Any]:
    """Each credential asked for with its modality, alternatives flattened."""
    return Counter(
        {
            (a.concept, r.modality)
            for r in posting.requirements
            if r.modality != "mentioned"
            for alt in r.any_of
            for a in alt
            if a.kind == "credential"
        }
    )


def education_of(posting: Posting, taxonomy: Taxonomy) -> Counter[Any]:
    """The lowest degree of each modality."""
    lowest: dict[str, str] = {}
    for r in posting.requirements:
        for degree in (
            a.degree
            for alt in r.any_of
            for a in alt
            if a.kind == "education" and a.degree and r.modality != "mentioned"
        ):
            before = lowest.get(r.modality)
            if before is None or taxonomy.degrees[degree].rank < taxonomy.degrees[before].rank:
                lowest[r.modality] = degree
    return Counter((degree, modality) for modality, degree in lowest.items())


def experience_of(posting: Posting) -> Counter[Any]:
    """The fewest years of each requirement that asks for years, with its modality."""
    out: Counter[Any] = Counter()
    for r in posting.requirements:
        years = [a.min_years for alt in r.any_of for a in alt if a.kind == "experience" and a.min_years is not None]
        if years and r.modality != "mentioned":
            out[(min(years), r.modality)] += 1
    return out


def concepts_of(posting: Posting) -> set[str]:
    """Every concept that an ad names, in any modality."""
    return {a.concept for r in posting.requirements for alt in r.any_of for a in alt if a.concept}


def _gold_credentials(gold: Mapping[str, Any], taxonomy: Taxonomy) -> Counter[Any]:
    return Counter(
        {
            (_find(n.replace("(eligible)", ""), taxonomy), c["modality"])
            for c in gold["credentials"]
            for n in c["any_of"]
        }
    )


def _find(name: str, taxonomy: Taxonomy) -> str:
    return taxonomy.find(name) or name.strip().lower()


def _pay(posting: Posting) -> tuple[Any, ...] | None:
    return None if posting.pay is None else (posting.pay.low, posting.pay.high, posting.pay.period)


def _gold_pay(gold: Mapping[str, Any]) -> tuple[Any, ...] | None:
    pay = gold.get("pay")
    return None if pay is None else (pay["low"], pay["high"], pay["period"])


# --- résumés -----------------------------------------------------------------------------------


def _resumes(rows: Iterable[dict[str, Any]], taxonomy: Taxonomy, tally: _Tallies) -> None:
    for row in rows:
        gold, ident = row["gold"], row["id"]
        profile = read_profile(row["text"], AS_OF)
        told = _refused(NotAnAd, partial(read_posting, row["text"]))
        tally("résumés told from ads", "right").one(ident, told, "taken for an ad")
        role = profile.role
        tally("résumés family", "right").one(
            ident, (role.family if role.in_scope else "other") == gold["family"], f"{role.family}, not {gold['family']}"
        )
        if role.level is not None and gold["level"] and role.in_scope:
            tally("résumés level", "right").one(
                ident, role.level == gold["level"], f"{role.level}, not {gold['level']}"
            )
        if role.track is not None and gold["track"] and role.in_scope:
            tally("résumés track", "right").one(
                ident, role.track == gold["track"], f"{role.track}, not {gold['track']}"
            )
        him = {i for i, c in taxonomy.credentials.items() if c.group not in ("it", "other", "life-support", "licence")}
        held = Counter({(h.concept, h.status) for h in profile.holdings if h.concept in him})
        labelled = Counter({(c, s["status"]) for s in gold["credentials"] if (c := _find(s["name"], taxonomy)) in him})
        tally("résumés credentials", "f1").sets(ident, held, labelled)
        schooling = Counter((e.degree, e.status) for e in profile.education)
        tally("résumés education", "f1").sets(
            ident, schooling, Counter((e["degree"], e["status"]) for e in gold["education"] if e["degree"])
        )
        starts = Counter((p.start or "")[:4] for p in profile.positions)
        tally("résumés positions", "f1").sets(
            ident, starts, Counter(p["start"][:4] for p in gold["positions"] if p["start"])
        )
        _years(ident, profile, gold, tally)
        wanted = Counter({_find(s, taxonomy) for s in gold["skills"]})
        tally("résumés skills", "recall").sets(ident, Counter({h.concept for h in profile.holdings}) & wanted, wanted)


def _years(ident: str, profile: Profile, gold: Mapping[str, Any], tally: _Tallies) -> None:
    if any(p["end"] == "present" for p in gold["positions"]):
        return
    for name, ours, theirs in (
        ("total", profile.years.total, gold["years_total"]),
        ("him", profile.years.him, gold["years_him"]),
    ):
        if theirs is not None:
            tally(f"résumés years {name}", "right").one(ident, abs((ours or 0) - theirs) <= 1, f"{ours}, not {theirs}")


# --- traps --------------------------------------------------------------------------------------


def check_case(case: Mapping[str, Any], taxonomy: Taxonomy) -> list[str]:
    """What a trap case got wrong, in words; empty when all that it carries is right."""
    if "title" in case and "text" not in case:
        return list(_wrong_role(case))
    if {"holdings", "years_total", "years_him"} & case.keys() or _is_resume(case):
        return list(_wrong_profile(case, taxonomy))
    return list(_wrong_posting(case, taxonomy))


def _is_resume(case: Mapping[str, Any]) -> bool:
    schooling = case.get("education") or [{}]
    return (
        "status" in schooling[0]
        or (case["id"][:2] in ("ho", "hx"))
        or (case.get("note") == "other people's credentials")
    )


def _wrong_role(case: Mapping[str, Any]) -> Iterator[str]:
    role = role_of(case["title"])
    for key in ("family", "level", "track", "in_scope", "rank"):
        if key in case and getattr(role, key) != case[key]:
            yield f"{key} is {getattr(role, key)}, not {case[key]}"


def _wrong_posting(case: Mapping[str, Any], taxonomy: Taxonomy) -> Iterator[str]:
    posting = read_posting(case["text"], taxonomy=taxonomy)
    if "credentials" in case:
        ours = sorted(_credential_rows(posting))
        theirs = sorted(_labelled_row(c, taxonomy) for c in case["credentials"])
        if ours != theirs:
            yield f"credentials {ours}, not {theirs}"
    if "experience" in case:
        theirs_years = Counter((float(e["min_years"]), e["modality"]) for e in case["experience"])
        if experience_of(posting) != theirs_years:
            yield f"experience {dict(experience_of(posting))}, not {dict(theirs_years)}"
    if "education" in case:
        theirs_degrees = Counter((e["degree"], e["modality"]) for e in case["education"])
        if education_of(posting, taxonomy) != theirs_degrees:
            yield f"education {dict(education_of(posting, taxonomy))}, not {dict(theirs_degrees)}"
    yield from _wrong_terms(case, posting, taxonomy)


def _wrong_terms(case: Mapping[str, Any], posting: Posting, taxonomy: Taxonomy) -> Iterator[str]:
    for modality, names in case.get("skills", {}).items():
        ours = {a.concept for r in posting.requirements if r.modality == modality for alt in r.any_of for a in alt}
        missing = [n for n in names if _find(n, taxonomy) not in ours]
        if missing:
            yield f"{modality} skills lack {missing}"
    if "pay" in case and _pay(posting) != _gold_pay(case):
        yield f"pay {_pay(posting)}, not {_gold_pay(case)}"
    for key in ("state", "workplace"):
        if key in case and getattr(posting, key) != case[key]:
            yield f"{key} {getattr(posting, key)}, not {case[key]}"
    yield from (f"{n} was found" for n in case.get("absent", ()) if _find(n, taxonomy) in concepts_of(posting))
    yield from (f"no warning {w}" for w in case.get("warnings", ()) if w not in {x.code for x in posting.warnings})


def _credential_rows(posting: Posting) -> Iterator[str]:
    for r in posting.requirements:
        if r.modality == "mentioned" or not any(a.kind == "credential" for alt in r.any_of for a in alt):
            continue
        rows = [sorted(a.concept or "" for a in alt if a.kind == "credential") for alt in r.any_of]
        months = max((a.within_months for alt in r.any_of for a in alt if a.within_months), default=None)
        yield json.dumps([sorted(row for row in rows if row), r.modality, months])


def _labelled_row(case: Mapping[str, Any], taxonomy: Taxonomy) -> str:
    rows = sorted(sorted(_find(n.replace("(eligible)", ""), taxonomy) for n in alt) for alt in case["any_of"])
    return json.dumps([rows, case["modality"], case.get("within_months")])


def _wrong_profile(case: Mapping[str, Any], taxonomy: Taxonomy) -> Iterator[str]:
    try:
        profile = read_profile(
            case["text"], date.fromisoformat(case.get("as_of", AS_OF.isoformat())), taxonomy=taxonomy
        )
    except HimatchError as error:
        yield f"refused: {error}"
        return
    ours = {h.concept: h.status for h in profile.holdings}
    for name, status in case.get("holdings", {}).items():
        if ours.get(_find(name, taxonomy)) != status:
            yield f"{name} is {ours.get(_find(name, taxonomy))}, not {status}"
    yield from (f"{n} was found" for n in case.get("absent", ()) if _find(n, taxonomy) in ours)
    if "education" in case:
        found = Counter((e.degree, e.status) for e in profile.education)
        wanted = Counter((e["degree"], e["status"]) for e in case["education"])
        if found != wanted:
            yield f"education {dict(found)}, not {dict(wanted)}"
    for key, value in (("years_total", profile.years.total), ("years_him", profile.years.him)):
        if key in case and abs((value or 0) - (case[key] or 0)) > case.get("tol", 0.1) + 1e-9:
            yield f"{key} {value}, not {case[key]}"


def percent(rows: Sequence[Row]) -> str:
    """The rows as a plain table."""
    return "\n".join(f"{row.name:28} {row.value:7.1%}  {row.cases:5d}  {row.how}" for row in rows)
