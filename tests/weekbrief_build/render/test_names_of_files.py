from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest

from weekbrief_build.render.attachments import paper_name
from weekbrief_build.render.mime import PDF, attachment_piece
from weekbrief_build.school.post import Document, MadePaper


def arrived(name: str) -> EmailMessage:
    """A PDF of this name, as a mail program reads what travels."""
    paper = paper_name(Document(name, f"content/{name}", "", MadePaper("", "0" * 64, 3)))
    data = attachment_piece(PDF, paper, b"%PDF").data
    message = BytesParser(policy=policy.default).parsebytes(data.split(b"\r\n", 2)[2])
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize(
    "name", ["menu.pdf", "Zoë's menü.pdf", "Меню на неделю.pdf", "قائمة الطعام.pdf", "今週の予定.pdf", "🍎 week.pdf", "a" * 60 + ".pdf"]
)
def test_the_name_of_a_pdf_survives_in_any_script(name: str) -> None:
    """RFC 2231; who reads no more than ASCII finds a plain name beside it, and no line is too long."""
    message = arrived(name)
    assert message.get_filename() == name
    assert message.get_content_type() == "application/pdf"
    plain = message["Content-Disposition"].params
    assert str(plain["filename"])
    assert all(len(line) < 998 for line in bytes(message).splitlines())


@pytest.mark.parametrize(
    ("name", "safe"),
    [('a"b\\c/d:e.pdf', "a-b-c-d-e.pdf"), ("\u202egpj.pdf", "gpj.pdf"), (".pdf", "document.pdf"), ("x\r\ny.pdf", "x--y.pdf")],
)
def test_what_no_name_can_hold_is_replaced(name: str, safe: str) -> None:
    """No header is begun by a name, and no folder is left."""
    assert arrived(name).get_filename() == safe
