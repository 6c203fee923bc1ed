"""The mails that a reader finds prepared."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote, urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st
from pressing import EDITION, NOW, SCHOOL, a_press, a_view, a_written_post, html_of, mention, message_of, planned, text_of
from schools import a_guardian

from weekbrief_build.render.headers import one_line
from weekbrief_build.render.mailto import mailto
from weekbrief_build.school.letter import FinishedLetter, LetterKind
from weekbrief_build.school.people import Delivery, Mailbox

SANNE, HEAD = "sanne@regenboog.example", "directie@regenboog.example"


def prepared(letter: FinishedLetter) -> dict[str, tuple[str, dict[str, str]]]:
    """By their words, to whom the prepared mails of a letter go, and their fields."""
    links = re.findall(r'<a [^>]*href="(mailto:[^"]*)"[^>]*>([^<]*)</a>', html_of(letter))
    return {words: fields_of(unescape(href)) for href, words in links}


def fields_of(href: str) -> tuple[str, dict[str, str]]:
    """To whom, and the fields, as a mail program reads them (RFC 6068)."""
    parts = urlsplit(href)
    fields = [field.partition("=") for field in parts.query.split("&")]
    assert len({name for name, _, _ in fields}) == len(fields)
    return unquote(parts.path), {name: unquote(value) for name, _, value in fields}


@settings(max_examples=100, deadline=None)
@given(subject=st.text(max_size=80), line=st.text(max_size=80), local=st.text("aZ0.+-_&?=%", min_size=1, max_size=20))
def test_whatever_a_subject_holds_it_is_a_subject_and_nothing_else(subject: str, line: str, local: str) -> None:
    """No title adds an address, a field or a line to a prepared mail, and it is read as it was written."""
    copy = Mailbox("Mirjam", "directie@xn--bcher-kva.example")
    href = mailto(Mailbox("Sanne", f"{local}@b\u00fccher.example"), subject, [line, ""], [copy])
    assert re.fullmatch(r"mailto:[A-Za-z0-9@._~%?=&-]+", href)
    to, fields = fields_of(href)
    assert to == f"{local}@xn--bcher-kva.example"
    assert fields == {"cc": copy.email, "subject": one_line(subject), "body": f"{one_line(line)}\r\n"}


def test_each_post_has_a_reply_and_a_doubt_that_name_it_and_no_child() -> None:
    """A reply goes to the teacher; a doubt goes to the teacher with a copy to the head; both name the post, and nobody's child."""
    post = a_written_post(title=["Eikels & ", mention("ada-jansen"), "?subject=x"])
    letter = a_press().letter(planned(a_view(post, "ada-jansen"), to=a_guardian("Piet", "piet@example.org", language="en")), NOW, EDITION)
    links = prepared(letter)
    assert links["Write to Juf Sanne"] == (SANNE, {"subject": links["Write to Juf Sanne"][1]["subject"]})
    to, fields = links["I doubt whether this is suitable"]
    assert (to, fields["cc"]) == (SANNE, HEAD)
    for subject in (fields["subject"], links["Write to Juf Sanne"][1]["subject"]):
        assert "“Eikels & een leerling?subject=x” (20 november 2026)" in subject
        assert "Ada" not in subject
    assert fields["body"].startswith("I doubt whether this is suitable, because:")
    for line in (f"Write to Juf Sanne: {SANNE}", f"I doubt whether this is suitable: {SANNE}, {HEAD}"):
        assert line in text_of(letter).splitlines()


def test_a_doubt_about_the_heads_own_post_goes_to_the_head_once() -> None:
    """Who answers for a post is not copied in once more."""
    letter = a_press().letter(planned(a_view(a_written_post(group="school"))), NOW, EDITION)
    doubts = [fields for to, fields in prepared(letter).values() if to == HEAD and "body" in fields and "Herfst" in fields["subject"]]
    assert [("cc" in fields) for fields in doubts] == [False]


def test_every_reader_can_ask_the_head_for_other_letters() -> None:
    """How, in which language, and whether at all: each letter has prepared mails for what can be chosen with it.

    Nobody is offered what they have: who chose the weekly letter gets single posts too, about an event that changed.
    """
    language = ["Another language", "No letters any more"]
    expected = (
        (LetterKind.NEWSLETTER, Delivery.NEWSLETTER, ["Each message at once", *language]),
        (LetterKind.POST, Delivery.MAIL, ["One letter a week", *language]),
        (LetterKind.POST, Delivery.NEWSLETTER, ["Each message at once", *language]),
        (LetterKind.NEWSLETTER, Delivery.MAIL, ["One letter a week", *language]),
        (LetterKind.PERSONAL, Delivery.NEWSLETTER, language),
        (LetterKind.PERSONAL, Delivery.MAIL, language),
    )
    for kind, delivery, wishes in expected:
        piet = a_guardian("Piet", "piet@example.org", delivery, language="en")
        post = a_written_post(to=("ada-jansen",) if kind is LetterKind.PERSONAL else ())
        letter = a_press().letter(planned(a_view(post), kind=kind, to=piet), NOW, EDITION)
        links = prepared(letter)
        assert [words for words in links if words not in {"Write to Juf Sanne", "I doubt whether this is suitable"}] == wishes
        assert {links[words][0] for words in wishes} == {HEAD}
        assert all(links[words][1]["body"].startswith("From now on") for words in wishes)
        assert HEAD in text_of(letter)
        offered = [wish for wish in ("each message at once", "one letter a week") if wish in text_of(letter)]
        assert offered == [wish.lower() for wish in wishes if wish not in language]


def test_each_letter_says_what_may_be_done_with_its_pictures_and_why_it_came() -> None:
    """The school's rights, the request not to pass pictures on, and why this reader gets it stand in both parts."""
    letter = a_press().letter(planned(a_view(a_written_post()), to=a_guardian("Piet", "piet@example.org", language="en")), NOW, EDITION)
    for part in (" ".join(unescape(html_of(letter)).split()), " ".join(text_of(letter).split())):
        assert SCHOOL.rights in part
        assert "please do not pass them on" in part
        assert f"as a parent or carer of a child at {SCHOOL.name}" in part


def test_a_single_post_belongs_to_its_groups_list_and_the_weekly_letter_to_the_schools() -> None:
    """A filter in a mail program finds every weekly letter, and the single posts of each group."""
    view, press = a_view(a_written_post()), a_press()
    assert message_of(press.letter(planned(view), NOW, EDITION))["List-Id"] == "<weekbrief.regenboog.example>"
    single = message_of(press.letter(planned(view, kind=LetterKind.POST), NOW))
    assert single["List-Id"] == "<groep-5b.weekbrief.regenboog.example>"
    assert single["Reply-To"].addresses[0].addr_spec == SANNE
