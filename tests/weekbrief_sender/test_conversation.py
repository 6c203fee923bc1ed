from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from weekbrief_sender.conversation import LONGEST_REPLY, Answers, Offer, Reply, chunks, offer_of, opening
from weekbrief_sender.letter import Letter, NotAsPlanned, Piece
from weekbrief_sender.replies import Phase
from weekbrief_sender.states import Outcome, Verdict

LINES = st.lists(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=30), min_size=1, max_size=4)
REPLIES = st.lists(st.tuples(st.integers(200, 599), LINES), max_size=5)
EVERYTHING = Offer(size=10_000, pipelining=True, eight_bit=True, smtputf8=True)
NOTHING = Offer(size=None, pipelining=False, eight_bit=False, smtputf8=False)


def _piece(data: bytes) -> Piece:
    stuffed = (b"\r\n" + data).replace(b"\r\n.", b"\r\n..")[2:]
    return Piece(sha256(data).digest(), data, stuffed, data.isascii())


def _letter(*pieces: bytes, to: str = "anna@example.org", sender: str = "school@regenboog.example") -> Letter:
    made = tuple(_piece(data) for data in (f"To: {to}\r\n\r\n".encode(), *pieces))
    digest = sha256(b"".join(piece.sha256 for piece in made)).digest()
    return Letter(1, "<1@regenboog.example>", sender, to, made, sum(len(piece.data) for piece in made), digest)


def _said(code: int, lines: list[str]) -> bytes:
    *before, last = lines
    return "".join([*(f"{code}-{line}\r\n" for line in before), f"{code} {last}\r\n"]).encode()


def _heard(data: bytes, cuts: list[int]) -> list[Reply]:
    answers, found = Answers(), []
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    for start, end in pairwise(places):
        answers.hear(data[start:end])
        while (reply := answers.next()) is not None:
            found.append(reply)
            if reply.code is None:
                return found
    return found


@given(replies=REPLIES, cuts=st.lists(st.integers(0, 1000), max_size=8))
@settings(max_examples=80)
def test_replies_are_told_apart_wherever_the_network_cuts_them(replies: list[tuple[int, list[str]]], cuts: list[int]) -> None:
    """A reply of many lines is one reply, and ten that come at once are ten."""
    found = _heard(b"".join(_said(*reply) for reply in replies), cuts)
    assert [reply.code for reply in found] == [code for code, _ in replies]


NONSENSE = [b"HTTP/1.1 400 Bad Request\r\n", b"250-one\r\n550 two\r\n", b"25 ok\r\n", b"650 ok\r\n", b"\r\n", b"x" * 9000, b"250-" * 9000]


@given(noise=st.binary(max_size=200))
@settings(max_examples=60)
@example(noise=b"")
@pytest.mark.parametrize("nonsense", NONSENSE)
def test_what_is_no_smtp_ends_the_conversation(nonsense: bytes, noise: bytes) -> None:
    """Nothing that follows is believed: a 250 in it might be meant for somebody else."""
    answers = Answers()
    answers.hear(nonsense)
    assert answers.next() == Reply(None, "what the server said was no SMTP")
    answers.hear(noise + b"250 ok\r\n")
    assert answers.next() == Reply(None, "what the server said was no SMTP")


def test_a_server_that_never_ends_its_reply_fills_no_memory() -> None:
    """Endless lines, and lines without end, are cut off."""
    for line in (b"250-and\r\n", b"x"):
        answers = Answers()
        for _ in range(20):
            answers.hear(line * 8000)
        assert answers.next() == Reply(None, "what the server said was no SMTP")
        assert len(answers._heard) <= LONGEST_REPLY + 8000 * len(line)


def test_an_enhanced_code_that_stands_on_each_line_is_told_once() -> None:
    """A person reads one sentence."""
    assert _heard(b"550-5.7.1 No\r\n550-5.7.1 letters\r\n550 5.7.1 today\r\n", []) == [Reply(550, "5.7.1 No letters today")]


def test_commands_go_out_together_only_where_the_server_offers_it() -> None:
    """RFC 2920; DATA is the last of its group, and alone where the server lets it through after a refusal."""
    grouped = {
        1: opening(_letter(), EVERYTHING, unfinished=False),
        2: opening(_letter(), replace(EVERYTHING, data_alone=True), unfinished=False),
        4: opening(_letter(), NOTHING, unfinished=True),
    }
    for number, groups in grouped.items():
        assert isinstance(groups, list)
        assert len(groups) == number
        phases = [phase for group in groups for phase, _ in group]
        assert phases == [*([Phase.RESET] if number == 4 else []), Phase.MAIL, Phase.RCPT, Phase.DATA]


