from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest
from outboxes import NOW, a_letter, counts, fill, message, report, send, some_work
from schools import a_post
from scripted_server import AND_HANG_UP, HANG, HANG_UP, Said, ScriptedServer, scripted

from weekbrief_build.outbox.commit import hand_over
from weekbrief_build.outbox.ledger import open_outbox
from weekbrief_build.school.people import MailSettings
from weekbrief_sender.auth import Login
from weekbrief_sender.letters import Letters
from weekbrief_sender.pace import Pace
from weekbrief_sender.refusals import Refusals
from weekbrief_sender.session import Patience
from weekbrief_sender.settings import Smtp, read_settings
from weekbrief_sender.smtp import SmtpConnection
from weekbrief_sender.states import Outcome, Verdict
from weekbrief_sender.tokens import Tokens

PIPELINING = {"EHLO": "250-scripted\r\n250 PIPELINING"}
NOT_YOU = "554 5.7.1 <ouder@example.org>: Relay access denied"
POLICY = "550 5.7.1 not this one"


def _fill(outbox: Path, server: ScriptedServer, letters: int, connections: int = 1) -> None:
    settings = MailSettings("smtp", "127.0.0.1", server.port, "none", connections=connections)
    fill(outbox, [a_letter(number) for number in range(1, letters + 1)], settings)


def _tries(outbox: Path) -> set[int]:
    with sqlite3.connect(outbox / "ledger.sqlite3") as ledger:
        tries = {number for (number,) in ledger.execute("SELECT tries FROM delivery")}
    ledger.close()
    return tries


def _arrived(server: ScriptedServer) -> Counter[bytes]:
    return Counter(server.taken)


def _all(letters: int) -> Counter[bytes]:
    return Counter(message(a_letter(number)).replace(b"\r\n.", b"\r\n..") for number in range(1, letters + 1))


@pytest.mark.parametrize("script", [{}, PIPELINING])
def test_letters_that_go_side_by_side_each_arrive_once(tmp_path: Path, script: dict[str, Said]) -> None:
    """Over several connections at once, every letter as it was planned, and none twice."""
    with scripted(script) as server:
        _fill(tmp_path, server, letters=30, connections=4)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"sent": 30})
        assert _arrived(server) == _all(30)
        assert 1 <= sum(line.startswith("EHLO") for line in server.heard) <= 4


def test_a_server_that_allows_one_connection_gets_one(tmp_path: Path) -> None:
    """A connection that is not welcome gives its letter back, and that counts as no try."""
    with scripted({"greeting": ["220 welcome", "421 too many connections"]}) as server:
        _fill(tmp_path, server, letters=12, connections=3)
        assert (send(tmp_path).returncode, counts(tmp_path), _tries(tmp_path)) == (0, {"sent": 12}, {1})


ENDINGS: tuple[dict[str, Said], ...] = (
    {"MAIL": ["250 ok", "250 ok", f"421 that is enough{AND_HANG_UP}", "250 ok"]},
    {"RCPT": ["250 ok", HANG_UP, "250 ok"]},
    {"MAIL": ["250 ok", "452 4.3.2 too many letters in one session", "250 ok"]},
    {"DATA": ["354 go on", HANG_UP, "354 go on"]},
    {".": ["250 taken", f"250 taken{AND_HANG_UP}", "250 taken"]},
    {".": ["250 taken", f"250 taken\r\n421 idle for too long{AND_HANG_UP}", "250 taken"]},
)


@pytest.mark.parametrize("script", ENDINGS)
def test_a_server_that_ends_a_connection_after_some_letters_gets_the_rest_over_another(tmp_path: Path, script: dict[str, Said]) -> None:
    """Limits per connection are no fault of the next letter: it goes over a fresh one, and that counts as no try."""
    with scripted(script) as server:
        _fill(tmp_path, server, letters=5)
        assert (send(tmp_path).returncode, counts(tmp_path), _tries(tmp_path)) == (0, {"sent": 5}, {1})
        assert _arrived(server) == _all(5)
        assert sum(line.startswith("EHLO") for line in server.heard) == 2


def test_a_message_for_nobody_is_never_ended(tmp_path: Path) -> None:
    """A server that lets DATA through although it refused the recipient is left waiting; the next letter asks before DATA."""
    with scripted({**PIPELINING, "RCPT": ["550 5.1.1 nobody", "250 ok", "550 5.1.1 nobody", "250 ok"]}) as server:
        _fill(tmp_path, server, letters=4)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (1, {"sent": 2, "refused": 2})
        assert len(server.taken) == 2
        assert sum(line.startswith("EHLO") for line in server.heard) == 2


ABOUT_THE_SCHOOL: tuple[dict[str, Said], ...] = (
    {"MAIL": "550 5.7.1 sender rejected"},
    {"MAIL": "530 authentication required"},
    {"RCPT": NOT_YOU},
    {"DATA": "530 5.7.0 Must issue a STARTTLS command first"},
    {".": "550 5.7.26 unauthenticated mail is not accepted"},
    {"RCPT": "550 5.1.1 Invalid recipient"},
    {"RCPT": "550 5.1.1 <ouder@example.org>: user unknown"},
    {".": "554 5.2.252 SendAsDenied"},
    {"RCPT": ["550 relay not permitted", "553 sorry, that domain isn't in my list of allowed rcpthosts", "550 no", "550 why"]},
)


