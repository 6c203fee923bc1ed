"""Letters as a join of what was made once."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from pressing import (
    EDITION,
    KEY,
    NOW,
    SCHOOL,
    Counting,
    a_photo,
    a_press,
    a_view,
    a_written_post,
    bytes_of,
    html_of,
    mention,
    message_of,
    picture,
    planned,
    text_of,
)
from schools import a_guardian

from weekbrief_build.decide.tell.complaints import Complaint
from weekbrief_build.gather.office.layouts import read_layouts
from weekbrief_build.render.press import Press
from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.mistake import Mistake, Scope, say
from weekbrief_build.school.people import Mailbox
from weekbrief_build.school.post import Event, SegmentKind

HOSTILE = "{{7*7}} {% raw %} <script>alert(1)</script>\r\nBcc: evil@example.com"


def test_a_letter_is_a_whole_message_with_one_recipient(tmp_path: Path) -> None:
    """A finished letter parses without defects, has one To that is the envelope's, and all headers that a letter owes."""
    photo, made = a_photo(tmp_path, "bos.jpg")
    letter = a_press([made]).letter(planned(a_view(a_written_post(pictures=[photo]))), NOW, EDITION)
    message = message_of(letter)
    assert [part.defects for part in message.walk()] == [[] for _ in message.walk()]
    assert [address.addr_spec for address in message["To"].addresses] == [letter.recipient] == ["anna@example.org"]
    assert message["Message-ID"] == letter.message_id
    assert letter.edition == "2026-W47"
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/jpeg",
    ]  # fmt: skip
    for header in ("From", "Reply-To", "Date", "List-Id", "List-Unsubscribe", "Content-Language", "MIME-Version"):
        assert len(message.get_all(header, [])) == 1, header
    assert message["Auto-Submitted"] == "auto-generated"


def test_what_a_teacher_writes_is_text_and_nothing_else() -> None:
    """A title, an author or an event that looks like a template, HTML or a header shows as it was written."""
    post = a_written_post(title=[HOSTILE], author=HOSTILE, event=Event(HOSTILE, date(2026, 12, 1), place=HOSTILE))
    letter = a_press().letter(planned(a_view(post), kind=LetterKind.POST), NOW)
    assert "<script" not in html_of(letter)
    assert html_of(letter).count("{{7*7}} {% raw %} &lt;script&gt;") == 4  # title, author, event and its place
    message = message_of(letter)
    assert message["Bcc"] is None
    assert message["Subject"] == " ".join(HOSTILE.split())


