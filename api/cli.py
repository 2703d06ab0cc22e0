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

from api.console import model as of_model
from api.console import taxonomy as of_taxonomy
from api.console.terminal import AsJson, Overlay, answer, never_choke

if TYPE_CHECKING:
    from matcher.classifier import Model
    from matcher.report import Document, Posting, Profile
    from taxonomy import Taxonomy
    from taxonomy.concept import Level

HELP = "Read résumés and job ads of US health information management, and match them with quoted evidence."
EXITS = "Exit codes: 0 answered, 1 a check failed, 2 wrong usage, 3 an input cannot be read, 4 broken data."

app = typer.Typer(
    name="himatch", help=HELP, epilog=EXITS, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
app.command()(of_model.train)
app.command()(of_model.evaluate)
app.add_typer(of_taxonomy.app, name="taxonomy")

_KINDS = "PDF, DOCX, ODT, RTF, HTML, text or {}; - reads standard input."
Resume = Annotated[Path, typer.Argument(help=f"Résumé: {_KINDS.format('JSON Résumé')}", show_default=False)]
Ad = Annotated[Path, typer.Argument(help=f"Job ad: {_KINDS.format('JobPosting (JSON-LD)')}", show_default=False)]
AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help='The day that "present" means. Default: today.', show_default=False),
]
ModelFolder = Annotated[
    Path | None,
    typer.Option("--model", help="Folder of a model of your own, by himatch train.", show_default=False),
]
Weights = Annotated[
    str | None,
    typer.Option(help='Other weights of the score: "required_credentials=50,preferred=0".', show_default=False),
]


@app.callback(invoke_without_command=True)
def version(show: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False) -> None:
    """Answer for the command itself."""
    if show:
        from matcher.version import VERSION

        typer.echo(f"himatch {VERSION}")
        raise typer.Exit


@app.command()
def match(
    resume: Resume,
    ad: Ad,
    as_json: AsJson = False,
    as_of: AsOf = None,
    weights: Weights = None,
    overlay: Overlay = None,
    model: ModelFolder = None,
) -> None:
    """Match a résumé against a job ad: requirement by requirement, with quotes from both.

    Example: himatch match resume.pdf ad.txt
    """
    from api.console.report import report_text
    from api.words import labels
    from matcher import match as fit

    taxonomy, trained = _taxonomy(overlay), _model(model)
    profile = _profile(resume, as_of, taxonomy, trained)
    posting = _posting(ad, taxonomy, trained)
    report = fit(profile, posting, _day(as_of), weights=_weights(weights), taxonomy=taxonomy, model=trained)
    answer(report, as_json, lambda: report_text(report, profile.document, posting.document, labels(taxonomy)))


@app.command("read-ad")
def read_ad(
    file: Ad,
    as_json: AsJson = False,
    ctdl: Annotated[bool, typer.Option("--ctdl", help="Print its requirements as CTDL conditions (JSON-LD).")] = False,
    overlay: Overlay = None,
    model: ModelFolder = None,
) -> None:
    """Say what a job ad asks and offers, and on which of its words.

    Example: himatch read-ad ad.html --json
    """
    from api.console.views import posting_text
    from api.words import labels
    from matcher.ctdl import to_ctdl

    _one_form(as_json, ctdl, "--ctdl")
    taxonomy = _taxonomy(overlay)
    posting = _posting(file, taxonomy, _model(model))
    found = to_ctdl(posting, taxonomy) if ctdl else posting
    answer(found, as_json or ctdl, lambda: posting_text(posting, labels(taxonomy)))


@app.command("read-resume")
def read_resume(
    file: Resume,
    as_json: AsJson = False,
    json_resume: Annotated[
        bool, typer.Option("--json-resume", help="Print it as a JSON Résumé, without a word about the person.")
    ] = False,
    as_of: AsOf = None,
    overlay: Overlay = None,
    model: ModelFolder = None,
) -> None:
    """Say what a résumé shows: credentials with their status, schooling, positions, years.

    Example: himatch read-resume resume.pdf --as-of 2026-01-01
    """
    from api.console.views import profile_text
    from api.words import labels
    from matcher.jsonresume import to_jsonresume

    _one_form(as_json, json_resume, "--json-resume")
    taxonomy = _taxonomy(overlay)
    profile = _profile(file, as_of, taxonomy, _model(model))
    found = to_jsonresume(profile, taxonomy) if json_resume else profile
    answer(found, as_json or json_resume, lambda: profile_text(profile, labels(taxonomy)))


@app.command()
def role(
    title: Annotated[str, typer.Argument(help='A job title: "Coder III - Inpatient".', show_default=False)],
    text: Annotated[Path | None, typer.Option(help="A file with the duties of the job.", show_default=False)] = None,
    as_json: AsJson = False,
    model: ModelFolder = None,
) -> None:
    """Name the role family, level and track of a job title.

    Example: himatch role "ROI Specialist II"
    """
    from api.console.views import role_text
    from api.words import labels
    from matcher import role_of

    duties = _document(text).text if text is not None else ""
    found = role_of(title, duties, model=_model(model))
    answer(found, as_json, lambda: role_text(found, labels(_taxonomy())))


