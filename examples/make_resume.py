"""Set resume.txt as a one-page PDF, the same bytes every time: ``python examples/make_resume.py``."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
LEFT, TOP, LEADING, SIZE = 72, 730, 15, 11  # points, on a US letter page of 612 x 792


def pdf(text: str) -> bytes:
    """The lines of ``text`` in Helvetica on one page. Raises UnicodeEncodeError outside Windows-1252."""
    return _file(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 6 0 R >>",
        _stream(_page(text)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    )


def _page(text: str) -> bytes:
    lines = b"".join(b"(%s) Tj T*\n" % _escaped(line) for line in text.splitlines())
    return b"BT\n/F1 %d Tf\n%d TL\n%d %d Td\n%sET" % (SIZE, LEADING, LEFT, TOP, lines)


def _escaped(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _file(*objects: bytes) -> bytes:
    """Objects numbered from 1, with the table of their offsets that a PDF ends in."""
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    return (
        body + head + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    )


if __name__ == "__main__":
    (HERE / "resume.pdf").write_bytes(pdf((HERE / "resume.txt").read_text(encoding="utf-8")))
