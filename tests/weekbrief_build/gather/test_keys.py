from __future__ import annotations

import pytest

from weekbrief_build.gather.notation.keys import OTHER_WORDS, Keyed, fold, read_keys, truth_of, word_of
from weekbrief_build.gather.notation.yaml_tree import Pairs, Scalar, read_yaml
from weekbrief_build.gather.office.mail import AUTH, DKIM_KEYS, MAIL_KEYS, MAILBOX_KEYS, OAUTH_KEYS, PROVIDERS, SECURITY
from weekbrief_build.words import words_of

PLACES = (
    ("school", "mail", "groups", "children", "families"),
    (
        "name",
        "language",
        "timezone",
        "newsletter",
        "sender",
        "head",
        "rights",
        "consent_renewal",
        "pictures_without_consent",
        "largest_picture",
        "example",
    ),
    MAIL_KEYS,
    OAUTH_KEYS,
    MAILBOX_KEYS,
    DKIM_KEYS,
    ("name", "everyone", "teachers"),
    ("name", "groups", "called", "left"),
    ("children", "guardians"),
    ("name", "email", "delivery", "language"),
    ("title", "date", "author", "pictures", "event", "to", "draft", "until", "not_names"),
    ("people", "caption", "alt", "checked"),
    ("title", "start", "end", "place", "reply_by"),
    ("colours", "logo", "words"),
    (
        "page",
        "paper",
        "text",
        "title",
        "soft",
        "heading",
        "link",
        "news",
        "event",
        "todo",
        "line",
        "edge",
        "accent",
        "quote",
        "band",
        "dark",
    ),
    ("yes", "no"),
    ("newsletter", "mail", "app"),
    ("withhold", "cover"),
    ("maildir", "smtp"),
    SECURITY,
    AUTH,
    tuple(PROVIDERS),
)
"""The words that can stand together in one place."""


TITLES = PLACES[10]


def keyed(text: str, *known: str) -> Keyed:
    """The keys of a small mapping."""
    tree = read_yaml(text)
    assert isinstance(tree, Pairs)
    return read_keys(tree, known)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: "-".join(place)[:40])
def test_in_one_place_no_word_means_two_things(place: tuple[str, ...]) -> None:
    """A word may stand for two in the table (`tot`), never among the words of one place."""
    meanings: dict[str, str] = {}
    for english in place:
        for word in (english, *OTHER_WORDS[english]):
            assert meanings.setdefault(fold(word), english) == english
            assert word_of(word, place) == english


@pytest.mark.parametrize("written", ["reply_by", "Reply by", "REPLY-BY", "antwoord voor", "Antwoord_voor"])
def test_a_key_is_the_same_however_it_is_spelled(written: str) -> None:
    """Case, spaces, hyphens and underscores are what people write differently each time."""
    assert word_of(written, ("start", "reply_by")) == "reply_by"


@pytest.mark.parametrize("written", ["foto's", "foto\u2019s", "Fotos", "beelden", "pictures"])
def test_pictures_have_many_names(written: str) -> None:
    """Word processors make the apostrophe of foto's a curly one."""
    assert word_of(written, ("title", "pictures")) == "pictures"


def test_the_place_says_what_a_word_means() -> None:
    """`tot` is the end of an event and the last day of a post; `post` is mail as a delivery."""
    assert word_of("tot", ("start", "end")) == "end"
    assert word_of("tot", ("date", "until")) == "until"
    assert word_of("post", ("newsletter", "mail", "app")) == "mail"


@pytest.mark.parametrize(
    ("written", "truth"), [("ja", True), ("Yes", True), ("true", True), ("nee", False), ("FALSE", False), ("misschien", None)]
)
def test_yes_and_no_are_read_in_both_languages(written: str, truth: object) -> None:
    """What is neither is not taken for a no."""
    assert truth_of(written) is truth


def test_a_key_in_two_languages_is_one_key_that_stands_twice() -> None:
    """Which of the two was meant is not guessed; the first is kept so that reading can go on."""
    keys = keyed("kinderen: a\nchildren: b", "children")
    assert [(key.text, value) for key, value in keys.found.values()] == [("kinderen", Scalar("a", 1, plain=True))]
    assert [flaw.line for flaw in keys.flaws] == [2]
    assert words_of("en").say(keys.flaws[0].what) == "“children” says the same as “kinderen” on line 1."


def test_an_unknown_key_is_told_with_the_word_that_comes_nearest() -> None:
    """A key that is passed over might be a misspelt `left`: nothing is."""
    keys = keyed("name: Ada\nvertroken: 2026-10-01", "name", "left")
    assert set(keys.found) == {"name"}
    assert [words_of("en").say(flaw.what) for flaw in keys.flaws] == ["“vertroken” is not a word that can stand here."]
    assert words_of("en").say(keys.flaws[0].mend) == "Did you mean “vertrokken”?"


def test_an_unknown_key_that_is_near_to_nothing_is_told_what_can_stand_there() -> None:
    """A key from another place."""
    keys = keyed("zzz: 1", "name", "left")
    assert words_of("en").say(keys.flaws[0].mend) == "Take it out, or write one of: left, name."


def test_a_word_that_is_in_no_table_is_known_by_itself() -> None:
    """A reader may have keys of its own, which have one name."""
    assert word_of("Width", ("width",)) == "width"
    assert keyed("widht: 1", "width").flaws


def test_of_a_pasted_table_no_more_is_told_than_anybody_mends() -> None:
    """A few thousand words that nobody knows keep no job busy, and fill no letter."""
    assert len(keyed("".join(f"woord{number}: x\n" for number in range(5000)), *TITLES).flaws) == 20
