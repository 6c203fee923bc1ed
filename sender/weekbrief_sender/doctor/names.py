"""Asks DNS whether others can know that letters are the school's: SPF, DKIM and DMARC of its domain, and a way back for bounces."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType

import dns.exception
import dns.rdtypes.ANY.MX
import dns.rdtypes.ANY.TXT
import dns.resolver

from weekbrief_sender.doctor.findings import Finding, advice, good, mend
from weekbrief_sender.settings import Dkim

TO_ANSWER = 8.0
SPF_OF: Mapping[str, str] = MappingProxyType({"microsoft365": "include:spf.protection.outlook.com", "google": "include:_spf.google.com"})
"""What a domain says whose letters leave by this provider."""
SELECTORS_OF: Mapping[str, str] = MappingProxyType({"microsoft365": "selector1", "google": "google"})
"""Where this provider publishes the key that it signs with, where nobody chose another."""
_KEY = re.compile(r"(?:^|;)\s*p\s*=\s*([A-Za-z0-9+/=\s]*)")
_TERM = re.compile(
    r"[+?~-]?(?:all|(?:include|exists):\S+|(?:a|mx)(?::[^/\s]+)?(?:/\d{1,3})?(?://\d{1,3})?|ptr(?::\S+)?|ip4:[\d.]+(?:/\d{1,2})?"
    r"|ip6:[0-9a-f:.]+(?:/\d{1,3})?)|[a-z][a-z0-9._-]*=\S*"
)
_LOOKUP = re.compile(r"[+?~-]?(?:include:|exists:|a(?:[:/]|$)|mx(?:[:/]|$)|ptr)|redirect=")
LONGEST_RECORD, MOST_LOOKUPS = 4_000, 10
"""Characters of an SPF record that any receiver would still take, and the questions that it may cost (RFC 7208, 4.6.4)."""
_WEAK = range(65, 260)
"""Bytes of a published RSA key of 1024 bits or fewer: one of 2048 has 270 or 294, one of Ed25519 has 32 or 44."""
_POLICY = re.compile(r"(?:^|;)\s*p\s*=\s*(none|quarantine|reject)\s*(?:;|$)")


class Silent(Exception):  # noqa: N818 - says what the matter is
    """DNS did not answer: nothing is known."""


class Names:
    """The questions to DNS."""

    def __init__(self, server: str | None, port: int) -> None:
        """`server`: an address to ask; None: the one of this machine."""
        self._resolver = dns.resolver.Resolver(configure=server is None)
        self._resolver.lifetime = TO_ANSWER
        if server is not None:
            self._resolver.nameservers, self._resolver.port = [server], port

    def texts(self, name: str) -> list[str]:
        """The TXT records of a name. Raises Silent."""
        found = self._ask(name, "TXT")
        return [b"".join(record.strings).decode("utf-8", "replace") for record in found if isinstance(record, dns.rdtypes.ANY.TXT.TXT)]

    def takes_mail(self, domain: str) -> bool:
        """Whether mail to a domain can arrive: an MX, not the null one (RFC 7505), else an address (RFC 5321, 5.1). Raises Silent."""
        exchanges = [str(record.exchange) for record in self._ask(domain, "MX") if isinstance(record, dns.rdtypes.ANY.MX.MX)]
        return exchanges != ["."] if exchanges else bool(self._ask(domain, "A") or self._ask(domain, "AAAA"))

    def _ask(self, name: str, kind: str) -> list[object]:
        try:
            return list(self._resolver.resolve(name, kind, search=False))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError, ValueError) as error:
            raise Silent(name) from error


def look_at_names(names: Names, domain: str, bounces: str, provider: str | None, dkim: Dkim | None, key: str | None) -> list[Finding]:  # noqa: PLR0913, PLR0917 - it is the whole question
    """All that DNS says of a school's domain; `key` is the public key that letters are signed with, as DNS writes it."""
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _spf(names.texts(domain), domain, provider or ""),
        lambda: _dkim(names, domain, provider or "", dkim, key),
        lambda: _dmarc(names, domain),
        lambda: _bounces(names, bounces),
    )
    with ThreadPoolExecutor(len(looks)) as side_by_side:
        return [finding for found in side_by_side.map(_looked, looks) for finding in found]


