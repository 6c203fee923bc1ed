"""Has the sender look whether letters would go, looks at the outbox itself, and makes sentences of what was found; sends nothing.

The sender's doctor is a process of its own, like the sender. It finds codes with values; a code that has no sentence here is a fault.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from weekbrief_build.job.place import Place, advice_on_outbox
from weekbrief_build.job.sender_port import run_sender
from weekbrief_build.outbox.ledger import LEDGER, open_outbox
from weekbrief_build.outbox.mail_settings import write_mail_settings
from weekbrief_build.school.mistake import N_, Sentence, say
from weekbrief_build.school.people import School

LITTLE_ROOM, NO_ROOM = 2_000_000_000, 200_000_000
"""Bytes free on the disk of the outbox below which it is time to look, and below which a run may not be finished."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `grade` is `good`, `advice` or `mend`."""

    code: str
    grade: str
    what: Sentence
    mend: Sentence | None
    """None where it is good."""


_GOOD: Mapping[str, str] = MappingProxyType(
    {
        "maildir": N_("Letters become files in the outbox (transport: maildir); nothing leaves this machine."),
        "disk": N_("There are {room} GB free on the disk of the outbox."),
        "tls": N_("The connection to {host} is encrypted ({version}), and the server has proven its name."),
        "certificate": N_("The certificate of {host} is good until {day}."),
        "login": N_("The login as {username} works."),
        "no-login": N_("The server takes letters without a login."),
        "size": N_("The server takes letters of up to {limit} KB."),
        "spf": N_("SPF of {domain} stands."),
        "dkim": N_("The DKIM key at {name} stands."),
        "dmarc": N_("DMARC at {name} stands (p={policy})."),
        "bounces": N_("Bounces can reach {domain}."),
    }
)
_BAD: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "settings": (N_("Letters cannot go: {reply}"), N_("Mend what it says, in groups.yaml under “mail” or where the secrets are kept.")),
        "session": (
            N_("Letters cannot go: {reply}"),
            N_("Look at host, port, security and username in groups.yaml, at the password, and at whether this machine may go out."),
        ),
        "no-tls": (
            N_("Letters travel readable to {host}."),
            N_("That is right for this machine itself only; else choose “security: starttls” or “tls”."),
        ),
        "certificate": (
            N_("The certificate of {host} ends on {day}, in {days} days."),
            N_("Ask whoever runs that server to renew it: after that day nothing is sent."),
        ),
        "token-lapses": (
            N_("The refresh token of Microsoft lapses 90 days after it was made, and a new one cannot be kept for you."),
            N_("Use a client secret of the application instead (docs/running.md), and note in your calendar when that ends."),
        ),
        "size": (
            N_("The server takes letters of up to {limit} KB, and a letter may have {largest} KB."),
            N_("Ask the provider for more, or use fewer or smaller pictures in a letter."),
        ),
        "spf-missing": (
            N_("{domain} has no SPF record: many receivers refuse its letters or take them for junk."),
            N_("Publish a TXT record at {domain}, as your mail provider tells: v=spf1 include:… -all"),
        ),
        "spf-twice": (N_("{domain} has more than one SPF record, and so none that counts."), N_("Make one of them.")),
        "spf-broken": (
            N_("SPF of {domain} cannot be followed, and so does not count (a permanent error): {why}"),
            N_("Write it anew, short, as your mail provider tells: v=spf1 include:… -all"),
        ),
        "spf-open": (N_("SPF of {domain} lets everybody send in its name."), N_("Put “-all” or “~all” at its end instead of “+all”.")),
        "spf-provider": (
            N_("SPF of {domain} does not name your provider."),
            N_("Add {include} to it, unless another record that it includes already does."),
        ),
        "dkim-unknown": (
            N_("Whether letters of {domain} are signed (DKIM) cannot be looked up without the selector."),
            N_("Send yourself a letter and look for “dkim=pass” in its source. If your provider does not sign, see docs/running.md."),
        ),
        "dkim-missing": (N_("There is no DKIM key at {name}."), N_("Publish it there, or switch signing on at your provider.")),
        "dkim-weak": (
            N_("The DKIM key at {name} is short (1024 bits or fewer): receivers may take it for none."),
            N_("Make one of 2048 bits at your provider, and publish it there."),
        ),
        "dkim-other-key": (
            N_("The DKIM key at {name} is another than the one that letters are signed with."),
            N_("Publish the key that belongs to WEEKBRIEF_DKIM_KEY, or choose a new selector."),
        ),
        "dkim-unaligned": (
            N_("Letters of {domain} are signed in the name of {other}: DMARC does not count that."),
            N_("Write the domain of the sender, or one above it, under “dkim: domain”."),
        ),
        "dmarc-missing": (
            N_("{domain} has no DMARC record: Gmail, Outlook and Yahoo ask for one."),
            N_("Publish a TXT record at _dmarc.{domain}: v=DMARC1; p=none"),
        ),
        "dmarc-broken": (N_("DMARC at {name} cannot be read."), N_("Keep one TXT record there, such as: v=DMARC1; p=none")),
        "bounces": (
            N_("Bounces cannot reach {domain}: it has no MX record."),
            N_("Give an address that gets mail under “bounces_to”, or give the domain a mail server."),
        ),
        "dns-silent": (N_("DNS did not answer about {name}: nothing is known."), N_("Try again; look at the network of this machine.")),
        "disk": (N_("There are {room} GB free on the disk of the outbox."), N_("Make room: letters, pictures and the ledger need it.")),
    }
)


