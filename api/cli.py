"""The command line. Answers go to stdout, talk to stderr; only here is the clock read.

Modules that take time to load are imported by the command that needs them, so that
``himatch --help`` answers at once.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api import cli_taxonomy
from api.terminal import AsJson, Overlay, answer, never_choke

if TYPE_CHECKING:
    from matcher.report import Document, Posting, Profile
    from taxonomy import Taxonomy

_EXITS = "Exit codes: 0 answered, 1 a check failed, 2 wrong usage, 3 an input cannot be read, 4 the taxonomy is broken."

app = typer.Typer(
    name="himatch",
    help="Read résumés and job ads of US health information management, and match them with quoted evidence.",
    epilog=_EXITS,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(cli_taxonomy.app, name="taxonomy")

Resume = Annotated[
    Path, typer.Argument(help="Résumé: PDF, DOCX, HTML or text; - reads standard input.", show_default=False)
]
Ad = Annotated[
    Path, typer.Argument(help="Job ad: PDF, DOCX, HTML or text; - reads standard input.", show_default=False)
]
AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help='The day that "present" means. Default: today.', show_default=False),
]


@app.command()
def match(
    resume: Resume,
    ad: Ad,
    as_json: AsJson = False,
    as_of: AsOf = None,
    weights: Annotated[
        str | None,
        typer.Option(
            help='Weights of the score, echoed in the answer: "credentials=40,experience=30".', show_default=False
        ),
    ] = None,
    overlay: Overlay = None,
) -> None:
    """Match a résumé against a job ad: requirement by requirement, with quotes from both.

    Example: himatch match resume.pdf ad.txt
    """
    from api.render import report_text
    from api.views import labels
    from matcher import match as fit

    taxonomy = _taxonomy(overlay)
    profile = _profile(resume, as_of, taxonomy)
    posting = _posting(ad, taxonomy)
    report = fit(profile, posting, as_of=_day(as_of), taxonomy=taxonomy, weights=_weights(weights))
    answer(report, as_json, lambda: report_text(report, profile.document, posting.document, labels(taxonomy)))


@app.command("read-ad")
def read_ad(file: Ad, as_json: AsJson = False, overlay: Overlay = None) -> None:
    """Say what a job ad asks and offers, and on which of its words.

    Example: himatch read-ad ad.html --json
    """
    from api.views import labels, posting_text

    taxonomy = _taxonomy(overlay)
    posting = _posting(file, taxonomy)
    answer(posting, as_json, lambda: posting_text(posting, labels(taxonomy)))


@app.command("read-resume")
def read_resume(file: Resume, as_json: AsJson = False, as_of: AsOf = None, overlay: Overlay = None) -> None:
    """Say what a résumé shows: credentials with their status, schooling, positions, years.

    Example: himatch read-resume resume.pdf --as-of 2026-01-01
    """
    from api.views import labels, profile_text

    taxonomy = _taxonomy(overlay)
    profile = _profile(file, as_of, taxonomy)
    answer(profile, as_json, lambda: profile_text(profile, labels(taxonomy)))


@app.command()
def role(
    title: Annotated[str, typer.Argument(help='A job title: "Coder III - Inpatient".', show_default=False)],
    text: Annotated[Path | None, typer.Option(help="A file with the duties of the job.", show_default=False)] = None,
    as_json: AsJson = False,
) -> None:
    """Name the role family, level and track of a job title.

    Example: himatch role "ROI Specialist II"
    """
    from api.views import labels, role_text
    from matcher import role_of

    found = role_of(title, _document(text).text if text is not None else "")
    answer(found, as_json, lambda: role_text(found, labels(_taxonomy())))


@app.command()
def pay(
    role: Annotated[
        str, typer.Option(help='A role family, the id of a role, or a job title: "coding".', show_default=False)
    ],
    level: Annotated[Level | None, typer.Option(help="Default: the role's own.", show_default=False)] = None,
    state: Annotated[str | None, typer.Option(help="Postal code of the state of the job.", show_default=False)] = None,
    industry: Annotated[str | None, typer.Option(help='As pay.csv names it: "hospitals".', show_default=False)] = None,
    as_json: AsJson = False,
    as_of: AsOf = None,
) -> None:
    """Say what a job should pay, with every step from the published figures.

    Example: himatch pay --role coding --level mid --state CA
    """
    from api.render import pay_text
    from matcher import pay_band

    band = pay_band(_job(role, level), state=state, industry=industry, as_of=_day(as_of))
    answer(band, as_json, lambda: pay_text(band))


@app.command()
def train(
    data: Annotated[
        list[Path] | None, typer.Option(help="Your own labelled ads, added to the shipped ones.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the model. Default: the shipped one.", show_default=False)
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail unless the shipped model comes out.")
    ] = False,
) -> None:
    """Rebuild the model that reads roles, bit for bit, with its card."""
    from matcher.train import train as fit

    raise NotImplementedError


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="A folder of labelled documents.", show_default=False)],
    as_json: AsJson = False,
    floors: Annotated[
        Path | None, typer.Option(help="A TOML file of lowest values; falling under one fails.", show_default=False)
    ] = None,
) -> None:
    """Measure how well documents are read, against labels."""
    raise NotImplementedError


def main() -> None:
    """Run one command; what is refused becomes a message, a hint and an exit code of ``api.errors``."""
    never_choke()
    try:
        app()
    except Exception as error:  # an error of the table is an answer; any other is our fault and shows itself
        from api.errors import answer_to

        known = answer_to(error)
        if known is None:
            raise
        typer.echo(f"himatch: {error}", err=True)
        sys.exit(known.exit_code)


def _taxonomy(overlay: Path | None = None) -> Taxonomy:
    from taxonomy import load_taxonomy

    return load_taxonomy(overlay)


def _document(path: Path) -> Document:
    from matcher import read_document

    return read_document(sys.stdin.buffer.read() if str(path) == "-" else path)


def _profile(path: Path, as_of: datetime | None, taxonomy: Taxonomy) -> Profile:
    from matcher import read_profile

    return read_profile(_document(path), as_of=_day(as_of), taxonomy=taxonomy)


def _posting(path: Path, taxonomy: Taxonomy) -> Posting:
    from matcher import read_posting

    return read_posting(_document(path), taxonomy=taxonomy)


def _day(as_of: datetime | None) -> date:
    return as_of.date() if as_of is not None else date.today()  # noqa: DTZ011 - the user's own day