@pytest.mark.parametrize("script", ABOUT_THE_SCHOOL)
def test_a_no_to_the_school_refuses_no_letter(tmp_path: Path, script: dict[str, Said]) -> None:
    """A server that takes nobody's letter has nothing against these: all wait, a person has to look, and few were tried."""
    with scripted(script) as server:
        _fill(tmp_path, server, letters=10)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (1, {"waiting": 10})
        assert sum(line.startswith("MAIL") for line in server.heard) <= 3
        server.replies |= {"MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", ".": "250 taken"}
        server.taken.clear()
        assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"sent": 10})
        assert _arrived(server) == _all(10)


def test_a_quota_that_ends_in_the_middle_refuses_no_letter(tmp_path: Path) -> None:
    """What was taken is sent; what comes after the last letter that was taken waits."""
    with scripted({".": ["250 taken", "250 taken", "550 5.4.5 Daily sending quota exceeded"]}) as server:
        _fill(tmp_path, server, letters=10)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (1, {"sent": 2, "waiting": 8})


LOCAL_ONLY = (["550 relay not permitted", "250 ok"] * 4, ["550 no", "250 ok"] * 4)


@pytest.mark.parametrize("rcpt", LOCAL_ONLY)
def test_a_server_that_takes_its_own_people_s_letters_alone_refuses_nobody(tmp_path: Path, rcpt: list[str]) -> None:
    """The same words three times are about the school, also where it takes others in between; the head learns it, and all go later."""
    with scripted({"RCPT": rcpt}) as server:
        _fill(tmp_path, server, letters=8)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (1, {"sent": 2, "waiting": 6})
        server.replies["RCPT"] = "250 ok"
        assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"sent": 8})
        assert _arrived(server) == _all(8)


RATES: tuple[dict[str, Said], ...] = (
    {"RCPT": ["250 ok", "450 4.7.1 Error: too much mail from 127.0.0.1"]},
    {".": ["250 taken", "451 4.7.1 Ratelimit exceeded"]},
    {"MAIL": ["250 ok", "452 4.3.2 sender thread limit exceeded"]},
)


@pytest.mark.parametrize("script", RATES)
def test_a_rate_ends_the_run_and_not_the_letters(tmp_path: Path, script: dict[str, Said]) -> None:
    """Nobody is asked further, nothing is refused however long it lasts, and all go when the server takes more."""
    with scripted(script) as server:
        _fill(tmp_path, server, letters=6)
        assert (send(tmp_path, "--now", "2026-11-20T15:00:00+01:00").returncode, counts(tmp_path)) == (75, {"sent": 1, "waiting": 5})
        assert sum(line.startswith("MAIL") for line in server.heard) <= 3
        assert (send(tmp_path, "--now", "2026-11-29T15:00:00+01:00").returncode, counts(tmp_path)) == (75, {"sent": 1, "waiting": 5})
        server.replies |= {"RCPT": "250 ok", ".": "250 taken", "MAIL": "250 ok"}
        assert (send(tmp_path, "--now", "2026-11-29T23:00:00+01:00").returncode, counts(tmp_path)) == (0, {"sent": 6})


def test_a_letter_in_doubt_is_settled_by_the_next_letters(tmp_path: Path) -> None:
    """The last of a run shows nothing; in the next run it goes between others, and then it does."""
    with scripted({"RCPT": ["250 ok", "550 unheard of", "250 ok", "550 unheard of", "250 ok"]}) as server:
        _fill(tmp_path, server, letters=2)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (1, {"sent": 1, "waiting": 1})
        more = [replace(a_letter(number), edition="2026-W48") for number in (3, 4)]
        work = some_work(more, edition="2026-W48", posts=[replace(a_post(), path="content/groep-5b/later.md")])
        with open_outbox(tmp_path) as outbox:
            hand_over(outbox, work.plan, work.letters, edition_at_once=False)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (1, {"sent": 3, "refused": 1})


def test_a_policy_against_one_letter_refuses_that_one(tmp_path: Path) -> None:
    """Where a later letter is taken, the no was about the earlier one."""
    with scripted({"RCPT": [POLICY, "250 ok"]}) as server:
        _fill(tmp_path, server, letters=3)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (1, {"sent": 2, "refused": 1})


def test_a_server_that_never_says_its_last_word_puts_few_letters_in_doubt(tmp_path: Path) -> None:
    """Three in a row, and the rest waits: each further letter would become unknown as well."""
    with scripted({".": HANG_UP}) as server:
        _fill(tmp_path, server, letters=20)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (1, {"unknown": 3, "waiting": 17})


