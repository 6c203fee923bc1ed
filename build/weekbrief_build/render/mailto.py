"""Writes the address of a prepared mail (RFC 6068); whatever a title holds, it fills the subject and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from weekbrief_build.render.headers import domain_of, one_line
from weekbrief_build.school.people import Mailbox


def mailto(to: Mailbox, subject: str, body: Sequence[str] = (), copy_to: Sequence[Mailbox] = ()) -> str:
    """`mailto:` to one mailbox, with a subject, the lines of a body and who gets a copy; all but the bare addresses percent-encoded."""
    fields = [f"cc={','.join(map(_address, copy_to))}"] if copy_to else []
    fields.append(f"subject={quote(one_line(subject), safe='')}")
    if body:
        fields.append(f"body={'%0D%0A'.join(quote(one_line(line), safe='') for line in body)}")  # RFC 6068, section 5
    return f"mailto:{_address(to)}?{'&'.join(fields)}"


def _address(mailbox: Mailbox) -> str:
    local, _, _ = mailbox.email.rpartition("@")
    return f"{quote(local, safe='')}@{domain_of(mailbox.email)}"
