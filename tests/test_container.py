"""What the container promises who runs it, and that docs/operate.md says what the program does."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.app import create_app
from api.errors import ANSWERS
from api.guard.logs import Handled, _line
from api.settings import Settings
from matcher.document import LIMITS
from matcher.version import VERSION

ROOT = Path(__file__).parents[1]
OPERATE = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
HANDLED = Handled("id", "POST", "/v1/match", 200, 0.1, 1, 1, "desk", "busy")
NOT_SETTINGS = {"HIMATCH_PUBLISH"}  # the port on the machine: compose's own business


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile as (word, rest), comments left out and continued lines joined."""
    lines = [line for line in DOCKERFILE.splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ").splitlines()
    return [(line.split()[0], line.split(maxsplit=1)[1].strip()) for line in joined if line.strip()]


def last_stage() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word, rest in instructions():
        found = {} if word == "FROM" else found
        found.setdefault(word, []).append(rest)
    return found


def service() -> dict[str, Any]:
    one: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]["himatch"]
    return one


def table(heading: str) -> list[list[str]]:
    """The first table under a heading of docs/operate.md, without its own heading."""
    part = OPERATE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split(" |")] for row in rows[2:]]


def test_wheels_are_installed_by_hash_alone() -> None:
    installs = [
        step for word, rest in instructions() if word == "RUN" for step in rest.split("&&") if " install " in step
    ]
    locked = [step for step in installs if "-r requirements.lock" in step]

    assert len(installs) == 2
    assert all({"--require-hashes", "--only-binary=:all:"} <= set(shlex.split(step)) for step in locked)
    assert all("--no-deps" in step and "--no-build-isolation" in step for step in installs if step not in locked)


def test_the_model_is_made_again_in_the_build() -> None:
    assert any("himatch train --check" in rest for word, rest in instructions() if word == "RUN")


def test_the_image_runs_as_a_number_that_is_not_root() -> None:
    (user,) = last_stage()["USER"]

    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)


def test_the_last_stage_takes_the_environment_and_runs_nothing() -> None:
    assert last_stage()["COPY"] == ["--from=build /opt/venv /opt/venv"]
    assert "RUN" not in last_stage()
    assert "ADD" not in DOCKERFILE


def test_the_image_is_the_command_and_serves_where_nothing_else_is_said() -> None:
    stage = last_stage()

    assert json.loads(stage["ENTRYPOINT"][0]) == ["himatch"]
    assert json.loads(stage["CMD"][0]) == ["serve", "--host", "0.0.0.0"]  # noqa: S104 - inside the container
    assert stage["EXPOSE"] == [str(Settings.model_fields["port"].default)]
    assert stage["STOPSIGNAL"] == ["SIGTERM"]


def test_the_image_says_which_version_it_is() -> None:
    assert f'org.opencontainers.image.version="{VERSION}"' in DOCKERFILE


def test_only_what_is_needed_enters_the_build() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]

    assert rules[0] == "*"
    assert all((ROOT / rule.removeprefix("!")).exists() for rule in rules if rule.startswith("!"))


