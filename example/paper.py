"""Writes the PDF of the example school: a page of lines, as small as a PDF can be, with the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence


def a_paper(title: str, lines: Sequence[str]) -> bytes:
    """A page of A4 with a title and lines below it, in Helvetica (PDF 32000-1:2008, 7.5)."""
    drawn = [f"BT /F1 28 Tf 72 750 Td {_shown(title)} Tj ET"]
    drawn += [f"BT /F1 15 Tf 72 {700 - 26 * number} Td {_shown(line)} Tj ET" for number, line in enumerate(lines)]
    contents = "\n".join(drawn).encode("latin-1")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R /Lang (nl) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(contents), contents),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    data, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        count, table, count, len(data),
    )  # fmt: skip


def _shown(text: str) -> str:
    """A text as a PDF writes it."""
    return "(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"
