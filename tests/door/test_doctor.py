from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from certificates import a_certificate, server_context
from dns_server import knowing
from postfix import free_port, running
from running import Ran, weekbrief
from sasl import PASSWORD, checking_passwords
from schools import GROUPS_YAML, write_school
from secure_server import secure

import weekbrief_sender.doctor
from weekbrief_build.job import doctor

STANDS: dict[tuple[str, str], list[str]] = {
    ("regenboog.example", "TXT"): ['"v=spf1 mx -all"'],
    ("_dmarc.regenboog.example", "TXT"): ['"v=DMARC1; p=reject"'],
    ("regenboog.example", "MX"): ["10 mail.regenboog.example."],
}
SECRET = {"WEEKBRIEF_SMTP_PASSWORD": PASSWORD}


def school(folder: Path, port: int, **more: str) -> Path:
    """A small school that sends by a server on this machine."""
    keys = {"transport": "smtp", "host": "127.0.0.1", "port": str(port), "security": "tls", "username": "weekbrief"} | more
    return write_school(folder / "school", groups=f"mail: {{{', '.join(f'{key}: {value}' for key, value in keys.items())}}}\n{GROUPS_YAML}")


def found(ran: Ran) -> dict[str, str]:
    """The grade of each finding, by code."""
    return {one["code"]: one["grade"] for one in ran.json["findings"]}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder whose path is short: sockets lie in it."""
    short = Path(tempfile.mkdtemp(prefix="wb-doc-", dir="/tmp"))
    short.chmod(0o755)
    yield short
    shutil.rmtree(short)


def test_a_school_whose_letters_would_go_and_arrive_is_told_so(folder: Path) -> None:
    """Against a real Postfix with TLS and passwords: every finding is good but what nobody can look up; the status is 0."""
    certificate = a_certificate(folder / "certificate", days=90)
    with checking_passwords(folder / "sasl") as options, knowing(STANDS) as names:
        tls = {"smtpd_tls_cert_file": str(certificate), "smtpd_tls_key_file": str(certificate.with_name("key.pem"))}
        wrapped = {"smtpd_tls_wrappermode": "yes", "smtpd_tls_security_level": "encrypt", "message_size_limit": "20000000"}
        with running(folder / "postfix", tls | wrapped | options) as postfix:
            environment = SECRET | {"SSL_CERT_FILE": str(certificate)}
            ran = weekbrief("doctor", "--json", "--dns", names.address, school(folder, postfix.port), environment=environment)
            log = (postfix.folder / "log").read_text()
    grades = found(ran)
    assert ran.status == 0, ran
    assert {code for code, grade in grades.items() if grade != "good"} <= {"dkim-unknown", "disk"}
    assert {"tls", "certificate", "login", "size", "spf", "dmarc", "bounces", "disk"} <= set(grades)
    assert "mail=" not in log.rpartition("disconnect from")[2]
    assert all(one["what"] and (one["grade"] == "good" or one["mend"]) for one in ran.json["findings"])


def test_each_thing_to_mend_is_told_with_how_to_mend_it(tmp_path: Path) -> None:
    """A certificate that ends soon, a limit below the school's letters, a domain of which nothing stands: status 1, in plain words."""
    certificate = a_certificate(tmp_path / "certificate", days=5)
    with secure(server_context(certificate), {"EHLO": "250-x\r\n250-SIZE 1000000\r\n250 AUTH PLAIN"}, at_once=True) as server:
        with knowing({}) as names:
            environment = SECRET | {"SSL_CERT_FILE": str(certificate), "LANGUAGE": "en"}
            arguments: list[str | Path] = ["doctor", "--dns", names.address, school(tmp_path, server.port)]
            told, as_json = weekbrief(*arguments, environment=environment), weekbrief(*arguments, "--json", environment=environment)
        assert server.letters == 0
    grades = found(as_json)
    assert (told.status, as_json.status) == (1, 1)
    assert (grades["certificate"], grades["size"], grades["login"]) == ("advice", "mend", "good")
    assert {code for code, grade in grades.items() if grade == "mend"} == {"size", "spf-missing", "dmarc-missing", "bounces"}
    assert "regenboog.example" in told.out
    assert told.out.count("✗") == 4
    assert PASSWORD not in told.out + told.err


def test_a_login_that_was_refused_is_tried_once_more_when_a_person_asks(tmp_path: Path) -> None:
    """The doctor does not wait an hour; and what it hears is remembered for the timer."""
    certificate = a_certificate(tmp_path / "certificate")
    with secure(server_context(certificate), {"AUTH": "535 no"}, at_once=True) as server, knowing(STANDS) as names:
        environment = SECRET | {"SSL_CERT_FILE": str(certificate)}
        place = school(tmp_path, server.port)
        for _ in range(2):
            ran = weekbrief("doctor", "--json", "--dns", names.address, place, environment=environment)
            assert (ran.status, found(ran)["session"]) == (1, "mend")
        assert sum(line.startswith("AUTH") for _, line in server.heard) == 2
        assert (place / "outbox/login-refused.json").exists()


def test_a_server_that_is_down_and_settings_that_miss_something_are_told(tmp_path: Path) -> None:
    """As long as no letter can leave, the status is 1, also where that may pass by itself."""
    with knowing(STANDS) as names:
        down = weekbrief("doctor", "--json", "--dns", names.address, school(tmp_path / "a", free_port()), environment=SECRET)
        without = weekbrief("doctor", "--json", "--dns", names.address, school(tmp_path / "b", free_port()))
        unsigned = school(tmp_path / "c", free_port(), dkim="{domain: regenboog.example, selector: brief}")
        keyless = weekbrief("doctor", "--json", "--dns", names.address, unsigned, environment=SECRET)
    assert (down.status, found(down)["session"]) == (1, "mend")
    assert (without.status, found(without)["session"]) == (1, "mend")
    assert (keyless.status, found(keyless)["settings"]) == (1, "mend")


def test_a_school_whose_letters_are_files_is_asked_nothing_more(tmp_path: Path) -> None:
    """With the Maildir there is no server and no domain to look at."""
    ran = weekbrief("doctor", "--json", write_school(tmp_path))
    assert set(found(ran)) == {"disk", "maildir"}


def test_every_code_of_the_senders_doctor_has_its_sentence() -> None:
    """Build and sender do not import each other: their tables are held together here."""
    folder = Path(weekbrief_sender.doctor.__file__ or "").parent
    text = "".join(file.read_text() for file in folder.glob("*.py"))
    used = set(re.findall(r'(?:good|mend|advice|else good|else mend)\)?\(\s*"([a-z-]+)"', text))
    assert {"spf", "size", "session", "certificate", "dkim-missing", "bounces"} <= used
    assert used <= set(doctor._GOOD) | set(doctor._BAD)
    assert set(doctor._GOOD) | set(doctor._BAD) == used | {"maildir", "disk"}
