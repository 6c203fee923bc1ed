"""A consent is withdrawn while letters wait: none of them leaves as it was, each post still comes to everybody once."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from drawings import a_file
from PIL import Image
from postfix import free_port
from running import Letter, Ran, first_run, letters_in, weekbrief
from schools import CONSENT_CSV, GROUPS_YAML, write_school
from scripted_server import scripted
from videos import a_video

FRIDAY, LATER = "2026-11-20T15:00", "2026-11-20T16:00"
PARENTS = ("anna@example.org", "piet@example.org", "vera@example.org")


def a_drawing(shade: int) -> bytes:
    """A small picture that is no other."""
    return a_file(Image.new("RGB", (60, 40), (shade, 255 - shade, 90)), "PNG")


ADA, BRAM = a_drawing(10), a_drawing(200)
WALK = "---\npictures:\n  ada.png: {people: [ada-jansen]}\n  bram.png: {people: [bram-vos]}\n---\nwandelbericht van @ada-jansen\n"
CONTENT: dict[str, str | bytes] = {
    "groep-5b/2026-11-20 Bos/bos.md": WALK,
    "groep-5b/2026-11-20 Bos/ada.png": ADA,
    "groep-5b/2026-11-20 Bos/bram.png": BRAM,
    "groep-5b/2026-11-19 gym.md": "gymbericht\n",
}
FUND = CONSENT_CSV.replace("bram-vos,photo-school,no,2026-08-24,Vera Vos\n", "")


def smtp(port: int) -> str:
    """The school, sending through a server on this port."""
    return f"{GROUPS_YAML}mail: {{transport: smtp, host: 127.0.0.1, port: {port}, security: none}}\n"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school whose letters wait, because nothing listens where they are to go: two newsletters, two single posts."""
    folder = write_school(tmp_path_factory.mktemp("wacht"), CONTENT, groups=smtp(free_port()), consent=FUND)
    assert first_run("--on", FRIDAY, folder).status == 75
    assert counts(folder) == {"waiting": 4}
    return folder


@pytest.fixture
def waiting(school: Path, tmp_path: Path) -> Path:
    """The same, for one test alone."""
    return shutil.copytree(school, tmp_path / "school")


def counts(folder: Path) -> dict[str, int]:
    """What became of the letters, as `status` tells it, without the noughts."""
    told = weekbrief("status", "--json", folder).json["counts"]
    return {state: number for state, number in told.items() if number}


def rows(folder: Path) -> list[tuple[str, str]]:
    """Address and Message-ID of each letter in the ledger."""
    with sqlite3.connect(folder / "outbox/ledger.sqlite3") as ledger:
        found = ledger.execute("SELECT recipient, message_id FROM letter WHERE kind NOT IN ('notice', 'summary') ORDER BY 1, 2").fetchall()
    ledger.close()
    return found


def delivered(folder: Path, *command: str, on: str = LATER) -> tuple[Ran, dict[str, list[Letter]]]:
    """What lies in the mailboxes of the parents after this command, with a way out that works."""
    text = (folder / "groups.yaml").read_text(encoding="utf-8").partition("\nmail:")[0] + "\n"
    (folder / "groups.yaml").write_text(text, encoding="utf-8")
    ran = weekbrief(*command, "--on", on, folder)
    return ran, {to: letters for to, letters in letters_in(folder / "outbox").items() if to in PARENTS}


