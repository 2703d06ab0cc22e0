"""A PDF is read as a person reads it: in order, whole sentences, rows as rows, and nothing that is not seen."""

from __future__ import annotations

import random

import pytest

from matcher.parse.pdf import read
from matcher.parse.shape import Limits, Parsed, Refusal
from tests.make import box, deflated, image, lines, pdf, picture, show, stream

LIMITS = Limits()
SEEN = show("Jordan Ellis, RHIT", y=740)


def parsed(*pages: str, **more: object) -> Parsed:
    return read(pdf(*pages, **more), LIMITS)  # type: ignore[arg-type]


def text(*pages: str, **more: object) -> str:
    return "\n".join(parsed(*pages, **more).pages)


# --- order -----------------------------------------------------------------------------------------

LEFT = ["Skills", "ICD-10-CM coding", "Release of information", "Chart analysis", "Epic", "Data integrity"]
RIGHT = [
    "Experience",
    "Records clerk at Brookside",
    "kept the index of all",
    "patients in good order",
    "and up to date",
    "since 2019",
]


def columns(by_row: bool) -> str:
    left = [show(one, 60, 700 - 14 * i) for i, one in enumerate(LEFT)]
    right = [show(one, 320, 700 - 14 * i) for i, one in enumerate(RIGHT)]
    if by_row:
        return "".join(a + b for a, b in zip(left, right, strict=True))
    return "".join(left + right)


@pytest.mark.parametrize("by_row", [False, True])
def test_columns_are_read_one_after_the_other_however_they_were_drawn(by_row: bool) -> None:
    found = text(columns(by_row)).split("\n")

    assert found.index("Data integrity") < found.index("Experience")
    assert (
        "Records clerk at Brookside kept the index of all patients in good order and up to date since 2019"
        in " ".join(found)
    )


@pytest.mark.parametrize("seed", range(8))
def test_boxes_drawn_in_any_order_are_read_column_by_column(seed: int) -> None:
    boxes = [("Jordan Ellis", 72, 740)]
    boxes += [(f"Left {n}", 72, 700 - 60 * n) for n in range(6)] + [(f"Right {n}", 320, 693 - 60 * n) for n in range(6)]
    drawn = random.Random(seed).sample(boxes, len(boxes))
    found = text("".join(lines(name, "Works well", x=x, y=y) for name, x, y in drawn)).split("\n")

    assert [line for line in found if line not in ("", "Works well")] == [name for name, _, _ in boxes]


def test_a_heading_drawn_last_is_read_where_it_stands() -> None:
    assert text(lines("Duties", "Codes charts", y=600) + show("Jordan Ellis", y=740, size=20)).startswith(
        "Jordan Ellis"
    )


def test_a_row_of_a_table_stays_a_row() -> None:
    rows = [("Credential", "Issuer", "Year"), ("RHIT", "AHIMA", "2019"), ("CPC", "AAPC", "2021")]
    page = "".join(show(cell, 72 + 150 * j, 700 - 14 * i) for i, row in enumerate(rows) for j, cell in enumerate(row))

    assert text(page) == "Credential  Issuer  Year\nRHIT  AHIMA  2019\nCPC  AAPC  2021"


def test_cells_of_several_lines_are_read_cell_by_cell() -> None:
    page = lines("2019 -", "2021") + lines("Records clerk", "Brookside", x=200)
    page += lines("2021 -", "present", y=680) + lines("Coder", "Lakeview", x=200, y=680)

    assert text(page).replace("\n\n", "\n") == (
        "2019 - 2021\nRecords clerk\nBrookside\n2021 - present\nCoder\nLakeview"
    )


def test_a_date_at_the_right_margin_stays_with_its_job() -> None:
    page = show("Medical Coder, Lakeview", y=700) + show("2021 - present", x=450, y=700)
    page += show("Codes clinic visits", y=686) + show("Records Clerk, Brookside", y=658) + show("2019 - 2021", 450, 658)

    assert text(page).split("\n") == [
        "Medical Coder, Lakeview  2021 - present",
        "Codes clinic visits",
        "",
        "Records Clerk, Brookside  2019 - 2021",
    ]


@pytest.mark.parametrize(
    ("rotate", "matrix"), [(90, "0 1 -1 0 540 100"), (270, "0 -1 1 0 60 700"), (180, "-1 0 0 -1 500 300")]
)
def test_a_turned_page_is_read_upright(rotate: int, matrix: str) -> None:
    page = f"q {matrix} cm {lines('Jordan Ellis, RHIT', 'Medical coder', x=0, y=0)} Q"

    assert text(page, rotate=rotate) == "Jordan Ellis, RHIT\nMedical coder"
    assert text(page) == "Jordan Ellis, RHIT\nMedical coder"


