"""Small schools for the tests: as values for the decisions, as files for whoever reads or runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from weekbrief_build.decide.rule.audience import Audience
from weekbrief_build.decide.rule.same_picture import AllSaid, Said
from weekbrief_build.school.consent import Answer, ConsentRow, Kind
from weekbrief_build.school.people import (
    Child,
    Delivery,
    Family,
    Group,
    Guardian,
    Mailbox,
    MailSettings,
    School,
    WeeklyMoment,
    WithoutConsent,
    YearlyDay,
)
from weekbrief_build.school.post import Evidence, Naming, Picture, PictureFile, Post, Prose, Region, Segment, SegmentKind, Source, Version

TODAY = date(2026, 11, 20)
"""A Friday; the newsletter of these schools is due on Fridays at 15:00."""


SIZE = (4000, 3000)
"""Pixels of a telephone's photograph."""


def a_child(id_: str, *groups: str, name: str | None = None, called: str | None = None, left: date | None = None) -> Child:
    """A child whose name is its id in capitals: `ada-jansen` is Ada Jansen."""
    return Child(id_, name or id_.replace("-", " ").title(), frozenset(groups), called, left)


def a_guardian(name: str, email: str, delivery: Delivery = Delivery.NEWSLETTER, language: str = "nl") -> Guardian:
    """A guardian who chose the weekly letter in Dutch."""
    return Guardian(name, email, delivery, language)


def a_school(
    children: Iterable[Child] = (),
    families: Mapping[str, Iterable[str]] = MappingProxyType({}),
    *,
    groups: Iterable[str] = ("groep-5b", "groep-6a"),
    guardians: Mapping[str, Iterable[Guardian]] = MappingProxyType({}),
    without_consent: WithoutConsent = WithoutConsent.WITHHOLD,
) -> School:
    """De Regenboog in little: a group for everyone (`school`), `groep-5b` and `groep-6a`, and a guardian for each family."""
    sanne, head = Mailbox("Juf Sanne", "sanne@regenboog.example"), Mailbox("Mirjam de Wit", "directie@regenboog.example")
    of_school = {"school": Group("school", "De hele school", (head,), everyone=True)}
    of_school |= {id_: Group(id_, id_.capitalize().replace("-", " "), (sanne,)) for id_ in groups}
    homes = {
        id_: Family(
            id_,
            frozenset(of_family),
            tuple(guardians.get(id_, (a_guardian(f"Ouder {id_.title()}", f"{id_}@example.org"),))),
        )
        for id_, of_family in families.items()
    }
    return School(
        name="De Regenboog",
        language="nl",
        timezone=ZoneInfo("Europe/Amsterdam"),
        newsletter=WeeklyMoment(4, time(15)),
        sender=Mailbox("De Regenboog", "weekbrief@regenboog.example"),
        head=head,
        rights="Tekst en beeld zijn van De Regenboog.",
        consent_renewal=YearlyDay(8, 1),
        pictures_without_consent=without_consent,
        largest_picture=110,
        mail=MailSettings("maildir"),
        groups=MappingProxyType(of_school),
        children=MappingProxyType({child.id: child for child in children}),
        families=MappingProxyType(homes),
    )


def a_row(  # noqa: PLR0913 - a row has six fields
    subject: str, purpose: str, answer: str = "yes", day: date = date(2026, 8, 24), *, signed_by: str = "ouder", line: int = 2
) -> ConsentRow:
    """A row of the register: a yes of this school year."""
    return ConsentRow(subject, purpose, Answer(answer), day, signed_by, line)


def a_picture(name: str, *people: str, nobody: bool = False, kind: Kind = Kind.PHOTO) -> Picture:
    """A picture of these people, as its post's front matter says."""
    namings = tuple(Naming(person, Source.FRONT_MATTER) for person in people)
    return Picture(name, kind, PictureFile(f"content/groep-5b/{name}", f"{abs(hash(name)):064x}"[:64], 1), Evidence(namings, nobody), SIZE)


