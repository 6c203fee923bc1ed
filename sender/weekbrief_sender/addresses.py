"""Writes an address as SMTP carries it: the domain as DNS knows it, the part before it untouched; no I/O.

A domain with letters beyond ASCII has another name in DNS (IDNA 2008, by way of UTS 46), which every server understands. The part
before the @ has no other name: only a server that offers SMTPUTF8 (RFC 6531) can carry one with letters beyond ASCII.
"""

from __future__ import annotations

import idna


def as_carried(address: str) -> str | None:
    """The address with its domain in ASCII; None where it is none that can be carried."""
    local, at, domain = address.rpartition("@")
    if not (at and local and domain and address.isprintable()) or any(sign in address for sign in " <>") or "@" in local:
        return None
    try:
        return f"{local}@{domain if domain.isascii() else idna.encode(domain, uts46=True).decode('ascii')}"
    except idna.IDNAError:
        return None


def needs_smtputf8(*addresses: str) -> bool:
    """Whether only a server that offers SMTPUTF8 can carry a letter between these addresses."""
    return not all(address.isascii() for address in addresses)