# --- lines -----------------------------------------------------------------------------------------

SENTENCE = (
    "Assigned ICD-10-CM and CPT codes to outpatient encounters of four clinics and kept a coding accuracy",
    "of ninety-seven percent in every audit; answered the questions that billing staff and physicians had",
    "about edits and denials.",
)


def test_a_wrapped_paragraph_is_one_line() -> None:
    assert text(lines("Summary", *SENTENCE, "Skills")) == "\n".join(["Summary", " ".join(SENTENCE), "Skills"])


@pytest.mark.parametrize(
    "items",
    [
        ("Release of information", "Data analysis", "Chart completion", "Epic"),
        ("• Coded charts", "• answered requests", "• ran reports"),
        ("- Coded inpatient charts of two hospitals", "- Trained new coders"),
        ("Jordan Ellis", "jordan@example.com", "www.example.com", "Columbus, Ohio"),
        ("1. Coded charts", "2. Trained new coders"),
    ],
)
def test_items_of_a_list_stay_apart(items: tuple[str, ...]) -> None:
    assert text(lines(*items)) == "\n".join(items)


def test_an_item_goes_on_under_its_own_first_word() -> None:
    page = show("•", 72, 700) + show(SENTENCE[0], 84, 700) + show(SENTENCE[1], 84, 686) + show(SENTENCE[2], 84, 672)
    page += show("•", 72, 658) + show("Trained coders", 84, 658)

    assert text(page) == f"• {' '.join(SENTENCE)}\n• Trained coders"


def test_a_dot_that_is_painted_is_a_bullet() -> None:
    page = box(62, 702, 4, 4) + show("Coded charts") + box(62, 688, 4, 4) + show("Trained coders", y=686)

    assert text(page) == "• Coded charts\n• Trained coders"


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the release of infor-", "mation to patients", "the release of information to patients"),
        ("a hospital-", "based practice", "a hospital-based practice"),
        ("codes of ICD-", "10-CM for visits", "codes of ICD-10-CM for visits"),
        ("questions of cod-", "ing, not the coding itself", "questions of coding, not the coding itself"),
    ],
)
def test_a_word_broken_at_the_margin_is_whole_again(first: str, second: str, joined: str) -> None:
    assert text(lines(first, second)) == joined


def test_words_without_blanks_between_them_are_told_apart_by_their_gaps() -> None:
    page, x = "", 72.0
    for word in ("Medical", "coder", "with", "RHIT"):
        for letter in word:
            page += show(letter, x, 700)
            x += {
                "M": 9.2,
                "l": 2.5,
                "i": 2.5,
                "t": 3.1,
                "r": 3.7,
                "w": 8,
                "c": 5.5,
                "R": 8,
                "H": 8,
                "I": 3.1,
                "T": 6.8,
            }.get(letter, 6.2)
        x += 2.6

    assert text(page) == "Medical coder with RHIT"


def test_letters_set_wide_apart_are_one_word() -> None:
    assert text(show("S K I L L S") + "3 Tc " + show("EXPERIENCE", y=600)) == "SKILLS\n\nEXPERIENCE"


# --- what is seen ------------------------------------------------------------------------------------

HIDDEN = "CCS CPC RHIA"
STATE = "/ExtGState << /Clear << /ca 0 >> >>"
IMAGE = "/XObject << /Im 5 0 R >>"


@pytest.mark.parametrize(
    "page",
    [
        f"1 g {show(HIDDEN)} 0 g",
        f"0.97 g {show(HIDDEN)} 0 g",
        show(HIDDEN, size=1),
        show(HIDDEN, x=700),
        show(HIDDEN, y=-50),
        show(HIDDEN).replace("BT", "BT 3 Tr"),
        show(HIDDEN).replace("BT", "BT 7 Tr"),
        f"1 G {show(HIDDEN).replace('BT', 'BT 1 Tr')} 0 G",
        f"q /Clear gs {show(HIDDEN)} Q",
        show(HIDDEN) + box(60, 690, 300, 30, "1 1 1"),
        box(60, 690, 300, 30, "0.2 0.2 0.8") + f"0.2 0.2 0.8 rg {show(HIDDEN)} 0 g",
        f"1 g {show(HIDDEN)} 0 g" + box(70, 697, 200, 1),
        f"1 g {show(HIDDEN)} 0 g {show('Jordan Ellis')}",
    ],
    ids=[
        "white",
        "pale",
        "tiny",
        "beside",
        "below",
        "traced",
        "clip",
        "outline",
        "clear",
        "covered",
        "same",
        "underlined",
        "beneath",
    ],
)
def test_text_that_no_reader_sees_is_left_out_and_that_is_said(page: str) -> None:
    found = parsed(SEEN + page, resources=STATE)

    assert not set(HIDDEN.split()) & set(found.pages[0].split())
    assert found.pages[0].startswith("Jordan Ellis, RHIT")
    assert found.notes == (("hidden_text", f"hidden text was left out, 3 words: “{HIDDEN}”"),)


