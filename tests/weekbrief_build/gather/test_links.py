"""Where links lead, and the cards of those that stand by themselves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weekbrief_build.gather.prose.links import host_of, in_ascii, promises_another, with_links
from weekbrief_build.gather.prose.picture_names import PictureNames
from weekbrief_build.gather.prose.prose import ReadProse, read_prose
from weekbrief_build.school.mistake import Scope


def read(text: str) -> ReadProse:
    """A text of a school with one child and one picture."""
    return read_prose(text, PictureNames.of(("eikels.jpg",)), {"ada-jansen"}, "Titel")


def html(text: str) -> str:
    """Its HTML."""
    return "".join(part.content for part in read(text).prose.html)


def plain(text: str) -> str:
    """Its plain text."""
    return "".join(part.content for part in read(text).prose.text).strip()


@pytest.mark.parametrize(
    "text", ["[De overblijf](https://regenboog.example/over)", "Kijk.\n\n[De *overblijf*](https://regenboog.example/over)\n\nDag."]
)
def test_a_link_by_itself_is_a_card_with_its_host(text: str) -> None:
    """A paragraph that is one link shows its words and where it leads, in both parts of a letter."""
    assert 'class="link-card"' in html(text)
    assert '<span class="link-host">regenboog.example</span>' in html(text)
    assert "De overblijf: https://regenboog.example/over" in plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://regenboog.example/a--b?c=1&d=2",
        "<https://regenboog.example/a--b?c=1&d=2>",
        "Kijk:\n\nhttps://regenboog.example/a--b?c=1&d=2\n",
    ],
)
def test_an_address_by_itself_is_a_card_and_stays_as_it_was_written(text: str) -> None:
    """No sign of an address is taken for a dash or a quote; its host is its title, and the rest of it is below."""
    assert 'href="https://regenboog.example/a--b?c=1&amp;d=2"' in html(text)
    assert 'class="link-title">regenboog.example</a><br><span class="link-host">/a--b</span>' in html(text)
    assert plain(text).endswith("https://regenboog.example/a--b?c=1&d=2")
    assert read(text).prose.addresses == ("https://regenboog.example/a--b?c=1&d=2",)


@pytest.mark.parametrize(
    "text",
    [
        "Zie [de overblijf](https://regenboog.example).",
        "- [de overblijf](https://regenboog.example)",
        "[juf Sanne](mailto:sanne@regenboog.example)",
        "[![Eikels](eikels.jpg)](https://regenboog.example)",
        "    https://regenboog.example",
    ],
)
def test_other_links_stay_links(text: str) -> None:
    """A link within a text, in a list, to a mailbox or around a picture is no card."""
    assert "link-card" not in html(text)


@pytest.mark.parametrize(
    ("words", "address", "shown"),
    [
        ("bank.nl", "https://evil.example/x", "evil.example"),
        ("Log in op www.bank.nl nu", "https://bank.nl.evil.example", "bank.nl.evil.example"),
        ("https://bank.nl/login", "http://10.0.0.1/login", "10.0.0.1"),
        ("\u0430pple.com", "https://apple.com", "apple.com"),  # a Cyrillic a
    ],
)
def test_a_link_whose_words_promise_another_host_shows_the_real_one(words: str, address: str, shown: str) -> None:
    """Who reads the letter trusts the school: where the words name a place, and the link leads elsewhere, the letter says where."""
    assert f" ({shown})</span>" in html(f"Zie [{words}]({address}) hier.")
    assert address in plain(f"Zie [{words}]({address}) hier.")


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("regenboog.example", "https://www.regenboog.example/a"),
        ("www.regenboog.example", "https://regenboog.example"),
        ("regenboog.example/a", "https://ouders.regenboog.example/a"),
        ("om 12.30 uur, o.a. soep", "https://regenboog.example"),
        ("de overblijf", "https://regenboog.example"),
    ],
)
def test_honest_words_are_left_alone(words: str, address: str) -> None:
    """A host beside every link would teach nobody to look."""
    host = host_of(address)
    assert host
    assert not promises_another(words, host)


@pytest.mark.parametrize(
    "address",
    [
        "https://bank.nl@evil.example/",
        "https://evil.example\\@bank.nl",
        "https://evil%2eexample/",
        "https://evil.example\t.nl",
        "https:///x",
        "https://a:99999/",
    ],
)
def test_an_address_that_hides_its_host_is_no_link(address: str) -> None:
    """Browsers and readers must agree where a link leads; where they may not, its words stand there alone and the teacher is told."""
    assert host_of(address) is None
    if "\\" not in address and "\t" not in address:
        found = read(f"Zie [de bank]({address}) hier.")
        assert "<a " not in html(f"Zie [de bank]({address}) hier.")
        assert [wrong.scope for wrong in found.wrong] == [Scope.ADVICE]


def test_a_host_in_another_script_is_shown_as_the_network_knows_it() -> None:
    """A Cyrillic a looks like ours: in ASCII nobody takes one for the other."""
    assert host_of("https://\u0430pple.com/x") == "xn--pple-43d.com"
    assert in_ascii("https://\u0430pple.com:8080/x?y#z") == "https://xn--pple-43d.com:8080/x?y#z"
    assert "\u0430" not in html("[appel](https://\u0430pple.com/x)") + plain("[appel](https://\u0430pple.com/x)")


def test_a_picture_from_elsewhere_is_never_loaded_and_its_link_stays() -> None:
    """No part of a letter is fetched when it is opened; a link that was only such a picture shows its address instead."""
    found = read("[![logo](https://regenboog.example/logo.png)](https://regenboog.example/over)")
    written = "".join(part.content for part in found.prose.html)
    assert "<img" not in written
    assert "logo.png" not in written
    assert 'href="https://regenboog.example/over"' in written
    assert [wrong.scope for wrong in found.wrong] == [Scope.ADVICE]


def test_a_name_in_a_card_is_still_a_name() -> None:
    """What a card shows stands among the words that are looked through for names, and so does its address."""
    found = read("[Ada Jansen wint](https://regenboog.example/ada-jansen)")
    assert found.prose.words == "Ada Jansen wint"
    assert found.prose.addresses == ("https://regenboog.example/ada-jansen",)
    mentioned = read("[@ada-jansen wint](https://regenboog.example)")
    assert "Ada" not in "".join(part.content for part in mentioned.prose.html)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_looked_through_for_links(text: str) -> None:
    """Nothing a teacher types stops the reading; only a line that is an address changes."""
    if not any(line.strip().casefold().startswith(("http", "www.")) for line in text.split("\n")):
        assert with_links(text) == text
    host_of(text)
    in_ascii(f"https://{text}")
    promises_another(text, "regenboog.example")
