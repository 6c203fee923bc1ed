from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outboxes import a_letter, counts, fill, send

from weekbrief_build.school.letter import Piece
from weekbrief_sender.wire import LONGEST_LINE, fault_of, fault_of_headers

SMUGGLED = (
    b"hello\r\n.\nMAIL FROM:<x@evil.example>\r\n",  # CVE-2023-51764: LF . LF, or CR LF . LF, ends a letter for some
    b"hello\n.\r\nMAIL FROM:<x@evil.example>\r\n",
    b"hello\r.\r\nMAIL FROM:<x@evil.example>\r\n",
    b"hello\r\r\n.\r\r\nMAIL FROM:<x@evil.example>\r\n",
    b"hello\n\r\n",
    b"hel\0lo\r\n",
    b"hello\r\n\0.\r\n",
    b"hello",
    b"hello\r\n.",
    b"hello\n",
    b"hello\r",
    b"",
    b"x" * (LONGEST_LINE + 1) + b"\r\n",
    b"hello\r\n" + b"x" * 5000 + b"\r\nhello\r\n",
)


@pytest.mark.parametrize("piece", SMUGGLED)
def test_a_piece_behind_which_a_letter_could_be_smuggled_has_a_fault(piece: bytes) -> None:
    """CR or LF alone, NUL, an overlong line, an unfinished line: servers disagree on each."""
    assert fault_of(piece)


@pytest.mark.parametrize(
    "piece", [b"\r\n", b"hello\r\n", b".\r\n..\r\n", b"x" * LONGEST_LINE + b"\r\n", (b"x" * LONGEST_LINE + b"\r\n") * 3, b"\xff\x80\r\n"]
)
def test_what_every_server_reads_alike_has_none(piece: bytes) -> None:
    """Dots are doubled on the way out; a line may be as long as RFC 5321 says."""
    assert fault_of(piece) is None


@given(st.lists(st.sampled_from([b"\r\n", b"\r", b"\n", b"\0", b".", b"a", b"b" * 500, b"c" * 998]), max_size=12).map(b"".join))
@settings(max_examples=300, deadline=2000)
def test_a_piece_is_right_exactly_where_it_is_lines_and_nothing_else(piece: bytes) -> None:
    """Invariant: RFC 5321, 2.3.8 and 4.5.3.1.6, as one expression."""
    assert (fault_of(piece) is None) == (re.fullmatch(rb"(?:[^\r\n\0]{0,998}\r\n)+", piece) is not None)


@pytest.mark.parametrize(
    "headers",
    [
        b"To: a@example.org\r\nTo: b@example.org",
        b"Subject: x\r\nSUBJECT: y",
        b"To: a@example.org\r\nBcc: b@example.org",
        b"To: a@example.org\r\nResent-To: b@example.org",
        b" folded: from the start",
        b"Subject: x\r\n \r\nTo: a@example.org",
        b"Subject: x\r\nno header here",
        b"Subject : x",
        b"Sub\xffject: x",
        b": x",
        b"",
    ],
)
def test_headers_that_two_readers_could_read_in_two_ways_have_a_fault(headers: bytes) -> None:
    """A second To, a second subject, further recipients, what is no header at all."""
    assert fault_of_headers(headers)


def test_folded_and_encoded_headers_are_right() -> None:
    """RFC 5322, 2.2.3; several Received or other headers may stand twice."""
    assert fault_of_headers(b"To: =?utf-8?q?An=2Cna?=\r\n <a@example.org>\r\nReceived: x\r\nReceived: y\r\nX-0: \r\n\ty") is None


@pytest.mark.parametrize("extra", [b"hello\r\n.\nMAIL FROM:<x@evil.example>\r\n", b"hel\0lo\r\n", b"x" * 999 + b"\r\n"])
def test_a_letter_that_could_smuggle_is_refused_before_anything_is_said(tmp_path: Path, extra: bytes) -> None:
    """However it came into the outbox: it is not sent, not repaired, and a person has to look."""
    letter = a_letter(1)
    fill(tmp_path, [replace(letter, pieces=(*letter.pieces, Piece(extra)))])
    assert (send(tmp_path).returncode, counts(tmp_path)) == (1, {"refused": 1})
    assert list((tmp_path / "maildir/new").iterdir()) == []
