"""Text is decoded once, with a note wherever that was a guess."""

from __future__ import annotations

import pytest

from matcher.parse.plain import read
from matcher.parse.shape import Limits, Refusal

TEXT = "Résumé of Jordan Ellis – RHIT, “CCS”"


@pytest.mark.parametrize(
    ("data", "notes"),
    [
        (TEXT.encode(), []),
        (TEXT.encode("utf-8-sig"), []),
        (TEXT.encode("utf-16"), []),
        ("\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"), []),
        (TEXT.encode("utf-32"), []),
        (TEXT.encode("cp1252"), ["encoding_guessed"]),
        (TEXT.encode("utf-16-le"), ["encoding_guessed"]),
        (TEXT.encode("utf-16-be"), ["encoding_guessed"]),
    ],
)
def test_the_text_is_the_same_in_every_encoding(data: bytes, notes: list[str]) -> None:
    found = read(data, Limits())

    assert found.pages == (TEXT,)
    assert [code for code, _ in found.notes] == notes


def test_a_few_broken_bytes_leave_the_rest_as_it_is() -> None:
    found = read(TEXT.encode() + b" \xe9 \xff", Limits())

    assert found.pages == (TEXT + " \ufffd \ufffd",)
    assert [code for code, _ in found.notes] == ["bytes_replaced"]


def test_a_character_at_the_end_of_what_is_read_is_not_broken() -> None:
    assert read("é".encode() * 999, Limits(characters=100)).notes == ()


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\0\1\2\3RHIT" * 20])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(Refusal, match="plain text"):
        read(data, Limits())
