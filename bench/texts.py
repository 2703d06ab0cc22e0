"""Made-up job ads for measuring: the lines of our own sample ads, with other names and numbers in them.

Lines that repeat are cheap to whoever remembers them, and real ads repeat theirs; so that a rate says
something, at least 40 % of the lines made here are distinct (``distinct_share``).
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from matcher.scan import Hit, hits_of
from taxonomy import Taxonomy
from taxonomy.lexicon import lexicon_of

SAMPLES = Path(__file__).parents[1] / "tests" / "data" / "ads.jsonl"
LENGTH = 3000  # characters from which an ad is long enough

# A line is cut where another name or number may stand: plain text, or the names to choose from.
Piece = str | tuple[str, ...]

_NUMBER = re.compile(r"\d+")
_NUMBERS = tuple(str(n) for n in range(1, 1000))


def sample_ads() -> list[str]:
    """Our own sample ads, as they are."""
    return [json.loads(line)["text"] for line in SAMPLES.read_text(encoding="utf-8").splitlines()]


def made_ads(count: int, taxonomy: Taxonomy, seed: int = 1) -> list[str]:
    """So many ads of about 3,000 characters; the same seed makes the same ads."""
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret here
    names = _names(taxonomy)
    written = dict.fromkeys("\n".join(sample_ads()).split("\n"))
    lines = [_cut(line, names, taxonomy) for line in written if line.strip()]
    titles = list(taxonomy.titles)
    return [_ad(lines, titles, chance) for _ in range(count)]


def distinct_share(ads: Iterable[str]) -> float:
    """Of the lines that are not empty, the share that is left when each is counted once."""
    lines = [line for ad in ads for line in ad.split("\n") if line.strip()]
    return len(set(lines)) / max(len(lines), 1)


def _ad(lines: Sequence[Sequence[Piece]], titles: Sequence[str], chance: random.Random) -> str:
    made, size = [chance.choice(titles)], 0
    while size < LENGTH:
        line = "".join(p if isinstance(p, str) else chance.choice(p) for p in chance.choice(lines))
        made.append(line)
        size += len(line) + 1
    return "\n".join(made)


def _names(taxonomy: Taxonomy) -> Mapping[str, tuple[str, ...]]:
    """The names that may stand for each other: those of one kind of concept."""
    tables = {"credential": taxonomy.credentials, "skill": taxonomy.skills, "tool": taxonomy.tools}
    return {kind: tuple(dict.fromkeys(taxonomy.label(i) for i in table)) for kind, table in tables.items()}


def _cut(line: str, names: Mapping[str, tuple[str, ...]], taxonomy: Taxonomy) -> list[Piece]:
    concepts = [hit for hit in hits_of(line, lexicon_of(taxonomy)) if hit.layer == "concept"]
    slots = [(hit.start, hit.end, names[taxonomy.kind(hit.means[0])]) for hit in concepts]
    slots += [(n.start(), n.end(), _NUMBERS) for n in _NUMBER.finditer(line) if not _within(n.start(), concepts)]
    pieces: list[Piece] = []
    at = 0
    for start, end, choice in sorted(slots):
        pieces += [line[at:start], choice]
        at = end
    return [*pieces, line[at:]]


def _within(place: int, hits: Iterable[Hit]) -> bool:
    return any(hit.start <= place < hit.end for hit in hits)
