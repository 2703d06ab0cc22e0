"""The scanner finds what the taxonomy names, where it stands and where it counts, in one text and in a thousand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.automaton import automaton_of
from matcher.scan import Hit, hits_by_text, hits_of, scan
from taxonomy import load_taxonomy
from taxonomy.concept import Credential
from taxonomy.fold import fold, tokens
from taxonomy.lexicon import LAYERS, Guard, Lexicon, Name, lexicon_of
from tests.matcher.slow_scan import slow_scan

TAXONOMY = load_taxonomy()
LEXICON = lexicon_of(TAXONOMY)
DATA = Path(__file__).parents[1] / "data"


@cache
def samples() -> tuple[str, ...]:
    """The texts of all sample documents."""
    files = ("ads", "resumes", "requirements", "holdings")
    lines = (line for file in files for line in (DATA / f"{file}.jsonl").read_text(encoding="utf-8").split("\n"))
    return tuple(json.loads(line)["text"] for line in lines if line.strip())


def concepts(text: str) -> set[str]:
    return {ident for hit in hits_of(text, LEXICON) if hit.layer == "concept" for ident in hit.means}


def quotes(text: str, ident: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in hits_of(text, LEXICON) if ident in hit.means]


# --- agreement with the slow scanner ----------------------------------------------------------


@pytest.mark.parametrize("number", range(8))
def test_every_sample_is_scanned_as_the_slow_scanner_does(number: int) -> None:
    for text in samples()[number::8]:
        assert hits_of(text, LEXICON) == slow_scan(text, LEXICON)


def _first_word(name: Name) -> str:
    return name.words[0]


def phrases(name: Name) -> Iterator[tuple[str, ...]]:
    yield name.words
    if name.written is not None:
        yield name.written
    if name.guard is not None:
        yield from (tuple(tokens(word)) for word in (*name.guard.context, *name.guard.against) if word[0] != "@")


BY_FIRST = {word: list(names) for word, names in groupby(sorted(LEXICON.names, key=_first_word), _first_word)}


def run_on(name: Name) -> list[tuple[str, ...]]:
    """The name and, past its end, names that begin with its last word: phrases that want the same word."""
    return [name.words + other.words[1:] for other in BY_FIRST.get(name.words[-1], [])[:50]] or [name.words]


NUMBERS = st.integers(0, len(LEXICON.names) - 1)
WORDS = st.one_of(
    NUMBERS.flatmap(lambda number: st.sampled_from(list(phrases(LEXICON.names[number])))),
    NUMBERS.flatmap(lambda number: st.sampled_from(run_on(LEXICON.names[number]))),
    st.sampled_from([(word,) for word in ("and", "or", "RHIT", "Certified", "chart", "long" * 7, "42", "C++")]),
    st.tuples(st.text(st.characters(), max_size=6)),
)
GAPS = st.sampled_from(
    [
        *(" " * 6),
        *(" ", "-", "/", "'", "_", "`", ".", "*", ", ", "\n", "\n\n", ". ", "  ", "   ", "    ", " - ", "--", "\t"),
        *("\u200b", "\u00ad", " \u200b", "’", "“", "”", "–", "\u00a0", "•", "…", "", "\r\n", "\u2028", "\x00"),
    ]
)
CAPITALS: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    [str, str, str.lower, str.upper, str.title, str.capitalize, str.swapcase]
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Names of the taxonomy and other words, in any capitals, with anything between them."""
    parts = draw(st.lists(st.tuples(WORDS, CAPITALS, GAPS), max_size=12))
    inner = draw(st.one_of(st.just(" "), GAPS))
    written = "".join(capitals(inner.join(words)) + gap for words, capitals, gap in parts)
    return draw(st.sampled_from([written, written, written.lower(), written.replace("\n", " ")]))


@settings(max_examples=500, deadline=None)
@given(texts())
def test_every_text_is_scanned_as_the_slow_scanner_does(text: str) -> None:
    assert hits_of(text, LEXICON) == slow_scan(text, LEXICON)


