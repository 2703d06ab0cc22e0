"""The house holds: imports point down, the reasoning reads no clock and no environment, no file outgrows it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from matcher.version import VERSION

ROOT = Path(__file__).parents[1]
STOREYS = ("taxonomy", "matcher", "api")  # from the ground up: each may import itself and what lies below
MODULES = sorted(path for storey in STOREYS for path in (ROOT / storey).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
KEPT_OUT = {
    "taxonomy": {"numpy", "scipy", "polars", "pyarrow", "sklearn", "fastapi", "starlette", "rapidfuzz"},
    "matcher": {"fastapi", "starlette", "typer", "rich"},
    "api": {"sklearn"},
}
SERIALISERS = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
IMPURE = {
    *("os.environ", "os.getenv", "os.environb", "os.putenv", "print", "breakpoint"),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime"),
    *("datetime.now", "datetime.today", "datetime.utcnow", "date.today"),
    *("datetime.datetime.now", "datetime.datetime.today", "datetime.date.today"),
    *("random.random", "uuid.uuid4", "secrets.token_hex"),
}


def imports_of(path: Path) -> Iterator[tuple[str, str]]:
    """Every import of a file as (module, name taken from it); a relative one is given in full."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = ".".join(path.relative_to(ROOT).parts[: -node.level]) + "." if node.level else ""
            yield from ((f"{package}{node.module or ''}".rstrip("."), alias.name) for alias in node.names)


def tops_of(path: Path) -> set[str]:
    return {module.partition(".")[0] for module, _ in imports_of(path)}


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


each_module = pytest.mark.parametrize("path", MODULES, ids=name_of)


@each_module
def test_imports_point_down(path: Path) -> None:
    storey = STOREYS.index(path.relative_to(ROOT).parts[0])

    assert not tops_of(path) & {*STOREYS[storey + 1 :], "tests"}


@each_module
def test_a_storey_keeps_out_what_is_not_its_business(path: Path) -> None:
    assert not tops_of(path) & KEPT_OUT[path.relative_to(ROOT).parts[0]]


def test_only_training_imports_scikit_learn() -> None:
    users = {name_of(path) for path in MODULES if "sklearn" in tops_of(path)}

    assert users <= {"matcher/train.py"}


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=name_of)
def test_nothing_is_pickled(path: Path) -> None:
    assert not tops_of(path) & SERIALISERS


@pytest.mark.parametrize(
    "path",
    [p for p in MODULES if p.is_relative_to(ROOT / "taxonomy") or p.is_relative_to(ROOT / "matcher")],
    ids=name_of,
)
def test_the_reasoning_reads_no_clock_no_environment_and_never_prints(path: Path) -> None:
    used = {dotted(node) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute | ast.Name)}
    taken = {f"{module}.{name}" for module, name in imports_of(path)}

    assert not (used | taken) & IMPURE


@each_module
def test_no_module_outgrows_its_subject(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= 500


@each_module
def test_no_function_is_longer_than_a_screen(path: Path) -> None:
    functions = [n for n in ast.walk(tree_of(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]

    assert [f.name for f in functions if f.end_lineno is not None and f.end_lineno - f.lineno >= 50] == []


def test_modules_import_each_other_in_no_circle() -> None:
    names = {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in MODULES}
    below = {name: _imported(path, names.keys()) - {name} for name, path in names.items()}
    while free := {name for name, targets in below.items() if not targets}:
        below = {name: targets - free for name, targets in below.items() if name not in free}

    assert below == {}


def _imported(path: Path, modules: Collection[str]) -> set[str]:
    """Our modules that this one imports; ``from package import module`` is the module."""
    pairs = ((module, f"{module}.{name}") for module, name in imports_of(path))

    return {inner if inner in modules else module for module, inner in pairs} & set(modules)


@pytest.mark.parametrize(
    ("module", "kept_out"),
    [
        ("taxonomy", {"numpy", "scipy", "polars", "sklearn", "fastapi", "rapidfuzz"}),
        ("matcher", {"sklearn", "fastapi", "typer", "rich"}),
        ("api.cli", {"numpy", "polars", "sklearn", "fastapi", "pydantic", "taxonomy", "matcher"}),
    ],
)
def test_importing_stays_light(module: str, kept_out: set[str]) -> None:
    code = f"import sys, {module}; print(*sorted({{m.partition('.')[0] for m in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert not set(run.stdout.split()) & kept_out


def test_the_version_is_stated_once() -> None:
    stated = [
        path for path in (*MODULES, ROOT / "pyproject.toml") if f'"{VERSION}"' in path.read_text(encoding="utf-8")
    ]

    assert [name_of(path) for path in stated] == ["matcher/version.py"]
