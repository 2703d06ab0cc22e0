"""How values are said to people: money, roles, what is asked. Plain text, safe on any terminal and any page."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from matcher.report import PostedPay, Requirement, Role

if TYPE_CHECKING:
    from taxonomy import Taxonomy

Label = Callable[[str], str]

MARKS = {"met": "✓", "substitute": "≈", "partial": "~", "missing": "✗", "unknown": "?"}
QUALIFIED = {"yes": MARKS["met"], "unknown": MARKS["unknown"], "no": MARKS["missing"]}
STATUSES = {
    "held": "held",
    "in_progress": "in progress",
    "eligible": "eligible, not held",
    "expired": "expired",
    "denied": "said not to be held",
    "trained": "trained in, not certified",
}
FAMILIES = {
    "records": "medical records",
    "coding": "coding",
    "billing": "billing",
    "cdi": "clinical documentation integrity",
    "registry": "registry",
    "informatics": "health informatics",
    "privacy": "privacy",
    "transcription": "transcription",
    "other": "other work",
}
COMPARED = {
    "below": "the posted pay lies below what is expected",
    "within": "the posted pay lies within what is expected",
    "above": "the posted pay lies above what is expected",
}
MODALITIES = {"required": "Required", "preferred": "Preferred", "mentioned": "Mentioned, not judged"}
ENOUGH, SHORT = ("met", "substitute"), ("missing", "partial")  # results that answer a line, and that do not
# The results of required lines that make somebody qualified or not.
IN_THE_WAY = {"no": SHORT, "unknown": ("unknown",), "yes": ()}
# They are told what is hardest to come by first, and no more than a headline can hold.
HARDEST = {"credential": 0, "mixed": 0, "experience": 1, "education": 2}
FEW = 6
_UNSEEN = ("Cc", "Cf", "Cs")  # control, format and surrogate characters


def plain(text: str) -> str:
    """``text`` on one line, without control and direction characters: a résumé cannot steer the terminal."""
    spaced = "".join(" " if char.isspace() else char for char in text)
    return " ".join("".join(char for char in spaced if unicodedata.category(char) not in _UNSEEN).split())


def labels(taxonomy: Taxonomy) -> Label:
    """The name of an id of any kind, as people are shown it; an id that is nobody's is its own name."""

    def label(ident: str) -> str:
        if ident in taxonomy.concepts:
            return taxonomy.label(ident)
        tables = (taxonomy.roles, taxonomy.fields, taxonomy.settings, taxonomy.degrees, taxonomy.issuers)
        return next((table[ident].label for table in tables if ident in table), ident)

    return label


def money(amount: float) -> str:
    """Whole dollars by the year, cents by the hour."""
    return f"${amount:,.0f}" if amount >= 1000 else f"${amount:,.2f}"


def money_range(low: float | None, high: float | None) -> str:
    """Both ends, or the one that is known."""
    if low is not None and high is not None:
        return money(low) if low == high else f"{money(low)} to {money(high)}"
    return f"from {money(low)}" if low is not None else f"up to {money(high)}" if high is not None else "not stated"


def posted_words(pay: PostedPay) -> str:
    """The pay of an ad as it is printed there, and by the year."""
    printed = f"{money_range(pay.low, pay.high)} {'an' if pay.period == 'hour' else 'a'} {pay.period}"
    if pay.period == "year" or (pay.annual_low is None and pay.annual_high is None):
        return printed
    return f"{printed} = {money_range(pay.annual_low, pay.annual_high)} a year"


def expected_words(low: float, high: float, typical: float, per: str = "") -> str:
    """An expected band of pay, and its middle."""
    return f"{money_range(low, high)}{per}, typically {money(typical)}"


def edges_words(edges: Mapping[str, Sequence[float]], coverage: float | None) -> str:
    """Where the edges of a band themselves may lie."""
    said = ", ".join(f"{name} {money_range(*edge)}" for name, edge in edges.items())
    return said + (f" ({coverage:.0%} coverage)" if coverage is not None else "")


def figure_words(amount: float) -> str:
    """The value of a step to a band: dollars, or a factor."""
    return money(amount) if abs(amount) >= 1000 else f"{amount:g}"


def role_words(role: Role, label: Label = str) -> str:
    """A role in one line: its name, family, level, track and occupation code."""
    if not role.in_scope:
        return "outside health information management"
    parts = [label(role.role)] if role.role else []
    parts.append(FAMILIES[role.family] if role.family else "family not clear")
    parts.append(f"{role.level} level" if role.level else "level not clear")
    parts += [role.rank] if role.rank else []
    parts += ["leads people"] if role.track == "management" else []
    return ", ".join(parts) + (f" (SOC {role.soc})" if role.soc else "")


def asked_words(requirement: Requirement) -> str:
    """What is asked, without the modality: the heading above says it."""
    return plain(requirement.sentence).removesuffix(f", {requirement.modality}")


def qualified_words(qualified: str, required: int, in_the_way: int) -> str:
    """Why somebody is qualified or is not, by how many lines are required and how many of them stand in the way."""
    if qualified == "yes":
        return "Every required line is met." if required else "The ad requires nothing."
    lines = f"{required} required line{'' if required == 1 else 's'}"
    if qualified == "no":
        return f"{in_the_way} of {lines} not met:"
    return f"The résumé does not say enough about {in_the_way} of {lines}:"


def unscored_words(warnings: Iterable[tuple[str, str]]) -> str:
    """Why there is no score, from the codes and messages of the warnings."""
    reasons = [plain(message) for code, message in warnings if code in ("out_of_scope", "asks_nothing")]
    return reasons[0] if reasons else "nothing in the ad can be judged"


def silence_words(result: str) -> str:
    """What a résumé says that shows nothing for a line."""
    return "does not say" if result == "unknown" else "nothing shown"


def sentence(text: str) -> str:
    """``text`` as a sentence begins. What is named at its beginning, in quotes, stays as it is."""
    return text[:1].upper() + text[1:]


def hundredths(points: float) -> str:
    """Points are shown as they are summed: to the hundredth."""
    return f"{points:.2f}"
