"""Every error that we raise on purpose has an answer of its own."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import matcher
import taxonomy
from api.errors import ANSWERS, answer_to
from taxonomy.errors import HimatchError


def kinds_of(error: type[HimatchError]) -> Iterator[type[HimatchError]]:
    yield error
    for kind in error.__subclasses__():
        yield from kinds_of(kind)


def every_error() -> list[type[HimatchError]]:
    for package in (taxonomy, matcher):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith(("__main__", ".train")):  # training needs scikit-learn: seconds
                importlib.import_module(module.name)
    return sorted({*kinds_of(HimatchError)}, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__name__)
def test_every_error_has_an_exit_code_and_a_status(kind: type[HimatchError]) -> None:
    answer = answer_to(kind("what was met\nhint: what to do"))

    assert answer is not None, f"add {kind.__name__} to api/errors.py"
    assert 1 <= answer.exit_code < 64
    assert 400 <= answer.status < 600
    assert answer.hint


def test_reasons_are_told_apart() -> None:
    reasons = [kind.reason for kind in ANSWERS]

    assert len(set(reasons)) == len(reasons)


def test_a_fault_of_ours_has_no_answer() -> None:
    assert answer_to(KeyError("rhit")) is None


def test_the_hint_of_an_error_stands_apart() -> None:
    assert HimatchError("page 2 is a picture\nhint: export it as text").hint == "export it as text"
    assert HimatchError("page 2 is a picture").hint is None