def test_every_piece_is_lines_that_can_travel(tmp_path: Path) -> None:
    """Pieces end with CRLF, lines have at most 76 characters of ASCII in the body, and none looks like an end or a mailbox's start."""
    photo, made = a_photo(tmp_path, "bos.jpg")
    text = "<p>" + "é" * 500 + "\n.\n..\nFrom hier naar daar \n" + "." * 300 + "</p>"
    letter = a_press([made]).letter(planned(a_view(a_written_post(text, title=["Één " * 60], pictures=[photo]))), NOW, EDITION)
    assert all(piece.data.endswith(b"\r\n") for piece in letter.pieces)
    assert b"\n" not in bytes_of(letter).replace(b"\r\n", b"")
    bytes_of(letter).decode("ascii")
    head, _, body = bytes_of(letter).partition(b"\r\n\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert not re.search(rb"^(\.|From )", body, re.MULTILINE)
    assert "é" * 500 in text_of(letter)
    assert "From hier naar daar" in text_of(letter)


def test_families_that_see_the_same_share_the_same_pieces(tmp_path: Path) -> None:
    """Of two letters with the same views, nothing but the first piece differs, and the rest are the same objects."""
    photo, made = a_photo(tmp_path, "bos.jpg")
    shared, other = a_view(a_written_post(pictures=[photo])), a_view(a_written_post("<p>Anders.</p>", name="anders"))
    press = a_press([made])
    one = press.letter(planned(shared), NOW, EDITION)
    two = press.letter(planned(shared, to=a_guardian("Vera Vos", "vera@example.org")), NOW, EDITION)
    assert one.pieces[1:] == two.pieces[1:]  # pieces are equal only if they are the same object
    assert one.message_id != two.message_id
    third = press.letter(planned(shared, other), NOW, EDITION)
    assert len(set(one.pieces) - set(third.pieces)) <= 3  # its address, its preheader, and no subject of another


def test_the_style_is_never_inlined_per_family() -> None:
    """However many families read, the inliner sees each post once and each layout once per language and kind."""
    inliner = Counting()
    press = a_press(inliner=inliner)
    views = [a_view(a_written_post(f"<p>{number}</p>", name=f"{number}")) for number in range(5)]
    letters = [planned(*views, to=a_guardian(f"{number}", f"{number}@example.org")) for number in range(20)]
    press.prepare(letters)
    assert len(inliner.documents) == 1  # five posts in one go
    for letter in letters:
        press.letter(letter, NOW, EDITION)
    assert len(inliner.documents) == 2  # and the frame


def test_a_withheld_picture_leaves_no_trace(tmp_path: Path) -> None:
    """A family that may not see a picture gets the very bytes it would get if the picture did not exist."""
    photo, made = a_photo(tmp_path, "bos.jpg")
    with_picture = a_written_post(
        "<p>Voor.</p>", picture("bos.jpg"), "<p>Na.</p>", pictures=[photo], captions={"bos.jpg": "Ada"}, alts={"bos.jpg": "Ada"}
    )
    without = a_written_post("<p>Voor.</p>", "<p>Na.</p>")
    withheld = a_press([made]).letter(planned(a_view(with_picture, without=["bos.jpg"])), NOW, EDITION)
    assert bytes_of(withheld) == bytes_of(a_press().letter(planned(a_view(without)), NOW, EDITION))


def test_a_picture_shown_beside_a_withheld_one_does_not_take_its_place(tmp_path: Path) -> None:
    """Where two pictures stand in a text and one is withheld, the other shows once, where it stands."""
    (first, made_first), (second, made_second) = a_photo(tmp_path, "a.jpg"), a_photo(tmp_path, "b.jpg")
    post = a_written_post("<p>Voor.</p>", picture("a.jpg"), "<p>Na.</p>", picture("b.jpg"), pictures=[first, second])
    letter = a_press([made_first, made_second]).letter(planned(a_view(post, without=["a.jpg"])), NOW, EDITION)
    assert html_of(letter).count("<img") == 1
    assert html_of(letter).index("Na.") < html_of(letter).index("<img")
    assert [part.get_content() for part in message_of(letter).walk() if part.get_content_type() == "image/jpeg"] == [b"the pixels of b.jpg"]


def test_a_picture_that_was_not_made_leaves_no_trace(tmp_path: Path) -> None:
    """A picture whose order came to nothing, or whose file is not what was made, is absent: nobody knows what it would show."""
    photo, (order, made) = a_photo(tmp_path, "bos.jpg")
    view = a_view(a_written_post(pictures=[photo]))
    absent = bytes_of(a_press().letter(planned(view), NOW, EDITION))
    assert "cid:" not in absent.decode()
    Path(made.path).write_bytes(b"something else")
    assert bytes_of(a_press([(order, made)]).letter(planned(view), NOW, EDITION)) == absent


def test_a_picture_travels_once_and_tells_no_file_name(tmp_path: Path) -> None:
    """A picture in two posts is one part; its headers do not hold the teacher's file name, which may be a child's."""
    photo, made = a_photo(tmp_path, "ada-jansen.jpg")
    views = [a_view(a_written_post(pictures=[photo], name=name)) for name in ("een", "twee")]
    letter = a_press([made]).letter(planned(*views), NOW, EDITION)
    parts = [part for part in message_of(letter).walk() if part.get_content_type() == "image/jpeg"]
    assert len(parts) == 1
    assert parts[0].get_content() == b"the pixels of ada-jansen.jpg"
    assert html_of(letter).count(f'src="cid:{parts[0]["Content-ID"].strip("<>")}"') == 2
    assert b"ada-jansen" not in bytes_of(letter)


def test_pictures_stand_where_the_text_points_and_the_others_after_it(tmp_path: Path) -> None:
    """A picture in the text shows there; one that the text does not show comes after it, in the order of the post."""
    (first, made_first), (second, made_second) = a_photo(tmp_path, "a.jpg"), a_photo(tmp_path, "b.jpg")
    post = a_written_post(
        "<p>Voor.</p>", picture("b.jpg"), "<p>Na.</p>", pictures=[first, second], captions={"a.jpg": "Eén", "b.jpg": "Twee"}
    )
    html = html_of(a_press([made_first, made_second]).letter(planned(a_view(post)), NOW, EDITION))
    assert html.index("Voor.") < html.index(">Twee<") < html.index("Na.") < html.index(">Eén<")


def test_the_text_part_tells_what_a_picture_shows_and_what_stands_under_it(tmp_path: Path) -> None:
    """Who reads plain text misses nothing that the teacher wrote, and reads nothing twice."""
    photo, made = a_photo(tmp_path, "a.jpg")

    def line(**said: dict[str, str]) -> str:
        post = a_written_post(pictures=[photo], **said)  # type: ignore[arg-type]  # captions and alts only
        text = text_of(a_press([made]).letter(planned(a_view(post)), NOW, EDITION))
        return next(row for row in text.splitlines() if row.startswith("[Foto"))

    assert line(alts={"a.jpg": "Een eikel"}, captions={"a.jpg": "De grootste"}) == "[Foto: Een eikel] De grootste"
    assert line(captions={"a.jpg": "De grootste"}) == "[Foto: De grootste]"
    assert line(alts={"a.jpg": "Een eikel"}) == "[Foto: Een eikel]"


def test_an_alt_text_is_the_teachers_else_the_caption_else_says_no_name(tmp_path: Path) -> None:
    """Every picture has an alt text; the one of last resort holds the title without any child's name."""
    photo, made = a_photo(tmp_path, "a.jpg")
    title = ["De eikel van ", mention("ada-jansen")]

    def alt(**said: dict[str, str]) -> str:
        post = a_written_post(title=title, pictures=[photo], **said)  # type: ignore[arg-type]  # captions and alts only
        found = re.search(r'alt="([^"]*)"', html_of(a_press([made]).letter(planned(a_view(post, "ada-jansen")), NOW, EDITION)))
        assert found
        return found.group(1)

    assert alt(alts={"a.jpg": "Een <eikel>"}, captions={"a.jpg": "De grootste"}) == "Een &lt;eikel&gt;"
    assert alt(captions={"a.jpg": 'De "grootste"'}) == "De &#34;grootste&#34;"
    assert "De eikel van" in alt()
    assert "Ada" not in alt()


def test_a_mention_shows_the_name_only_where_the_view_says_so() -> None:
    """A mention is the child's full name in a view that names it, and the words for a pupil in any other; a subject never names."""
    post = a_written_post("<p>", mention("ada-jansen"), " vond een eikel.</p>", title=["Bravo ", mention("ada-jansen")])
    press = a_press()
    named, unnamed = (press.letter(planned(a_view(post, *names)), NOW, EDITION) for names in (["ada-jansen"], []))
    assert "<p>Ada Jansen vond een eikel.</p>" in html_of(named)
    assert "Ada Jansen vond een eikel." in text_of(named)
    assert b"Ada" not in bytes_of(unnamed)
    assert "Ada" not in message_of(named)["Subject"]
    assert html_of(named).count("Ada Jansen") == 2  # not in the preheader, which shows on a locked screen


def test_a_newsletter_has_heads_only_where_there_are_several_groups() -> None:
    """Posts stand below the name and the teachers of their group; a letter with one group needs no such heads."""
    mine, school = a_view(a_written_post()), a_view(a_written_post(group="school"))
    press = a_press()
    assert 'class="group' not in html_of(press.letter(planned(mine), NOW, EDITION))
    html = html_of(press.letter(planned(mine, school), NOW, EDITION))
    assert re.findall(r'group-name"[^>]*>([^<]*)<', html) == ["Groep 5b", "De hele school"]


def test_a_personal_message_comes_from_its_author_and_is_no_list() -> None:
    """A personal message shows its teacher as sender, through the school's address; answers go to the teacher; it is not for leaving."""
    view = a_view(a_written_post(to=("ada-jansen",)))
    message = message_of(a_press().letter(planned(view, kind=LetterKind.PERSONAL), NOW))
    assert message["From"].addresses[0].display_name.startswith("Juf Sanne")
    assert message["From"].addresses[0].addr_spec == SCHOOL.sender.email
    assert message["Reply-To"].addresses[0].addr_spec == "sanne@regenboog.example"
    assert message["List-Unsubscribe"] is None


def test_an_author_whom_the_school_does_not_know_is_nobodys_sender() -> None:
    """What a teacher writes as author stands in the letter; From and Reply-To hold none but the people of the school."""
    view = a_view(a_written_post(to=("ada-jansen",), author="Ada Jansen"))
    message = message_of(a_press().letter(planned(view, kind=LetterKind.PERSONAL), NOW))
    assert "Ada" not in message["From"]
    assert message["Reply-To"].addresses[0].addr_spec == "sanne@regenboog.example"


def test_the_language_of_a_letter_is_the_guardians_and_that_of_a_post_its_own() -> None:
    """The letter is marked with the guardian's language, the text of a post with the language that it is written in."""
    view = a_view(a_written_post("<p>القطار</p>", language="ar"))
    letter = a_press().letter(planned(view, to=a_guardian("Piet", "piet@example.org", language="en")), NOW, EDITION)
    assert message_of(letter)["Content-Language"] == "en"
    assert '<html lang="en" dir="ltr">' in html_of(letter)
    assert '<div class="body from-right" lang="ar" dir="rtl">' in html_of(letter)
    assert "Friday, 20 November 2026" in text_of(letter)


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (datetime(2026, 12, 17, 17, 30), datetime(2026, 12, 17, 19, 0), "donderdag 17 december, 17:30-19:00"),  # noqa: DTZ001 - school time
        (datetime(2026, 12, 17, 17, 30), None, "donderdag 17 december, 17:30"),  # noqa: DTZ001 - school time
        (date(2026, 12, 17), date(2026, 12, 18), "donderdag 17 december 2026 - vrijdag 18 december 2026"),
        (date(2026, 12, 17), date(2026, 12, 17), "donderdag 17 december 2026"),
    ],
)
def test_an_event_says_when_it_is_as_people_say_it(start: date, end: date | None, shown: str) -> None:
    """The day is named once where both moments fall on it; a day alone has no hours."""
    letter = a_press().letter(planned(a_view(a_written_post(event=Event("Feest", start, end)))), NOW, EDITION)
    assert f">{shown}<" in html_of(letter)