def withdraw(folder: Path, *lines: str) -> None:
    """A parent says no, and the office writes it down."""
    with (folder / "consent.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def each_post_once(mail: dict[str, list[Letter]]) -> None:
    """Each guardian has each post exactly once."""
    assert set(mail) == set(PARENTS)
    for letters in mail.values():
        for word in ("wandelbericht", "gymbericht"):
            assert sum(word in letter.text for letter in letters) == 1


def pictures(letters: list[Letter]) -> int:
    """How many pictures these letters hold."""
    return sum(len(letter.pictures) for letter in letters)


@pytest.mark.parametrize("command", ["run", "send"])
def test_a_no_takes_its_picture_out_of_the_letters_that_wait(waiting: Path, command: str) -> None:
    """A letter that still waits when a consent is withdrawn does not leave as it was, whoever delivers it; nothing comes twice."""
    withdraw(waiting, "bram-vos,photo-group,no,2026-11-20,Vera Vos")
    ran, mail = delivered(waiting, command)
    assert ran.status == 0, ran.out + ran.err
    each_post_once(mail)
    assert {to: pictures(letters) for to, letters in mail.items()} == {"anna@example.org": 1, "piet@example.org": 1, "vera@example.org": 2}
    assert counts(waiting) == {"sent": 4}
    _, again = delivered(waiting, "run", on="2026-11-27T15:00")
    assert {to: len(letters) for to, letters in again.items()} == {to: len(letters) for to, letters in mail.items()}


def in_outbox(folder: Path, shade: int) -> bool:
    """Whether a picture as a letter holds it stands in the ledger, or in a file beside it."""
    with sqlite3.connect(folder / "outbox/ledger.sqlite3") as ledger:
        pieces = [data for (data,) in ledger.execute("SELECT data FROM piece WHERE data IS NOT NULL")]
    ledger.close()
    pieces += [file.read_bytes() for file in (folder / "outbox/pieces").glob("*/*")]
    pictures = [b64decode(piece.partition(b"\r\n\r\n")[2]) for piece in pieces if b"Content-Type: image/png" in piece]
    drawn = [Image.open(BytesIO(picture)).convert("RGB").getpixel((30, 20)) for picture in pictures]
    return (shade, 255 - shade, 90) in drawn


@pytest.mark.parametrize("command", ["run", "send"])
def test_a_picture_that_nobody_may_see_any_more_is_in_no_letter_and_not_in_the_outbox(waiting: Path, command: str) -> None:
    """What was taken back is gone at once, however small it is: no picture is kept for it."""
    assert (in_outbox(waiting, 10), in_outbox(waiting, 200)) == (True, True)
    _unread(waiting)
    delivered(waiting, command)
    assert (in_outbox(waiting, 10), in_outbox(waiting, 200)) == (True, False)


def test_a_letter_of_an_edition_is_made_again_for_that_edition_at_once(waiting: Path) -> None:
    """Not a week later; the head is not told of a second edition, and `status` still adds up."""
    withdraw(waiting, "ada-jansen,name-group,no,2026-11-20,Anna Jansen")
    ran, mail = delivered(waiting, "run", "--json")
    assert (ran.json["letters"], ran.json["taken_back"], ran.json["anew"], ran.json["edition"]) == (1, 1, 1, None)
    each_post_once(mail)
    assert "van een leerling" in mail["vera@example.org"][0].text
    assert "van Ada Jansen" in mail["anna@example.org"][0].text
    (edition,) = weekbrief("status", "--json", waiting).json["editions"].values()
    assert (edition["sent"], sum(edition.values())) == (2, 2)
    assert len(letters_in(waiting / "outbox")["directie@regenboog.example"]) == 1


def test_letters_that_are_still_right_are_not_touched(waiting: Path) -> None:
    """Same bytes, same Message-ID: what does not concern a letter is no reason to make it anew; neither is a new yes."""
    before = rows(waiting)
    withdraw(waiting, "bram-vos,photo-school,no,2026-11-20,Vera Vos", "ada-jansen,video-group,yes,2026-11-20,Anna Jansen")
    delivered(waiting, "run")
    assert rows(waiting) == before
    assert counts(waiting) == {"sent": 4}


def test_what_is_withdrawn_for_some_families_leaves_the_others_letters_alone(waiting: Path) -> None:
    """Bram's own family still sees him: its letter is the one that waited."""
    before = dict(rows(waiting))
    withdraw(waiting, "bram-vos,photo-group,no,2026-11-20,Vera Vos")
    delivered(waiting, "run")
    after = dict(rows(waiting))
    assert before["vera@example.org"] == after["vera@example.org"]
    assert before["anna@example.org"] != after["anna@example.org"]


def _out_of_the_picture(folder: Path) -> None:
    (folder / "content/groep-5b/2026-11-20 Bos/bos.md").write_text(WALK.replace("[bram-vos]", "[bram-vos, cas-de-boer]"), encoding="utf-8")


def _unread(folder: Path) -> None:
    (folder / "content/groep-5b/2026-11-20 Bos/bram.png.people.yaml").write_text("[iemand anders]\n", encoding="utf-8")


def _left(folder: Path) -> None:
    text = (folder / "groups.yaml").read_text(encoding="utf-8")
    (folder / "groups.yaml").write_text(text.replace("groups: [groep-5b]}\n  cas", "groups: [groep-5b], left: 2026-11-20}\n  cas"), "utf-8")


def _gone(folder: Path) -> None:
    (folder / "consent.csv").write_text(FUND.replace("bram-vos,photo-group,yes,2026-08-24,Vera Vos\n", ""), encoding="utf-8")


@pytest.mark.parametrize("change", [_out_of_the_picture, _unread, _left, _gone])
def test_whatever_hides_a_picture_hides_it_in_letters_that_wait(waiting: Path, change: Callable[[Path], None]) -> None:
    """Another person in it, evidence that is in doubt, a child that left, a row that is gone: all as a no."""
    change(waiting)
    _, mail = delivered(waiting, "run")
    assert [pictures(mail[to]) for to in ("anna@example.org", "piet@example.org")] == [1, 1]
    for to in ("anna@example.org", "piet@example.org"):
        assert sum("wandelbericht" in letter.text for letter in mail[to]) == 1
        assert sum("gymbericht" in letter.text for letter in mail[to]) == 1


@pytest.mark.parametrize("change", ["a no", "a broken file"])
def test_a_video_that_may_not_be_seen_any_more_leaves_with_no_letter_that_waits(tmp_path: Path, change: str) -> None:
    """Neither its poster nor its clip, which lies beside the text: for a no, and where the file is spoiled when letters are made anew."""
    film: dict[str, str | bytes] = {
        "groep-5b/2026-11-20 Film/film.md": "---\npictures:\n  film.mp4: {people: [bram-vos]}\n---\nfilmbericht\n",
        "groep-5b/2026-11-20 Film/film.mp4": a_video(),
    }
    consent = f"{FUND}bram-vos,video-group,yes,2026-08-24,Vera Vos\n"
    folder = write_school(tmp_path, film, groups=smtp(free_port()), consent=consent)
    assert first_run("--on", FRIDAY, folder).status == 75
    if change == "a no":
        withdraw(folder, "bram-vos,video-group,no,2026-11-20,Vera Vos")
    else:
        (folder / "content/groep-5b/2026-11-20 Film/film.mp4").write_bytes(a_video()[:-200])
    _, mail = delivered(folder, "run")
    shown = {to: [(clips(letter), len(letter.pictures)) for letter in letters] for to, letters in mail.items()}
    nothing = {"anna@example.org": [(0, 0)], "piet@example.org": [(0, 0)]}
    assert shown == {**nothing, "vera@example.org": [(1, 1) if change == "a no" else (0, 0)]}
    assert all("filmbericht" in letter.text for letters in mail.values() for letter in letters)


def clips(letter: Letter) -> int:
    """How many videos go along."""
    return sum(part.get_content_maintype() == "video" for part in letter.message.walk())


def test_each_letter_that_waits_has_a_line_in_words(waiting: Path) -> None:
    """Whoever looks at the outbox reads what the matter is, and with what kind of letter, and no word of the ledger's own."""
    told = weekbrief("status", waiting).out
    assert "waiting: anna@example.org (2026-W47)" in told
    assert "waiting: piet@example.org (single message)" in told


def test_a_letter_goes_to_the_address_of_today(waiting: Path) -> None:
    """One that waits for an address that is no longer the guardian's goes to the new one, once."""
    text = (waiting / "groups.yaml").read_text(encoding="utf-8")
    (waiting / "groups.yaml").write_text(text.replace("vera@example.org", "vera.vos@example.org"), encoding="utf-8")
    delivered(waiting, "run")
    mail = letters_in(waiting / "outbox")
    assert "vera@example.org" not in mail
    assert len(mail["vera.vos@example.org"]) == 1


def test_a_guardian_who_is_no_longer_there_gets_nothing(waiting: Path) -> None:
    """A letter for somebody whom the school took out of the family does not leave at all, and nothing of it is left to be counted."""
    text = (waiting / "groups.yaml").read_text(encoding="utf-8")
    piet = "      - {name: Piet Bakker, email: piet@example.org, delivery: mail, language: en}\n"
    (waiting / "groups.yaml").write_text(text.replace(piet, ""), encoding="utf-8")
    ran, mail = delivered(waiting, "run", "--json")
    assert (ran.json["taken_back"], ran.json["anew"]) == (2, 0)
    assert set(mail) == {"anna@example.org", "vera@example.org"}
    assert counts(waiting) == {"sent": 2}


@pytest.mark.parametrize(
    "text",
    ["---\ndraft: true\n---\ngymbericht\n", "---\nuntil: 2026-11-19\n---\ngymbericht\n", "---\nto: [ada-jansen]\n---\ngymbericht\n", None],
)
def test_a_post_that_may_not_go_any_more_is_taken_out(waiting: Path, text: str | None) -> None:
    """A draft, a day that has passed, a message that turned out to be for one family, a file that is gone: the rest of the letter goes."""
    post = waiting / "content/groep-5b/2026-11-19 gym.md"
    if text is None:
        post.unlink()
    else:
        post.write_text(text, encoding="utf-8")
    _, mail = delivered(waiting, "run")
    assert [sum("gymbericht" in letter.text for letter in mail["vera@example.org"])] == [0]
    assert all(sum("wandelbericht" in letter.text for letter in mail[to]) == 1 for to in PARENTS)


def test_a_post_that_is_mended_leaves_mended(waiting: Path) -> None:
    """Nobody can say any more whether the old words may be read."""
    (waiting / "content/groep-5b/2026-11-19 gym.md").write_text("gymbericht, verbeterd\n", encoding="utf-8")
    _, mail = delivered(waiting, "run")
    each_post_once(mail)
    assert all(any("verbeterd" in letter.text for letter in letters) for letters in mail.values())


def test_a_letter_that_has_gone_or_may_have_gone_is_not_made_again(tmp_path: Path) -> None:
    """What a server took, and what nobody knows of, is not sent a second time, whatever is withdrawn."""
    with scripted({".": ""}) as server:
        folder = write_school(tmp_path, CONTENT, groups=smtp(server.port), consent=FUND)
        first_run("--on", FRIDAY, folder)
    before = counts(folder), rows(folder)
    assert before[0] == {"unknown": 4}
    withdraw(folder, "bram-vos,photo-group,no,2026-11-20,Vera Vos")
    _, mail = delivered(folder, "run")
    assert (mail, counts(folder), rows(folder)) == ({}, *before)


def test_while_a_sender_is_at_work_nothing_is_taken_out_of_its_hands_and_nothing_else_is_sent(waiting: Path) -> None:
    """The run says so and ends with 75; the next one looks at what still waits."""
    withdraw(waiting, "bram-vos,photo-group,no,2026-11-20,Vera Vos")
    with (waiting / "outbox/send.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for command in ("run", "send"):
            ran, mail = delivered(waiting, command)
            assert (ran.status, mail) == (75, {})
            assert "Another sender is at work" in ran.err
    _, mail = delivered(waiting, "run")
    each_post_once(mail)
    assert pictures(mail["anna@example.org"]) == 1


def test_with_a_broken_register_nothing_that_waits_is_sent(waiting: Path) -> None:
    """The no may be in the line that cannot be read: neither `run` nor `send` delivers anything."""
    withdraw(waiting, "bram-vos,photo-group,neen misschien,2026-11-20,Vera Vos")
    for command in ("run", "send"):
        ran, mail = delivered(waiting, command)
        assert (ran.status, mail) == (1, {})
    assert counts(waiting) == {"waiting": 4}
