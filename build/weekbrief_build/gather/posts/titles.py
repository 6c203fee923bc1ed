"""Makes a title and a date of the name of a file or folder: `2026-11-20 Herfstwandeling`, `20-11-2026_herfst`, `herfst-in-het-bos`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from weekbrief_build.gather.notation.dates import read_day

_DATE = re.compile(r"(?P<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}-[0-9]{1,2}-[0-9]{4})(?![0-9])[\s_.,\u2013-]*")

_HYPHEN = re.compile(r"(?P<id>@[\w-]*)|-")
"""A hyphen, or the id of a child, whose hyphens stay: `feest-van-@ada-jansen`."""


@dataclass(frozen=True, slots=True)
class NamedPost:
    """What a name says about a post."""

    title: str
    """Empty where the name is only a date."""
    date: date | None
    no_such_day: str = ""
    """What looks like a date in front and is none: `2026-11-31`."""


def named(name: str) -> NamedPost:
    """The title and the date in a name without its ending."""
    found = _DATE.match(name)
    rest = name[found.end() :] if found else name
    title = rest.replace("_", " ")
    if " " not in title.strip():  # hyphens where another has spaces
        title = _HYPHEN.sub(lambda found: found["id"] or " ", title)
    title = " ".join(title.split())
    day = read_day(found["date"]) if found else None
    return NamedPost(title[:1].upper() + title[1:], day, found["date"] if found and not day else "")
