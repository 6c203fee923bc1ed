from __future__ import annotations

import pytest

from weekbrief_sender.addresses import as_carried, needs_smtputf8


@pytest.mark.parametrize(
    ("address", "carried"),
    [
        ("anna@example.org", "anna@example.org"),
        ("Anna+x@Example.org", "Anna+x@Example.org"),
        ("anna@b\u00fccher.example", "anna@xn--bcher-kva.example"),
        ("anna@stra\u00dfe.example", "anna@xn--strae-oqa.example"),
        ("zo\u00eb@example.org", "zo\u00eb@example.org"),
        ("anna", None),
        ("anna@", None),
        ("@example.org", None),
        ("anna@x@example.org", None),
        ("anna@example.org>\r\nRCPT TO:<x@evil.example", None),
        ("anna @example.org", None),
        ("anna@\u2615\u200b.example", None),
    ],
)
def test_an_address_is_carried_with_its_domain_in_ascii(address: str, carried: str | None) -> None:
    """IDNA 2008 by way of UTS 46; the part before the @ is the receiving server's own affair; what is no address is not carried."""
    assert as_carried(address) == carried


def test_only_letters_beyond_ascii_need_smtputf8() -> None:
    """RFC 6531: a domain has an ASCII name, the part before the @ has none."""
    assert not needs_smtputf8("anna@xn--bcher-kva.example", "b@example.org")
    assert needs_smtputf8("b@example.org", "zo\u00eb@example.org")