def said_once(evidence: Evidence, audience: Audience, found: Iterable[Region] | None = None) -> AllSaid:
    """What is said about a picture that stands in one post alone, and the faces that were found in it; None: nobody looked."""
    return AllSaid(Said("content/groep-5b/herfst.md", evidence, audience), (), None if found is None else tuple(found), SIZE)


def a_post(  # noqa: PLR0913 - a post has many fields, each with a default here
    title: str = "Herfst",
    text: str = "Wij zochten eikels.",
    *,
    group: str = "groep-5b",
    day: date = TODAY,
    to: Iterable[str] = (),
    pictures: Iterable[Picture] = (),
    path: str | None = None,
    draft: bool = False,
    until: date | None = None,
) -> Post:
    """A post in Dutch with one paragraph."""
    file = path or f"content/{group}/{title.lower().replace(' ', '-')}.md"
    prose = Prose((Segment(SegmentKind.HTML, f"<p>{text}</p>"),), (Segment(SegmentKind.HTML, f"{text}\n"),), text, ())
    version = Version(
        None, file, title, (Segment(SegmentKind.HTML, title),), prose, MappingProxyType({}), MappingProxyType({}), None, frozenset()
    )
    return Post(file, group, day, "Juf Sanne", tuple(to), draft, until, (version,), tuple(pictures), MappingProxyType({}))


GROUPS_YAML = """\
school:
  name: De Regenboog
  language: nl
  timezone: Europe/Amsterdam
  newsletter: friday 15:00
  sender: De Regenboog <weekbrief@regenboog.example>
  head: {name: Mirjam de Wit, email: directie@regenboog.example}
  rights: Tekst en beeld zijn van De Regenboog.
  consent_renewal: 08-01
  pictures_without_consent: withhold
groups:
  school: {name: De hele school, everyone: true, teachers: [{name: Mirjam de Wit, email: directie@regenboog.example}]}
  groep-5b: {name: Groep 5B, teachers: [{name: Juf Sanne, email: sanne@regenboog.example}]}
  groep-6a: {name: Groep 6A, teachers: [{name: Meester Joost, email: joost@regenboog.example}]}
children:
  ada-jansen: {name: Ada Jansen, groups: [groep-5b]}
  bram-vos: {name: Bram Vos, groups: [groep-5b]}
  cas-de-boer: {name: Cas de Boer, groups: [groep-6a]}
families:
  jansen:
    children: [ada-jansen]
    guardians:
      - {name: Anna Jansen, email: anna@example.org, delivery: newsletter, language: nl}
      - {name: Piet Bakker, email: piet@example.org, delivery: mail, language: en}
  vos:
    children: [bram-vos]
    guardians: [{name: Vera Vos, email: vera@example.org, delivery: newsletter}]
  de-boer:
    children: [cas-de-boer]
    guardians: [{name: Daan de Boer, email: daan@example.org, delivery: newsletter}]
"""
CONSENT_CSV = """\
child,purpose,answer,date,signed_by
ada-jansen,photo-group,yes,2026-08-24,Anna Jansen
ada-jansen,name-group,yes,2026-08-24,Anna Jansen
bram-vos,photo-group,yes,2026-08-24,Vera Vos
bram-vos,photo-school,no,2026-08-24,Vera Vos
"""


def write_school(
    folder: Path, content: Mapping[str, str | bytes] = MappingProxyType({}), *, groups: str = GROUPS_YAML, consent: str = CONSENT_CSV
) -> Path:
    """Write a school folder; `content` maps paths below `content/` to what stands there."""
    (folder / "content").mkdir(parents=True, exist_ok=True)
    (folder / "groups.yaml").write_text(groups, encoding="utf-8")
    (folder / "consent.csv").write_text(consent, encoding="utf-8")
    for path, what in content.items():
        file = folder / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(what if isinstance(what, bytes) else what.encode())
    return folder
