from __future__ import annotations

import pytest
from schools import GROUPS_YAML

from weekbrief_build.gather.office.groups import read_groups
from weekbrief_build.gather.office.mail import SECRETS
from weekbrief_build.school.people import Dkim, ImapFolder, MaildirFolder, MailSettings, OAuth
from weekbrief_build.words import words_of


def read(mail: str) -> tuple[MailSettings, list[tuple[int | None, str, str]]]:
    """The settings of a school with these keys below `mail:`, and all that is told of them: line, what, mend."""
    reading = read_groups(f"mail:\n{''.join(f'  {line}{chr(10)}' for line in mail.splitlines())}{GROUPS_YAML}")
    assert reading.school is not None
    say = words_of("en").say
    return reading.school.mail, [(mistake.line, say(mistake.what), say(mistake.mend)) for mistake in reading.mistakes]


def right(mail: str) -> MailSettings:
    """The settings, where nothing is wrong."""
    settings, mistakes = read(mail)
    assert mistakes == []
    return settings


def test_everything_that_can_be_said_about_mail_is_read() -> None:
    """Every key, with a value of its own."""
    assert right("""\
transport: smtp
host: smtp.x.example
port: 465
security: tls
username: brief@x.example
auth: xoauth2
token_command: /usr/bin/token 'brief@x.example' --scope=smtp
per_minute: 20
connections: 2
life: 5
verp: no
bounces_to: retour@x.example
archive: archief@x.example
archive_mailbox: {host: imap.x.example, port: 1993, security: starttls, username: archief@x.example, folder: Brieven}
bounces_mailbox: {maildir: /var/mail/retour}
dkim: {domain: x.example, selector: brief2026}
largest_letter: 9.5
""") == MailSettings(
        "smtp",
        "smtp.x.example",
        465,
        "tls",
        "brief@x.example",
        20,
        2,
        auth="xoauth2",
        token_command=("/usr/bin/token", "brief@x.example", "--scope=smtp"),
        life=5,
        verp=False,
        bounces_to="retour@x.example",
        archive="archief@x.example",
        archive_mailbox=ImapFolder("imap.x.example", "archief@x.example", 1993, "starttls", folder="Brieven"),
        bounces_mailbox=MaildirFolder("/var/mail/retour"),
        dkim=Dkim("x.example", "brief2026"),
        largest_letter=9_500_000,
    )


def test_the_same_can_be_said_in_dutch() -> None:
    """One table holds the pairs; words that stand as values have them too."""
    dutch = """\
aanbieder: Microsoft 365
gebruikersnaam: brief@x.example
aanmelden: oauth2
oauth: {client: c-1, tenant: x.example}
per minuut: 20
verbindingen: 2
levensduur: 5
eigen retouradres: ja
retouradres: retour@x.example
archief: archief@x.example
archiefpostbus: {server: imap.x.example, aanmelden: wachtwoord, gebruikersnaam: archief@x.example, map: Brieven}
retourpostbus: {gebruikersnaam: retour@x.example}
dkim: {domein: x.example, selector: brief}
"""
    english = """\
provider: microsoft365
username: brief@x.example
auth: xoauth2
oauth: {client_id: c-1, tenant: x.example}
per_minute: 20
connections: 2
life: 5
verp: yes
bounces_to: retour@x.example
archive: archief@x.example
archive_mailbox: {host: imap.x.example, auth: password, username: archief@x.example, folder: Brieven}
bounces_mailbox: {username: retour@x.example}
dkim: {domain: x.example, selector: brief}
"""
    assert right(dutch) == right(english)


def test_microsoft_365_is_known_by_its_name() -> None:
    """Who names the provider need not know its servers, ports, limits and how it wants a login; its tenant has to be told."""
    settings = right("provider: microsoft365\nusername: a@x.example\noauth: {client_id: c-1, tenant: x.example}")
    url = "https://login.microsoftonline.com/x.example/oauth2/v2.0/token"
    assert settings == MailSettings(
        "smtp",
        "smtp.office365.com",
        None,
        "starttls",
        "a@x.example",
        30,
        3,
        provider="microsoft365",
        auth="xoauth2",
        oauth=OAuth(url, "c-1", "https://outlook.office365.com/.default"),
        verp=False,
    )


