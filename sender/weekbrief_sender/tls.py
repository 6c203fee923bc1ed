"""Says what encryption is good enough, and what is the matter where it is not; whoever cannot prove its name is not spoken to.

Trusted is whom the machine trusts. There is no setting that trusts anybody else, and none that asks for less.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from types import MappingProxyType

_CERTIFICATE_FAULTS: Mapping[int, str] = MappingProxyType(
    {
        9: "its certificate is not valid yet: look at the clock of this machine",
        10: "its certificate has expired",
        18: "it vouches for itself only (a self-signed certificate)",
        19: "this machine does not know who vouches for it (a certificate authority of its own)",
        20: "this machine does not know who vouches for it",
        21: "it does not say who vouches for it (an incomplete chain of certificates)",
        23: "its certificate was revoked",
        62: "its certificate is for another name",
        64: "its certificate is for another address",
    }
)
"""By the code of OpenSSL (x509_vfy.h)."""


def strict_context() -> ssl.SSLContext:
    """TLS 1.2 or newer, with a certificate that the machine trusts and that is for the name we called."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def tls_fault(error: BaseException | None) -> str | None:
    """What is the matter with the encryption, where that is what the matter is; looks through what an error was caused by."""
    seen = 0
    while error is not None and seen < 5:  # noqa: PLR2004 - causes are few, and a circle of them would have no end
        if isinstance(error, ssl.SSLCertVerificationError):
            why = _CERTIFICATE_FAULTS.get(error.verify_code, "its certificate is not in order")
            return f"the server could not prove its name: {why}"
        if isinstance(error, ssl.SSLError):
            return "the server speaks no TLS that is good enough (1.2 or newer)"
        error, seen = error.__cause__ or error.__context__, seen + 1
    return None
