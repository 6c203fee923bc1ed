"""What a weekly letter says of itself before it is opened, and the dates in it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st
from pressing import EDITION, NOW, a_press, a_view, a_written_post, html_of, mention, message_of, planned, text_of
from schools import TODAY, a_guardian

from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.letters.who_answers import asks_for_reply
from weekbrief_build.school.letter import FinishedLetter
from weekbrief_build.school.post import Event

PIET = a_guardian("Piet", "piet@example.org", language="en")


def letter(*views: View, earlier: tuple[View, ...] = ()) -> FinishedLetter:
    """A weekly letter in English."""
    return a_press().letter(replace(planned(*views, to=PIET), earlier=earlier), NOW, EDITION)


def subject(*views: View, earlier: tuple[View, ...] = ()) -> str:
    """The subject of a weekly letter in English."""
    message: EmailMessage = message_of(letter(*views, earlier=earlier))
    return str(message["Subject"])


def preheader(of: FinishedLetter) -> str:
    """What stands behind the subject in a list of letters."""
    found = re.search(r'<div class="preheader"[^>]*>\s*(.*?)\s*</div>', html_of(of), re.DOTALL)
    assert found
    return unescape(found.group(1))


def titled(*titles: str, event: Event | None = None) -> list[View]:
    """Views of posts with these titles; the last has an event."""
    last = len(titles) - 1
    posts = (a_written_post(title=[one], name=one, event=event if number == last else None) for number, one in enumerate(titles))
    return [a_view(post, asks_for_reply=asks_for_reply(post.versions[0].event, TODAY)) for post in posts]


FEAST = Event("Kerstviering", datetime(2026, 12, 17, 17, 30), place="De aula", reply_by=date(2026, 12, 10))  # noqa: DTZ001 - school time


def test_a_subject_says_what_is_in_the_letter() -> None:
    """The week, the first titles whatever commas they hold, and how many more there are."""
    assert subject(*titled("Herfst")) == "Week 47 · Herfst"
    assert subject(*titled("Maan, roos, vis", "Zwemmen")) == "Week 47 · Maan, roos, vis · Zwemmen"
    long = [f"Een bericht met een lange titel {number}" for number in range(5)]
    assert subject(*titled(*long)) == f"Week 47 · {long[0]} · {long[1]} · and 3 more"


def test_what_wants_an_answer_comes_first() -> None:
    """The soonest of what is to be done stands before every title, and its own post is not told twice."""
    assert subject(*titled("Herfst", "Komt u eten?", event=FEAST)) == "Week 47 · reply by Thu 10 Dec: Kerstviering · Herfst"
    nameless = titled("Herfst", "Komt u eten?", event=replace(FEAST, title=""))
    assert subject(*nameless) == "Week 47 · reply by Thu 10 Dec: Komt u eten? · Herfst"


def test_a_preheader_tells_what_the_subject_does_not() -> None:
    """Behind the subject stand the titles that did not fit; where all did, who wrote."""
    long = [f"Een bericht met een lange titel {number}" for number in range(5)]
    assert preheader(letter(*titled(*long))) == f"{long[2]} · {long[3]}"
    assert preheader(letter(*titled("Herfst"))) == "Juf Sanne"


def test_no_name_of_a_child_is_in_a_subject_or_behind_it() -> None:
    """A mention reads a pupil; a title that writes a name out is not told: subjects are read on locked screens."""
    mentioned = a_view(a_written_post(title=["Bravo ", mention("ada-jansen")]), "ada-jansen")
    event = replace(FEAST, title="Feest van Ada Jansen")
    written = replace(a_view(a_written_post(title=["Ada Jansen wint"], name="2", event=event), asks_for_reply=True), title_names=True)
    for views in ((mentioned,), (written,), (mentioned, written)):
        made = letter(*views)
        assert "Ada" not in f"{message_of(made)['Subject']} {preheader(made)}"
    assert subject(written) == "Week 47 · reply by Thu 10 Dec: A message of Groep 5b"
    assert subject(mentioned) == "Week 47 · Bravo een leerling"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("abc ,·é", min_size=1, max_size=200).filter(str.strip), min_size=1, max_size=8))
def test_a_subject_is_bounded_whatever_teachers_write(titles: list[str]) -> None:
    """However long and many the titles are, the subject and what stands behind it stay readable, and every post is counted."""
    views = [a_view(a_written_post(title=[title], name=str(number))) for number, title in enumerate(titles)]
    made = letter(*views)
    assert len(str(message_of(made)["Subject"])) <= 130
    assert len(preheader(made)) <= 130


def test_a_weekly_letter_begins_with_what_is_to_be_done_and_ends_with_the_agenda() -> None:
    """Each with its group: by when and to whom an answer goes; then the posts; then day, hour and place of what comes."""
    before = a_view(a_written_post(title=["Vorige week"], name="eerder", group="school", event=FEAST), asks_for_reply=True)
    walk = Event("Wandeling", TODAY + timedelta(days=5))
    made = letter(*titled("Herfst", event=walk), earlier=(before,))
    text = text_of(made)
    order = [
        "TO DO, AND BY WHEN",
        "- by Thu 10 Dec: Kerstviering",
        "De hele school",
        "\nHerfst",
        "THE COMING WEEKS",
        "- Wed 25 Nov: Wandeling",
        "- Thu 17 Dec: Kerstviering\n  17:30 · De aula · De hele school",
    ]
    places = [text.replace("\r\n", "\n").index(words) for words in order]
    assert places == sorted(places)
    assert "Reply to: directie@regenboog.example" in text
    assert "Vorige week" not in text
    html = html_of(made)
    assert html.index("To do, and by when") < html.index(">Herfst<") < html.index("The coming weeks")
    assert 'href="mailto:directie@regenboog.example?subject=' in html
    answers = re.findall('<a class="action" href="mailto:([^?]*)[^>]*>([^<]*)<', html.partition(">Herfst<")[0])
    assert answers == [("directie@regenboog.example", "Yes, we are coming"), ("directie@regenboog.example", "No, we cannot come")]


def test_a_letter_without_dates_has_no_empty_headings() -> None:
    """One post of one group: its group, the week, and the post."""
    made = letter(*titled("Herfst"))
    assert "Groep 5b · Week 47" in text_of(made)
    for part in (html_of(made), text_of(made).lower()):
        for heading in ("To do", "to do,", "The coming weeks", "the coming weeks", 'class="group', "===="):
            assert heading not in part
