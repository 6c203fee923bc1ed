"""Says what a letter is about and whom it is from; nothing in it is a child's name, because subjects are shown on locked screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from weekbrief_build.decide.answers import answers_for
from weekbrief_build.decide.due import Edition
from weekbrief_build.decide.plan import PlannedLetter
from weekbrief_build.render.naming import Naming
from weekbrief_build.render.posts import author_of
from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import Mailbox, School
from weekbrief_build.words import Words

ALONE = frozenset({LetterKind.POST, LetterKind.PERSONAL})
"""Letters that are one post."""
_TITLES_IN_SUBJECT = 2
_LONGEST_TITLE = 60
_LONGEST_SUBJECT = 150


@dataclass(frozen=True, slots=True)
class About:
    """What a letter says of itself before it is opened."""

    subject: str
    heading: str
    """Below the school's name."""
    preheader: str
    """What mail programs show behind the subject."""
    sender: Mailbox
    reply_to: Mailbox
    group: str | None
    """By id, the group to whose list it belongs; None: the school's, as every weekly letter, or a reader's filter would miss weeks."""
    name: str
    """Of the edition, or the path of the post: what sets it apart from other letters to the same guardian."""


def about(planned: PlannedLetter, edition: Edition | None, school: School, words: Words, naming: Naming) -> About:
    """What a planned letter is about."""
    kind, views = planned.kind, planned.views
    titles = [_short(naming.public_title(view.version), _LONGEST_SUBJECT) for view in views]
    groups = dict.fromkeys(school.groups[view.post.group].name for view in views)
    heading = next(iter(groups)) if len(groups) == 1 else words.say(say(N_("Newsletter")))
    if kind is LetterKind.NEWSLETTER:
        subject = _contents(school, titles, words)
        return About(subject, heading, " · ".join(titles), school.sender, school.head, None, edition.name if edition else "")
    view, teacher = views[0], answers_for(views[0].post, school)
    author = author_of(view, school)
    if kind is LetterKind.PERSONAL:
        # A teacher's own address as sender fails DMARC where the school's server may not send for its domain (RFC 7489, 3.1): so
        # the address is the school's, the name the teacher's. The author as written is not an address of the school's: only a
        # name that the school knows stands in From.
        name = words.say(say(N_("{teacher} via {school}"), teacher=teacher.name, school=school.sender.name))
        sender = Mailbox(name, school.sender.email)
        return About(titles[0], words.say(say(N_("A message for you"))), author, sender, teacher, None, view.post.path)
    return About(titles[0], heading, f"{author} · {heading}", school.sender, teacher, view.post.group, view.post.path)


def _contents(school: School, titles: Sequence[str], words: Words) -> str:
    """What is in a newsletter, for its subject: the first titles."""
    named = ", ".join(_short(title, _LONGEST_TITLE) for title in titles[:_TITLES_IN_SUBJECT])
    if len(titles) > _TITLES_IN_SUBJECT:
        return words.say(say(N_("{school}: {titles} and more"), school=school.name, titles=named))
    return f"{school.name}: {named}"


def _short(title: str, longest: int) -> str:
    return title if len(title) <= longest else title[: longest - 1].rstrip() + "…"
