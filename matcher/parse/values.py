"""What stands in a JSON document, whatever shape its writer gave it: nothing here fails on a wrong one."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

MOST_LISTED = 2_000  # things in one field
MOST_FIELD = 400_000  # characters of one field: what follows would be cut off anyway


def loaded(source: str) -> object:
    """What a JSON text holds; what only JavaScript knows (NaN) is null.

    Raises ValueError, also for what nests too deep.
    """
    try:
        return json.loads(source, strict=False, parse_constant=lambda _: None)
    except RecursionError:
        raise ValueError("it nests too deep") from None


def local(name: str) -> str:
    """A term without its vocabulary: "schema:title" and "https://schema.org/title" are "title"."""
    return name if name.startswith("@") else re.split("[:/#]", name.rstrip("/"))[-1]


def record_of(thing: object) -> dict[str, Any]:
    """A thing by its plain terms; of several the first; empty where there is none."""
    first = next((one for one in listed(thing) if isinstance(one, dict)), {})
    return {local(key): value for key, value in first.items()}


def listed(thing: object) -> list[Any]:
    """The things of a field that may hold one or several."""
    if thing is None:
        return []
    return thing[:MOST_LISTED] if isinstance(thing, list) else [thing]


def words_of(thing: object) -> str:
    """A text or a number as text; empty for everything else."""
    if isinstance(thing, dict):
        thing = thing.get("@value")
    if isinstance(thing, float) and not math.isfinite(thing):
        return ""
    if isinstance(thing, bool) or not isinstance(thing, str | int | float):
        return ""
    return str(thing)[:MOST_FIELD].strip()


def first_of(thing: object) -> str:
    """The first text of a field."""
    return next(filter(None, map(words_of, listed(thing))), "")


def each(thing: object, words: Callable[[object], str]) -> Iterator[str]:
    """The words of each thing of a field, once."""
    yield from dict.fromkeys(filter(None, map(words, listed(thing))))
