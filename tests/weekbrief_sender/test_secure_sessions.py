from __future__ import annotations

import asyncio
import json
import os
import shutil
import ssl
import tempfile
import warnings
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from certificates import a_certificate, server_context
from outboxes import a_letter, counts, fill, report, send
from postfix import Postfix
from sasl import PASSWORD, checking_passwords
from scripted_server import scripted
from secure_server import secure

from weekbrief_build.outbox.mail_settings import write_mail_settings
from weekbrief_build.school.people import MailSettings
from weekbrief_sender.auth import Login
from weekbrief_sender.refusals import Refusals
from weekbrief_sender.settings import Smtp, read_settings
from weekbrief_sender.states import SessionFailure
from weekbrief_sender.tls import strict_context
from weekbrief_sender.tokens import Tokens

StartPostfix = Callable[..., Postfix]
SECRET = {"WEEKBRIEF_SMTP_PASSWORD": PASSWORD}
IN_BASE64 = b64encode(f"\0weekbrief\0{PASSWORD}".encode()).decode()


def secured(port: int, security: str = "starttls", *, letters: int = 1, username: str | None = "weekbrief", outbox: Path) -> None:
    """An outbox with letters for a server on this machine that is to be spoken to under TLS."""
    fill(outbox, [a_letter(number) for number in range(1, letters + 1)], MailSettings("smtp", "127.0.0.1", port, security, username))


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine."""
    return a_certificate(tmp_path_factory.mktemp("certificates") / "good")


@pytest.fixture(scope="session")
def sasl() -> Iterator[dict[str, str]]:
    """Options of `main.cf` with which Postfix demands a login."""
    folder = Path(tempfile.mkdtemp(prefix="wb-sasl-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        with checking_passwords(folder / "d") as options:
            yield options
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_real_server_that_demands_a_login_gets_it_under_tls(
    start_postfix: StartPostfix, tmp_path: Path, good: Path, sasl: dict[str, str], security: str
) -> None:
    """Postfix with Dovecot's passwords, on both kinds of TLS: letters arrive, authenticated; before TLS no login is offered or made."""
    postfix = start_postfix(_tls(good, security) | sasl)
    secured(postfix.port, security, outbox=tmp_path)
    result = send(tmp_path, environment=SECRET | {"SSL_CERT_FILE": str(good)})
    assert (result.returncode, result.stderr, counts(tmp_path)) == (0, "", {"sent": 1})
    (arrived,) = postfix.letters(1)
    assert b"with ESMTPSA " in arrived


def test_a_wrong_password_is_tried_once_at_a_real_server_and_not_again_by_the_next_runs(
    start_postfix: StartPostfix, tmp_path: Path, good: Path, sasl: dict[str, str]
) -> None:
    """A timer runs every quarter of an hour: until somebody changes the password, or for an hour, the account is left in peace."""
    postfix = start_postfix(_tls(good, "starttls") | sasl)
    secured(postfix.port, letters=3, outbox=tmp_path)
    wrong = {"WEEKBRIEF_SMTP_PASSWORD": "geraden", "SSL_CERT_FILE": str(good)}
    runs = [send(tmp_path, environment=wrong) for _ in range(3)]
    assert [run.returncode for run in runs] == [1, 1, 1]
    assert counts(tmp_path) == {"waiting": 3}
    assert (postfix.folder / "log").read_text().count("SASL PLAIN authentication failed") == 1
    assert "535" in runs[0].stderr
    assert "less than an hour ago" in runs[1].stderr
    assert send(tmp_path, environment=SECRET | {"SSL_CERT_FILE": str(good)}).returncode == 0
    assert counts(tmp_path) == {"sent": 3}


def test_of_connections_side_by_side_one_tries_and_the_others_wait_for_it(tmp_path: Path) -> None:
    """Three connections with a wrong password are three steps towards a lock-out: one is made, also where the disk remembers nothing."""
    heard: list[bytes] = []
    write_mail_settings(tmp_path, MailSettings("smtp", "127.0.0.1", 587, "starttls", "weekbrief"))
    settings = read_settings(tmp_path, SECRET)
    assert isinstance(settings, Smtp)

    async def ask(line: bytes) -> tuple[int, str]:
        heard.append(line)
        await asyncio.sleep(0)
        return 535, "no"

    async def try_all() -> list[BaseException | None]:
        login = Login(settings, Tokens(settings, lambda: 0.0), Refusals(tmp_path / "nowhere/file"), lambda: datetime.now(UTC))
        return await asyncio.gather(*(login.log_in(ask, ["plain"]) for _ in range(3)), return_exceptions=True)

    failures = asyncio.run(try_all())
    assert len(heard) == 1
    assert [isinstance(failure, SessionFailure) and failure.mend for failure in failures] == [True] * 3


