"""The pages of what the answers rest on: every entry has one, every link leads somewhere, nothing hostile acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from markupsafe import escape
from selectolax.lexbor import LexborHTMLParser

from api import catalogue
from api.errors import NotFound
from api.page.browse import KIND_WORDS, browser, entry_page, how_page, source_page, web
from api.page.templates import environment
from api.relations import KINDS
from matcher import pay
from taxonomy import Taxonomy, load_taxonomy

PAGES = environment()
HOSTILE = "<script>alert(1)</script>"


def rendered(template: str, page: object) -> str:
    return PAGES.get_template(template).render(page=page)


def links(html: str) -> Iterator[str]:
    return (unescape(found) for found in re.findall(r'href="([^"]*)"', html))


def answered(address: str, taxonomy: Taxonomy) -> bool:
    """Whether a link of these pages leads to something that is there."""
    parts = urlsplit(address)
    kind = parse_qs(parts.query).get("kind", [None])[0]
    if parts.path.startswith("/taxonomy/"):
        owners = [k for k, section in KINDS.items() if unquote(parts.path[10:]) in getattr(taxonomy, section)]
        return bool(owners) and kind in (None, *owners)
    if parts.path.startswith("/source/"):
        return parts.path[8:] in catalogue.SHOWN
    here = parts.path in ("/", "/taxonomy", "/how", "/docs") and kind in (None, *KINDS)
    return here or parts.path.startswith("/static/")


def dead(html: str, taxonomy: Taxonomy) -> list[str]:
    return [a for a in set(links(html)) if not a.startswith(("#", "http")) and not answered(a, taxonomy)]


def text_of(html: str) -> str:
    body = LexborHTMLParser(html).body
    return " ".join(body.text().split()) if body is not None else ""


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_has_a_page_whose_links_lead_somewhere(kind: str, taxonomy: Taxonomy) -> None:
    for ident in getattr(taxonomy, KINDS[kind]):
        page = entry_page(ident, taxonomy, kind)
        html = rendered("entry.html", page)

        assert dead(html, taxonomy) == []
        assert f"{escape(page.entry.full)}</h1>" in html


def test_an_entry_page_says_what_is_known(taxonomy: Taxonomy) -> None:
    text = text_of(rendered("entry.html", entry_page("rhit", taxonomy)))

    for words in (
        "Registered Health Information Technician",
        "American Health Information Management Association",
        "RHIA answers an ask for RHIT",
        "Associate's degree in Health information management or technology; accredited by CAHIIM",
        "24 months",
        "Rose-Hulman",
        "https://www.ahima.org/certification/Recertification",
    ):
        assert words in text


@pytest.mark.parametrize("ident", ["rhit", "onet-27"])
def test_links_to_other_sites_tell_them_nothing(ident: str, taxonomy: Taxonomy) -> None:
    html = rendered("entry.html", entry_page(ident, taxonomy))
    outward = [a.attributes for a in LexborHTMLParser(html).css("a") if (a.attributes["href"] or "").startswith("http")]

    assert outward
    assert all(attributes.get("rel") == "noreferrer noopener" for attributes in outward)


@pytest.mark.parametrize(("ident", "said"), [("hdi", True), ("rhit", False)])
def test_what_no_source_confirms_says_so(ident: str, said: bool, taxonomy: Taxonomy) -> None:
    text = text_of(rendered("entry.html", entry_page(ident, taxonomy)))

    assert ("No source confirms this entry" in text) is said


def test_the_parts_of_a_door_are_its_words(taxonomy: Taxonomy) -> None:
    for ident, credential in taxonomy.credentials.items():
        if credential.doors:
            page = entry_page(ident, taxonomy)

            assert ["".join(words for words, _ in door) for door in page.doors] == [w.words for w in page.entry.doors]


@pytest.mark.parametrize("name", ["RHIX", HOSTILE, ""])
def test_a_stranger_has_no_page(name: str, taxonomy: Taxonomy) -> None:
    with pytest.raises(NotFound):
        entry_page(name, taxonomy)


def test_an_overlay_cannot_act(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(
        f"[tools.\"{HOSTILE}\"]\nlabel = '{HOSTILE}'\ncategory = 'ehr'\nsource = ['bad']\nnote = '{HOSTILE}'\n"
        f"aliases = ['{HOSTILE}']\n[sources.bad]\ntitle = '{HOSTILE}'\nurl = 'javascript:alert(1)'\n",
        encoding="utf-8",
    )
    theirs = load_taxonomy(path)

    for html in (
        rendered("entry.html", entry_page(HOSTILE, theirs)),
        rendered("entry.html", entry_page("bad", theirs)),
        rendered("taxonomy.html", browser(HOSTILE, "", theirs)),
        rendered("taxonomy.html", browser("", "tool", theirs)),
    ):
        assert HOSTILE not in html
        assert 'href="javascript:' not in html
        assert dead(html, theirs) == []


@pytest.mark.parametrize(
    ("address", "link"),
    [("https://a.example", "https://a.example"), ("javascript:alert(1)", ""), ("//a.example", ""), ("", "")],
)
def test_only_the_web_is_linked(address: str, link: str) -> None:
    assert web(address) == link


def test_every_kind_has_words_and_a_place_in_the_overview(taxonomy: Taxonomy) -> None:
    cards = [card.words for _, group in browser("", "", taxonomy).groups for card in group]

    assert sorted(cards) == sorted(words for _, words, _ in KIND_WORDS.values())
    assert list(KIND_WORDS) == list(KINDS)


@pytest.mark.parametrize("kind", ["", *KINDS, "stranger", HOSTILE])
def test_every_list_leads_somewhere(kind: str, taxonomy: Taxonomy) -> None:
    html = rendered("taxonomy.html", browser("", kind, taxonomy))

    assert dead(html, taxonomy) == []
    assert len(html) < 600_000


@pytest.mark.parametrize("kind", ["title", "metro"])
def test_long_kinds_are_reached_through_what_they_belong_to(kind: str, taxonomy: Taxonomy) -> None:
    page = browser("", kind, taxonomy)

    assert {row.entry.kind for row in page.rows} == {"role" if kind == "title" else "state"}
    assert sum(int(row.aside.split()[0].replace(",", "")) for row in page.rows) == len(getattr(taxonomy, KINDS[kind]))


@pytest.mark.parametrize(
    ("words", "kind", "first", "status"),
    [
        ("RHIT", "", "rhit", "entries for “RHIT”."),
        ("release of information", "role", "roi-specialist", "entries for “release of information”."),
        ("epik", "", "epic", "Nothing is called “epik”. These names are written much like it."),
        ("medical", "", None, ", the nearest 100 of them."),
        ("zzzzqqqq", "", None, "Nothing is called “zzzzqqqq”."),
        (HOSTILE, "tool", None, f"Nothing is called “{HOSTILE}”."),
    ],
)
def test_the_browser_says_what_it_found(
    words: str, kind: str, first: str | None, status: str, taxonomy: Taxonomy
) -> None:
    page = browser(words, kind, taxonomy)
    html = rendered("taxonomy.html", page)

    assert status in page.status
    assert first is None or page.rows[0].entry.id == first
    assert len(page.rows) <= 100
    assert HOSTILE not in html
    assert dead(html, taxonomy) == []


def test_filters_count_what_they_would_show(taxonomy: Taxonomy) -> None:
    page = browser("coder", "", taxonomy)

    assert page.filters[0].count == sum(f.count for f in page.filters[1:])
    assert [f.words for f in page.filters if f.current] == ["All"]


def test_how_it_judges_shows_the_whole_table(taxonomy: Taxonomy) -> None:
    page = how_page()
    html = rendered("how.html", page)
    text = text_of(html)

    assert dead(html, taxonomy) == []
    assert page.total == sum(row.weight for row in catalogue.considerations())
    assert all(row.promise in text and row.url in set(links(html)) for row in catalogue.considerations())
    assert [name for name, *_ in page.results] == ["met", "substitute", "partial", "missing", "unknown"]


def test_how_it_judges_names_the_slices_that_pay_is_cut_by() -> None:
    text = text_of(rendered("how.html", how_page()))
    slices = re.findall(r"(\w+) p(\d+)-p(\d+)", pay.__doc__ or "")

    assert len(slices) == 3
    for level, low, high in slices:
        assert re.search(rf"{level} from the {low}th (percentile )?to the {high}th", text)


@pytest.mark.parametrize("name", catalogue.SHOWN)
def test_a_source_page_holds_every_line_under_its_number(name: str, taxonomy: Taxonomy) -> None:
    html = rendered("source.html", source_page(name))
    tree = LexborHTMLParser(html)
    lines = catalogue.source_lines(name)

    assert dead(html, taxonomy) == []
    assert [node.attributes["id"] for node in tree.css(".line")] == [f"L{n}" for n in range(1, len(lines) + 1)]
    assert [node.text().removesuffix("\n") for node in tree.css(".words")] == list(lines)


@pytest.mark.parametrize("template", ["taxonomy.html", "entry.html", "how.html", "source.html"])
def test_no_page_needs_what_the_content_policy_forbids(template: str, taxonomy: Taxonomy) -> None:
    pages = {
        "taxonomy.html": browser("coder", "", taxonomy),
        "entry.html": entry_page("ccs", taxonomy),
        "how.html": how_page(),
        "source.html": source_page("matcher/fit.py"),
    }
    tree = LexborHTMLParser(rendered(template, pages[template]))

    assert tree.css("style, [style], script:not([src]), [onclick], [oninput]") == []
    assert len(tree.css("h1")) == 1
