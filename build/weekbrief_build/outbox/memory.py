"""Reads from the ledger what the decisions need to know of earlier runs, as values; it judges nothing and writes nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from types import MappingProxyType

from weekbrief_build.decide.know.memory import EventMark, KnownGuardian, KnownPost, Marks, Memory, WaitingLetter


def remember(ledger: sqlite3.Connection, now: datetime, waiting: tuple[WaitingLetter, ...] = ()) -> Memory:
    """What happened before this moment (aware, in school time, in which its moments are told); `waiting` may be taken back.

    An edition of a moment that is still to come (a clock ran ahead, somebody tried `--on`) is no last edition, or there would be
    none until then.
    Known limit: every post that was ever seen is remembered, so the time this takes grows with the school's years.
    """
    guardians = ledger.execute("SELECT id, family, name, email, first_seen, groups FROM guardian ORDER BY id")
    editions = {name: datetime.fromisoformat(made_at) for name, made_at in ledger.execute("SELECT name, made_at FROM edition")}
    last = max((made_at for made_at in editions.values() if made_at <= now), default=None)
    posts = tuple(
        KnownPost(id_, path, date.fromisoformat(first_seen), read_marks(marks))
        for id_, path, first_seen, marks in ledger.execute("SELECT id, path, first_seen, marks FROM post ORDER BY id")
    )
    yesterday = (now - _TOLD_AGAIN_AFTER).astimezone(UTC).isoformat(timespec="seconds")
    told_at = ledger.execute(_NOTICED, (yesterday,))
    noticed_at = {key: datetime.fromisoformat(moment).astimezone(now.tzinfo) for key, moment in told_at}
    return Memory(
        posts=posts,
        guardians=tuple(
            KnownGuardian(id_, family, name, email, date.fromisoformat(first_seen), *read_since(groups))
            for id_, family, name, email, first_seen, groups in guardians
        ),
        told=_told(ledger),
        last_edition=last.astimezone(now.tzinfo) if last else None,
        editions=frozenset(editions),
        noticed=frozenset(noticed_at),
        noticed_at=MappingProxyType(noticed_at),
        waiting=waiting,
        knows=_knows(ledger, posts, waiting),
    )


_TOLD_AGAIN_AFTER = timedelta(days=1)
"""What a mail server refused was told to nobody: it is told again, but not at every run to an address that takes nothing."""
_NOTICED = """
    SELECT key, told_at FROM notice LEFT JOIN delivery ON delivery.letter = notice.letter
    WHERE state IS NULL OR state <> 'refused' OR changed_at >= ?"""


def _told(ledger: sqlite3.Connection) -> Mapping[int, frozenset[int]]:
    """Most posts of a group went to the same guardians: each such set is read and held once, or 20,000 families would not fit."""
    seen: dict[str, frozenset[int]] = {}
    told: dict[int, frozenset[int]] = {}
    for post, guardians in ledger.execute("SELECT post, group_concat(guardian) FROM told GROUP BY post"):
        if guardians not in seen:
            seen[guardians] = frozenset(map(int, guardians.split(",")))
        told[post] = seen[guardians]
    return MappingProxyType(told)


def _knows(
    ledger: sqlite3.Connection, posts: Iterable[KnownPost], waiting: Iterable[WaitingLetter]
) -> Mapping[int, Mapping[int, str | None]]:
    """What each guardian knows of the events that changed; later letters have later views."""
    changed = [post.id for post in posts if post.marks.event and post.marks.event.sequence]
    knows: dict[int, dict[int, str | None]] = {post: {} for post in changed}
    not_left = json.dumps([letter.id for letter in waiting])
    for post in changed:
        for digest, guardians in ledger.execute(_EVENTS_TOLD, (post, not_left)):
            knows[post].update(dict.fromkeys(map(int, guardians.split(",")), digest))
    return MappingProxyType(knows)


_EVENTS_TOLD = """
    SELECT json_extract(shown, '$.event'), group_concat(guardian)
    FROM (SELECT post, guardian, letter, view FROM told UNION ALL SELECT post, guardian, letter, view FROM heard) AS tells
    JOIN view ON view.id = tells.view WHERE tells.post = ? AND letter NOT IN (SELECT value FROM json_each(?))
    GROUP BY view.id ORDER BY view.id"""


def write_since(groups: Mapping[str, date], children: Mapping[str, date]) -> str:
    """Since when a guardian reads groups and has children, as it stands in the ledger: children with an @ before their ids."""
    since = {**groups, **{f"@{child}": day for child, day in children.items()}}
    return json.dumps({one: day.isoformat() for one, day in since.items()}, ensure_ascii=False)


@cache
def read_since(text: str) -> tuple[Mapping[str, date], Mapping[str, date]]:
    """The groups and the children of a guardian from the ledger; many guardians share theirs."""
    since = {one: date.fromisoformat(day) for one, day in json.loads(text).items()}
    groups = {one: day for one, day in since.items() if not one.startswith("@")}
    return MappingProxyType(groups), MappingProxyType({one[1:]: day for one, day in since.items() if one.startswith("@")})


def write_marks(marks: Marks) -> str:
    """Marks as they stand in the ledger."""
    day = marks.date.isoformat() if marks.date else None
    event = [marks.event.digest, marks.event.sequence] if marks.event else None
    more = {} if marks.vocabulary is None else {"vocabulary": sorted(marks.vocabulary), "to": marks.to}
    return json.dumps(
        {"title": marks.title, "words": sorted(marks.words), "pictures": sorted(marks.pictures), "date": day, "event": event, **more}
    )


def read_marks(text: str) -> Marks:
    """Marks from the ledger."""
    marks = json.loads(text)
    day = date.fromisoformat(marks["date"]) if marks["date"] else None
    event = EventMark(*marks["event"]) if marks.get("event") else None  # an older Weekbrief did not write it down
    vocabulary = frozenset(marks["vocabulary"]) if "vocabulary" in marks else None  # nor this
    return Marks(marks["title"], frozenset(marks["words"]), frozenset(marks["pictures"]), day, event, vocabulary, marks.get("to"))