def test_an_hour_later_a_refused_login_is_tried_again(tmp_path: Path) -> None:
    """The provider may have mended it; a login that goes well is not remembered as refused."""
    with scripted({"AUTH": "535 no"}) as server:
        fill(tmp_path, [a_letter(1)], MailSettings("smtp", "127.0.0.1", server.port, "none", "weekbrief"))
        for moment, tries in (("14:00", 1), ("14:59", 1), ("15:01", 2), ("15:30", 2)):
            assert send(tmp_path, "--now", f"2026-11-20T{moment}:00+00:00", environment=SECRET).returncode == 1
            assert sum(line.startswith("AUTH") for line in server.heard) == tries
        server.replies["AUTH"] = "235 welcome"
        assert send(tmp_path, "--now", "2026-11-20T16:02:00+00:00", environment=SECRET).returncode == 0
    assert not (tmp_path / "login-refused.json").exists()


def test_a_server_that_cannot_log_anybody_in_for_now_is_tried_by_the_next_run(tmp_path: Path) -> None:
    """RFC 4954: 454 is a passing failure, and none of the password's doing."""
    with scripted({"AUTH": "454 later"}) as server:
        fill(tmp_path, [a_letter(1)], MailSettings("smtp", "127.0.0.1", server.port, "none", "weekbrief"))
        assert [send(tmp_path, environment=SECRET).returncode for _ in range(2)] == [75, 75]
        assert sum(line.startswith("AUTH") for line in server.heard) == 2


def test_login_is_used_where_plain_is_not_offered(tmp_path: Path) -> None:
    """One mechanism, chosen by what is offered, never a second one after a refusal."""
    words = [b64encode(word).decode().upper() for word in (b"weekbrief", PASSWORD.encode())]
    replies = {"EHLO": "250-x\r\n250 AUTH LOGIN", "AUTH": "334 VXNlcm5hbWU6", words[0]: "334 UGFzc3dvcmQ6", words[1]: "235 in"}
    with scripted(replies) as server:
        fill(tmp_path, [a_letter(1)], MailSettings("smtp", "127.0.0.1", server.port, "none", "weekbrief"))
        assert send(tmp_path, environment=SECRET).returncode == 0


FAULTS = [
    ("expired", "its certificate has expired"),
    ("another name", "its certificate is for another"),
    ("nobody vouches", "it vouches for itself only"),
]


@pytest.mark.parametrize(("fault", "sentence"), FAULTS)
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_what_is_wrong_with_a_certificate_is_said_and_nothing_else_is(tmp_path: Path, fault: str, sentence: str, security: str) -> None:
    """No login, no letter, no address reaches a server that cannot prove its name; the operator reads why."""
    names, days = ("DNS:other.example" if fault == "another name" else "IP:127.0.0.1"), (-1 if fault == "expired" else 2)
    certificate = a_certificate(tmp_path / "certificate", names, days=days)
    trusted = os.devnull if fault == "nobody vouches" else str(certificate)
    outbox = tmp_path / "outbox"
    with secure(server_context(certificate), at_once=security == "tls") as server:
        secured(server.port, security, letters=2, outbox=outbox)
        result = send(outbox, environment=SECRET | {"SSL_CERT_FILE": trusted})
        assert (result.returncode, counts(outbox)) == (1, {"waiting": 2})
        assert sentence in result.stderr
        assert sentence in (report(outbox).troubles[0].reply or "")
        assert [line.partition(" ")[0] for _, line in server.heard] == (["EHLO", "STARTTLS"] if security == "starttls" else [])


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_tls_that_can_be_broken_is_not_spoken(tmp_path: Path, good: Path, newest: ssl.TLSVersion) -> None:
    """RFC 8996: TLS 1.0 and 1.1 are no longer used."""
    context = server_context(good)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # which is what the rule is about
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, newest
    with secure(context, at_once=True) as server:
        secured(server.port, "tls", outbox=tmp_path)
        result = send(tmp_path, environment=SECRET | {"SSL_CERT_FILE": str(good)})
        assert (result.returncode, counts(tmp_path), server.heard) == (1, {"waiting": 1}, [])
        assert "no TLS that is good enough" in result.stderr


def test_a_name_with_letters_beyond_ascii_is_proven_by_its_name_in_dns(tmp_path: Path) -> None:
    """A certificate names a host as DNS does; settings hold that name already."""
    certificate = a_certificate(tmp_path / "certificate", "DNS:smtp.xn--bcher-kva.example")
    context = strict_context()
    context.load_verify_locations(certificate)
    ours, theirs = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(theirs, ours, server_hostname="smtp.xn--bcher-kva.example")
    server = server_context(certificate).wrap_bio(ours, theirs, server_side=True)
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    with pytest.raises(ssl.SSLWantReadError):
        server.do_handshake()
    client.do_handshake()
    assert client.version() == "TLSv1.3"


