"""A fit report for people: what is met, what is missing, on which words, what would close it, what it pays.

Everything said here stands in the report; nothing is computed but layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.console.layout import STYLES, bullets, columns, heading, page, quoted, rows
from api.words import (
    COMPARED,
    ENOUGH,
    FEW,
    HARDEST,
    IN_THE_WAY,
    MARKS,
    MODALITIES,
    STATUSES,
    Label,
    asked_words,
    edges_words,
    expected_words,
    figure_words,
    hundredths,
    plain,
    posted_words,
    qualified_words,
    role_words,
    silence_words,
    unscored_words,
)
from matcher.report import (
    Document,
    FitReport,
    NextStep,
    PayBand,
    PostedPay,
    Role,
    Step,
    Verdict,
    Warning,
)

_SCOREBOX = box.Box("    \n    \n -- \n    \n    \n -- \n    \n    \n", ascii=True)


def report_text(report: FitReport, resume: Document, ad: Document, label: Label = str) -> RenderableType:
    """The whole report, for a terminal of 80 columns or more, readable without colour.

    ``label`` gives the name of a concept id.
    """
    return page(
        _headline(report),
        _roles(report, label),
        *(_requirements(report, modality, title, resume, ad, label) for modality, title in MODALITIES.items()),
        _beyond(report.beyond, label),
        _score(report),
        heading("Pay"),
        pay_text(report.pay, every_step=False),
        _next_steps(report.next_steps),
        warnings_text(report.warnings),
        _colophon(report),
    )


def _headline(report: FitReport) -> RenderableType:
    if report.score is None:
        return Text(_score_words(report), style="bold")
    return page(Text(_score_words(report), style="bold"), Text(_qualified_words(report)), _in_the_way(report))


def _score_words(report: FitReport) -> str:
    if report.score is None:
        return f"No score: {unscored_words((w.code, w.message) for w in report.warnings)}."
    score = f"Score: {hundredths(report.score)} of 100"
    if report.could_be is None or report.could_be == report.score:
        return score
    return f"{score}; could be {hundredths(report.could_be)} if everything unknown is confirmed"


def _qualified_words(report: FitReport) -> str:
    required = sum(v.ask.modality == "required" for v in report.verdicts)
    why = qualified_words(report.qualified, required, len(_standing_in_the_way(report)))
    return f"Qualified: {report.qualified}. {why}"


def _in_the_way(report: FitReport) -> RenderableType | None:
    verdicts = _standing_in_the_way(report)
    if not verdicts:
        return None
    # One over would take the line that tells of it.
    few = verdicts if len(verdicts) <= FEW + 1 else verdicts[:FEW]
    rest = None if few == verdicts else Text(f"  and {len(verdicts) - FEW} more below")
    return page(*(_verdict_line(replace(verdict, points=0.0), indent=2) for verdict in few), rest)


def _standing_in_the_way(report: FitReport) -> list[Verdict]:
    results = IN_THE_WAY[report.qualified]
    found = [v for v in report.verdicts if v.ask.modality == "required" and v.result in results]
    return sorted(found, key=lambda verdict: HARDEST.get(verdict.ask.kind, len(HARDEST)))


def _roles(report: FitReport, label: Label) -> RenderableType:
    pairs = [("Job", _role(report.posting_role, label)), ("Candidate", _role(report.candidate_role, label))]
    return Group(Text(), rows(pairs, indent=0))


def _role(role: Role, label: Label) -> str:
    if not role.because:
        return role_words(role, label)
    words = role.because[: 3 if role.by == "text" else 1]
    return f"{role_words(role, label)}, from {', '.join(f'“{plain(span.quote)}”' for span in words)}"


def _requirements(
    report: FitReport, modality: str, title: str, resume: Document, ad: Document, label: Label
) -> RenderableType | None:
    verdicts = [v for v in report.verdicts if v.ask.modality == modality]
    if not verdicts:
        return None
    if modality == "mentioned":
        return Group(heading(title), columns(map(_mentioned, verdicts), widths=(3,), indent=2))
    return Group(heading(title), *(_verdict(v, resume, ad, label) for v in verdicts))


def _verdict(verdict: Verdict, resume: Document, ad: Document, label: Label) -> RenderableType:
    return Group(
        Text(),
        _verdict_line(verdict),
        rows(
            [
                ("the ad", quoted(verdict.ask.evidence, ad)),
                ("the résumé", _shown(verdict, resume)),
                ("nearest", _nearest(verdict, resume, label)),
                ("why" if verdict.result in ENOUGH else "to close it", verdict.closes_by),
            ],
            indent=2,
        ),
    )


def _verdict_line(verdict: Verdict, indent: int = 0) -> RenderableType:
    result = Text(f"{MARKS[verdict.result]} {verdict.result}", style=f"bold {STYLES[verdict.result]}")
    earned = f" (+{hundredths(verdict.points)} points)" if verdict.points else ""
    sentence = Text(asked_words(verdict.ask), style="bold").append(earned, style="not bold")
    return columns([(result, Text(verdict.requirement, style="dim"), sentence)], widths=(12, 3), indent=indent)


def _shown(verdict: Verdict, resume: Document) -> Text | str:
    if verdict.shown:
        return quoted(verdict.shown, resume)
    return silence_words(verdict.result)


def _nearest(verdict: Verdict, resume: Document, label: Label) -> Text | None:
    holding = verdict.nearest
    if holding is None or verdict.result in ENOUGH:
        return None
    return Text(f"{plain(label(holding.concept))}, {STATUSES[holding.status]}: ") + quoted(holding.evidence, resume)


def _mentioned(verdict: Verdict) -> tuple[Text, Text]:
    said = "the résumé shows it" if verdict.shown else "the résumé does not show it"
    return Text(verdict.requirement, style="dim"), Text(f"{asked_words(verdict.ask)} ({said})")


def _beyond(beyond: Sequence[str], label: Label) -> RenderableType | None:
    if not beyond:
        return None
    return Group(
        heading("Shown and not asked for"), columns([(Text(", ".join(plain(label(i)) for i in beyond)),)], (), 2)
    )


def _score(report: FitReport) -> RenderableType | None:
    if report.score is None:
        return None
    table = Table(box=_SCOREBOX, pad_edge=False, padding=(0, 1), show_footer=True)
    table.add_column("part", footer="score", overflow="fold")
    table.add_column("got", footer=hundredths(report.score), justify="right", no_wrap=True)
    table.add_column("of", footer="100.00", justify="right", no_wrap=True)
    table.add_column("because of", overflow="fold")
    for point in report.points:
        because = ", ".join(dict.fromkeys(point.because))
        table.add_row(_words(point.what), hundredths(point.got), hundredths(point.of), _words(because))
    return Group(heading("How the score adds up"), table)


def _words(name: str) -> str:
    return plain(name).replace("_", " ")


def pay_text(band: PayBand | None, every_step: bool = True) -> RenderableType:
    """The expected band with the steps from published figures to it, and the posted pay beside.

    Without ``every_step``, steps of one kind share a line.
    """
    if band is None:
        return Text("  No published figure fits this job, so no pay is expected.")
    hourly = band.hourly
    steps = map(_step, band.steps) if every_step else _brief(band.steps)
    return page(
        rows(
            [
                ("expected", expected_words(band.low, band.high, band.typical, " a year")),
                ("by the hour", expected_words(hourly.low, hourly.high, hourly.typical)),
                ("that is for", f"{band.level} level, SOC {band.soc}, {band.area}, in {band.as_of}"),
                ("give or take", _edges(band)),
                ("posted", _posted(band.posted)),
                ("compared", COMPARED.get(band.posted_vs_band or "")),
            ]
        ),
        Text("  how the expected pay was found:") if band.steps else None,
        bullets(steps, mark="1", indent=4) if band.steps else None,
    )


def _edges(band: PayBand) -> str | None:
    if band.error is None:
        return None
    edges = {"low": band.error.low, "typical": band.error.typical, "high": band.error.high}
    return edges_words(edges, band.coverage)


def _posted(pay: PostedPay | None) -> Text | None:
    if pay is None:
        return None
    return Text(f"{posted_words(pay)}: ") + quoted(pay.evidence) if pay.evidence else Text(posted_words(pay))


def _step(step: Step) -> str:
    return f"{step.what}: {figure_words(step.value)}{_source(step)}"


def _source(step: Step) -> str:
    return f" [{step.figure.source}]" if step.figure is not None else ""


def _brief(steps: Sequence[Step]) -> Iterator[str]:
    """One line for each kind of step: "published p10: ..." and "published p25: ..." are of one kind.

    The step that is named by its kind alone sums the others up, and stands for them.
    """
    for kind, group in groupby(steps, key=lambda step: step.what.partition(":")[0].partition(" ")[0]):
        same = list(group)
        whole = [step for step in same if step.what.startswith(f"{kind}:")]
        yield _step(whole[-1]) if whole else _step(same[0]) if len(same) == 1 else _together(kind, same)


def _together(kind: str, steps: Sequence[Step]) -> str:
    parts = [step.what.partition(": ") for step in steps]
    names = [name.removeprefix(kind).strip() for name, _, _ in parts]
    words = zip(*(rest.split() for _, _, rest in parts), strict=False)
    shared = " ".join(same[0] for same in takewhile(lambda word: len(set(word)) == 1, words)).rstrip(",")
    values = (f"{name} {figure_words(step.value)}" for name, step in zip(names, steps, strict=True))
    return f"{kind}: {shared}: {', '.join(values)}{_source(steps[-1])}"


def _next_steps(steps: Sequence[NextStep]) -> RenderableType | None:
    if not steps:
        return None
    return Group(heading("What would help most"), bullets(map(_next_step, steps), mark="1"))


def _next_step(step: NextStep) -> str:
    after = f", to {hundredths(step.score_after)}" if step.score_after is not None else ""
    level = f"; reaches {step.level_after} level" if step.level_after else ""
    time = f"; takes {step.typical_time}" if step.typical_time else ""
    source = f" [{step.source}]" if step.source else ""
    return f"{step.do}: +{hundredths(step.gain)} points{after}{level}{time}{source}"


def warnings_text(warnings: Sequence[Warning]) -> RenderableType | None:
    """Each warning with the words that it is about; None where there is none."""
    if not warnings:
        return None
    return Group(heading("Please note"), bullets(map(_warning, warnings), mark="!"))


def _warning(warning: Warning) -> Text:
    said = Text(plain(warning.message))
    return said + Text("\n") + quoted(warning.evidence) if warning.evidence else said


def _colophon(report: FitReport) -> RenderableType:
    versions, inputs = report.versions, report.inputs
    made = f"himatch {versions.himatch}, taxonomy {versions.taxonomy}, model {versions.model}; as of {inputs.as_of}."
    return Text(f"\n{made} A decision about a person is a person's to make.", style="dim")
