"""The order of a pile: what a report stands on, and the places that follow from it.

A standing is made of whole numbers, so that it travels between processes as JSON and compares as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from matcher.report import FitReport

Standing = tuple[int, ...]


def standing(report: FitReport) -> Standing:
    """What a report is ranked by, the weightiest first; nothing in it tells who the person is.

    Scored or not; qualified or not; required lines met; score and ``could_be`` in hundredths; preferred lines met.
    """
    # "unknown" stands no higher than "no": else a résumé would gain by leaving its schooling or its dates out.
    return (
        int(report.score is not None),
        int(report.qualified == "yes"),
        _met(report, "required"),
        round((report.score or 0) * 100),
        round((report.could_be or 0) * 100),
        _met(report, "preferred"),
    )


def places(standings: Sequence[Sequence[int]]) -> list[int]:
    """The place of each, in the order given: 1 for the best; equals share one, and the next counts on (1, 2, 2, 4)."""
    best_first = sorted((tuple(of) for of in standings), reverse=True)
    place: dict[Standing, int] = {}
    for number, of in enumerate(best_first, 1):
        place.setdefault(of, number)
    return [place[tuple(of)] for of in standings]


def _met(report: FitReport, modality: str) -> int:
    return sum(v.result in ("met", "substitute") for v in report.verdicts if v.ask.modality == modality)