def _looked(look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except Silent as silent:
        return [advice("dns-silent", name=str(silent))]


def _spf(texts: list[str], domain: str, provider: str) -> Iterator[Finding]:
    """RFC 7208, 3.1 and 4.5."""
    found = [text.lower() for text in texts if text.lower().split(" ")[0] == "v=spf1"]
    if len(found) != 1:
        yield mend("spf-twice", domain=domain) if found else mend("spf-missing", domain=domain)
        return
    terms = found[0].split()
    if why := _permanent_error(found[0], terms[1:]):
        yield mend("spf-broken", domain=domain, why=why)
    elif "+all" in terms or "all" in terms:
        yield mend("spf-open", domain=domain)
    elif provider in SPF_OF and SPF_OF[provider] not in terms:
        yield advice("spf-provider", domain=domain, include=SPF_OF[provider])
    else:
        yield good("spf", domain=domain)


def _permanent_error(record: str, terms: list[str]) -> str | None:
    """Why a receiver gives up (RFC 7208, 2.6.7, 4.6.4); None where nothing of it can be seen from here."""
    if len(record) > LONGEST_RECORD:
        return f"{len(record)} characters"
    if wrong := next((term for term in terms if not _TERM.fullmatch(term)), None):
        return wrong[:40]
    lookups = sum(bool(_LOOKUP.match(term)) for term in terms)
    return f"{lookups} lookups" if lookups > MOST_LOOKUPS else None


def _dkim(names: Names, domain: str, provider: str, dkim: Dkim | None, key: str | None) -> Iterator[Finding]:
    """RFC 6376, 3.6.1; RFC 7489, 3.1.1 for the domain."""
    if dkim is None and provider not in SELECTORS_OF:
        yield advice("dkim-unknown", domain=domain)
        return
    place = f"{dkim.selector}._domainkey.{dkim.domain}" if dkim else f"{SELECTORS_OF[provider]}._domainkey.{domain}"
    keys = [found[1].replace(" ", "") for text in names.texts(place) if (found := _KEY.search(text))]
    if not any(keys):
        yield mend("dkim-missing", name=place) if dkim else advice("dkim-missing", name=place)
    elif any(_is_weak(one) for one in keys):
        yield mend("dkim-weak", name=place) if dkim else advice("dkim-weak", name=place)
    elif key is not None and key not in keys:
        yield mend("dkim-other-key", name=place)
    elif dkim and not (domain == dkim.domain or domain.endswith(f".{dkim.domain}")):
        yield mend("dkim-unaligned", domain=domain, other=dkim.domain)
    else:
        yield good("dkim", name=place)


def _is_weak(key: str) -> bool:
    try:
        return len(b64decode(key)) in _WEAK
    except ValueError:
        return False


def _dmarc(names: Names, domain: str) -> Iterator[Finding]:
    """RFC 7489, 6.6.3, with the parents of the domain in place of a list of public suffixes."""
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        name = f"_dmarc.{'.'.join(labels[start:])}"
        found = [text for text in names.texts(name) if text.replace(" ", "").startswith("v=DMARC1;")]
        if len(found) == 1 and (policy := _POLICY.search(found[0])):
            yield good("dmarc", name=name, policy=policy[1])
            return
        if found:
            yield mend("dmarc-broken", name=name)
            return
    yield mend("dmarc-missing", domain=domain)


def _bounces(names: Names, domain: str) -> Iterator[Finding]:
    yield (good if names.takes_mail(domain) else mend)("bounces", domain=domain)
