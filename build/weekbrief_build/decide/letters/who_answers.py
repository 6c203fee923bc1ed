"""Decides who answers for a post: to whom a reader's reply and a reader's doubt go; never to anybody whom the school does not know."""

from __future__ import annotations

from datetime import date

from weekbrief_build.school.people import Mailbox, School
from weekbrief_build.school.post import Event, Post


def answers_for(post: Post, school: School) -> Mailbox:
    """Its author where that is somebody of the school's, else the group's first teacher, else the head.

    An author's line is free text: by name alone nobody becomes an address.
    """
    teachers = school.groups[post.group].teachers
    return next((one for one in (*teachers, *school.staff) if one.name == post.author), (*teachers, school.head)[0])


def asks_for_reply(event: Event | None, today: date) -> bool:
    """Whether the school wants to know, and can still use, who comes: up to and with the day that the teacher named."""
    return event is not None and event.reply_by is not None and today <= event.reply_by and not event.cancelled


def hears_a_doubt(post: Post, school: School) -> tuple[Mailbox, ...]:
    """Who reads along where a parent doubts whether a post is suitable: the head, who may not be the one that answers for it."""
    return () if answers_for(post, school).email == school.head.email else (school.head,)
