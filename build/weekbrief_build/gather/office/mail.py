"""Reads `mail:` of `groups.yaml`: how letters leave; a password, token or key is never read from there, only refused.

What a provider implies is a table and is filled in here, so that whoever delivers knows no providers. What the school writes wins.
Whoever can write this file decides to whom the password is told, and what program is run for a token: docs/running.md says so.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from weekbrief_build.gather.notation.form import Form
from weekbrief_build.gather.notation.keys import word_of
from weekbrief_build.gather.office.mailboxes import address_of, domain_of_text
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import LARGEST_LETTER, Dkim, ImapFolder, MaildirFolder, MailSettings, OAuth

SECRETS: Mapping[str, str] = MappingProxyType(
    {
        "password": "WEEKBRIEF_SMTP_PASSWORD",
        "client_secret": "WEEKBRIEF_SMTP_CLIENT_SECRET",
        "refresh_token": "WEEKBRIEF_SMTP_REFRESH_TOKEN",
        "private_key": "WEEKBRIEF_DKIM_KEY",
    }
)
"""What may not stand in the file, and under which name the sender looks for it instead."""
MAIL_KEYS = (
    "transport", "provider", "host", "port", "security", "unencrypted", "username", "auth", "token_command", "oauth", "per_minute",
    "connections", "life", "verp", "bounces_to", "archive", "archive_mailbox", "bounces_mailbox", "dkim", "largest_letter", *SECRETS,
)  # fmt: skip
OAUTH_KEYS = ("client_id", "tenant", "scope", "token_url", *SECRETS)
MAILBOX_KEYS = ("host", "port", "security", "username", "auth", "folder", "maildir", *SECRETS)
DKIM_KEYS = ("domain", "selector", *SECRETS)
SECURITY, AUTH = ("starttls", "tls", "none"), ("password", "xoauth2")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
HIGHEST_PORT, MOST_PER_MINUTE, MOST_CONNECTIONS, LONGEST_LIFE = 65_535, 100_000, 100, 30
SMALLEST_LIMIT, LARGEST_LIMIT = 1_000_000, 50_000_000
"""Of a letter, in bytes: with less room even texts would not fit; no provider takes more."""
_MEGABYTES = re.compile(r"([0-9]{1,2})(?:[.,]([0-9]{1,2}))?(?: ?MB)?", re.IGNORECASE)
_IP = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]+")
_NAME_ON_THIS_NET = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_SELECTOR = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*")
_WORD = re.compile(r"[A-Za-z0-9._-]+")
_PRINTABLE = re.compile(r"[!-~]+(?: [!-~]+)*")
_URL = re.compile(r"https://[A-Za-z0-9.:\[\]-]+/[!-~]*")


@dataclass(frozen=True, slots=True)
class Provider:
    """What a provider asks of those who send through it (as of 2026)."""

    smtp: str
    imap: str
    auth: str
    token_url: str
    scope: str
    connections: int
    per_minute: int


PROVIDERS: Mapping[str, Provider] = MappingProxyType(
    {
        "microsoft365": Provider(
            "smtp.office365.com",
            "outlook.office365.com",
            "xoauth2",
            "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
            "https://outlook.office365.com/.default",
            connections=3,
            per_minute=30,
        ),
        "google": Provider(
            "smtp.gmail.com",
            "imap.gmail.com",
            "password",
            "https://oauth2.googleapis.com/token",
            "https://mail.google.com/",
            connections=3,
            per_minute=60,
        ),
    }
)
"""Both take port 587 with STARTTLS, and neither lets a letter have an envelope sender of its own."""


def read_mail(form: Form) -> MailSettings:
    """How letters leave. What is not said is left to the sender."""
    _refuse_secrets(form)
    named = form.read("provider", lambda text: word_of(text, PROVIDERS), None, " | ".join(PROVIDERS))
    provider = PROVIDERS.get(named or "")
    transport = form.word("transport", ("maildir", "smtp"), "smtp" if provider else "maildir")
    host = form.read("host", host_of, provider.smtp if provider else None, "smtp.regenboog.example")
    if transport == "smtp" and form.node("host") is None and provider is None:
        form.missing("host", "smtp.regenboog.example")
    command, oauth = _token_command(form), _oauth(form, named)
    auth = form.word("auth", AUTH, "xoauth2" if command or oauth else provider.auth if provider else "password")
    archive = form.read("archive", address_of, None, "archief@regenboog.example")
    settings = MailSettings(
        transport=transport,
        host=host,
        port=form.number("port", HIGHEST_PORT, 587),
        security=form.word("security", SECURITY, "starttls"),
        username=form.text("username"),
        per_minute=form.number("per_minute", MOST_PER_MINUTE, 30) or (provider.per_minute if provider else None),
        connections=form.number("connections", MOST_CONNECTIONS, 3) or (provider.connections if provider else None),
        provider=named,
        unencrypted=form.truth("unencrypted"),
        auth=auth,
        token_command=command,
        oauth=oauth,
        life=form.number("life", LONGEST_LIFE, 3) or 3,
        verp=form.truth("verp") if form.node("verp") else provider is None,
        bounces_to=form.read("bounces_to", address_of, None, "bounces@regenboog.example"),
        archive=archive,
        archive_mailbox=_imap_folder(form, "archive_mailbox", provider),
        bounces_mailbox=_bounces_mailbox(form, provider),
        dkim=_dkim(form),
        largest_letter=form.read("largest_letter", _letter_size, LARGEST_LETTER, "5"),
    )
    if transport == "smtp":
        _demand_encryption(form, settings)
        _demand_what_a_login_needs(form, settings)
    if settings.archive_mailbox and not archive and form.node("archive") is None:
        form.missing("archive", settings.archive_mailbox.username)
    return settings


def _refuse_secrets(form: Form, password: str = SECRETS["password"]) -> None:
    """`password` is the name under which the sender looks for the one that goes with this form."""
    for key, secret in SECRETS.items():
        if key in form.found:
            what = say(N_("A password does not stand in a file that others can read."))
            mend = N_("Take it out, change it at the provider, and give it as {name} or as a systemd credential of that name.")
            form.notes.wrong(form.line_of(key), what, say(mend, name=password if key == "password" else secret))


def _demand_encryption(form: Form, settings: MailSettings) -> None:
    if settings.security != "none" or settings.host is None or settings.host in LOOPBACK:
        return
    if settings.username:
        what = say(N_("With “security: none” the password would travel readable to “{host}”."), host=settings.host)
        form.notes.wrong(form.line_of("security"), what, say(N_("Choose “starttls” (port 587) or “tls” (port 465).")))
    elif not settings.unencrypted:
        what = say(N_("With “security: none” everybody between here and “{host}” can read the letters."), host=settings.host)
        mend = say(
            N_("Choose “starttls” (port 587) or “tls” (port 465). If it must be so all the same, write “unencrypted: yes” beside it.")
        )
        form.notes.wrong(form.line_of("security"), what, mend)


def _demand_what_a_login_needs(form: Form, settings: MailSettings) -> None:
    if settings.auth == "password":
        if settings.token_command or settings.oauth:
            what = say(N_("A token is for “auth: xoauth2”, and “auth: password” stands here."))
            form.notes.wrong(form.line_of("auth"), what, say(N_("Keep one of the two.")))
        if settings.provider and not settings.username and form.node("username") is None:
            form.missing("username", "weekbrief@regenboog.example")
        return
    if not settings.username and form.node("username") is None:
        form.missing("username", "weekbrief@regenboog.example")
    if settings.token_command and settings.oauth:
        what = say(N_("Both “token_command” and “oauth” say where a token comes from."))
        form.notes.wrong(form.line_of("token_command"), what, say(N_("Keep one of the two.")))
    elif form.node("oauth") is None and form.node("token_command") is None:
        form.missing("oauth", "{client_id: …, tenant: …}" if settings.provider == "microsoft365" else "{client_id: …}")


def _letter_size(text: str) -> int | None:
    """Megabytes, with a comma or a dot, as bytes."""
    found = _MEGABYTES.fullmatch(text)
    size = int(found[1]) * 1_000_000 + int((found[2] or "").ljust(2, "0")) * 10_000 if found else 0
    return size if SMALLEST_LIMIT <= size <= LARGEST_LIMIT else None


def _token_command(form: Form) -> tuple[str, ...]:
    return form.read("token_command", _words, (), "/usr/local/bin/token weekbrief@regenboog.example")


def _words(text: str) -> tuple[str, ...] | None:
    """The words as a shell would part them; the program by its whole path, so that nothing in the folder stands in for it."""
    try:
        words = tuple(shlex.split(text))
    except ValueError:
        return None
    return words if words and words[0].startswith("/") else None


def _oauth(form: Form, provider: str | None) -> OAuth | None:
    if form.node("oauth") is None:
        return None
    inner = form.section("oauth", OAUTH_KEYS)
    _refuse_secrets(inner)
    known = PROVIDERS.get(provider or "")
    client_id = inner.required("client_id", "0a1b2c3d-…")
    if client_id and not _PRINTABLE.fullmatch(client_id):
        client_id = inner.read("client_id", lambda _text: None, None, "0a1b2c3d-…")
    tenant = inner.read("tenant", lambda text: text if _WORD.fullmatch(text) else None, None, "regenboog.example")
    url = inner.read("token_url", lambda text: text if _URL.fullmatch(text) else None, None, "https://login.provider.example/token")
    if url is None and inner.node("token_url") is None:
        if known is None:
            inner.missing("token_url", "https://login.provider.example/token")
        elif "{tenant}" in known.token_url and inner.node("tenant") is None:
            inner.missing("tenant", "regenboog.example")
        else:
            url = known.token_url.format(tenant=tenant) if tenant or "{tenant}" not in known.token_url else None
    scope = inner.read("scope", lambda text: text if _PRINTABLE.fullmatch(text) else None, None, "https://mail.provider.example/")
    return OAuth(url, client_id, scope or (known.scope if known else "")) if url and client_id else None


def _imap_folder(form: Form, key: str, provider: Provider | None) -> ImapFolder | None:
    if form.node(key) is None:
        return None
    inner = form.section(key, tuple(known for known in MAILBOX_KEYS if known != "maildir"))
    return _imap_of(inner, key, provider)


def _bounces_mailbox(form: Form, provider: Provider | None) -> ImapFolder | MaildirFolder | None:
    key = "bounces_mailbox"
    if form.node(key) is None:
        return None
    inner = form.section(key, MAILBOX_KEYS)
    if inner.node("maildir") is None:
        return _imap_of(inner, key, provider)
    if inner.node("host") is not None:
        what = say(N_("Both “maildir” and “host” say where this mailbox is."))
        inner.notes.wrong(inner.line_of("maildir"), what, say(N_("Keep one of the two.")))
    folder = inner.read("maildir", lambda text: text if text.startswith("/") else None, None, "/var/mail/bounces")
    return MaildirFolder(folder) if folder else None


def _imap_of(form: Form, key: str, provider: Provider | None) -> ImapFolder | None:
    _refuse_secrets(form, f"WEEKBRIEF_{key.partition('_')[0].upper()}_PASSWORD")
    host = form.read("host", host_of, provider.imap if provider else None, "imap.regenboog.example")
    if form.node("host") is None and provider is None:
        form.missing("host", "imap.regenboog.example")
    username = form.required("username", f"{key.partition('_')[0]}@regenboog.example")
    security = form.word("security", SECURITY, "tls")
    if security == "none" and host and host not in LOOPBACK:
        what = say(N_("With “security: none” the password would travel readable to “{host}”."), host=host)
        form.notes.wrong(form.line_of("security"), what, say(N_("Choose “tls” (port 993) or “starttls” (port 143).")))
    port, auth = form.number("port", HIGHEST_PORT, 993), form.word("auth", AUTH, provider.auth if provider else "password")
    folder = form.text("folder") or "INBOX"
    return ImapFolder(host, username, port, security, auth, folder) if host and username else None


def _dkim(form: Form) -> Dkim | None:
    if form.node("dkim") is None:
        return None
    inner = form.section("dkim", DKIM_KEYS)
    _refuse_secrets(inner)
    domain = inner.read("domain", domain_of_text, None, "regenboog.example")
    selector = inner.read("selector", lambda text: text if _SELECTOR.fullmatch(text) else None, None, "weekbrief")
    for key, example in (("domain", "regenboog.example"), ("selector", "weekbrief")):
        if inner.node(key) is None:
            inner.missing(key, example)
    return Dkim(domain, selector) if domain and selector else None


def host_of(text: str) -> str | None:
    """A host by its name as DNS knows it, or by its address; None where it is none."""
    if _IP.fullmatch(text) or _NAME_ON_THIS_NET.fullmatch(text):
        return text
    return domain_of_text(text)
