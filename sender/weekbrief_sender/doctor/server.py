"""Opens one session as a delivery would, and looks at what came of it; no letter and no address of a parent is named."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime

from weekbrief_sender.auth import Login
from weekbrief_sender.conversation import Offer
from weekbrief_sender.doctor.findings import Finding, advice, good, mend
from weekbrief_sender.session import Patience, open_line
from weekbrief_sender.settings import Smtp
from weekbrief_sender.states import SessionFailure

SOON = 21
"""Days before its end at which a certificate is told of: a renewal that works comes earlier."""
PATIENCE = Patience(connection=20.0, reply=20.0)
"""A person is waiting."""


async def look_at_server(settings: Smtp, login: Login, own_name: str, largest: int, now: datetime) -> list[Finding]:
    """Connect, encrypt, log in, and part; `largest` is how many bytes a letter of the school may have."""
    try:
        line = await open_line(settings, login, own_name, PATIENCE)
    except SessionFailure as failure:
        return [mend("session", reply=failure.reply)]  # it may pass; but now no letter can leave
    encryption = line.encryption
    findings = [*_encryption(settings, encryption, now), _login(settings), *_offer(line.offer, largest)]
    await line.part()
    if settings.oauth and settings.secrets.refresh_token and "microsoftonline" in settings.oauth.token_url:
        findings.append(advice("token-lapses"))
    return findings


def _encryption(settings: Smtp, encryption: ssl.SSLObject | None, now: datetime) -> Iterator[Finding]:
    if encryption is None:
        yield advice("no-tls", host=settings.host)
        return
    certificate = encryption.getpeercert() or {}
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate.get("notAfter"))), UTC)
    days = (ends - now).days
    yield good("tls", host=settings.host, version=encryption.version() or "TLS")
    yield (advice if days < SOON else good)("certificate", host=settings.host, day=ends.date().isoformat(), days=days)


def _login(settings: Smtp) -> Finding:
    return good("login", username=settings.username) if settings.username else good("no-login")


def _offer(offer: Offer, largest: int) -> Iterator[Finding]:
    if offer.size is not None:
        yield (mend if offer.size < largest else good)("size", limit=offer.size // 1000, largest=largest // 1000)