@settings(max_examples=60, deadline=None)
@given(st.lists(texts(), max_size=6))
def test_many_texts_are_scanned_as_each_alone(many: list[str]) -> None:
    assert hits_by_text(scan(many, LEXICON), len(many)) == [hits_of(text, LEXICON) for text in many]


def test_all_samples_together_are_scanned_as_each_alone() -> None:
    found = scan(samples(), LEXICON)

    assert hits_by_text(found, len(samples())) == [hits_of(text, LEXICON) for text in samples()]
    assert len(found) > 5000


@settings(max_examples=150, deadline=None)
@given(texts())
def test_a_hit_stands_where_its_words_are(text: str) -> None:
    assert_hits_stand(text)


def test_the_hits_of_every_sample_stand_where_their_words_are() -> None:
    for text in samples():
        assert_hits_stand(text)


SPELLED = {(name.layer, name.means, name.words) for name in LEXICON.names}


def assert_hits_stand(text: str) -> None:
    for hit in hits_of(text, LEXICON):
        quote = text[hit.start : hit.end]

        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.line == text[: hit.start].count("\n")
        assert "\n" not in quote
        assert any((hit.layer, hit.means, words) in SPELLED for words in readings(quote))


def readings(quote: str) -> tuple[tuple[str, ...], ...]:
    """The words of a quote, as they stand, and with dotted letters put together."""
    words = "".join(char if char.isalnum() or char in "+#&" else " " for char in fold(quote)[0]).split()
    return tuple(words), tuple(tokens(quote))


def test_hits_come_in_the_order_of_the_text() -> None:
    found = scan(samples(), LEXICON)
    layers = np.array([LAYERS.index(layer) for layer, _ in found.values])
    keys = list(zip(found.text.tolist(), found.start.tolist(), layers[found.value].tolist(), strict=True))

    assert keys == sorted(set(keys))


# --- how a name may be written ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("RHIT", "RHIT"),
        ("an rhit or", "rhit"),
        ("R.H.I.T. since 2019", "R.H.I.T"),
        ("R.H.I.T, CCS", "R.H.I.T"),
        ("(RHIT)", "RHIT"),
        ("two RHITs wanted", "RHITs"),
        ("RHIT's", "RHIT"),
        ("Ｒ\u200bＨIТ", "Ｒ\u200bＨIТ"),
        ("Registered Health\u00adInformation Technician", None),
        ("Registered Health Infor\u00admation Technician", "Registered Health Infor\u00admation Technician"),
        ("registered health-information technician", "registered health-information technician"),
        ("REGISTERED HEALTH\u00a0INFORMATION / TECHNICIAN", "REGISTERED HEALTH\u00a0INFORMATION / TECHNICIAN"),
        ("Registered Health Information\nTechnician", None),
        ("Registered Health Information, Technician", None),
        ("RHITX", None),
        ("ARHIT", None),
        ("R H I T", None),
        ("R. H. I. T.", None),
        ("R H.I.T.", None),
        ("R.H I.T.", None),
    ],
)
def test_a_name_is_read_however_it_is_written(text: str, quote: str | None) -> None:
    assert quotes(text, "rhit") == ([quote] if quote else [])


@pytest.mark.parametrize("gap", ["-", " ", "/", "‑", "–", "−", " - ", "_"])
def test_hyphen_slash_and_space_are_one(gap: str) -> None:
    assert quotes(f"ICD{gap}10{gap}CM codes", "icd-10-cm") == [f"ICD{gap}10{gap}CM"]


@pytest.mark.parametrize("gap", ["    ", " -- ", ", ", "\n", ". ", "..", "; ", ": ", "(", "\t", "|", ""])
def test_anything_else_and_a_wide_gap_part_words(gap: str) -> None:
    assert concepts(f"certified{gap}coding{gap}specialist") & {"ccs"} == set()
    assert concepts("certified coding specialist") == {"ccs"}


