"""Decides whether letters reach only what a person let through: the server, the programs and the places that `groups.yaml` names.

Whoever can write `groups.yaml` could otherwise send a password to a server of their own, or have a program run, without anybody noticing.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from weekbrief_build.school.mistake import N_, Mistake, Scope, say
from weekbrief_build.school.people import ImapFolder, MaildirFolder, OAuth, School

Reach = Mapping[str, str]
"""What letters reach, by its place in `groups.yaml`, each as a text for a person; empty where nothing is named."""
SENDER, OUTBOX = "sender", "outbox"
"""The sender tells whose school it is."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One place in `groups.yaml` that says something else than a person let through."""

    place: str
    old: str
    """Empty: nothing."""
    new: str


def reach_of(school: School, outbox: str) -> Reach:
    """What the letters of this school reach; `outbox` is the folder that they pass through."""
    mail = school.mail
    return {
        SENDER: school.sender.email.lower(),
        OUTBOX: outbox,
        "mail: host": mail.host or "",
        "mail: port": str(mail.port or ""),
        "mail: username": mail.username or "",
        "mail: oauth": _written(mail.oauth),
        "mail: token_command": shlex.join(mail.token_command),
        "mail: archive_mailbox": _written(mail.archive_mailbox),
        "mail: bounces_mailbox": _written(mail.bounces_mailbox),
    }


def is_of_school(let_through: Reach, school: School) -> bool:
    """Whether it was for this school that a person let letters go."""
    return let_through.get(SENDER) == school.sender.email.lower()


def changes(let_through: Reach, now: Reach, school: School) -> tuple[Changed, ...]:
    """What a person has not let through yet. Where `groups.yaml` names no outbox, it may lie anywhere: it can move with its school."""
    looked_at = [place for place in now if place != SENDER and (place != OUTBOX or school.outbox)]
    return tuple(Changed(place, let_through.get(place, ""), now[place]) for place in looked_at if let_through.get(place, "") != now[place])


def untrusted(changed: Changed) -> Mistake:
    """What the operator is told, and stops everything."""
    mend = say(N_("If that is meant, let it through: weekbrief trust. If nobody of you did it, write it back and find out who did."))
    values = {"place": changed.place, "old": changed.old, "new": changed.new}
    if not changed.old:
        what = say(N_("“{place}” is new: {new}. Nobody has let it through yet."), place=changed.place, new=changed.new)
    elif not changed.new:
        what = say(N_("“{place}” was {old}, and is gone. Nobody has let that through yet."), place=changed.place, old=changed.old)
    else:
        what = say(N_("“{place}” was {old}, and is {new} now. Nobody has let that through yet."), **values)
    return Mistake("groups.yaml", None, what, mend, Scope.EVERYTHING)


def _written(named: OAuth | ImapFolder | MaildirFolder | None) -> str:
    match named:
        case OAuth():
            return f"{named.client_id} {named.token_url} {named.scope}".strip()
        case ImapFolder():
            port = f":{named.port}" if named.port else ""
            return f"{named.username} {named.host}{port} {named.folder} ({named.security}, {named.auth})"
        case MaildirFolder():
            return named.maildir
        case None:
            return ""