def examine(place: Place, school: School, dns: str | None) -> Iterator[Finding]:
    """Look at everything. Raises OSError where the outbox cannot be written."""
    if not (place.outbox / LEDGER).exists():
        with open_outbox(place.outbox):  # an outbox begins with its ledger: what is found in one without is one that was lost
            pass
    yield from _outbox(place.outbox)
    if school.mail.transport != "smtp":
        yield _finding("maildir", "good", {})
        return
    write_mail_settings(place.outbox, school.mail)
    yield from _sender_looks(place.outbox, school, dns)


def _outbox(outbox: Path) -> Iterator[Finding]:
    mounts = Path("/proc/mounts")
    for mistake in advice_on_outbox(outbox, mounts.read_text(encoding="utf-8") if mounts.is_file() else ""):
        yield Finding("outbox", "advice", mistake.what, mistake.mend)
    disk = os.statvfs(outbox)
    free = disk.f_bavail * disk.f_frsize
    yield _finding("disk", "mend" if free < NO_ROOM else "advice" if free < LITTLE_ROOM else "good", {"room": free // 1_000_000_000})


def _sender_looks(outbox: Path, school: School, dns: str | None) -> Iterator[Finding]:
    mail = school.mail
    asked = {"--sender": school.sender.email, "--bounces": mail.bounces_to, "--provider": mail.provider, "--dns": dns}
    options = [word for option, value in asked.items() if value for word in (option, value)]
    looked = run_sender("weekbrief_sender.doctor", str(outbox), "--largest", str(mail.largest_letter), *options, complaints=False)
    found = [json.loads(line) for line in looked.printed.splitlines()]
    if looked.status or not found:
        raise OSError(0, "the part that sends cannot be started")
    for one in found:
        yield _finding(one["code"], one["grade"], {key: _printable(value) for key, value in one["values"].items()})


def _printable(value: str | int) -> str | int:
    """A server may say anything; what would steer a terminal is not repeated."""
    return "".join(sign if sign.isprintable() else " " for sign in value) if isinstance(value, str) else value


def _finding(code: str, grade: str, values: Mapping[str, str | int]) -> Finding:
    if grade == "good":
        return Finding(code, grade, say(_GOOD[code], **values), None)
    what, mend = _BAD[code]
    return Finding(code, grade, say(what, **values), say(mend, **values))
