"""Data files -> typed entries, and where each was read; what cannot stand is refused by file, table and line."""

from __future__ import annotations

import csv
import dataclasses
import difflib
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from taxonomy import concept as shapes
from taxonomy.concept import Cue, Door, Joint, PayFigure
from taxonomy.errors import TaxonomyError

# Which file holds which sections; a section without a name is the file's own tables.
_FILES: dict[str, dict[str, tuple[str, type[Any]]]] = {
    "credentials.toml": {"": ("credentials", shapes.Credential)},
    "skills.toml": {"": ("skills", shapes.Skill)},
    "tools.toml": {"": ("tools", shapes.Tool)},
    "settings.toml": {"": ("settings", shapes.Setting)},
    "degrees.toml": {"degree": ("degrees", shapes.DegreeLevel), "field": ("fields", shapes.Field)},
    "issuers.toml": {"": ("issuers", shapes.Issuer)},
    "roles.toml": {"": ("roles", shapes.Role)},
    "titles.toml": {"": ("titles", shapes.Title)},
    "places.toml": {"state": ("states", shapes.State), "metro": ("metros", shapes.Metro)},
    "cues.toml": {
        "cue": ("cues", Cue),
        "heading": ("headings", Cue),
        "context": ("contexts", Cue),
        "condition": ("conditions", Cue),
        "workplace": ("workplaces", Cue),
        "spelling": ("spellings", Cue),
    },
    "resources.toml": {"": ("resources", shapes.Resource)},
    "notes.toml": {"": ("notes", shapes.Note)},
    "sources.toml": {"": ("sources", shapes.Source)},
}
_SECTIONS = {name: shape for sections in _FILES.values() for name, shape in sections.values()}
_SHAPES = {**_SECTIONS, "door": Door, "joint": Joint, "pay": PayFigure}
SECTIONS = tuple(_SECTIONS)


@dataclass(frozen=True)
class Where:
    """The place in a file that an entry was read from, for messages."""

    file: str
    table: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: [{self.table}]"


@dataclass(frozen=True)
class Files:
    """What the files of a taxonomy say: entries by section and id, and where each was read.

    ``where`` also places the joint forms (section "joint", by their number) and the figures ("pay").
    """

    entries: dict[str, dict[str, Any]]
    where: dict[str, dict[str, Where]]
    joint: tuple[Joint, ...]
    pay: tuple[PayFigure, ...]
    version: str


_Raw = dict[str, dict[str, tuple[Any, Where]]]


def read_files(data: Path, overlay: Path | None = None) -> Files:
    """All files of a data folder, with an overlay laid over them. Raises TaxonomyError with place and hint."""
    digest = hashlib.sha256()
    raw, joint = _read_all(data, digest)
    if overlay is not None:
        _lay_over(raw, overlay, digest)
    pay = _read_pay(data / "pay.csv", digest)
    typed = {section: {i: _typed(e, section, at) for i, (e, at) in raw[section].items()} for section in raw}
    where = {section: {ident: at for ident, (_, at) in table.items()} for section, table in raw.items()}
    where |= {"joint": {str(n): at for n, (_, at) in enumerate(joint)}, "pay": {f.id: at for f, at in pay}}
    forms = tuple(_typed(form, "joint", at) for form, at in joint)
    return Files(typed, where, forms, tuple(figure for figure, _ in pay), digest.hexdigest()[:12])


def _read_all(data: Path, digest: Any) -> tuple[_Raw, list[tuple[Any, Where]]]:
    raw: _Raw = {section: {} for section in SECTIONS}
    joint: list[tuple[Any, Where]] = []
    for name, sections in _FILES.items():
        content, tables = _read_toml(data / name, digest)
        lines = _lines_of(content)
        joint += _joint(tables.pop("joint"), content, name) if isinstance(tables.get("joint"), list) else []
        tables = tables if "" in sections else _inner(tables, sections, name, lines)
        for key, (section, _) in sections.items():
            for ident, entry in tables.items() if key == "" else tables.get(key, {}).items():
                table = f"{key}.{ident}" if key else ident
                raw[section][ident] = entry, Where(name, table, lines.get(table, lines.get(ident, 1)))
    return raw, joint


def _joint(forms: list[Any], content: str, file: str) -> list[tuple[Any, Where]]:
    numbers = [n for n, line in enumerate(content.split("\n"), 1) if line.lstrip().startswith("[[joint]]")]
    placed = zip_longest(forms, numbers[: len(forms)], fillvalue=1)
    return [(form, Where(file, "joint", number)) for form, number in placed]


def _inner(tables: Mapping[str, Any], known: Iterable[str], file: str, lines: Mapping[str, int]) -> dict[str, Any]:
    """The sections of a file or an overlay: each one known, and a table of tables."""
    for section, entries in tables.items():
        where = Where(file, section, _first_line(section, lines))
        if section not in known:
            raise TaxonomyError(f"{where} is no part of the taxonomy\nhint: {did_you_mean(section, known)}")
        if not isinstance(entries, dict):
            raise TaxonomyError(f"{where} is no table\nhint: write [{section}.some-id] and its keys below it")
    return dict(tables)


def _first_line(section: str, lines: Mapping[str, int]) -> int:
    return min((n for table, n in lines.items() if table == section or table.startswith(f"{section}.")), default=1)