def test_compose_keeps_the_container_in_its_place() -> None:
    one = service()

    assert one["read_only"] is True
    assert one["init"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert all(one[limit] for limit in ("mem_limit", "cpus", "pids_limit"))
    assert one["mem_limit"] == one["memswap_limit"]
    assert one["restart"] == "unless-stopped"
    assert not {"privileged", "cap_add", "network_mode", "pid", "volumes", "user"} & set(one)


def test_compose_gives_large_uploads_a_place_with_an_end() -> None:
    (place,) = service()["tmpfs"]
    path, _, how = place.partition(":")

    assert path == "/tmp"  # noqa: S108 - of the container
    assert {"noexec", "nosuid", "nodev"} < set(how.split(","))
    assert re.search(r"size=\d+m", how)


def test_compose_opens_one_port_of_this_machine_alone() -> None:
    (port,) = service()["ports"]

    assert port.startswith("127.0.0.1:")
    assert port.endswith(f":{last_stage()['EXPOSE'][0]}")


def test_compose_does_not_start_without_keys() -> None:
    assert service()["environment"]["HIMATCH_KEYS"].startswith("${HIMATCH_KEYS:?")


def test_what_compose_sets_by_itself_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in service()["environment"].items():
        default = re.fullmatch(r"\$\{\w+:-(.*)\}", value)
        if default:
            monkeypatch.setenv(name, default[1])

    assert Settings().workers == 2
    assert "localhost" in Settings().hosts


def test_stopping_leaves_time_for_answers_under_way() -> None:
    from api.serve import STOP_WITHIN

    assert int(service()["stop_grace_period"].removesuffix("s")) > STOP_WITHIN


def test_every_setting_stands_in_the_table_and_nothing_else() -> None:
    told = {row[0].strip("`"): (row[1].strip("`"), row[2]) for row in table("Settings")}

    assert told == {
        f"HIMATCH_{name.upper()}": (_default(name), field.description) for name, field in Settings.model_fields.items()
    }


def _default(name: str) -> str:
    value = Settings.model_fields[name].default
    if name == "workers":
        return "one a processor, 4 at most"
    if isinstance(value, tuple):
        return json.dumps(value)
    return "none" if value is None else str(value)


@pytest.mark.parametrize("text", [OPERATE, DOCKERFILE, COMPOSE], ids=["operate.md", "Dockerfile", "compose.yaml"])
def test_every_variable_that_is_named_is_a_setting(text: str) -> None:
    known = {f"HIMATCH_{name.upper()}" for name in Settings.model_fields}

    assert set(re.findall(r"HIMATCH_[A-Z_]+[A-Z]", text)) - NOT_SETTINGS <= known


def test_every_refusal_is_told_with_its_own_status() -> None:
    known = {kind.reason: str(answer.status) for kind, answer in ANSWERS.items()}
    rows = [(row[2][:3], reason) for row in table("Limits") for reason in re.findall(r"`(\w+)`", row[3])]

    assert len(rows) > 20
    assert [(status, reason) for status, reason in rows if known[reason] != status] == []


def test_every_refusal_that_a_caller_can_meet_is_told() -> None:
    told = {reason for row in table("Limits") for reason in re.findall(r"`(\w+)`", row[3])}
    met = {kind.reason for kind, answer in ANSWERS.items() if answer.status < 500 or answer.status == 503}
    plain = {"not_found", "method_not_allowed", "wrong_request", "wrong_weights", "wrong_file", "unreadable"}

    assert met - told <= plain


def test_the_fixed_limits_are_told_as_they_are() -> None:
    told = "\n".join(" | ".join(row) for row in table("Limits"))
    mega = 1 << 20

    for words in (
        f"{LIMITS.upload // mega} MB, fixed",
        f"{LIMITS.unpacked // mega} MB unpacked, {LIMITS.ratio} times its size, {LIMITS.entries:,} parts",
        f"the first {LIMITS.pages} are read",
        f"the first {LIMITS.characters:,} are read",
        f"{LIMITS.seconds:g} s, fixed",
    ):
        assert words in told


def test_every_metric_is_told_with_its_labels() -> None:
    app = create_app(Settings(workers=1))
    app.state.metrics.seen(HANDLED)
    app.state.metrics.document("pdf", "read")
    said = app.state.metrics.exposition().decode()
    labels: dict[str, set[str]] = {}
    for name, inside in re.findall(r"^(himatch_\w+?)(?:_bucket|_sum|_count)?(?:\{(.*)\})? ", said, re.MULTILINE):
        if not name.endswith("_created"):
            labels.setdefault(name, set()).update(set(re.findall(r'(\w+)="', inside)) - {"le"})

    assert labels == {row[0].strip("`"): set(re.findall(r"`(\w+)`", row[1])) for row in table("Metrics")}


def test_every_field_and_every_event_of_the_log_is_told() -> None:
    told = set(re.findall(r"`(\w+)`", "\n".join(" | ".join(row[:2]) for row in table("Logs"))))
    written = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "api").rglob("*.py"))

    assert set(_line(HANDLED)) <= told
    assert set(re.findall(r'"event": "(\w+)"', written)) <= told


def test_the_line_of_the_log_that_is_shown_has_the_fields_of_a_real_one() -> None:
    shown = json.loads(re.search(r'^\{"time".*\}$', OPERATE, re.MULTILINE)[0])  # type: ignore[index]

    assert set(shown) == {"time", "level", *_line(HANDLED)}


def test_every_document_that_is_linked_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", OPERATE)

    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
