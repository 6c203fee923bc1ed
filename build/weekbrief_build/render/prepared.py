"""Prepares the mails that a reader may want to write to the school: each names what it is about, and no child.

Who writes reads their own language, who gets it reads the school's: the subject is in the school's, and what is written already
stands there in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weekbrief_build.decide.letters.who_answers import answers_for, hears_a_doubt
from weekbrief_build.render.mailto import mailto
from weekbrief_build.school.mistake import N_, Sentence, say
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Event, Post
from weekbrief_build.words import Words, words_of


def reply_to(post: Post, title: str, school: School) -> str:
    """A reply to whoever answers for a post; `title` is the one that anybody may read."""
    theirs = words_of(school.language)
    about = say(N_("About “{title}” ({day})"), title=title, day=theirs.long_date(post.date))
    return mailto(answers_for(post, school), theirs.say(about))


def doubt_about(post: Post, title: str, school: School, words: Words) -> str:
    """The mail of a parent who doubts whether a post is suitable; `title` is the one that anybody may read."""
    theirs = words_of(school.language)
    about = say(N_("I doubt whether this is suitable: “{title}” ({day})"), title=title, day=theirs.long_date(post.date))
    body = _in_both(say(N_("I doubt whether this is suitable, because:")), words, theirs)
    return mailto(answers_for(post, school), theirs.say(about), body, hears_a_doubt(post, school))


@dataclass(frozen=True, slots=True)
class Replies:
    """The two mails that answer an invitation, each as the address of a link."""

    yes: str
    no: str


def replies_to(post: Post, event: Event, title: str, school: School, words: Words) -> Replies:
    """A yes and a no to an event, for whoever answers for its post; `title` is the one that anybody may read.

    Which child it is about the parent writes: the same letter goes to others, and is passed on.
    """
    theirs, to = words_of(school.language), answers_for(post, school)
    day = theirs.long_date(event.start.date() if isinstance(event.start, datetime) else event.start)
    child = _in_both(say(N_("Name of the child:")), words, theirs)

    def mail(subject: Sentence, answer: Sentence) -> str:
        return mailto(to, theirs.say(subject), (*_in_both(answer, words, theirs)[:-1], *child))

    return Replies(
        mail(say(N_("Yes, we are coming: “{title}” ({day})"), title=title, day=day), say(N_("Yes, we are coming. With so many people:"))),
        mail(say(N_("No, we cannot come: “{title}” ({day})"), title=title, day=day), say(N_("No, we cannot come."))),
    )


def change_delivery(school: School, words: Words, *, weekly: bool) -> str:
    """The wish for the other way to get letters: each message at once for who gets the weekly letter, else that."""
    at_once = N_("From now on I would like each message at once, in a letter of its own.")
    once_a_week = N_("From now on I would like one letter a week.")
    return _to_head(say(at_once if weekly else once_a_week), school, words)


def change_language(school: School, words: Words) -> str:
    """The wish for letters in another language, which the reader fills in."""
    return _to_head(say(N_("From now on I would like the letters in this language:")), school, words)


def leave(school: School, words: Words) -> str:
    """The wish for no letters any more."""
    return _to_head(say(N_("From now on I would like no letters any more.")), school, words)


def leave_subject(school: School) -> str:
    """The subject of a mail with which a reader asks for other letters, or for none."""
    return words_of(school.language).say(say(N_("Change or stop the letters of {school}"), school=school.name))


def _to_head(wish: Sentence, school: School, words: Words) -> str:
    return mailto(school.head, leave_subject(school), _in_both(wish, words, words_of(school.language)))


def _in_both(sentence: Sentence, words: Words, theirs: Words) -> tuple[str, ...]:
    """A sentence in the reader's language, and in the school's where that is another; room to write after it."""
    return (*dict.fromkeys((words.say(sentence), theirs.say(sentence))), "", "")
