"""Reads `school:` of `groups.yaml`; what is not said has the default of DESIGN.md."""

from __future__ import annotations

import re
from datetime import time
from difflib import get_close_matches
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from weekbrief_build.gather.notation.dates import read_day, read_weekly_moment, read_yearly_day
from weekbrief_build.gather.notation.form import Form, one_line
from weekbrief_build.gather.notation.yaml_tree import Scalar
from weekbrief_build.gather.office.mailboxes import read_mailbox
from weekbrief_build.gather.office.purposes import is_nearly_asked, purposes_meant
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import Mailbox, MailSettings, School, WeeklyMoment, WithoutConsent, YearlyDay

LANGUAGE = "nl"
TIMEZONE = "Europe/Amsterdam"
NEWSLETTER = WeeklyMoment(4, time(15))
CONSENT_RENEWAL = YearlyDay(8, 1)
MEGAPIXELS, MOST_MEGAPIXELS = 110, 250
"""Of the largest picture that is opened: where the school says nothing, and what it may say at most."""
_NOBODY = Mailbox("", "")

SCHOOL_KEYS = (
    "name", "language", "timezone", "newsletter", "sender", "head", "rights", "consent_renewal", "pictures_without_consent",
    "largest_picture", "example", "outbox",
)  # fmt: skip
CONSENT_KEYS = ("further",)
_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
LONGEST_RIGHTS = 1_000


def language_code(text: str) -> str | None:
    """A language code (`nl`, `en`, `pt-br`) in lower case; None where it is none."""
    code = text.lower().replace("_", "-")
    return code if _LANGUAGE_CODE.fullmatch(code) else None


def read_language(form: Form, otherwise: str) -> str:
    """The language of a form."""
    return form.read("language", language_code, otherwise, "nl")


def read_school(form: Form, language: str, mail: MailSettings) -> School | None:
    """The school with nobody in it yet; None where neither sender nor head can be read, so that there is nobody to go on with."""
    name = form.required("name", "De Regenboog")
    sender = _mailbox(form, "sender", "De Regenboog <weekbrief@regenboog.example>", name)
    head = _mailbox(form, "head", "Mirjam de Wit <directie@regenboog.example>", None)
    school = School(
        name=name or "",
        language=language,
        timezone=_timezone(form),
        newsletter=form.read("newsletter", read_weekly_moment, NEWSLETTER, "friday 15:00"),
        sender=sender or head or _NOBODY,
        head=head or sender or _NOBODY,
        rights=_rights(form),
        consent_renewal=form.read("consent_renewal", read_yearly_day, CONSENT_RENEWAL, "08-01"),
        pictures_without_consent=WithoutConsent(form.word("pictures_without_consent", ("withhold", "cover"), "withhold")),
        largest_picture=form.number("largest_picture", MOST_MEGAPIXELS, MEGAPIXELS) or MEGAPIXELS,
        mail=mail,
        groups=MappingProxyType({}),
        children=MappingProxyType({}),
        families=MappingProxyType({}),
        example=form.read("example", read_day, None, "2026-11-20"),
        outbox=form.text("outbox"),
    )
    return school if sender or head else None


def read_further_purposes(form: Form) -> tuple[str, ...]:
    """The purposes of the school's own; one that may be meant for one of letters is refused, or a no to that would be lost."""
    found: list[str] = []
    for node in form.things("further"):
        word = one_line(node, form.notes)
        if word and (purposes_meant(word) or is_nearly_asked(word)):
            what = say(N_("“{written}” can mean a purpose that letters ask for."), written=word)
            form.notes.wrong(node.line, what, say(N_("Give the school's own purpose another name, here and in consent.csv.")))
        elif word:
            found.append(word)
    return tuple(found)


def _mailbox(form: Form, key: str, example: str, name: str | None) -> Mailbox | None:
    node = form.node(key)
    if node is None:
        form.missing(key, example)
        return None
    return read_mailbox(node, form.notes, name)


def _timezone(form: Form) -> ZoneInfo:
    written = form.text("timezone") or TIMEZONE
    try:
        return ZoneInfo(written)
    except (ValueError, OSError, ZoneInfoNotFoundError):  # `../x` is no zone, `Europe` is a folder of zones
        meant = next(iter(get_close_matches(written, available_timezones(), n=1)), TIMEZONE)
        what = say(N_("There is no time zone “{zone}”."), zone=written)
        form.notes.wrong(form.line_of("timezone"), what, say(N_("Write, for instance: {example}"), example=f"timezone: {meant}"))
        return ZoneInfo(TIMEZONE)


def _rights(form: Form) -> str:
    node = form.node("rights")
    if isinstance(node, Scalar):  # it may run over several lines, as one text
        node = Scalar(" ".join(node.text.split()), node.line, node.plain)
    return (one_line(node, form.notes, LONGEST_RIGHTS) or "") if node else ""