def test_a_stripped_starttls_ends_the_session(tmp_path: Path, good: Path) -> None:
    """Somebody on the way took STARTTLS out of what the server offers: nothing is said in the clear, and a person is told."""
    with secure(server_context(good), offer="250-secure\r\n250 AUTH PLAIN") as server:
        secured(server.port, letters=2, outbox=tmp_path)
        result = send(tmp_path, environment=SECRET | {"SSL_CERT_FILE": str(good)})
        assert (result.returncode, counts(tmp_path)) == (1, {"waiting": 2})
        assert "STARTTLS" in result.stderr
        assert {line.partition(" ")[0] for _, line in server.heard} <= {"EHLO", "QUIT"}


def test_a_refused_starttls_ends_the_session(tmp_path: Path) -> None:
    """A 454 to STARTTLS is no leave to go on without."""
    with scripted({"EHLO": "250-x\r\n250-STARTTLS\r\n250 AUTH PLAIN", "STARTTLS": "454 not now"}) as server:
        secured(server.port, outbox=tmp_path)
        assert (send(tmp_path, environment=SECRET).returncode, counts(tmp_path)) == (75, {"waiting": 1})
        assert {line.partition(" ")[0] for line in server.heard} <= {"EHLO", "STARTTLS", "QUIT"}


INJECTED = b"250-evil\r\n250 AUTH LOGIN\r\n334 VXNlcm5hbWU6\r\n334 UGFzc3dvcmQ6\r\n"


@pytest.mark.parametrize("injected", [INJECTED, INJECTED + b"250 half a line", b"\0" * 200])
def test_what_is_slipped_in_before_tls_is_never_taken_for_the_server(tmp_path: Path, good: Path, injected: bytes) -> None:
    """CVE-2011-0411 for clients: what stands in the buffer when TLS begins was not said under TLS, and counts for nothing."""
    with secure(server_context(good), injected=injected) as server:
        secured(server.port, outbox=tmp_path)
        send(tmp_path, environment=SECRET | {"SSL_CERT_FILE": str(good)})
        assert server.lines(secure=False)[1:] in (["STARTTLS"], ["STARTTLS", "QUIT"])
        said = server.lines(secure=True)
        assert said == [] or said[:2] == [said[0], f"AUTH PLAIN {IN_BASE64}"]
        assert counts(tmp_path) == ({"sent": 1} if said else {"waiting": 1})


def test_the_secret_stands_nowhere(tmp_path: Path) -> None:
    """Not in the outbox, not in what the sender prints, not in its arguments: neither plain nor in base64."""
    with scripted({"AUTH": f"535 you said {IN_BASE64}?"}) as server:
        arguments: list[bytes] = []

        def look() -> None:
            arguments.extend(file.read_bytes() for file in Path("/proc").glob("[0-9]*/cmdline"))

        server.before_last_word = look
        fill(tmp_path, [a_letter(1)], MailSettings("smtp", "127.0.0.1", server.port, "none", "weekbrief"))
        refused = send(tmp_path, environment=SECRET)
        server.replies["AUTH"] = "235 in"
        (tmp_path / "login-refused.json").unlink()
        write_mail_settings(tmp_path, MailSettings("smtp", "127.0.0.1", server.port, "none", "weekbrief"))
        sent = send(tmp_path, environment=SECRET)
    assert (refused.returncode, sent.returncode) == (1, 0)
    files = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    everything = files + b"".join(arguments) + (refused.stdout + refused.stderr + sent.stdout + sent.stderr).encode()
    assert arguments
    assert PASSWORD.encode() not in everything
    assert IN_BASE64.encode() not in everything


def test_what_is_remembered_of_a_refusal_does_not_tell_the_secret(tmp_path: Path) -> None:
    """A salted, slow hash: the same password leaves another trace each time."""
    marks = set()
    with scripted({"AUTH": "535 no"}) as server:
        for name in ("a", "b"):
            fill(tmp_path / name, [a_letter(1)], MailSettings("smtp", "127.0.0.1", server.port, "none", "weekbrief"))
            assert send(tmp_path / name, environment=SECRET).returncode == 1
            marks.add(json.loads((tmp_path / name / "login-refused.json").read_text())["mark"])
    assert len(marks) == 2


def _tls(certificate: Path, security: str) -> dict[str, str]:
    return {
        "smtpd_tls_security_level": "encrypt",
        "smtpd_tls_cert_file": str(certificate),
        "smtpd_tls_key_file": str(certificate.with_name("key.pem")),
        "smtpd_tls_wrappermode": "yes" if security == "tls" else "no",
        "smtpd_tls_auth_only": "yes",
    }
