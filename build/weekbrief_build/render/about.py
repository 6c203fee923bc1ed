"""Says what a letter is about and whom it is from; nothing in it is a child's name, because subjects are shown on locked screens."""

from __future__ import annotations

from dataclasses import dataclass

from weekbrief_build.decide.know.due import Edition
from weekbrief_build.decide.letters.agenda import Dates
from weekbrief_build.decide.letters.who_answers import answers_for
from weekbrief_build.decide.plan.plan import PlannedLetter
from weekbrief_build.render.naming import Naming
from weekbrief_build.render.subjects import LONGEST, changed_title, short, subject_and_preheader, subject_title
from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.mistake import N_, say
from weekbrief_build.school.people import Mailbox, School
from weekbrief_build.words import Words

ALONE = frozenset({LetterKind.POST, LetterKind.PERSONAL})
"""Letters that are one post."""


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


def about(  # noqa: PLR0913, PLR0917 - what a letter says depends on all of it
    planned: PlannedLetter, dates: Dates, edition: Edition | None, school: School, words: Words, naming: Naming
) -> About:
    """What a planned letter is about; `dates` are those that stand in it."""
    if planned.kind is LetterKind.NEWSLETTER:
        return _weekly(planned, dates, edition, school, words, naming)
    view = planned.views[0]
    post, teacher, group = view.post, answers_for(view.post, school), school.groups[view.post.group]
    title = short(changed_title(view, group.name, words, naming) or subject_title(view, group.name, words, naming), LONGEST)
    preheader = " · ".join((teacher.name, group.name, words.day(post.date)))
    if planned.kind is LetterKind.PERSONAL:
        # A teacher's own address as sender fails DMARC where the school's server may not send for its domain (RFC 7489, 3.1): so
        # the address is the school's, the name the teacher's. The author as written is not an address of the school's: only a
        # name that the school knows stands in From.
        name = words.say(say(N_("{teacher} via {school}"), teacher=teacher.name, school=school.sender.name))
        sender = Mailbox(name, school.sender.email)
        return About(title, words.say(say(N_("A message for you"))), preheader, sender, teacher, None, post.path)
    return About(title, group.name, preheader, school.sender, teacher, group.id, post.path)


def _weekly(  # noqa: PLR0913, PLR0917 - as above
    planned: PlannedLetter, dates: Dates, edition: Edition | None, school: School, words: Words, naming: Naming
) -> About:
    groups = list(dict.fromkeys(school.groups[view.post.group].name for view in planned.views))
    week = words.say(say(N_("Week {week}"), week=edition.week)) if edition else words.say(say(N_("Newsletter")))
    heading = " · ".join((groups[0], week)) if len(groups) == 1 else week
    subject, preheader = subject_and_preheader(planned.views, dates, week, school, words, naming)
    return About(subject, heading, preheader, school.sender, school.head, None, edition.name if edition else "")