@pytest.mark.parametrize("quote", ["driver's license", "driver’s license", "driver`s license", "drivers license"])
def test_an_apostrophe_is_one_however_it_is_typed(quote: str) -> None:
    assert quotes(f"A {quote} is required", "drivers-licence") == [quote]


def test_the_longest_name_wins() -> None:
    assert concepts("ICD-10-CM") == {"icd-10-cm"}
    assert concepts("3M 360 Encompass") == {"solventum-360"}


def test_a_joint_form_means_all_its_parts() -> None:
    assert concepts("ICD-10-CM/PCS coding") >= {"icd-10-cm", "icd-10-pcs"}
    assert concepts("coding in ICD-10 (CM/PCS)") >= {"icd-10-cm", "icd-10-pcs"}


def test_capitals_matter_where_the_taxonomy_says_so() -> None:
    text = "{} training, EHR software, analyst"

    assert "epic" in concepts(text.format("Epic"))
    assert "epic" in concepts(text.format("EPIC"))
    assert "epic" not in concepts("An epic journey of training with EHR software")


def test_an_acronym_is_read_in_a_line_that_has_no_capitals() -> None:
    assert "ccs" in concepts("medical records coder with ccs certification")
    assert "ccs" not in concepts("Medical records coder with ccs certification")


def names_as_listed() -> Iterator[tuple[str, str, str, str]]:
    """Every written form of every concept: its id, the form, and a text in which the form stands with its context."""
    for ident, entry in TAXONOMY.concepts.items():
        around = [TAXONOMY.contexts[w[1:]].phrases[0] if w.startswith("@") else w for w in entry.context]
        for name in (*entry.aliases, *entry.exact, *entry.ambiguous, *entry.former):
            yield ident, name, name, f"{name} | {' | '.join(around)}"
    for joint in TAXONOMY.joint:
        yield from ((ident, name, name, f"{name} |") for name in joint.names for ident in joint.means)


def test_every_name_that_is_listed_is_read() -> None:
    rows = list(names_as_listed())
    found = hits_by_text(scan([text for *_, text in rows], LEXICON), len(rows))
    unread = [
        (ident, name)
        for (ident, name, _, _), hits in zip(rows, found, strict=True)
        if not any(ident in hit.means and hit.start < len(name) for hit in hits)
    ]

    assert unread == []


# --- law 6: what surrounds a credential does not hide it --------------------------------------

AD = "Position: Coder II\n\nRequired: certification in medical records work. {}\n{}\n"
RESUME = "EXPERIENCE\nClerk, Elm County, medical records\n\nCERTIFICATION {1}\n{0}\n"
AROUND = (
    *("{} (2021)", "({})", "{}, AHIMA, 2019", "{}", "- {};", "• {}", "{}: active", "“{}”", "{}/2021", "2021 – {}"),
    *("{}.", "{}*", "{}®", "[{}]", "{} #12345", "\t{}\t"),
)
CONFIRMED = [ident for ident, credential in TAXONOMY.credentials.items() if credential.confirmed]


def own_context(credential: Credential) -> str:
    """One word of the credential's own context, for those that a certification or a record does not tell apart."""
    return next((word for word in credential.context if not word.startswith("@")), "")


@pytest.mark.parametrize("frame", [AD, RESUME], ids=["ad", "résumé"])
@pytest.mark.parametrize("ident", CONFIRMED)
def test_a_credential_is_read_with_anything_around_it(ident: str, frame: str) -> None:
    credential = TAXONOMY.credentials[ident]
    written = [around.format(name) for name in (*credential.aliases, *credential.exact) for around in AROUND]
    texts = [frame.format(quoted, own_context(credential)) for quoted in written]
    found = hits_by_text(scan(texts, LEXICON), len(texts))
    unread = [quoted for quoted, hits in zip(written, found, strict=True) if not means(ident, hits)]

    assert unread == []