def test_an_event_without_a_title_has_that_of_the_post_without_the_names_in_it() -> None:
    """An invitation is the same for everybody."""
    title = ("Feest van ", (SegmentKind.MENTION, "ada-jansen"))
    letter = a_press().letter(planned(a_view(a_written_post(title=title, event=Event("", date(2026, 12, 17))))), NOW, EDITION)
    assert "  Feest van een leerling" in text_of(letter).splitlines()


def test_headings_of_a_text_stand_below_the_title_of_the_post() -> None:
    """Whatever level a teacher begins with, a screen reader finds no gap and no heading above the post's own."""
    html = html_of(a_press().letter(planned(a_view(a_written_post("<h1>A</h1><h3>B</h3>&lt;h1>"))), NOW, EDITION))
    assert "<h4>A</h4><h6>B</h6>&lt;h1>" in html


def test_a_message_id_is_stable_and_tells_nothing() -> None:
    """The same letter has the same Message-ID; it holds no name, no address, and differs per guardian, edition and moment."""
    view, press = a_view(a_written_post()), a_press()
    first, again = (press.letter(planned(view), NOW, EDITION).message_id for _ in range(2))
    assert first == again
    assert re.fullmatch(r"<[0-9a-f]{40}@regenboog\.example>", first)
    assert first != press.letter(planned(view), NOW.replace(minute=15), EDITION).message_id


