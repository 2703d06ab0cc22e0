"""What every text goes through, whatever it was read from; no character changes but those named here."""

from __future__ import annotations

import re

LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Controls have no shape and break the files that answers are written to; half a surrogate pair breaks all of them.
CONTROLS = {code: None for code in (*range(32), 127) if chr(code) not in "\t\n"}
HALVES = re.compile("[\ud800-\udfff]")
NEVER = re.compile("[\ufffe\uffff]")  # no character, by definition
MANY_LINES = re.compile("\n{4,}")


def tidy(text: str) -> str:
    """The text with line feeds for line ends, no controls, no blanks at line ends, and at most two empty lines.

    UTF-8 that some program read as Windows-1252 ("â€“" for "–") is put right.
    """
    text = NEVER.sub("\ufffd", _whole(LINE_END.sub("\n", text))).translate(CONTROLS)
    text = "\n".join(line.rstrip() for line in _mended(text).split("\n"))
    return MANY_LINES.sub("\n\n\n", text).strip("\n")


def _whole(text: str) -> str:
    """Surrogates that belong together become the character they stand for, halves become U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if HALVES.search(text) else text


# The bytes 80 to BF of Windows-1252 as characters; the five that it leaves undefined come as themselves.
_TAIL = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
# Only what begins as Latin letters, punctuation and emoji do: "CAFÉ”" is not misread, though it could be.
MISREAD = re.compile(f"[ÂÃ][{_TAIL}]|[âï][{_TAIL}]{{2}}|ð[{_TAIL}]{{3}}")
# A blank or an undefined byte that such a sequence ended in is often lost on the way.
CUT_SHORT = re.compile(r"Â(?=\s|$)|â€(?=[\s,.;:)]|$)", re.MULTILINE)


def _mended(text: str) -> str:
    return CUT_SHORT.sub(lambda found: "" if found[0] == "Â" else "”", MISREAD.sub(_reread, text))


def _reread(found: re.Match[str]) -> str:
    try:
        return b"".join(_byte(char) for char in found[0]).decode()
    except UnicodeDecodeError:
        return found[0]


def _byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")
