from __future__ import annotations

from typing import Any

import pytest
from dns_server import Records, knowing

from weekbrief_sender.doctor.names import Names, look_at_names
from weekbrief_sender.settings import Dkim

DOMAIN = "regenboog.example"
KEY = "MCowBQYDK2VwAyEA"
WHOLE: dict[tuple[str, str], list[str]] = {
    (DOMAIN, "TXT"): ['"google-site-verification=x"', '"v=spf1 include:spf.x.example" " -all"'],
    (f"brief._domainkey.{DOMAIN}", "TXT"): [f'"v=DKIM1; k=ed25519; p={KEY[:8]}" "{KEY[8:]}"'],
    (f"_dmarc.{DOMAIN}", "TXT"): ['"v=DMARC1; p=quarantine; rua=mailto:x@x.example"'],
    (DOMAIN, "MX"): ["10 mail.x.example."],
}
OURS = Dkim(DOMAIN, "brief")


def looked(records: Records, domain: str = DOMAIN, provider: str | None = None, dkim: Dkim | None = OURS) -> list[tuple[str, str]]:
    """The grade and the code of all that is found."""
    with knowing(records) as server:
        host, _, port = server.address.partition(":")
        found = look_at_names(Names(host, int(port)), domain, domain, provider, dkim, KEY if dkim else None)
    return [(one.grade.value, one.code) for one in found]


def test_a_domain_of_which_everything_stands_is_told_so() -> None:
    """A record may be parted in strings (RFC 7208, 3.3), and others may stand beside it."""
    assert looked(WHOLE) == [("good", "spf"), ("good", "dkim"), ("good", "dmarc"), ("good", "bounces")]


def test_a_domain_of_which_nothing_stands_is_told_so() -> None:
    """Each is a thing to mend of its own."""
    assert looked({}) == [("mend", "spf-missing"), ("mend", "dkim-missing"), ("mend", "dmarc-missing"), ("mend", "bounces")]


CASES: list[tuple[tuple[str, str], list[str], tuple[str, str]]] = [
    ((DOMAIN, "TXT"), ['"v=spf1 -all"', '"V=SPF1 mx -all"'], ("mend", "spf-twice")),
    ((DOMAIN, "TXT"), ['"v=spf1 +all"'], ("mend", "spf-open")),
    ((DOMAIN, "TXT"), ['"v=spf10 -all"'], ("mend", "spf-missing")),
    ((f"brief._domainkey.{DOMAIN}", "TXT"), ['"v=DKIM1; p="'], ("mend", "dkim-missing")),
    ((f"brief._domainkey.{DOMAIN}", "TXT"), ['"v=DKIM1; p=AAAA"'], ("mend", "dkim-other-key")),
    ((f"_dmarc.{DOMAIN}", "TXT"), ['"v=DMARC1; rua=mailto:x@x.example"'], ("mend", "dmarc-broken")),
    ((f"_dmarc.{DOMAIN}", "TXT"), ['"v=DMARC1; p=none"', '"v=DMARC1; p=reject"'], ("mend", "dmarc-broken")),
    ((DOMAIN, "MX"), ["0 ."], ("mend", "bounces")),
]


@pytest.mark.parametrize(("where", "records", "finding"), CASES)
def test_what_does_not_stand_is_found(where: tuple[str, str], records: list[str], finding: tuple[str, str]) -> None:
    """One broken domain per mistake; nothing else about it is found fault with."""
    found = looked(WHOLE | {where: records})
    assert finding in found
    assert sum(grade != "good" for grade, _ in found) == 1


def test_a_domain_without_an_mx_gets_mail_at_its_address() -> None:
    """RFC 5321, 5.1."""
    records: dict[tuple[str, str], list[str]] = {key: value for key, value in WHOLE.items() if key[1] != "MX"}
    assert ("good", "bounces") in looked(records | {(DOMAIN, "A"): ["192.0.2.1"]})


def test_a_part_of_a_domain_has_the_dmarc_and_may_have_the_dkim_of_the_whole() -> None:
    """RFC 7489, 3.1.1 and 6.6.3."""
    records = WHOLE | {(f"brief.{DOMAIN}", "TXT"): ['"v=spf1 mx -all"'], (f"brief.{DOMAIN}", "MX"): ["10 m.x.example."]}
    assert [grade for grade, _ in looked(records, f"brief.{DOMAIN}")] == ["good"] * 4
    assert ("mend", "dkim-unaligned") in looked(WHOLE, "other.example", dkim=OURS)


def test_a_provider_is_known_by_what_it_asks_for() -> None:
    """The include that it tells its customers to publish, and the selector under which it signs."""
    found = looked(WHOLE, provider="google", dkim=None)
    assert found[:2] == [("advice", "spf-provider"), ("advice", "dkim-missing")]
    of_google: dict[tuple[str, str], list[str]] = {
        (DOMAIN, "TXT"): ['"v=spf1 include:_spf.google.com ~all"'],
        (f"google._domainkey.{DOMAIN}", "TXT"): ['"v=DKIM1; p=AAAA"'],
    }
    assert [grade for grade, _ in looked(WHOLE | of_google, provider="google", dkim=None)] == ["good"] * 4
    assert ("advice", "dkim-unknown") in looked(WHOLE, dkim=None)


def test_a_dns_that_is_silent_says_nothing_about_the_domain() -> None:
    """What is not known is not told as missing."""
    names = Names("127.0.0.1", 9)
    names._resolver.lifetime = 0.2
    found: Any = look_at_names(names, DOMAIN, DOMAIN, None, OURS, KEY)
    assert {(one.grade.value, one.code) for one in found} == {("advice", "dns-silent")}