def test_letters_that_fail_let_others_go_first(tmp_path: Path) -> None:
    """Three letters at which the server hangs up do not keep back, for ever, those that come after them."""
    with scripted({"RCPT": [HANG_UP] * 3 + ["250 ok"]}) as server:
        _fill(tmp_path, server, letters=6)
        assert (send(tmp_path).returncode, counts(tmp_path)) == (75, {"waiting": 6})
        server.heard.clear()
        assert (send(tmp_path).returncode, counts(tmp_path)) == (0, {"sent": 6})
        assert next(line for line in server.heard if line.startswith("RCPT")) == "RCPT TO:<ouder4@example.org>"


def test_a_letter_is_given_up_after_its_life(tmp_path: Path) -> None:
    """Three days, where the school does not say otherwise; what the server said last stays to be read."""
    with scripted({"RCPT": "450 4.2.1 mailbox busy"}) as server:
        _fill(tmp_path, server, letters=1)
        assert send(tmp_path, "--now", "2026-11-20T15:00:00+01:00").returncode == 75
        assert (send(tmp_path, "--now", "2026-11-23T14:59:59+01:00").returncode, counts(tmp_path)) == (75, {"waiting": 1})
        assert (send(tmp_path, "--now", "2026-11-23T19:00:00+01:00").returncode, counts(tmp_path)) == (1, {"refused": 1})
    assert report(tmp_path).troubles[0].reply == "given up after 3 days: 450 4.2.1 mailbox busy"


def test_a_letter_is_given_up_when_the_server_was_never_there_but_not_while_a_person_has_to_mend_something(tmp_path: Path) -> None:
    """A network that is down for days is told like any other failure; a wrong password waits for whoever mends it."""
    with scripted({"greeting": ["421 not now", "421 not now"]}) as server:
        _fill(tmp_path, server, letters=2)
        assert send(tmp_path, "--now", "2026-11-20T15:00:00+01:00").returncode == 75
        server.replies["greeting"] = "554 not you"
        assert (send(tmp_path, "--now", "2026-11-25T15:00:00+01:00").returncode, counts(tmp_path)) == (1, {"waiting": 2})
        server.replies["greeting"] = "421 not now"
        assert (send(tmp_path, "--now", "2026-11-26T15:00:00+01:00").returncode, counts(tmp_path)) == (1, {"refused": 2})


def test_a_letter_that_is_not_as_planned_stops_all_connections(tmp_path: Path) -> None:
    """Whoever was at the outbox may have done more: nothing that was not on its way goes any more, and the altered letter never."""
    with scripted() as server:
        _fill(tmp_path, server, letters=40, connections=3)
        with sqlite3.connect(tmp_path / "ledger.sqlite3") as ledger:
            ledger.execute("UPDATE letter SET recipient = 'ouder1@example.org' WHERE id = 5")
        ledger.close()
        assert send(tmp_path).returncode == 1
        state = counts(tmp_path)
        assert state["refused"] == 1
        assert 1 <= state["sent"] <= 6
        assert sum(state.values()) == 40
        assert max(_arrived(server).values()) == 1
        assert not any(b"Ouder 5 " in one for one in server.taken)


def test_a_server_that_hangs_is_waited_for_no_longer_than_the_standard_says(tmp_path: Path) -> None:
    """Before the dot the letter waits; after it, nobody knows. RFC 5321, 4.5.3.2, at a faster pace."""
    assert Patience() == Patience(connection=60, reply=300, taking=180, last_word=600)
    verdicts = {"EHLO": Verdict.NOBODY_NOW, "MAIL": Verdict.FAULT, "RCPT": Verdict.FAULT, "DATA": Verdict.FAULT, ".": Verdict.UNKNOWN}
    for number, (where, verdict) in enumerate(verdicts.items()):
        with scripted({where: HANG}) as server:
            _fill(tmp_path / str(number), server, letters=1)
            assert asyncio.run(_one(tmp_path / str(number))).verdict is verdict


async def _one(outbox: Path) -> Outcome:
    """Deliver the first letter with little patience."""

    async def done() -> None:
        return

    settings = read_settings(outbox, {})
    assert isinstance(settings, Smtp)
    login = Login(settings, Tokens(settings, monotonic), Refusals(outbox / "refused"), lambda: NOW)
    connection = SmtpConnection(settings, login, patience=Patience(connection=0.3, reply=0.3, taking=0.3, last_word=0.3))
    reading = sqlite3.connect(outbox / "ledger.sqlite3")
    try:
        return await connection.deliver(Letters(reading, outbox).take(1), done, done)
    finally:
        await connection.close()
        reading.close()


def test_letters_are_spread_over_time_over_all_connections_together() -> None:
    """So many a minute, and no burst, whoever asks."""

    async def run() -> float:
        pace, stopping = Pace(6000), asyncio.Event()
        start = asyncio.get_running_loop().time()
        await asyncio.gather(*(pace.turn(stopping) for _ in range(21)))
        return asyncio.get_running_loop().time() - start

    assert 0.19 <= asyncio.run(run()) < 2
