"""What the answers rest on, as data: every entry whole, found by any of its names, with what it rests on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api import catalogue
from api.catalogue import entry_of, search, source_lines
from api.errors import NotFound
from api.relations import KINDS
from matcher import fit, to_json
from taxonomy import Taxonomy, load_taxonomy
from taxonomy.files import SECTIONS

ROOT = Path(__file__).parents[2]


def test_every_section_of_the_taxonomy_is_a_kind() -> None:
    assert sorted(KINDS.values()) == sorted(SECTIONS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_id_is_an_entry_that_json_can_hold(kind: str, taxonomy: Taxonomy) -> None:
    for ident in getattr(taxonomy, KINDS[kind]):
        entry = entry_of(ident, taxonomy, kind)

        assert (entry.id, entry.kind) == (ident, kind)
        assert json.loads(json.dumps(to_json(entry), allow_nan=False))["id"] == ident


def test_every_entry_has_an_address_of_its_own(taxonomy: Taxonomy) -> None:
    urls = [entry_of(i, taxonomy, kind).url for kind, section in KINDS.items() for i in getattr(taxonomy, section)]

    assert len(urls) == len(set(urls))


@pytest.mark.parametrize(
    ("name", "ident"), [("RHIT", "rhit"), ("R.H.I.T.", "rhit"), ("ca", "CA"), ("ROI", "release-of-information")]
)
def test_an_entry_is_known_by_its_names(name: str, ident: str, taxonomy: Taxonomy) -> None:
    assert entry_of(name, taxonomy).id == ident


def test_an_id_of_two_kinds_is_told_apart_by_the_kind(taxonomy: Taxonomy) -> None:
    first, second = entry_of("hdi", taxonomy), entry_of("hdi", taxonomy, "issuer")

    assert (first.kind, second.kind) == ("credential", "issuer")
    assert [ref.kind for ref in first.also] == ["issuer"]
    assert (first.url, second.url) == ("/taxonomy/hdi", "/taxonomy/hdi?kind=issuer")


@pytest.mark.parametrize(
    ("name", "kind", "hint"),
    [
        ("RHIX", None, "did you mean 'RHIA' or"),
        ("rhit", "tool", "the files of taxonomy/data hold what is known"),
        ("rhit", "stranger", "the files of taxonomy/data hold what is known"),
        ("", None, "the files of taxonomy/data hold what is known"),
    ],
)
def test_a_stranger_is_not_found(name: str, kind: str | None, hint: str, taxonomy: Taxonomy) -> None:
    with pytest.raises(NotFound) as refused:
        entry_of(name, taxonomy, kind)

    assert (refused.value.hint or "").startswith(hint)


def test_relations_lead_both_ways(taxonomy: Taxonomy) -> None:
    pairs = 0
    for kind, section in KINDS.items():
        for ident in getattr(taxonomy, section):
            for relation in entry_of(ident, taxonomy, kind).relations:
                for other in relation.entries if not relation.back else ():
                    back = entry_of(other.id, taxonomy, other.kind).relations
                    pairs += 1

                    assert any((r.key, r.back) == (relation.key, True) and ident in _ids(r) for r in back)
    assert pairs > len(taxonomy.titles)


def _ids(relation: catalogue.Relation) -> set[str]:
    return {ref.id for ref in relation.entries}


def test_what_answers_an_ask_is_what_satisfies_it(taxonomy: Taxonomy) -> None:
    for ident in taxonomy.concepts:
        entry = entry_of(ident, taxonomy)
        answered = {a.entry.id: a.path for a in (*entry.kinds, *entry.substitutes)}

        assert {ident, *(a.entry.id for a in entry.answers)} == taxonomy.satisfies(ident).keys()
        assert all(path == taxonomy.satisfies(other)[ident] for other, path in answered.items())


def test_a_substitute_is_never_hidden_among_the_kinds(taxonomy: Taxonomy) -> None:
    entry = entry_of("rhit", taxonomy)

    assert next((a.entry.label, a.how) for a in entry.substitutes) == ("RHIA", "RHIA answers an ask for RHIT")
    assert entry.kinds == ()
    assert not any(a.substitute for a in entry_of("ahima-credential", taxonomy).kinds)


def test_doors_say_what_they_name(taxonomy: Taxonomy) -> None:
    (way,) = entry_of("rhit", taxonomy).doors

    assert (way.degree and way.degree.id, way.field and way.field.id) == ("associate", "health-information")
    assert way.words.startswith("Associate's degree in Health information management")


def test_a_source_counts_what_rests_on_it(taxonomy: Taxonomy) -> None:
    cited = entry_of("onet-27", taxonomy).cited

    assert cited["title"] == sum("onet-27" in title.source for title in taxonomy.titles.values())


@pytest.mark.parametrize(
    ("words", "ident", "how"),
    [
        ("RHIT", "rhit", "exact"),
        ("r.h.i.t.", "rhit", "exact"),
        ("release of information", "release-of-information", "exact"),
        ("release of info", "release-of-information", "exact"),
        ("Registered Health Information Techn", "rhit", "prefix"),
        ("epik", "epic", "similar"),
        ("registered health informtion technician", "rhit", "similar"),
        ("onet-27", "onet-27", "exact"),
    ],
)
def test_search_finds_by_any_name(words: str, ident: str, how: str, taxonomy: Taxonomy) -> None:
    found = search(words, taxonomy)[0]

    assert (found.entry.id, found.how) == (ident, how)


@pytest.mark.parametrize("words", ["", "   ", "\x00", "zzzzqqqqxx", "…", "x" * 100_000])
def test_search_for_nothing_finds_nothing(words: str, taxonomy: Taxonomy) -> None:
    assert search(words, taxonomy) == ()


def test_search_gives_each_entry_once_the_nearest_first(taxonomy: Taxonomy) -> None:
    found = search("coder", taxonomy, limit=1000)
    owners = [(f.entry.kind, f.entry.id) for f in found]
    ranks = [("exact", "prefix", "contains", "similar").index(f.how) for f in found]

    assert len(owners) == len(set(owners))
    assert ranks == sorted(ranks)
    assert found[:7] == search("coder", taxonomy, limit=7)


def test_search_keeps_to_a_kind(taxonomy: Taxonomy) -> None:
    assert {f.entry.kind for f in search("epic", taxonomy, "credential")} == {"credential"}


def test_an_overlay_is_found_too(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(
        "[tools.'our/chart \"1\"']\nlabel = '<b>Our Chart</b>'\ncategory = 'ehr'\naliases = ['Our Chart One']\n"
        "source = ['own-knowledge']\nconfirmed = false\n",
        encoding="utf-8",
    )
    theirs = load_taxonomy(path)

    assert search("our chart one", theirs)[0].entry.url == "/taxonomy/our%2Fchart%20%221%22"
    assert search("our chart one", load_taxonomy()) == ()


def test_roles_count_their_titles(taxonomy: Taxonomy) -> None:
    roles = catalogue.roles(taxonomy)

    assert [role.id for role in roles] == [*taxonomy.roles]
    assert sum(role.titles for role in roles) == len(taxonomy.titles)
    assert all(role.sources for role in roles)
    assert sum(family.titles for family in catalogue.families(taxonomy)) == len(taxonomy.titles)


def test_the_overview_counts_every_entry(taxonomy: Taxonomy) -> None:
    overview = catalogue.overview(taxonomy)

    assert {k.kind: k.entries for k in overview.kinds} == {k: len(getattr(taxonomy, s)) for k, s in KINDS.items()}
    assert all(k.unconfirmed <= k.entries for k in overview.kinds)
    assert (overview.version, len(overview.sources)) == (taxonomy.version, len(taxonomy.sources))


def test_each_consideration_leads_to_its_own_line() -> None:
    rows = catalogue.considerations()

    assert [(row.name, row.weight, row.promise) for row in rows] == [
        (c.name, c.weight, c.promise) for c in fit.considerations()
    ]
    for row in rows:
        assert source_lines(row.file)[row.line - 1].startswith(f"def {row.name}(")
        assert row.url == f"/source/{row.file}#L{row.line}"


@pytest.mark.parametrize("name", catalogue.SHOWN)
def test_the_lines_shown_are_those_of_the_program(name: str) -> None:
    assert "\n".join(source_lines(name)) + "\n" == (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["", "api/settings.py", "matcher/../api/settings.py", "/etc/passwd", "matcher/fit.py\x00", "matcher"]
)
def test_no_other_file_is_shown(name: str) -> None:
    with pytest.raises(NotFound):
        source_lines(name)
