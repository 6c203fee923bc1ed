from __future__ import annotations

import re
import subprocess
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from dns_server import knowing
from rspamd import judging
from running import Letter

from weekbrief_sender.dkim import Signer
from weekbrief_sender.settings import Dkim

DOMAIN, SERVER, ADDRESS = "regenboog.example", "mail.regenboog.example", "192.0.2.10"


def a_key(folder: Path) -> tuple[str, str]:
    """A private key in PEM, and what DNS says of it, in strings that are short enough for it."""
    file = folder / "key.pem"
    subprocess.run(
        ["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", file], check=True, capture_output=True
    )
    public = subprocess.run(["openssl", "pkey", "-in", file, "-pubout", "-outform", "DER"], check=True, capture_output=True).stdout
    said = f"v=DKIM1; k=rsa; p={b64encode(public).decode()}"
    return file.read_text(encoding="ascii"), " ".join(f'"{said[start : start + 200]}"' for start in range(0, len(said), 200))


def signed(letter: Letter, pem: str) -> bytes:
    """The letter as the sender hands it in today: signed, and with today's date, because who looks at old letters finds them odd."""
    now = datetime.now(UTC)
    data = b"\r\n".join(letter.message.as_bytes().splitlines()) + b"\r\n"
    data = re.sub(rb"^Date: .*\r\n", f"Date: {format_datetime(now)}\r\n".encode(), data, count=1, flags=re.MULTILINE)
    head, _, body = data.partition(b"\r\n\r\n")
    return Signer(Dkim(DOMAIN, "brief"), pem).header((head + b"\r\n", b"\r\n" + body), now) + data


def test_rspamd_trusts_the_letters(arrived: Mapping[str, Letter], tmp_path: Path) -> None:
    """With SPF, DKIM and DMARC as docs/running.md has them: each is taken for good, and every letter for parents has less than no points.

    A subject that ends in a question mark costs a point: what a teacher asks, she may ask.
    """
    pem, public = a_key(tmp_path)
    zone = {
        (DOMAIN, "TXT"): [f'"v=spf1 ip4:{ADDRESS} -all"'],
        (DOMAIN, "MX"): [f"10 {SERVER}."],
        (SERVER, "A"): [ADDRESS],
        ("10.2.0.192.in-addr.arpa", "PTR"): [f"{SERVER}."],
        (f"brief._domainkey.{DOMAIN}", "TXT"): [public],
        (f"_dmarc.{DOMAIN}", "TXT"): ['"v=DMARC1; p=reject"'],
    }
    scores: dict[str, float] = {}
    with knowing(zone) as dns, judging(tmp_path, dns.address) as judge:
        for kind, letter in arrived.items():
            handed_in = {"From": f"weekbrief@{DOMAIN}", "Rcpt": letter.to, "IP": ADDRESS, "Helo": SERVER, "Hostname": SERVER}
            answer = judge(signed(letter, pem), handed_in)
            assert {"R_SPF_ALLOW", "R_DKIM_ALLOW", "DMARC_POLICY_ALLOW"} <= answer["symbols"].keys(), kind
            asked = answer["symbols"].get("SUBJECT_ENDS_QUESTION", {"score": 0})["score"]
            scores[kind] = answer["score"] - asked
    assert {kind: score for kind, score in scores.items() if score >= 0} == {}