def test_a_letter_says_how_large_it_is_without_the_dots_that_smtp_adds() -> None:
    """RFC 1870, 5."""
    letter = _letter(b".dots\r\n")
    groups = opening(letter, EVERYTHING, unfinished=False)
    assert isinstance(groups, list)
    assert (
        groups[0][0][1] == f"MAIL FROM:<school@regenboog.example> SIZE={len(b''.join(piece.data for piece in letter.pieces))}\r\n".encode()
    )


UNFIT = [
    (_letter(b"x" * 70 + b"\r\n"), replace(EVERYTHING, size=50), "above 50 bytes", Verdict.DOUBTFUL),
    (_letter("blij é\r\n".encode()), NOTHING, "8BITMIME", Verdict.REFUSED),
    (_letter(to="zoë@example.org"), replace(NOTHING, eight_bit=True), "SMTPUTF8", Verdict.REFUSED),
    (_letter(to="no address"), EVERYTHING, "none that mail can carry", Verdict.REFUSED),
]


@pytest.mark.parametrize(("letter", "offer", "why", "verdict"), UNFIT)
def test_a_letter_that_the_server_cannot_take_is_held_back_before_it_is_named(
    letter: Letter, offer: Offer, why: str, verdict: Verdict
) -> None:
    """The server is not asked for what it does not offer. A size is in doubt like a no: a server that takes too little takes no letter."""
    outcome = opening(letter, offer, unfinished=False)
    assert isinstance(outcome, Outcome)
    assert (outcome.verdict, why in outcome.reply, "@example" in outcome.reply) == (verdict, True, False)


def test_bytes_and_addresses_beyond_ascii_are_declared() -> None:
    """RFC 6152 and RFC 6531; a domain is said as DNS knows it, and needs nothing of the server."""
    groups = opening(_letter("blij é\r\n".encode(), to="zoë@example.org"), EVERYTHING, unfinished=False)
    assert isinstance(groups, list)
    assert groups[0][0][1].endswith(b" BODY=8BITMIME SMTPUTF8\r\n")
    groups = opening(_letter(sender="s@münchen.example"), NOTHING, unfinished=False)
    assert isinstance(groups, list)
    assert groups[0][0][1] == b"MAIL FROM:<s@xn--mnchen-3ya.example>\r\n"


def test_a_letter_whose_pieces_change_hands_is_not_said() -> None:
    """Right before the server is told, pieces, digest, To and recipient are compared once more."""
    letter, other = _letter(b"for Anna\r\n"), _letter(b"for Piet\r\n")
    mixed_up = _letter(b"for Anna\r\n")
    object.__setattr__(mixed_up, "pieces", other.pieces)
    readdressed = _letter(b"for Anna\r\n")
    object.__setattr__(readdressed, "recipient", "piet@example.org")
    assert isinstance(opening(letter, EVERYTHING, unfinished=False), list)
    for wrong in (mixed_up, readdressed):
        with pytest.raises(NotAsPlanned):
            opening(wrong, EVERYTHING, unfinished=False)
    with pytest.raises(NotAsPlanned):
        letter.demand_for("piet@example.org")


@given(
    pieces=st.lists(
        st.sampled_from([b"a\r\n", b".\r\n", b".." * 40 + b"\r\n", b"x" * 200_000 + b"\r\n", b"y" * 90 + b"\r\n.\r\n"]), max_size=12
    )
)
@settings(max_examples=40)
def test_what_is_said_is_the_message_and_its_dots(pieces: list[bytes]) -> None:
    """Joined, in whatever parts, the parts are the message with each line that begins with a dot stuffed."""
    message = b"".join(pieces)
    said = b"".join(chunks([_piece(data) for data in pieces]))
    assert (b"\r\n" + said).replace(b"\r\n..", b"\r\n.")[2:] == message
    assert b"\r\n.\r\n" not in b"\r\n" + said


def test_what_a_server_offers_is_read_from_its_keywords() -> None:
    """A SIZE of nothing, or of 0, is no limit (RFC 1870, 4)."""
    assert offer_of({"size": "100", "pipelining": ""}) == Offer(100, pipelining=True, eight_bit=False, smtputf8=False)
    assert offer_of({"size": "0", "8bitmime": "", "smtputf8": ""}) == Offer(None, pipelining=False, eight_bit=True, smtputf8=True)
    assert offer_of({"size": ""}).size is offer_of({}).size is None