def test_google_is_known_by_its_name_and_takes_an_app_password_or_a_token() -> None:
    """An app password needs nothing else; where a token's whereabouts are told, a token is used."""
    settings = right("provider: google\nusername: a@x.example")
    assert (settings.host, settings.auth, settings.connections, settings.per_minute) == ("smtp.gmail.com", "password", 3, 60)
    settings = right("provider: google\nusername: a@x.example\noauth: {client_id: c-1}")
    assert (settings.auth, settings.oauth) == ("xoauth2", OAuth("https://oauth2.googleapis.com/token", "c-1", "https://mail.google.com/"))


def test_what_the_school_writes_wins_over_what_its_provider_implies() -> None:
    """A relay of the same provider has another name and other limits."""
    settings = right(
        "provider: google\nhost: smtp-relay.gmail.com\nport: 465\nsecurity: tls\nusername: a\nper_minute: 5\nconnections: 1\nverp: yes"
    )
    assert (settings.host, settings.port, settings.security) == ("smtp-relay.gmail.com", 465, "tls")
    assert (settings.per_minute, settings.connections, settings.verp) == (5, 1, True)


@pytest.mark.parametrize(
    "place", ["{}", "archive_mailbox: {{username: a, host: h.example, {}}}", "bounces_mailbox: {{{}}}", "oauth: {{{}}}", "dkim: {{{}}}"]
)
@pytest.mark.parametrize("key", [*SECRETS, "wachtwoord", "token", "secret", "app-wachtwoord", "sleutel"])
def test_a_secret_is_refused_wherever_it_stands(place: str, key: str) -> None:
    """Others can read the file: what looks like a secret is not read, is not shown, and the mend says where it belongs."""
    _, mistakes = read(place.format(f"{key}: hush-hush"))
    told = [(what, mend) for _, what, mend in mistakes if what == "A password does not stand in a file that others can read."]
    assert len(told) == 1
    assert "WEEKBRIEF_" in told[0][1]
    assert not any("hush-hush" in what + mend for _, what, mend in mistakes)


def test_the_mend_names_the_secret_that_was_meant() -> None:
    """The password of the archive is another than the one that letters are sent with."""
    _, mistakes = read("archive: a@x.example\narchive_mailbox: {username: a, host: h.example, password: hush}")
    assert ["WEEKBRIEF_ARCHIVE_PASSWORD" in mend for _, _, mend in mistakes] == [True]


def test_letters_travel_readable_only_where_that_is_said_twice() -> None:
    """Without TLS everybody on the way can read what a class did: to this machine itself it needs no second word."""
    for host in ("localhost", "127.0.0.1", "'::1'"):
        right(f"transport: smtp\nhost: {host}\nsecurity: none\nusername: a")
    _, mistakes = read("transport: smtp\nhost: relay.x.example\nsecurity: none")
    assert [(line, what) for line, what, _ in mistakes] == [
        (4, "With “security: none” everybody between here and “relay.x.example” can read the letters.")
    ]
    settings = right("transport: smtp\nhost: relay.x.example\nbeveiliging: geen\nonversleuteld: ja")
    assert (settings.security, settings.unencrypted) == ("none", True)


def test_a_password_never_travels_readable() -> None:
    """Saying it twice is for letters; a password is not the school's alone."""
    _, mistakes = read("transport: smtp\nhost: relay.x.example\nsecurity: none\nunencrypted: yes\nusername: a")
    assert [what for _, what, _ in mistakes] == ["With “security: none” the password would travel readable to “relay.x.example”."]
    _, mistakes = read("bounces_mailbox: {host: imap.x.example, security: none, username: a}")
    assert [what for _, what, _ in mistakes] == ["With “security: none” the password would travel readable to “imap.x.example”."]


