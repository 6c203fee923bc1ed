"""The letters of De Regenboog, one of each kind, before judges that know e-mail, HTML and those who read with other means."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from arrivals import KINDS
from browser import JUDGES, Look, lay_out, looked_at, node
from running import Letter

SPAM = 2.0
"""Points of SpamAssassin below which a letter stays."""


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_message_without_defects(arrived: Mapping[str, Letter], kind: str) -> None:
    """RFC 5322 and MIME, as a strict reader takes them: no defect in any part or header, no line too long."""
    data = arrived[kind].message.as_bytes()
    message = BytesParser(policy=policy.default).parsebytes(data)
    parts = list(message.walk())
    assert [part.defects for part in parts if part.defects] == []
    assert [(name, value.defects) for part in parts for name, value in part.items() if value.defects] == []
    assert max(map(len, data.splitlines())) <= 998
    assert {name: len(message.get_all(name, ())) for name in ("From", "To", "Date", "Message-ID", "Subject")} == {
        "From": 1,
        "To": 1,
        "Date": 1,
        "Message-ID": 1,
        "Subject": 1,
    }


def test_axe_finds_nothing_serious(arrived: Mapping[str, Letter], tmp_path: Path) -> None:
    """WCAG's rules on contrast, alternatives, headings, tables and languages, in the light and in the dark."""
    pages = [(kind, lay_out(letter.message, tmp_path, kind)) for kind, letter in arrived.items()]
    looks = [(kind, Look(page, dark=dark, judged=True)) for kind, page in pages for dark in (False, True)]
    seen = looked_at([look for _, look in looks], tmp_path)
    found = [(kind, look.dark, one) for (kind, look), page in zip(looks, seen, strict=True) for one in page.violations]
    assert [one for one in found if one[2]["impact"] in {"serious", "critical"}] == []
    assert [kind for (kind, _), page in zip(looks, seen, strict=True) if page.overflow > 0 or page.asked] == []


def test_html_and_css_are_what_mail_programs_understand(arrived: Mapping[str, Letter]) -> None:
    """html-validate finds nothing; what caniemail.com knows to be lacking somewhere stands in email.json, with what happens there."""
    allowed = json.loads((JUDGES / "email.json").read_text(encoding="utf-8"))
    judged = node("pages.mjs", {"pages": [letter.html for letter in arrived.values()], "clients": ["*"]})
    assert {kind: one["html"] for kind, one in zip(arrived, judged, strict=True) if one["html"]} == {}
    found = {(one["severity"], one["title"]) for page in judged for one in page["email"]}
    assert {title for severity, title in found if severity == "errors"} - allowed["lacking"].keys() == set()
    assert {title for severity, title in found if severity == "warnings"} - set(allowed["partial"]) - allowed["lacking"].keys() == set()


@pytest.mark.parametrize("kind", KINDS)
def test_spamassassin_takes_it_for_no_spam(arrived: Mapping[str, Letter], kind: str, tmp_path: Path) -> None:
    """Offline, so by what it looks like alone: under 2 points, where 5 are spam."""
    ran = subprocess.run(
        ["spamassassin", "--local", "--nocreate-prefs", "--test-mode"],
        input=arrived[kind].message.as_bytes(),
        capture_output=True,
        check=True,
        env={"HOME": str(tmp_path), "PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"},
    )
    points = float(ran.stdout.split(b"Content analysis details:")[1].split(b"(")[1].split()[0])
    assert points < SPAM, ran.stdout.decode("utf-8", "replace")
