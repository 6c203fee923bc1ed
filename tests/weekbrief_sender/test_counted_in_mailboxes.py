from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from imap_server import PASSWORD, showing_mail
from killed import killed_after
from outboxes import a_letter, counts, fill, message, send
from postfix import Postfix
from recording_server import recording
from truth import as_said, demand_once, demand_truth_in_the_end, states

from weekbrief_build.school.letter import FinishedLetter
from weekbrief_build.school.people import ImapFolder, MailSettings
from weekbrief_sender.__main__ import main

StartPostfix = Callable[..., Postfix]
KILLS = 20
ARCHIVE = "archief@example.org"
ARCHIVED = {"virtual_mailbox_maps": "inline:{ archief@example.org=archief/ }, static:all/"}
LEFT_FOR_THE_END = 8
ABOUT_A_RUN = 0.6
"""Seconds; a kill that comes after the end of a run is none."""


def _send(folder: Path) -> None:
    main([str(folder)])


def _send_with_archive(folder: Path, *arguments: str) -> None:
    os.environ["WEEKBRIEF_ARCHIVE_PASSWORD"] = PASSWORD
    try:
        main([str(folder), *arguments])
    finally:
        del os.environ["WEEKBRIEF_ARCHIVE_PASSWORD"]


def _found(mailbox: Iterable[bytes], letters: Iterable[FinishedLetter]) -> Counter[tuple[str, bytes]]:
    """How often which letter lies there whole, by recipient; also what is none of these."""
    whole = {message(letter).replace(b"\r\n", b"\n"): letter.recipient for letter in letters}
    bodies = [copy[copy.index(b'From: "De Regenboog"') :] for copy in mailbox]
    return Counter((whole.get(body, "nobody"), body) for body in bodies)


def test_after_kills_each_letter_lies_once_in_the_mailbox_of_a_real_server(start_postfix: StartPostfix, tmp_path: Path) -> None:
    """What Postfix delivered is what counts: whatever is not unknown lies there once, and what is unknown at most once."""
    chance, postfix = random.Random(40), start_postfix()  # noqa: S311 - no secret
    letters = [a_letter(number) for number in range(1, 41)]
    fill(tmp_path, letters, MailSettings("smtp", "127.0.0.1", postfix.port, "none", connections=3))
    doubtful: set[str] = set()
    for left in range(KILLS, 0, -1):  # ever shorter: what is left to do becomes less
        killed_after(chance.uniform(0.05, 0.1 + ABOUT_A_RUN * left / KILLS), _send, tmp_path)
        doubtful |= {recipient for recipient, state in states(tmp_path).items() if state in ("dot", "unknown")}
    _send(tmp_path)
    found = states(tmp_path)
    assert {recipient for recipient, state in found.items() if state == "unknown"} == doubtful
    assert {recipient for recipient, state in found.items() if state == "sent"} == {letter.recipient for letter in letters} - doubtful
    planned = {letter.recipient: message(letter).replace(b"\r\n", b"\n") for letter in letters}
    demand_once(_found(postfix.all_letters(), letters), planned, doubtful)


def test_after_kills_the_archive_leaves_no_letter_unknown_in_the_end(start_postfix: StartPostfix, tmp_path: Path) -> None:
    """What arrived is proven by its copy, what did not goes once more, once that is sure, the last of all too: all are sent, each once."""
    chance, postfix = random.Random(41), start_postfix(ARCHIVED)  # noqa: S311 - no secret
    letters = [a_letter(number) for number in range(1, 41)]
    with TemporaryDirectory(prefix="wb-", dir="/tmp") as short, showing_mail(Path(short, "imap"), postfix.folder / "mail") as (imap, _):
        mailbox = ImapFolder("127.0.0.1", "archief", imap, "none")
        archive = MailSettings("smtp", "127.0.0.1", postfix.port, "none", archive=ARCHIVE, archive_mailbox=mailbox, connections=3)
        fill(tmp_path, letters, archive)
        longest = 0.3
        while sum(state == "planned" for state in states(tmp_path).values()) > LEFT_FOR_THE_END:
            killed_after(chance.uniform(0.05, longest), _send_with_archive, tmp_path)
            longest *= 1.1  # on a machine that is slow today, too, some get to the server
        _send_with_archive(tmp_path)
        postfix.all_letters()  # the copies lie there now
        when = datetime.now(UTC)
        for hours in range(1, 60, 7):  # a letter that did not go waits for one after it, or for a witness, and for the mailbox to catch up
            _send_with_archive(tmp_path, "--now", (when + timedelta(hours=hours)).isoformat())
            postfix.all_letters()
        assert counts(tmp_path) == {"sent": len(letters)}
        planned = {letter.recipient: message(letter).replace(b"\r\n", b"\n") for letter in letters}
        demand_once(_found(postfix.all_letters(), letters), planned, set())


@pytest.mark.parametrize("senders", [2, 8])
def test_senders_that_are_started_at_once_send_each_letter_once(tmp_path: Path, senders: int) -> None:
    """One works, the others see that and leave; whoever comes when it is done finds nothing to do."""
    letters = [a_letter(number) for number in range(1, 41)]
    with recording() as server:
        fill(tmp_path, letters, MailSettings("smtp", "127.0.0.1", server.port, "none", connections=3))
        started = [subprocess.Popen([sys.executable, "-m", "weekbrief_sender", str(tmp_path)]) for _ in range(senders)]
        assert {sender.wait(60) for sender in started} <= {0, 75}
        demand_truth_in_the_end(tmp_path, server, as_said(letters), set())


def test_of_two_senders_the_second_leaves_while_the_first_is_at_work(tmp_path: Path) -> None:
    """The lock is held for as long as a sender works, and a sender that finds it held says that letters wait."""
    with recording() as server:
        fill(tmp_path, [a_letter(1)], MailSettings("smtp", "127.0.0.1", server.port, "none"))
        seconds: list[int] = []
        server.at = lambda stage, _session: seconds.append(send(tmp_path).returncode) if stage == "." else None
        assert send(tmp_path).returncode == 0
        assert (seconds, counts(tmp_path), sum(server.taken().values())) == ([75], {"sent": 1}, 1)