def test_a_notice_tells_each_mistake_with_its_place_and_how_to_mend_it() -> None:
    """What the job writes to a teacher holds file, line, what is wrong and how to mend it, and is no list."""
    mistake = Mistake("content/groep-5b/herfst.md", 3, say("There is no child {c}.", c="<b>ram"), say("Mend it."), Scope.POST)
    to = Mailbox("Juf Sanne", "sanne@regenboog.example")
    letter = a_press().notice(to, LetterKind.NOTICE, say("To mend"), [say("Hello {n},", n="Sanne")], [Complaint(mistake)], NOW)
    message = message_of(letter)
    assert (message["Subject"], letter.recipient, letter.edition, letter.kind) == ("To mend", to.email, None, LetterKind.NOTICE)
    assert message["List-Unsubscribe"] is None
    for said in ("Hello Sanne,", "content/groep-5b/herfst.md", "3", "There is no child <b>ram.", "Mend it."):
        assert said in text_of(letter)
    assert "There is no child &lt;b&gt;ram." in html_of(letter)


def test_twelve_posts_stay_below_what_gmail_shows(tmp_path: Path) -> None:
    """The HTML of a letter with twelve posts of 300 words, with the style in it, has less than 100 KB."""
    photo, made = a_photo(tmp_path, "a.jpg")
    text = "".join(f"<p>{'Vandaag zochten wij eikels in het bos. ' * 8}</p>" for _ in range(5))
    views = [a_view(a_written_post(text, pictures=[photo], name=f"{number}")) for number in range(12)]
    press = Press(SCHOOL, read_layouts(None), dict([made]), tmp_path / "cache", key=KEY)
    letter = press.letter(planned(*views), NOW, EDITION)
    assert 'style="' in html_of(letter)
    assert len(html_of(letter).encode()) < 100_000
    assert message_of(letter).get_body(("html",))
