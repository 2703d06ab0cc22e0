"""The rates of reading, of a bare pass, of the scanner and of a match, measured side by side.

All steps take turns over the same texts, and what counts is the processor time of this process, so that
another program on the machine falls on all of them alike: the ratio is the number to trust.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

import polars as pl

from bench.texts import distinct_share, made_ads, sample_ads
from matcher import match, read_posting, read_profile
from matcher.scan import scan
from taxonomy import load_taxonomy
from taxonomy.lexicon import lexicon_of

AT_ONCE = 500  # texts in one call of the scanner
AS_OF = date(2026, 11, 1)
RESUMES = Path(__file__).parents[1] / "tests" / "data" / "resumes.jsonl"
FIRST = 'from matcher import match, read_posting; read_posting("Medical Coder\\nRHIT required.")'

Step = Callable[[], object]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print one table."""
    options = _options(arguments)
    texts = _corpus(options.files, options.column, options.megabytes)
    size = sum(len(text.encode()) for text in texts)
    _say(f"{len(texts):,} ads, {size / 1e6:.1f} MB, {distinct_share(texts):.0%} of the lines distinct")
    with tempfile.TemporaryDirectory() as folder:
        steps = _steps(texts, Path(folder) / "ads.parquet")
        taken = _in_turn(steps, options.rounds)
    bare = taken["bare pass"]
    _say(f"\n{'step':<12}{'MB/s':>8}{'ads/s':>10}{'of bare':>9}")
    for name, seconds in taken.items():
        ratio = median(b / s for b, s in zip(bare, seconds, strict=True))
        rate = 1 / median(seconds)
        _say(f"{name:<12}{size * rate / 1e6:>8.1f}{len(texts) * rate:>10,.0f}{ratio:>9.2f}")
    pairs = [*zip(_read(RESUMES, "text"), texts if options.files else sample_ads(), strict=False)]
    _say(f"\nmatch of two texts {1000 * median(_matches(pairs, options.rounds)):.1f} ms")
    _say(f"start-up           {median(_started() for _ in range(options.rounds)):.2f} s")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="Parquet or JSON lines with ads; made-up ones if none")
    parser.add_argument("--column", default="text", help="the column that holds the text (default: text)")
    parser.add_argument("--megabytes", type=float, default=20, help="repeat or make ads up to this size (default: 20)")
    parser.add_argument("--rounds", type=int, default=7, help="how often each step has its turn (default: 7)")
    return parser.parse_args(arguments)


def _corpus(files: Sequence[Path], column: str, megabytes: float) -> list[str]:
    """The texts of the files, over and over up to the size; or as many made-up ones."""
    if not files:
        return made_ads(int(megabytes * 1e6 / 3100), load_taxonomy())
    texts = [text for file in files for text in _read(file, column) if text]
    times = max(1, round(megabytes * 1e6 / sum(map(len, texts))))
    return texts * times


def _read(file: Path, column: str) -> list[str]:
    frame = pl.read_parquet(file, columns=[column]) if file.suffix == ".parquet" else pl.read_ndjson(file)
    return frame[column].to_list()


def _steps(texts: list[str], parquet: Path) -> dict[str, Step]:
    """What is measured, by name. The bare pass knows no words, no capitals and no context, and says no name."""
    lexicon = lexicon_of(load_taxonomy())
    pl.DataFrame({"text": texts}).write_parquet(parquet)
    series = pl.Series(texts)
    phrases = pl.Series(sorted({" ".join(name.words) for name in lexicon.names})).implode()
    parts = [texts[at : at + AT_ONCE] for at in range(0, len(texts), AT_ONCE)]
    return {
        "read only": lambda: pl.read_parquet(parquet, columns=["text"]),
        "bare pass": lambda: series.str.to_lowercase().str.find_many(phrases),
        "scan": lambda: [len(scan(part, lexicon)) for part in parts],
    }


def _in_turn(steps: dict[str, Step], rounds: int) -> dict[str, list[float]]:
    """Seconds of processor time of each step in each round, after one round that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(rounds + 1):
        for name, step in steps.items():
            taken[name].append(_seconds(step))
    return {name: seconds[1:] for name, seconds in taken.items()}


def _matches(pairs: Sequence[tuple[str, str]], rounds: int) -> list[float]:
    """Seconds from two texts, a résumé and an ad, to a report; the first round does not count."""

    def matched(resume: str, ad: str) -> object:
        return match(read_profile(resume, AS_OF), read_posting(ad), AS_OF)

    taken = [_seconds(partial(matched, *pair)) for _ in range(rounds + 1) for pair in pairs]
    return taken[len(pairs) :]


def _started() -> float:
    """Seconds of processor time that a new process needs until it has read its first ad."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", FIRST], check=True)  # noqa: S603 - our own words
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _seconds(step: Step) -> float:
    begin = time.process_time()
    step()
    return time.process_time() - begin


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
