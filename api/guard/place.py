"""What may be said of an exception in a log: its kind and where it happened, never its words or the lines of source."""

from __future__ import annotations

from pathlib import Path
from traceback import walk_tb
from types import TracebackType

_ROOT = Path(__file__).parents[2]
_OURS = ("api", "matcher", "taxonomy")


def kind_and_place(error: BaseException) -> dict[str, str]:
    """The kind of an error and the innermost place of ours that it went through: ``matcher/clause.py:120``."""
    error = _first(error)
    return {"error": type(error).__name__, "where": _where(error.__traceback__)}


def _first(error: BaseException) -> BaseException:
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


def _where(traceback: TracebackType | None) -> str:
    places = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(traceback)]
    ours = [f"{path.relative_to(_ROOT)}:{line}" for path, line in places if _is_ours(path)]
    other = [f"{path.name}:{line}" for path, line in places]
    return (ours or other or ["nowhere"])[-1]


def _is_ours(path: Path) -> bool:
    return path.is_relative_to(_ROOT) and path.relative_to(_ROOT).parts[0] in _OURS
