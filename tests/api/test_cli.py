"""The command line: answers to stdout, talk to stderr, an exit code that a script can trust."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from api.cli import main

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
RESUME, AD = EXAMPLES / "resume.pdf", EXAMPLES / "ad.txt"
DAY = ("--as-of", "2026-11-01")


class Ran(NamedTuple):
    """What a run of the command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out, parse_constant=lambda constant: pytest.fail(f"{constant} is no JSON"))


Run = Callable[..., Ran]


@pytest.fixture
def himatch(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process."""

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["himatch", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", "80")
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else int(code is not None), out, err)

    return run


def test_match_prints_a_report_that_quotes_both(himatch: Run) -> None:
    ran = himatch("match", RESUME, AD, *DAY)

    assert (ran.code, ran.err) == (0, "")
    assert "“CCS, RHIT or RHIA required.”" in ran.out
    assert "“RHIT eligible”" in ran.out
    assert "Qualified: no." in ran.out
    assert "$59,280 to $76,440 a year" in ran.out


def test_a_pipe_gets_no_colour_and_no_trailing_blanks(himatch: Run) -> None:
    lines = himatch("match", RESUME, AD, *DAY).out.splitlines()

    assert not any("\x1b" in line or line != line.rstrip() or len(line) > 80 for line in lines)


def test_json_is_what_the_library_says(himatch: Run) -> None:
    from datetime import date

    from matcher import match, read_document, read_posting, read_profile, to_json

    ran = himatch("match", RESUME, AD, "--json", *DAY)
    day = date(2026, 11, 1)
    report = match(read_profile(read_document(RESUME), as_of=day), read_posting(read_document(AD)), as_of=day)

    assert ran.json == to_json(report)


@pytest.mark.parametrize(
    "arguments",
    [
        ("match", RESUME, AD, *DAY),
        ("read-ad", AD),
        ("read-resume", RESUME, *DAY),
        ("role", "Coder III - Inpatient"),
        ("pay", "--role", "coding", "--level", "mid", *DAY),
        ("taxonomy", "show", "rhit"),
    ],
    ids=lambda arguments: " ".join(arguments[:2] if arguments[0] == "taxonomy" else arguments[:1]),
)
def test_every_answer_comes_for_people_and_as_json(himatch: Run, arguments: tuple[object, ...]) -> None:
    people, programs = himatch(*arguments), himatch(*arguments, "--json")

    assert (people.code, people.err) == (0, "")
    assert people.out.strip()
    assert isinstance(programs.json, dict)


@pytest.mark.parametrize(
    "command",
    [
        "match",
        "read-ad",
        "read-resume",
        "role",
        "pay",
        "train",
        "evaluate",
        "taxonomy show",
        "taxonomy find",
        "taxonomy check",
        "taxonomy diff",
    ],
)
def test_help_has_an_example(himatch: Run, command: str) -> None:
    ran = himatch(*command.split(), "--help")

    assert ran.code == 0
    assert f"Example: himatch {command}" in " ".join(ran.out.split())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.4\nbroken", "resume"),
        (b"\x00\x01\x02\x03" * 64, "resume"),
    ],
    ids=["empty", "corrupt", "binary"],
)
def test_an_unreadable_file_is_refused_with_a_hint(himatch: Run, tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "resume.pdf"
    path.write_bytes(content)

    ran = himatch("match", path, AD)

    assert (ran.code, ran.out) == (3, "")
    assert words in ran.err
    assert "\nhint: " in ran.err
    assert "Traceback" not in ran.err


def test_a_missing_file_is_refused_with_a_hint(himatch: Run) -> None:
    ran = himatch("read-ad", "no-such-ad.txt")

    assert (ran.code, ran.out) == (3, "")
    assert "no-such-ad.txt" in ran.err
    assert "\nhint: " in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("match", RESUME),
        ("match", RESUME, AD, "--as-of", "yesterday"),
        ("match", RESUME, AD, "--weights", "charm=3"),
        ("dance",),
    ],
    ids=["missing-argument", "bad-date", "unknown-weight", "unknown-command"],
)
def test_wrong_usage_is_exit_code_2(himatch: Run, arguments: tuple[object, ...]) -> None:
    ran = himatch(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_an_ad_of_another_trade_gets_no_score(himatch: Run, tmp_path: Path) -> None:
    path = tmp_path / "ad.txt"
    path.write_text(
        "Wedding Planner\n\nWhat you will do\nChoose venues, flowers and menus with couples.\n\n"
        "Requirements\n3 years of planning weddings or large parties.\nDriving licence.\n",
        encoding="utf-8",
    )

    ran = himatch("match", RESUME, path, "--json", *DAY)

    assert ran.json["score"] is None
    assert ran.json["posting_role"]["in_scope"] is False


def test_requirements_come_as_ctdl_conditions(himatch: Run) -> None:
    ran = himatch("read-ad", AD, "--ctdl")

    assert (ran.code, ran.err) == (0, "")
    assert {c["@type"] for c in ran.json["ceterms:requires"]} == {"ceterms:ConditionProfile"}


def test_a_resume_comes_as_a_json_resume_that_can_be_read_again(himatch: Run, tmp_path: Path) -> None:
    ran = himatch("read-resume", RESUME, "--json-resume", *DAY)
    path = tmp_path / "resume.json"
    path.write_text(ran.out, encoding="utf-8")

    holdings = [
        {(h["concept"], h["status"]) for h in himatch("read-resume", file, "--json", *DAY).json["holdings"]}
        for file in (RESUME, path)
    ]
    assert (ran.code, ran.err) == (0, "")
    assert holdings[0] == holdings[1]


@pytest.mark.parametrize("arguments", [("read-ad", AD, "--ctdl"), ("read-resume", RESUME, "--json-resume")])
def test_one_form_of_answer_is_given(himatch: Run, arguments: tuple[object, ...]) -> None:
    assert himatch(*arguments, "--json").code == 2


def test_standard_input_is_read_for_a_dash() -> None:
    command = [sys.executable, "-m", "api", "read-ad", "-", "--json"]
    run = subprocess.run(command, cwd=ROOT, input=AD.read_bytes(), capture_output=True, check=True)

    assert json.loads(run.stdout)["requirements"]


def test_a_terminal_without_the_marks_still_gets_the_words() -> None:
    command = [sys.executable, "-m", "api", "match", str(RESUME), str(AD)]
    environment = {"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)

    assert b" missing    r1" in run.stdout


def test_an_argument_that_is_no_text_is_no_crash(himatch: Run) -> None:
    assert himatch("role", "Coder \udcff II", "--json").json["family"] == "coding"


def test_find_names_the_entry(himatch: Run) -> None:
    assert himatch("taxonomy", "find", "R.H.I.T.").out == "rhit\n"


def test_a_stranger_gets_a_suggestion(himatch: Run) -> None:
    ran = himatch("taxonomy", "find", "RHIX")

    assert (ran.code, ran.out) == (1, "")
    assert "\nhint: did you mean '" in ran.err


def test_show_says_where_it_was_read(himatch: Run) -> None:
    out = himatch("taxonomy", "show", "RHIT").out

    assert "[rhit], credential" in out
    assert "SOURCES" in out


def test_an_overlay_that_cannot_stand_is_refused_by_name(himatch: Run, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text("[credentials.rhit]\nissuer = 'ahimma'\n", encoding="utf-8")

    ran = himatch("match", RESUME, AD, "--overlay", path)

    assert (ran.code, ran.out) == (4, "")
    assert "ours.toml" in ran.err
    assert "\nhint: did you mean 'ahima'?" in ran.err


def test_the_example_resume_is_made_from_its_text() -> None:
    import runpy

    pdf = runpy.run_path(str(EXAMPLES / "make_resume.py"))["pdf"]

    assert RESUME.read_bytes() == pdf((EXAMPLES / "resume.txt").read_text(encoding="utf-8"))


OVERLAY = """
[tools.chart-quest]
label = "ChartQuest"
aliases = ["ChartQuest"]
category = "ehr"
source = ["own-knowledge"]
confirmed = false
"""


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    path = tmp_path / "ours.toml"
    path.write_text(OVERLAY, encoding="utf-8")
    return path


def test_an_overlay_teaches_a_system_of_the_house(himatch: Run, overlay: Path, tmp_path: Path) -> None:
    ad = tmp_path / "ad.txt"
    ad.write_text("Medical Coder\n\nRequirements\nChartQuest required.\nRHIT required.\n", encoding="utf-8")

    assert "ChartQuest" in himatch("read-ad", ad, "--overlay", overlay).out.partition("NOT RECOGNISED")[0]


def test_check_counts_what_stands(himatch: Run, overlay: Path) -> None:
    ran = himatch("taxonomy", "check", overlay, "--json")

    assert ran.json["counts"]["tools"] == himatch("taxonomy", "check", "--json").json["counts"]["tools"] + 1


def test_diff_names_entries_and_documents_that_read_differently(himatch: Run, overlay: Path, tmp_path: Path) -> None:
    document = tmp_path / "note.txt"
    document.write_text("Coded charts in ChartQuest for two years.\n", encoding="utf-8")

    people = himatch("taxonomy", "diff", "-", overlay, document, AD)
    programs = himatch("taxonomy", "diff", "-", overlay, document, AD, "--json")

    assert "tools chart-quest: added" in people.out
    assert "found: chart-quest" in people.out
    assert programs.json["documents"] == [{"name": str(document), "found": ["chart-quest"], "lost": []}]
    assert himatch("taxonomy", "diff", "-", "-").out == "Both versions say the same.\n"


def test_a_measure_under_its_floor_fails(himatch: Run, tmp_path: Path) -> None:
    floors = tmp_path / "floors.toml"
    floors.write_text('"charm" = 0.5\n', encoding="utf-8")

    ran = himatch("evaluate", tmp_path, "--floors", floors)

    assert ran.code == 1
    assert "charm: nothing is measured by this name" in ran.err


@pytest.mark.parametrize(("content", "code"), [("charm = ", 3), ('charm = "high"', 3)], ids=["no-toml", "no-number"])
def test_floors_that_cannot_be_read_are_refused(himatch: Run, tmp_path: Path, content: str, code: int) -> None:
    floors = tmp_path / "floors.toml"
    floors.write_text(content, encoding="utf-8")

    assert himatch("evaluate", tmp_path, "--floors", floors).code == code


def test_labelled_rows_that_cannot_stand_are_refused_by_line(himatch: Run, tmp_path: Path) -> None:
    rows = tmp_path / "ours.jsonl"
    rows.write_text('{"title": "Coder", "text": "", "family": "coding"}\n{"title": "Florist"}\n', encoding="utf-8")

    ran = himatch("train", "--data", rows, "--out", tmp_path / "model")

    assert ran.code == 3
    assert "ours.jsonl:2: text: " in ran.err
    assert not (tmp_path / "model").exists()


@pytest.mark.slow
def test_training_gives_the_shipped_model_again(himatch: Run) -> None:
    ran = himatch("train", "--check")

    assert (ran.code, ran.out) == (0, "")