def test_every_credential_is_read_in_the_plural() -> None:
    listed = [(i, n) for i in CONFIRMED for n in (*TAXONOMY.credentials[i].aliases, *TAXONOMY.credentials[i].exact)]
    many = [(ident, f"{name}s") for ident, name in listed if name[-2:].isalpha() and not name.lower().endswith("s")]
    found = scan([AD.format(name, own_context(TAXONOMY.credentials[ident])) for ident, name in many], LEXICON)
    rows = zip(many, hits_by_text(found, len(many)), strict=True)

    assert [(ident, name) for (ident, name), hits in rows if not means(ident, hits)] == []


def means(ident: str, hits: Iterable[Hit]) -> bool:
    return any(hit.layer == "concept" and ident in hit.means for hit in hits)


# --- context ----------------------------------------------------------------------------------

PEOPLE = ["Werner", "Kerner", "Lerner", "McKeown", "McKesson", "Word", "Epps"]
LINES = [
    "Dr. Elena {0}",
    "Chris {0}, RHIT",
    "Pat {0}",
    "PAT {1}",
    "{0}, Pat",
    "Pat {0} | Denver, CO | pat.{2}@example.com | 303-555-0142",
    "Reference: Dr. Elena {0}, Director of Medical Records, 303-555-0117",
    "Supervisor: Maria {0}, RHIA, CCS",
    "{0} & Sons, bookkeeping clerk",
    "linkedin.com/in/chris-{2}",
]
KEPT = {"medical-records", "rhit", "rhia", "ccs"}


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", PEOPLE)
def test_a_surname_is_no_skill(name: str, line: str) -> None:
    frame = "{}\nRHIT and CCS certification\nMedical records clerk, release of information"
    with_name = concepts(frame.format(line.format(name, name.upper(), name.lower())))
    without = concepts(frame.format(line.format("Quill", "QUILL", "quill")))

    assert with_name - KEPT == without - KEPT


@pytest.mark.parametrize(
    ("text", "concept", "counts"),
    [
        ("CPC certification, medical coder", "cpc", True),
        ("Lowered CPC and raised clicks from paid search", "cpc", False),
        ("Proficient in Word and Excel", "word", True),
        ("Spread the word about our clinic", "word", False),
        ("Microsoft Access, Excel", "access", True),
        ("Access to medical records", "access", False),
        ("CTR, cancer registry abstracting", "ods-c", True),
        ("Improved CTR and ROAS of ads", "ods-c", False),
        ("ROI desk: release of medical records", "release-of-information", True),
        ("Return on investment (ROI) of campaigns", "release-of-information", False),
    ],
)
def test_an_ambiguous_name_counts_in_its_context_only(text: str, concept: str, counts: bool) -> None:
    assert (concept in concepts(text)) == counts


def test_context_of_one_text_is_none_of_another() -> None:
    texts = ["CPC", "Certification of a medical coder"]
    apart = hits_by_text(scan(texts, LEXICON), 2)

    assert not means("cpc", apart[0])
    assert means("cpc", hits_of("\n".join(texts), LEXICON))


def test_context_in_the_line_is_that_of_the_line_or_its_neighbours() -> None:
    small = lexicon("CPSI Thrive", Name(("thrive",), "concept", ("cpsi",), guard=Guard(("CPSI",), True, ("plants",))))

    assert found_in(["CPSI, Thrive", "CPSI\nThrive", "Thrive\nCPSI"], small) == [True, True, True]
    assert found_in(["Thrive\n\nCPSI", "CPSI\n\nThrive"], small) == [False, False]
    assert found_in(["CPSI", "Thrive", "CPSI"], small) == [False, False, False]
    assert found_in(["CPSI, plants Thrive", "CPSI, Thrive\nplants"], small) == [False, True]


def test_context_words_may_overlap() -> None:
    small = lexicon(
        "overlap", Name(("roi",), "concept", ("roi",), guard=Guard(("medical record", "record desk"), False, ()))
    )

    assert found_in(["medical record desk: ROI", "record desk ROI", "desk: ROI"], small) == [True, True, False]


