from __future__ import annotations

import sys
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from certificates import a_certificate, server_context
from outboxes import a_letter, counts, fill, send
from scripted_server import AND_HANG_UP, scripted
from token_server import TOKEN, giving_tokens

from weekbrief_build.school.people import MailSettings, OAuth

OFFERS = {"EHLO": "250-x\r\n250 AUTH PLAIN LOGIN XOAUTH2"}
SAID = b64encode(f"user=weekbrief@x.example\1auth=Bearer {TOKEN}\1\1".encode()).decode()
REFRESH = {"WEEKBRIEF_SMTP_REFRESH_TOKEN": "verversing"}


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine."""
    return a_certificate(tmp_path_factory.mktemp("certificates") / "good")


def with_token(outbox: Path, port: int, *, url: str | None = None, command: tuple[str, ...] = (), letters: int = 1) -> None:
    """An outbox for a server that wants a token, from an endpoint or a program."""
    oauth = OAuth(url, "client-1", "https://mail.x.example/") if url else None
    mail = MailSettings("smtp", "127.0.0.1", port, "none", "weekbrief@x.example", auth="xoauth2", oauth=oauth, token_command=command)
    fill(outbox, [a_letter(number) for number in range(1, letters + 1)], mail)


def a_program(words: str) -> tuple[str, ...]:
    """A token_command that does what these words of Python say."""
    return sys.executable, "-c", words


def test_a_refresh_token_becomes_a_token_over_https(tmp_path: Path, good: Path) -> None:
    """RFC 6749, 6: asked once for all letters of a run; the server hears the token and never the refresh token."""
    with scripted(OFFERS) as server, giving_tokens(server_context(good)) as provider:
        with_token(tmp_path, server.port, url=provider.url, letters=3)
        server.replies["."] = f"250 taken{AND_HANG_UP}"  # it hangs up after each letter: three logins
        result = send(tmp_path, environment=REFRESH | {"SSL_CERT_FILE": str(good)})
        assert (result.returncode, result.stderr, counts(tmp_path)) == (0, "", {"sent": 3})
        assert [line for line in server.heard if line.startswith("AUTH")] == [f"AUTH XOAUTH2 {SAID}"] * 3
        scope = "https://mail.x.example/"
        assert provider.asked == [
            {"client_id": "client-1", "scope": scope, "grant_type": "refresh_token", "refresh_token": "verversing"},
        ]
        assert not any("verversing" in line for line in server.heard)


def test_an_application_may_ask_in_its_own_name(tmp_path: Path, good: Path) -> None:
    """RFC 6749, 4.4: with a client secret alone; where both are there, the refresh token is proven with it."""
    with scripted(OFFERS) as server, giving_tokens(server_context(good)) as provider:
        for name, secrets in (("a", {}), ("b", REFRESH)):
            with_token(tmp_path / name, server.port, url=provider.url)
            environment = {"WEEKBRIEF_SMTP_CLIENT_SECRET": "klant", "SSL_CERT_FILE": str(good)} | secrets
            assert send(tmp_path / name, environment=environment).returncode == 0
        assert [(form["grant_type"], form["client_secret"]) for form in provider.asked] == [
            ("client_credentials", "klant"),
            ("refresh_token", "klant"),
        ]


def test_a_program_gives_the_token(tmp_path: Path) -> None:
    """Run without a shell, once a run; what it prints is the token."""
    with scripted(OFFERS) as server:
        with_token(tmp_path, server.port, command=a_program(f"import sys; print('{TOKEN}')"))
        assert send(tmp_path).returncode == 0
        assert f"AUTH XOAUTH2 {SAID}" in server.heard


PROGRAMS = [
    (a_program("import sys; print('hush', file=sys.stderr); sys.exit(3)"), "ended with status 3"),
    (a_program("print('two words')"), "is no token"),
    (a_program("print()"), "is no token"),
    (a_program("print('a\\r\\nQUIT')"), "is no token"),
    (("/nowhere/token",), "cannot be run"),
]


@pytest.mark.parametrize(("command", "sentence"), PROGRAMS)
def test_a_program_that_gives_none_makes_letters_wait(tmp_path: Path, command: tuple[str, ...], sentence: str) -> None:
    """Nobody can log in: a person has to look, no login is tried, and what the program complains about is not shown."""
    with scripted(OFFERS) as server:
        with_token(tmp_path, server.port, command=command)
        result = send(tmp_path)
        assert (result.returncode, counts(tmp_path)) == (1, {"waiting": 1})
        assert sentence in result.stderr
        assert "hush" not in result.stderr
        assert not any(line.startswith("AUTH") for line in server.heard)


def test_a_program_gets_no_secret_but_those_for_tokens(tmp_path: Path) -> None:
    """Not the password, not those of mailboxes, not the key that signs; what it may ask a token with, it has."""
    tells = "import os; print('.'.join(sorted(name for name in os.environ if name.startswith('WEEKBRIEF_'))))"
    others = ("SMTP_PASSWORD", "ARCHIVE_PASSWORD", "BOUNCES_PASSWORD", "DKIM_KEY")
    with scripted(OFFERS) as server:
        with_token(tmp_path, server.port, command=a_program(tells))
        send(tmp_path, environment=REFRESH | {f"WEEKBRIEF_{name}": "geheim" for name in others})
        (login,) = (line for line in server.heard if line.startswith("AUTH"))
    assert b64decode(login.split()[2]).endswith(b"auth=Bearer WEEKBRIEF_SMTP_REFRESH_TOKEN\1\1")


ANSWERS: list[tuple[int, object, int, str]] = [
    (400, {"error": "invalid_grant", "error_description": "AADSTS70008: expired for anna@x.example"}, 1, "400 invalid_grant AADSTS70008"),
    (401, b"<html>anna@x.example", 1, "401"),
    (429, {}, 75, "429"),
    (503, {"error": "temporarily_unavailable"}, 75, "503 temporarily_unavailable"),
    (200, {"token_type": "Bearer"}, 1, "is no token"),
    (200, {"access_token": "a\r\nRCPT TO:<x@evil.example>"}, 1, "is no token"),
    (200, [], 1, "is no token"),
    (200, b"not JSON", 1, "is no token"),
]


@pytest.mark.parametrize("given", ANSWERS)
def test_a_provider_that_gives_none_makes_letters_wait(tmp_path: Path, good: Path, given: tuple[int, object, int, str]) -> None:
    """Its trouble passes by itself, its no does not; of its words only the kind of error is shown."""
    status, answer, ends, sentence = given
    with scripted(OFFERS) as server, giving_tokens(server_context(good), status, answer) as provider:
        with_token(tmp_path, server.port, url=provider.url)
        result = send(tmp_path, environment=REFRESH | {"SSL_CERT_FILE": str(good)})
        assert (result.returncode, counts(tmp_path)) == (ends, {"waiting": 1})
        assert sentence in result.stderr
        assert "@" not in result.stderr
        assert "verversing" not in result.stderr


@pytest.mark.parametrize("status", [302, 303, 307, 308])
def test_the_secret_is_told_to_no_other_place(tmp_path: Path, good: Path, status: int) -> None:
    """A redirect would take it elsewhere: none is followed."""
    with scripted(OFFERS) as server, giving_tokens(server_context(good)) as elsewhere:
        with giving_tokens(server_context(good), status) as provider:
            provider.headers["Location"] = elsewhere.url
            with_token(tmp_path, server.port, url=provider.url)
            assert send(tmp_path, environment=REFRESH | {"SSL_CERT_FILE": str(good)}).returncode == 1
        assert (elsewhere.asked, elsewhere.visits) == ([], 0)


def test_a_provider_that_cannot_prove_its_name_is_told_nothing(tmp_path: Path) -> None:
    """The secret goes to whom it is for, or nowhere; the operator reads what is wrong."""
    expired = a_certificate(tmp_path / "certificate", days=-1)
    with scripted(OFFERS) as server, giving_tokens(server_context(expired)) as provider:
        with_token(tmp_path / "outbox", server.port, url=provider.url)
        result = send(tmp_path / "outbox", environment=REFRESH | {"SSL_CERT_FILE": str(expired)})
        assert (result.returncode, provider.asked) == (1, [])
        assert "its certificate has expired" in result.stderr


def test_without_a_secret_it_is_said_which_one_is_missing(tmp_path: Path) -> None:
    """The operator is told the names under which the sender looks."""
    with scripted(OFFERS) as server:
        with_token(tmp_path, server.port, url="https://127.0.0.1:1/token")
        result = send(tmp_path)
        assert (result.returncode, counts(tmp_path)) == (1, {"waiting": 1})
        assert "WEEKBRIEF_SMTP_REFRESH_TOKEN or WEEKBRIEF_SMTP_CLIENT_SECRET" in result.stderr


def test_the_reason_for_a_refused_token_is_answered_with_an_empty_line(tmp_path: Path) -> None:
    """XOAUTH2: the reason comes as a challenge; only after an empty line does the server say no. Tried once, and not by the next run."""
    reason = b64encode(b'{"status":"401","schemes":"Bearer"}').decode()
    with scripted(OFFERS | {"AUTH": f"334 {reason}", "": "535 5.7.8 not accepted"}) as server:
        with_token(tmp_path, server.port, command=a_program(f"print('{TOKEN}')"), letters=2)
        runs = [send(tmp_path) for _ in range(2)]
        assert [run.returncode for run in runs] == [1, 1]
        assert counts(tmp_path) == {"waiting": 2}
        assert server.heard[1:] == [f"AUTH XOAUTH2 {SAID}", "", *server.heard[3:]]
        assert sum(line.startswith("AUTH") for line in server.heard) == 1
        assert "535 5.7.8 not accepted" in runs[0].stderr
        assert TOKEN not in runs[0].stderr + "".join(str(b64decode(reason)))


def test_a_token_is_not_offered_to_a_server_that_takes_none(tmp_path: Path) -> None:
    """Nor is anything else tried in its place."""
    with scripted() as server:
        with_token(tmp_path, server.port, command=a_program(f"print('{TOKEN}')"))
        result = send(tmp_path)
        assert (result.returncode, counts(tmp_path)) == (1, {"waiting": 1})
        assert not any(line.startswith("AUTH") for line in server.heard)
