"""Letters with something attached."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pressing import (
    EDITION,
    NOW,
    a_press,
    a_video,
    a_view,
    a_written_post,
    bytes_of,
    html_of,
    mention,
    message_of,
    planned,
    text_of,
)
from schools import a_guardian

from weekbrief_build.school.letter import LetterKind

CLIP = b"the clip of ada-jansen.mp4" * 100


def test_a_video_is_a_poster_in_the_letter_and_a_clip_beside_it(tmp_path: Path) -> None:
    """The clip is attached byte for byte, the poster stands in the letter, and a mail program that reads the standard finds both."""
    video, made = a_video(tmp_path, "ada-jansen.mp4")
    letter = a_press([made]).letter(planned(a_view(a_written_post(pictures=[video]))), NOW, EDITION)
    message = message_of(letter)
    assert [part.defects for part in message.walk()] == [[] for _ in message.walk()]
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/jpeg", "video/mp4",
    ]  # fmt: skip
    (clip,) = message.iter_attachments()
    assert clip.get_content() == CLIP
    assert html_of(letter).count("<img") == 1
    assert "Eikels." in text_of(letter)


def test_the_letter_names_its_attachment_and_the_name_names_nobody(tmp_path: Path) -> None:
    """The teacher's file name may be a child's: the clip is called after the day of its post, and the letter says so beside the poster."""
    video, made = a_video(tmp_path, "ada-jansen.mp4", seconds=64.6)
    post = a_written_post(pictures=[video], captions={"ada-jansen.mp4": "De hut"})
    letter = a_press([made]).letter(planned(a_view(post)), NOW, EDITION)
    (clip,) = message_of(letter).iter_attachments()
    name = clip.get_filename()
    assert name
    assert re.fullmatch(r"video-2026-11-20-[0-9]{4}\.mp4", name)
    assert clip.get_content_disposition() == "attachment"
    for shown in (html_of(letter), text_of(letter)):
        assert name in shown
        assert "1:05" in shown
        assert "De hut" in shown
    assert b"ada-jansen" not in bytes_of(letter)


def test_a_clip_is_encoded_once_for_all_who_get_it(tmp_path: Path) -> None:
    """However many letters hold it, and in however many posts of a day it stands, it is one and the same piece."""
    video, made = a_video(tmp_path, "a.mp4")
    one, two = (a_view(a_written_post(pictures=[video], name=name)) for name in ("een", "twee"))
    press = a_press([made])
    letters = [
        press.letter(planned(*views, to=a_guardian("P", f"{number}@example.org")), NOW, EDITION)
        for number, views in enumerate([(one,), (two,), (one, two)])
    ]
    clips = [[piece for piece in letter.pieces if b"video/mp4" in piece.data] for letter in letters]
    assert clips[0] == clips[1] == clips[2]  # pieces are equal only if they are the same object
    assert len(clips[0]) == 1


def test_a_withheld_video_leaves_no_trace(tmp_path: Path) -> None:
    """A family that may not see a video gets the bytes that it would get if there were none; the name of the next tells nothing either."""
    (first, made_first), (second, made_second) = a_video(tmp_path, "a.mp4"), a_video(tmp_path, "b.mp4")
    captions = {"a.mp4": "Ada"}
    press = a_press([made_first, made_second])
    both = a_written_post(pictures=[first, second], captions=captions)
    alone = a_written_post(pictures=[second])
    for seen, without in ((alone, ["a.mp4"]), (a_written_post(), ["a.mp4", "b.mp4"])):
        withheld = press.letter(planned(a_view(both, without=without)), NOW, EDITION)
        assert bytes_of(withheld) == bytes_of(a_press([made_second]).letter(planned(a_view(seen)), NOW, EDITION))


@pytest.mark.parametrize("lost", ["clip", "poster"])
def test_a_video_of_which_half_is_gone_is_absent(tmp_path: Path, lost: str) -> None:
    """A poster that promises a clip, or a clip that nobody announced, is worse than neither."""
    video, (order, made) = a_video(tmp_path, "a.mp4")
    view = a_view(a_written_post(pictures=[video]))
    assert made.clip
    Path(made.clip.path if lost == "clip" else made.path).write_bytes(b"something else")
    assert bytes_of(a_press([(order, made)]).letter(planned(view), NOW, EDITION)) == bytes_of(a_press().letter(planned(view), NOW, EDITION))


def test_a_poster_says_what_it_is_to_who_cannot_see_it(tmp_path: Path) -> None:
    """Its alt text is the teacher's; else the title, without any child's name; the text part calls it a video."""
    video, made = a_video(tmp_path, "a.mp4")
    post = a_written_post(title=["De hut van ", mention("ada-jansen")], pictures=[video])
    letter = a_press([made]).letter(planned(a_view(post, "ada-jansen"), kind=LetterKind.POST), NOW)
    found = re.search(r'alt="([^"]*)"', html_of(letter))
    assert found
    assert "Video" in found.group(1)
    assert "Ada" not in found.group(1)
    described = a_written_post(pictures=[video], alts={"a.mp4": "Een hut"})
    assert "[Video: Een hut]" in text_of(a_press([made]).letter(planned(a_view(described)), NOW, EDITION))
