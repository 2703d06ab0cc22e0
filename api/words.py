"""How values are said to people: money, roles, what is asked. Plain text, safe on any terminal and any page."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from matcher.report import PostedPay, Requirement, Role

if TYPE_CHECKING:
    from taxonomy import Taxonomy

Label = Callable[[str], str]

MARKS = {"met": "✓", "substitute": "≈", "partial": "~", "missing": "✗", "unknown": "?"}
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


def hundredths(points: float) -> str:
    """Points are shown as they are summed: to the hundredth."""
    return f"{points:.2f}"