WRONG = [
    ("provider: hotmail", 2, "“hotmail” cannot be read as “provider”."),
    ("provider: microsoft365\nusername: a@x.example", 1, "“oauth” is missing here."),
    ("provider: microsoft365\nusername: a@x.example\noauth: {client_id: c}", 4, "“tenant” is missing here."),
    ("provider: microsoft365\noauth: {client_id: c, tenant: t}", 1, "“username” is missing here."),
    ("provider: google", 1, "“username” is missing here."),
    ("transport: smtp\nhost: h.example\nauth: xoauth2\nusername: a", 1, "“oauth” is missing here."),
    ("transport: smtp\nhost: h.example\nusername: a\noauth: {client_id: c}", 5, "“token_url” is missing here."),
    (
        "transport: smtp\nhost: h.example\nusername: a\noauth: {client_id: c, token_url: http://x.example/t}",
        5,
        "“http://x.example/t” cannot be read as “token_url”.",
    ),
    ("provider: microsoft365\nusername: a\noauth: {client_id: c, tenant: a/b}", 4, "“a/b” cannot be read as “tenant”."),
    (
        "provider: google\nusername: a\nauth: password\noauth: {client_id: c}",
        4,
        "A token is for “auth: xoauth2”, and “auth: password” stands here.",
    ),
    (
        "provider: google\nusername: a\ntoken_command: /t\noauth: {client_id: c}",
        4,
        "Both “token_command” and “oauth” say where a token comes from.",
    ),
    ("provider: google\nusername: a\ntoken_command: token", 4, "“token” cannot be read as “token_command”."),
    ('token_command: "/t \'x"', 2, "“/t 'x” cannot be read as “token_command”."),
    ("life: 0", 2, "“0” cannot be read as “life”."),
    ("life: 31", 2, "“31” cannot be read as “life”."),
    ("largest_letter: 0.9", 2, "“0.9” cannot be read as “largest_letter”."),
    ("grootste brief: 50,01", 2, "“50,01” cannot be read as “grootste brief”."),
    ("largest_letter: veel", 2, "“veel” cannot be read as “largest_letter”."),
    ("verp: misschien", 2, "“misschien” cannot be read as “verp”."),
    ("bounces_to: a", 2, "“a” cannot be read as “bounces_to”."),
    ("archive: a@x.example, b@x.example", 2, "“a@x.example, b@x.example” cannot be read as “archive”."),
    ("archive_mailbox: {host: h.example, username: a@x.example}", 1, "“archive” is missing here."),
    ("bounces_mailbox: {username: a}", 2, "“host” is missing here."),
    ("bounces_mailbox: {host: h.example}", 2, "“username” is missing here."),
    ("bounces_mailbox: {maildir: bounces}", 2, "“bounces” cannot be read as “maildir”."),
    ("bounces_mailbox: {maildir: /b, host: h.example}", 2, "Both “maildir” and “host” say where this mailbox is."),
    ("dkim: {domain: x.example}", 2, "“selector” is missing here."),
    ("dkim: {domain: x.example, selector: 'a b'}", 2, "“a b” cannot be read as “selector”."),
]


@pytest.mark.parametrize(("mail", "line", "sentence"), WRONG, ids=[mail for mail, _, _ in WRONG])
def test_what_is_wrong_with_mail_is_told_once(mail: str, line: int, sentence: str) -> None:
    """One small broken school per mistake: its line, and what is wrong."""
    _, mistakes = read(mail)
    assert [(at, what) for at, what, _ in mistakes] == [(line, sentence)]


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("smtp.x.example", "smtp.x.example"),
        ("SMTP.X.Example", "smtp.x.example"),
        ("mail", "mail"),
        ("10.0.0.7", "10.0.0.7"),
        ("'2001:db8::7'", "2001:db8::7"),
        ("smtp.b\u00fccher.example", "smtp.xn--bcher-kva.example"),
    ],
)
def test_a_host_is_kept_as_dns_knows_it(written: str, host: str) -> None:
    """A name with letters beyond ASCII becomes the name that DNS has and that a certificate names."""
    assert right(f"transport: smtp\nhost: {written}").host == host