@pytest.mark.parametrize(
    "page",
    [
        box(60, 690, 300, 30, "0.1 0.1 0.4") + f"1 g {show(HIDDEN)} 0 g",
        box(60, 690, 300, 30, "0.9 0.9 0.9") + show(HIDDEN),
        f"0.75 g {show(HIDDEN)} 0 g",
        show(HIDDEN) + box(60, 690, 300, 1),
        show(HIDDEN, size=5),
        box(60, 690, 5, 5) + show(HIDDEN),
        "q /Im Do Q " + show(HIDDEN),
        "/Pattern cs /P scn " + show(HIDDEN, size=30) + "0 g",
        f"q {show(HIDDEN, size=40).replace('BT', 'BT 7 Tr')} 0 0 1 rg 0 0 612 792 re f Q",
    ],
    ids=["on-dark", "on-grey", "grey", "ruled", "small", "dotted", "on-image", "pattern", "clip"],
)
def test_text_that_a_reader_sees_is_kept(page: str) -> None:
    shading = "<< /ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 612 0] /Extend [true true] /Function "
    shading += "<< /FunctionType 2 /Domain [0 1] /C0 [0 0.6 0.6] /C1 [0 0 0.6] /N 1 >> >>"
    resources = f"{IMAGE} /Pattern << /P << /Type /Pattern /PatternType 2 /Shading {shading} >> >>"
    found = parsed(SEEN + page, resources=resources, extra={5: image()})

    assert HIDDEN in found.pages[0]
    assert found.notes == ()


def test_text_recognised_in_a_scan_is_seen_in_the_scan() -> None:
    page = picture(612, 792) + show("Jordan Ellis, RHIT").replace("BT", "BT 3 Tr")

    assert text(page, resources=IMAGE, extra={5: image()}) == "Jordan Ellis, RHIT"


def test_traced_text_beside_text_of_its_own_is_hidden_even_over_a_picture() -> None:
    page = picture(612, 792) + SEEN + show(HIDDEN).replace("BT", "BT 3 Tr")

    assert text(page, resources=IMAGE, extra={5: image()}) == "Jordan Ellis, RHIT"


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (picture(612, 792), "images of pages"),
        (f"1 g {show(HIDDEN)}", "readers would see none"),
        (box(1, 1, 50, 50), "hold no text"),
    ],
)
def test_a_page_without_text_is_no_empty_resume(page: str, why: str) -> None:
    with pytest.raises(Refusal, match=why) as raised:
        parsed(page, resources=IMAGE, extra={5: image()})

    assert raised.value.reason == "no_text_found"


def test_one_scanned_page_among_others_is_named() -> None:
    found = parsed(SEEN, picture(612, 792), resources=IMAGE, extra={5: image()})

    assert found.notes == (("page_without_text", "page 2 holds an image and no text"),)


def test_what_was_filled_into_a_form_is_read() -> None:
    resources = "/Resources << /Font << /F1 3 0 R >> >>"
    appearance = stream(show("RHIT", 2, 4).encode(), f"/Type /XObject /Subtype /Form /BBox [0 0 200 20] {resources}")
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /F 4 /Rect [72 600 272 620] /AP << /N 6 0 R >> >>"
    form = pdf(SEEN, extra={5: field, 6: appearance}).replace(b"/Rotate 0", b"/Rotate 0 /Annots [5 0 R]")

    assert read(form, LIMITS).pages == ("Jordan Ellis, RHIT\n\nRHIT",)


def test_a_damaged_file_is_read_by_a_second_reader_with_a_warning() -> None:
    broken = pdf(SEEN).replace(b"6 0 obj", b"6 0 xbj")
    found = read(broken, LIMITS)

    assert "Jordan Ellis, RHIT" in found.pages[0]
    assert [code for code, _ in found.notes] == ["second_reader"]


def test_bytes_compressed_twice_are_read() -> None:
    form = deflated(
        SEEN.encode(), 2, "/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
    )

    assert text("/X Do", extra={5: form}, resources="/XObject << /X 5 0 R >>") == "Jordan Ellis, RHIT"
