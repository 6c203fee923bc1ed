"""Says where a link really leads: the host that a browser will ask, in letters that cannot pass for others.

Threat: the words of a link may name one place while its address is another (`[bank.nl](https://evil.example)`), an address may
hide its host behind a false name (`https://bank.nl@evil.example`), and letters of other scripts look like ours. Whoever reads the letter
trusts the school. So a host is shown as the network knows it (in ASCII, RFC 5890), and beside words that promise another one.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import idna

WEB = ("http://", "https://")
_HIDING = re.compile(r"[\x00-\x20\x7f\\]")  # browsers take `\` for `/`, and skip the rest
_CLAIM = re.compile(r"(?<![\w@.-])(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w.-]*\w)")
_LONE = re.compile(r" {0,3}(?P<address>(?:https?://|www\.)[^\s<>]+)[ \t]*", re.IGNORECASE)


def host_of(address: str) -> str | None:
    """The host of a web address as the network knows it; None where the address hides it, or has none."""
    if _HIDING.search(address):
        return None
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        if not host or "@" in parts.netloc or "%" in host or port == 0:
            return None
        return host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except ValueError:  # idna.IDNAError is one
        return None


def in_ascii(address: str) -> str:
    """A web address with its host as the network knows it; any other as it is."""
    host = host_of(address) if address.casefold().startswith(WEB) else None
    if not host:
        return address
    parts = urlsplit(address)
    return address if parts.netloc.isascii() else parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host).geturl()


def promises_another(words: str, host: str) -> bool:
    """Whether the words of a link name a host that it does not lead to."""
    return any(not _is_of(claim.group(), host) for claim in _CLAIM.finditer(words))


def _is_of(claimed: str, host: str) -> bool:
    known = host_of(f"https://{claimed}") or ""
    known = known.removeprefix("www.")
    return host == known or host.endswith(f".{known}")


def with_links(text: str) -> str:
    """Markdown in which an address alone on its line, with empty lines around it, is a link."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        found = _LONE.fullmatch(line)
        if found and not any(near.strip() for near in (*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2])):
            address = found["address"]
            lines[number] = f"<{address if address.casefold().startswith(WEB) else f'https://{address}'}>"
    return "\n".join(lines)