@app.command()
def pay(
    role: Annotated[
        str, typer.Option(help='A job title, the id of a role, or a family of work: "coding".', show_default=False)
    ],
    level: Annotated[
        str | None, typer.Option(help="entry, mid or senior. Default: what the title says.", show_default=False)
    ] = None,
    state: Annotated[str | None, typer.Option(help="Postal code of the job's state.", show_default=False)] = None,
    industry: Annotated[str | None, typer.Option(help='As pay.csv names it: "hospitals".', show_default=False)] = None,
    as_json: AsJson = False,
    as_of: AsOf = None,
) -> None:
    """Say what a job should pay, with every step from the published figures.

    Example: himatch pay --role coding --level mid --state CA
    """
    from api.console.report import pay_text
    from matcher import pay_band, role_of

    wanted = role_of(_title(role, _taxonomy()))
    place = state.upper() if state else None
    band = pay_band(wanted, _day(as_of), state=place, industry=industry, level=_level(level))
    answer(band, as_json, lambda: pay_text(band))


@app.command()
def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on. Default: 127.0.0.1.", show_default=False)
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on. Default: 8000.", show_default=False)] = None,
) -> None:
    """Serve the pages and the API. Every other setting is in docs/operate.md.

    Example: himatch serve --port 9000
    """
    from api.serve import serve as run
    from api.settings import read_settings

    run(read_settings(host=host, port=port))


@app.command("new-key")
def new_key(name: Annotated[str, typer.Argument(help='Who will use it: "front-desk".', show_default=False)]) -> None:
    """Make a key for the API, and the line that lets it in.

    Example: himatch new-key front-desk
    """
    from api.serve import key_for

    made = key_for(name)
    typer.echo(f"key, to be shown once: {made.key}")
    typer.echo(f'for HIMATCH_KEYS:      ["{made.line}"]')


def main() -> None:
    """Run one command; what is refused becomes a message, a hint and an exit code of ``api.errors``."""
    never_choke()
    try:
        app()
    except Exception as error:  # one of the table is an answer; any other is our fault and shows itself
        from api.errors import answer_to

        known = answer_to(error)
        if known is None:
            raise
        hint = "" if "\nhint: " in str(error) else f"\nhint: {known.hint}"
        typer.echo(f"himatch: {error}{hint}", err=True)
        sys.exit(known.exit_code)


def _taxonomy(overlay: Path | None = None) -> Taxonomy:
    from taxonomy import load_taxonomy

    return load_taxonomy(overlay)


def _model(folder: Path | None) -> Model:
    from matcher.classifier import load_model

    return load_model(folder)


def _document(path: Path) -> Document:
    from matcher.document import Limits, read_document

    return read_document(sys.stdin.buffer.read(Limits().upload + 1) if str(path) == "-" else path)


def _profile(path: Path, as_of: datetime | None, taxonomy: Taxonomy, model: Model) -> Profile:
    from matcher import read_profile

    return read_profile(_document(path), _day(as_of), taxonomy=taxonomy, model=model)


def _posting(path: Path, taxonomy: Taxonomy, model: Model) -> Posting:
    from matcher import read_posting

    return read_posting(_document(path), taxonomy=taxonomy, model=model)


def _one_form(as_json: bool, other: bool, option: str) -> None:
    if as_json and other:
        raise typer.BadParameter("give one of --json and this", param_hint=option)


def _day(as_of: datetime | None) -> date:
    return as_of.date() if as_of is not None else date.today()  # noqa: DTZ011 - the user's own day


def _weights(said: str | None) -> dict[str, float] | None:
    if said is None:
        return None
    pairs = [part.partition("=") for part in said.split(",")]
    try:
        return {name.strip(): float(weight) for name, _, weight in pairs}
    except ValueError:
        raise typer.BadParameter(f"{said!r} is not a list of name=number", param_hint="--weights") from None


def _level(said: str | None) -> Level | None:
    levels: dict[str, Level] = {"entry": "entry", "mid": "mid", "senior": "senior"}
    if said is not None and said not in levels:
        raise typer.BadParameter(f"{said!r} is no level: entry, mid or senior", param_hint="--level")
    return levels[said] if said is not None else None


def _title(name: str, taxonomy: Taxonomy) -> str:
    """The title to look at: a role's own, that of the plainest role of a family, or the words as they are."""
    if name in taxonomy.roles:
        return taxonomy.roles[name].label
    workers = (r for r in taxonomy.roles.values() if r.family == name and r.track == "individual" and r.level is None)
    return next((worker.label for worker in workers), name)
