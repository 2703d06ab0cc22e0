"""The set-up of a server: read once, from one place, and refused without telling what was in it."""

from __future__ import annotations

import ast
import hashlib
import os
from pathlib import Path

import pytest

from api.errors import WrongSettings
from api.settings import Settings, is_loopback, read_settings

API = Path(__file__).parents[2] / "api"
HASH = hashlib.sha256(b"him_desk").hexdigest()
CANARY = "c4nary"


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("HIMATCH_")]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("variable", "value", "setting", "read"),
    [
        ("HIMATCH_HOST", "0.0.0.0", "host", "0.0.0.0"),  # noqa: S104 - only read, never listened on
        ("HIMATCH_PORT", "9000", "port", 9000),
        ("HIMATCH_HOSTS", '["himatch.example.org"]', "hosts", ("himatch.example.org",)),
        ("HIMATCH_KEYS", f'["desk:{HASH}", "ats:{HASH}"]', "keys", (f"desk:{HASH}", f"ats:{HASH}")),
        ("HIMATCH_PILE_FILES", "50", "pile_files", 50),
        ("HIMATCH_PATIENCE", "2.5", "patience", 2.5),
        ("HIMATCH_OVERLAY", "/etc/ours.toml", "overlay", Path("/etc/ours.toml")),
        ("himatch_log_level", "error", "log_level", "error"),
    ],
)
def test_a_variable_is_its_setting(
    variable: str, value: str, setting: str, read: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)

    assert getattr(read_settings(), setting) == read


def test_what_the_command_line_says_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIMATCH_PORT", "9000")
    monkeypatch.setenv("HIMATCH_HOST", "127.0.0.2")

    assert (read_settings(port=9001).port, read_settings(host=None).host) == (9001, "127.0.0.2")


def test_nobody_else_reads_the_environment() -> None:
    readers = {
        path.relative_to(API).as_posix()
        for path in API.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv", "getenvb")
    }

    assert readers == set()


def test_one_server_is_set_up_once() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HIMATCH_PORT", CANARY),
        ("HIMATCH_PORT", "70000"),
        ("HIMATCH_WORKERS", "0"),
        ("HIMATCH_PATIENCE", "11"),
        ("HIMATCH_PATIENCE", "nan"),
        ("HIMATCH_LOG_LEVEL", CANARY),
        ("HIMATCH_KEYS", f'["desk:{CANARY}"]'),
        ("HIMATCH_KEYS", f'["{CANARY}"]'),
        ("HIMATCH_KEYS", f'["Front Desk:{HASH}"]'),
        ("HIMATCH_KEYS", f"desk:{CANARY}"),
        ("HIMATCH_KEYS", f'"{CANARY}"'),
        ("HIMATCH_HOSTS", CANARY),
    ],
)
def test_what_cannot_stand_is_refused_by_its_name_and_never_its_value(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(WrongSettings) as refused:
        read_settings()

    assert variable in str(refused.value)
    assert value not in str(refused.value)
    assert CANARY not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_a_setting_that_is_none_is_refused() -> None:
    with pytest.raises(WrongSettings, match="HIMATCH_PROT"):
        read_settings(prot=9000)


@pytest.mark.parametrize(
    ("host", "is_local"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - only read, never listened on
        ("::", False),
        ("192.168.1.5", False),
        ("localhost.example.org", False),
        ("", False),
    ],
)
def test_only_this_machines_own_addresses_are_local(host: str, is_local: bool) -> None:
    assert is_loopback(host) is is_local
    assert Settings(host=host).is_local is is_local