def _read_text(path: Path, digest: Any) -> str:
    try:
        # Some editors begin a file with a byte order mark, which is no part of the text.
        content = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        kind = path.suffix.lstrip(".").upper() or "TOML"
        message = f"{path.name}: cannot be read ({error.strerror})\nhint: give the path of a {kind} file"
        raise TaxonomyError(message) from error
    except UnicodeDecodeError as error:
        raise TaxonomyError(f"{path.name}: is not UTF-8 text\nhint: save the file as UTF-8") from error
    digest.update(content.encode())
    return content


def _read_toml(path: Path, digest: Any) -> tuple[str, dict[str, Any]]:
    content = _read_text(path, digest)
    try:
        return content, tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        hint = "a table's name is its id and stands once; strings stand in quotes"
        raise TaxonomyError(f"{path.name}: {error}\nhint: {hint}") from error


_TABLE = re.compile(r'\s*\[{1,2}([^\]]+)\]|\s*"([^"]+)"\s*=|([\w-]+)\s*=\s*\{')
_KEY = re.compile(r"([\w-]+)\s*=")


def _lines_of(content: str) -> dict[str, int]:
    """The line on which each table begins; a key outside all tables can only stand above the first."""
    found: dict[str, int] = {}
    inside = False
    for number, line in enumerate(content.split("\n"), 1):
        inside = inside or line.lstrip().startswith("[")
        name = _TABLE.match(line) or (None if inside else _KEY.match(line))
        if name:
            found.setdefault(name[name.lastindex or 1].replace('"', "").strip(), number)
    return found


def _lay_over(raw: _Raw, overlay: Path, digest: Any) -> None:
    content, tables = _read_toml(overlay, digest)
    lines = _lines_of(content)
    for section, entries in _inner(tables, raw, overlay.name, lines).items():
        for ident, entry in entries.items():
            table = f"{section}.{ident}"
            where = Where(overlay.name, table, lines.get(table, lines.get(ident, _first_line(section, lines))))
            before, _ = raw[section].get(ident, ({}, where))
            both = isinstance(before, dict) and isinstance(entry, dict)
            raw[section][ident] = ({**before, **entry} if both else entry), where


def _typed(entry: Any, section: str, where: Where) -> Any:
    if not isinstance(entry, dict):
        raise TaxonomyError(f"{where} is no table\nhint: write [{where.table}] and its keys below it")
    _check_keys(entry, section, where)
    doors = entry.get("doors")
    for door in doors if isinstance(doors, list) else ():
        if isinstance(door, dict):
            _check_keys(door, "door", where)
    try:
        return _adapter(section).validate_python(entry)
    except ValidationError as error:
        hint = f"see {_SHAPES[section].__name__} in taxonomy/concept.py"
        raise TaxonomyError(f"{where} {_first_fault(error)}\nhint: {hint}") from error


def _check_keys(entry: Mapping[str, Any], section: str, where: Where) -> None:
    known = _keys(section)
    for key in sorted(entry.keys() - known):
        stranger = f"has a key {key!r} that {_SHAPES[section].__name__} does not know"
        raise TaxonomyError(f"{where} {stranger}\nhint: {did_you_mean(key, known)}")


def _first_fault(error: ValidationError) -> str:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"]) or "the table"
    return f"{key}: {first['msg'].lower()}"


@lru_cache(maxsize=32)
def _keys(section: str) -> frozenset[str]:
    return frozenset(f.name for f in dataclasses.fields(_SHAPES[section]))


@lru_cache(maxsize=32)
def _adapter(section: str) -> TypeAdapter[Any]:
    return TypeAdapter(_SHAPES[section])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint: the known word nearest to this one, or a few that are known."""
    options = sorted(known)
    close = difflib.get_close_matches(word, options, 1)
    return f"did you mean {close[0]!r}?" if close else f"one of {', '.join(options[:12])}"


# --- pay.csv ----------------------------------------------------------------------------------


def _read_pay(path: Path, digest: Any) -> list[tuple[PayFigure, Where]]:
    rows = csv.DictReader(_read_text(path, digest).splitlines())
    figures: dict[str, tuple[PayFigure, Where]] = {}
    for row in rows:
        where = Where(path.name, row.get("id") or "row", rows.line_num)
        if None in row:
            raise TaxonomyError(f"{where} has more cells than the header\nhint: a text with a comma stands in quotes")
        figure: PayFigure = _typed(_cells(row), "pay", where)
        if figure.id in figures:
            raise TaxonomyError(f"{where} is listed twice\nhint: {figures[figure.id][1]} has the same id")
        figures[figure.id] = figure, where
    return list(figures.values())


def _cells(row: Mapping[str, str]) -> dict[str, Any]:
    """An empty cell is no number, or an empty text; a figure is confirmed unless it says otherwise."""
    numbers = {key: row.get(key) or None for key in ("year", "amount", "low", "high")}
    texts = {key: row.get(key) or "" for key in ("note", "industry", "place", "population")}
    flags = {"confirmed": row.get("confirmed") or "true", "open_top": row.get("open_top") or "false"}
    return {**{key: cell for key, cell in row.items() if cell}, **numbers, **texts, **flags}
