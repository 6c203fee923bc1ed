from __future__ import annotations

import subprocess
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outboxes import a_letter, counts, fill, message, send
from scripted_server import scripted

from weekbrief_build.school import people
from weekbrief_build.school.people import MailSettings
from weekbrief_sender.dkim import Signer
from weekbrief_sender.settings import Dkim, SettingsUnusable

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
OURS = Dkim("regenboog.example", "brief")
HEAD = (
    b"From: De Regenboog <weekbrief@regenboog.example>\r\nTo: Anna <anna@example.org>\r\nSubject: =?utf-8?q?Herfst?=\r\n  een  vouw \r\n"
    b"Date: Fri, 20 Nov 2026 15:00:00 +0100\r\nMessage-ID: <a@regenboog.example>\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nList-Id: <x.regenboog.example>\r\n"
)


def made(kind: str, folder: Path) -> tuple[str, bytes]:
    """A private key in PEM, and what DNS says of it."""
    order = {
        "rsa": ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
        "ed25519": ["ED25519"],
        "small": ["RSA", "-pkeyopt", "rsa_keygen_bits:768"],
    }
    file = folder / f"{kind}.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", *order[kind], "-out", str(file)], check=True, capture_output=True)
    told = subprocess.run(["openssl", "pkey", "-in", str(file), "-pubout", "-outform", "DER"], check=True, capture_output=True).stdout
    public = told if kind == "rsa" else told[-32:]
    return file.read_text(), f"v=DKIM1; k={kind}; p={b64encode(public).decode()}".encode()


@pytest.fixture(scope="session", params=["rsa", "ed25519"])
def key(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    """A key of either kind, with its record in DNS."""
    return made(request.param, tmp_path_factory.mktemp("keys"))


def judge(letter: bytes, record: bytes) -> bool:
    """Whether an independent reader takes the signature for good."""
    asked: list[bytes] = []

    def dns(name: bytes, timeout: float = 5) -> bytes:
        asked.append(name)
        assert timeout
        return record

    verdict = bool(dkim.verify(letter, dnsfunc=dns))
    assert asked == [b"brief._domainkey.regenboog.example."]
    return verdict


BODIES: list[tuple[bytes, ...]] = [
    (b"\r\nHallo\r\n",),
    (b"\r\n", b"Hallo\r\n"),
    (b"\r\n",),
    (b"\r\n\r\n\r\n",),
    (b"\r\nHallo \t \r\n  daar  \tdan\r\n\r\n\r\n",),
    (b"\r\nHallo\r\n", b"QUJD\r\n" * 9000, b".dots\r\n..\r\n.\r\n", b"\r\n", b"\r\n\r\n"),
    (b"\r\n \r\n\t\r\n",),
    (b"\r\n\xc3\xa9\xc3\xa9n\r\n",),
]


@pytest.mark.parametrize("pieces", BODIES)
def test_a_signed_letter_is_taken_for_good_by_an_independent_reader(key: tuple[str, bytes], pieces: tuple[bytes, ...]) -> None:
    """RFC 6376 and 8463, as dkimpy reads them; wherever the letter is parted, its signature is the same."""
    pem, record = key
    signed = Signer(OURS, pem).header((HEAD, *pieces), NOW)
    assert judge(signed + HEAD + b"".join(pieces), record)
    assert all(len(line) <= 78 for line in signed.split(b"\r\n"))
    if b"k=ed25519" in record:
        assert signed == Signer(OURS, pem).header((HEAD + b"".join(pieces),), NOW)


CHANGES: list[Callable[[bytes], bytes]] = [
    lambda letter: letter.replace(b"Hallo", b"Hullo"),
    lambda letter: letter.replace(b"To: Anna", b"To: Emma"),
    lambda letter: letter.replace(b"Subject:", b"Subject: Haast\r\nSubject:"),
    lambda letter: letter.replace(b"MIME-Version:", b"From: x@evil.example\r\nMIME-Version:"),
    lambda letter: letter.replace(b"MIME-Version:", b"Cc: x@evil.example\r\nMIME-Version:"),
    lambda letter: letter.replace(b"MIME-Version:", b"Reply-To: x@evil.example\r\nMIME-Version:"),
    lambda letter: letter.replace(b"List-Id:", b"Content-Type: text/html\r\nList-Id:"),
    lambda letter: letter + b"meer\r\n",
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_changed_or_added_on_the_way_shows(key: tuple[str, bytes], change: Callable[[bytes], bytes]) -> None:
    """From, To, Subject and what else a reader is shown stand once: a second one breaks the signature, too."""
    pem, record = key
    letter = HEAD + b"\r\nHallo\r\n"
    changed = change(Signer(OURS, pem).header((letter,), NOW) + letter)
    assert not judge(changed, record)


@given(st.lists(st.sampled_from([b"\r\n", b" ", b"\t", b"a", b"."]), max_size=12).map(b"".join))
@settings(max_examples=60, deadline=2000)
def test_any_body_is_read_as_the_standard_says(body: bytes) -> None:
    """Invariant: spaces and empty lines anywhere; the independent reader agrees on every one."""
    pem, record = _ED25519
    letter = HEAD + b"\r\n" + body + b"\r\n"
    assert judge(Signer(OURS, pem).header((letter,), NOW) + letter, record)


_ED25519 = (  # RFC 8032, 7.1
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n",
    b"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
)


@pytest.mark.parametrize("pem", [None, "", "geheim", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_key_that_is_none_is_told_and_not_shown(pem: str | None) -> None:
    """A school that wants its letters signed gets none that are not."""
    with pytest.raises(SettingsUnusable) as told:
        Signer(OURS, pem)
    assert "WEEKBRIEF_DKIM_KEY" in str(told.value)
    assert "AAAA" not in str(told.value)
    assert "geheim" not in str(told.value)


def test_a_key_that_anybody_could_guess_is_not_used(tmp_path: Path) -> None:
    """RFC 8301: RSA of fewer than 1024 bits."""
    with pytest.raises(SettingsUnusable):
        Signer(OURS, made("small", tmp_path)[0])


def test_every_letter_is_signed_on_its_way_out(key: tuple[str, bytes], tmp_path: Path) -> None:
    """The signature goes before the frozen bytes and changes none of them; the key stands nowhere."""
    pem, record = key
    with scripted() as server:
        mail = MailSettings("smtp", "127.0.0.1", server.port, "none", dkim=people.Dkim("regenboog.example", "brief"))
        fill(tmp_path, [a_letter(1), a_letter(2)], mail)
        assert send(tmp_path, environment={"WEEKBRIEF_DKIM_KEY": pem}).returncode == 0
    taken = [letter.replace(b"\r\n..", b"\r\n.") for letter in server.taken]
    assert all(judge(letter, record) for letter in taken)
    assert sorted(letter.partition(b"From: ")[2] for letter in taken) == [message(a_letter(n)).partition(b"From: ")[2] for n in (1, 2)]
    assert not any(pem.encode().split(b"\n")[1] in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_without_the_key_nothing_goes(tmp_path: Path) -> None:
    """A school that wants its letters signed gets none that are not: all of them stay, and a person has to look."""
    with scripted() as server:
        mail = MailSettings("smtp", "127.0.0.1", server.port, "none", dkim=people.Dkim("regenboog.example", "brief"))
        fill(tmp_path, [a_letter(1)], mail)
        result = send(tmp_path)
        assert (result.returncode, counts(tmp_path), server.heard) == (1, {"planned": 1}, [])
        assert "WEEKBRIEF_DKIM_KEY" in result.stderr