def test_of_two_owners_the_one_whose_context_fits_is_meant() -> None:
    plain = Name(("crcs",), "concept", ("specialist",))
    small = lexicon("owners", plain, Name(("crcs",), "concept", ("coders",), guard=Guard(("coder",), False, ())))

    assert [hit.means for hit in hits_of("CRCs, coder", small)] == [("coders",)]
    assert [hit.means for hit in hits_of("CRCs", small)] == [("specialist",)]


def lexicon(version: str, *names: Name) -> Lexicon:
    """A table of these names and of their context words."""
    words = {word for name in names if name.guard for word in (*name.guard.context, *name.guard.against)}
    context = tuple(Name(tuple(tokens(word)), "context", (word,)) for word in sorted(words))
    return Lexicon((*names, *context), tuple(sorted(words)), version)


def found_in(texts: list[str], small: Lexicon) -> list[bool]:
    return [bool(hits) for hits in hits_by_text(scan(texts, small), len(texts))]


# --- odd texts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\n" * 500,
        " ",
        ".",
        "\x00" * 9,
        "RHIT\x00CCS-P",
        "\ud800",
        "\ud800RHIT\udfff and \udc80",
        "\u200b" * 9,
        "\u202eRHIT\u202c",
        "\ufeffRHIT",
        "e\u0301" * 9,
        "ﷺ…½ﬁ",
        "x" * 500,
        "R." * 500,
        "medical " * 200,
        "🧑\u200d⚕️ RHIT 🏥",
    ],
    ids=ascii,
)
def test_odd_texts_are_scanned_too(text: str) -> None:
    hits = hits_of(text, LEXICON)

    assert hits == slow_scan(text, LEXICON)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)


def test_no_texts_have_no_hits() -> None:
    found = scan([], LEXICON)

    assert len(found) == 0
    assert hits_by_text(found, 0) == []
    assert hits_by_text(scan(["", "", ""], LEXICON), 3) == [[], [], []]


def test_empty_texts_between_others_keep_their_place() -> None:
    found = scan(["", "RHIT", "", "\u200b", "é RHIA", ""], LEXICON)

    assert [[hit.means for hit in hits] for hits in hits_by_text(found, 6)] == [
        [],
        [("rhit",)],
        [],
        [],
        [("rhia",)],
        [],
    ]


def test_a_large_text_is_scanned_like_its_parts() -> None:
    part = "Coder, RHIT or CCS-P required; ICD-10-CM, CPT and Epic. Medical records – release of information.\n"
    hits = hits_of(part * 10_000, LEXICON)
    once = hits_of(part, LEXICON)

    assert len(part) * 10_000 > 900_000
    assert len(hits) == 10_000 * len(once)
    assert [(h.start - 9_999 * len(part), h.means) for h in hits[-len(once) :]] == [(h.start, h.means) for h in once]


# --- the table --------------------------------------------------------------------------------


def test_the_compiled_table_is_made_once() -> None:
    assert automaton_of(LEXICON) is automaton_of(lexicon_of(TAXONOMY))


def test_every_word_of_the_taxonomy_is_told_from_every_other() -> None:
    """Words of up to 24 letters are compared whole, whatever their first and last letters share."""
    words = sorted({word for name in LEXICON.names for word in name.words})
    near = [misspelt(word, at) for word in words for at in {0, len(word) // 2, len(word) - 1}]
    text = "\n".join([*words, *near])

    assert hits_of(text, LEXICON) == slow_scan(text, LEXICON)


@pytest.mark.parametrize("length", [1, 7, 8, 9, 15, 16, 17, 23, 24])
def test_a_word_is_told_from_one_that_differs_in_a_letter(length: int) -> None:
    word = "abcdefghijklmnopqrstuvwxyz"[:length]
    small = lexicon(f"{length} letters", Name((word,), "concept", ("it",)))
    others = [misspelt(word, at) for at in range(length)]

    assert found_in([word, *others, word + "z", word[:-1]], small) == [True, *(False for _ in others), False, False]


def misspelt(word: str, at: int) -> str:
    return word[:at] + ("+" if word[at] != "+" else "#") + word[at + 1 :]
