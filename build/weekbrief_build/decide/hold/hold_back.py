"""Decides what holds back a whole post, and asks its teacher to mend it in words they know; what is held back goes to nobody.

Four things do (DESIGN.md, "Names in text", "What is due"): a name that may not stand there; a personal message to a child whom
the school does not know, or to nobody who is still at school; a post that was first seen long after its date; and a file
that held another post before. A fifth is decided elsewhere: words that the school does not send unseen (`decide.hold.unsuitable`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches

from weekbrief_build.decide.know.due import LATE_AFTER, is_late
from weekbrief_build.decide.know.situation import SeenPost
from weekbrief_build.decide.rule.audience import Audience
from weekbrief_build.decide.rule.consent import Standing
from weekbrief_build.decide.rule.names import NameWritten
from weekbrief_build.decide.rule.texts import Place, Written, line_of, texts_of
from weekbrief_build.school.mistake import N_, Mistake, Scope, Sentence, say
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Post
from weekbrief_build.school.spelling import folded

LATE = N_("This post is dated {day}, but it was not there before {first_seen}: is it still news?")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'\u2018-\u201e|]{1,64}@[^\s<>()\[\],;:\"'\u2018-\u201e|?&/]{1,255}")
_NAMED = {
    Place.TITLE: N_("The title names {written}, and not every family that gets this post may read that name."),
    Place.TEXT: N_("The text names {written}, and not every family that gets this post may read that name."),
    Place.PICTURE: N_("What is written with a picture names {written}, and not every family that gets this post may read that name."),
    Place.AUTHOR: N_("The author's line names {written}, and not every family that gets this post may read that name."),
    Place.EVENT: N_("The event names {written}, and not every family that gets this post may read that name."),
    Place.DOCUMENT: N_("This PDF names {written}, and not every family that gets this post may read that name."),
    Place.LINK: N_("The address of a link holds {written}, and not every family that gets this post may read that name."),
}
_ASK = N_(
    "Write {mention} instead: then only who may read the name sees it. Or ask the parents for their consent ({purpose}). "
    "If {written} is no child here, write at the top of the post: not_names: [{written}]"
)
_DO_NOT_ASK = N_(
    "Write {mention} instead: then only who may read the name sees it. "
    "If {written} is no child here, write at the top of the post: not_names: [{written}]"
)
_LEAVE_OUT = N_("Leave the name out. If {written} is no child here, write at the top of the post: not_names: [{written}]")
_RENAME = N_("Give the folder a name without {written}.")


def held_back(seen: SeenPost, school: School, today: date, *, reused: bool = False) -> tuple[Mistake, ...]:
    """One mistake for each thing that holds this post back, beside its names and words; `reused`: `same_post.replaced` found it."""
    post, first_seen = seen.post, seen.first_seen
    return (
        *_addresses(post, school),
        *_named_in_vain(post, seen.audience, school),
        *(_late(post, first_seen) if is_late(post, first_seen) else ()),
        *(_reused(seen) if reused and today - post.date <= LATE_AFTER else ()),
    )


def held_for_names(post: Post, names: Iterable[NameWritten]) -> tuple[Mistake, ...]:
    """One mistake for the same words in the same place of a file, whoever of the school they fit; `names` are those that may not stand."""
    return tuple(_names(post, names))


def _names(post: Post, names: Iterable[NameWritten]) -> Iterator[Mistake]:
    alike: dict[tuple[str, Place, str], list[NameWritten]] = {}
    for name in names:
        alike.setdefault((name.file, name.place, folded(name.written)), []).append(name)
    for (file, place, _), same in alike.items():
        line = line_of(post, Written(file, place, same[0].written))
        yield _mistake(post, file, line, say(_NAMED[place], written=same[0].written), _how_to_mend(post, same))


def _how_to_mend(post: Post, same: Sequence[NameWritten]) -> Sentence:
    written = same[0].written
    if same[0].place in {Place.EVENT, Place.AUTHOR, Place.LINK, Place.DOCUMENT}:
        return say(_LEAVE_OUT, written=written)
    if post.versions[0].file is None:
        return say(_RENAME, written=written)
    mention = ", ".join(dict.fromkeys(f"@{name.child}" for name in same))
    if any(name.verdict.consent.standing in {Standing.REFUSED, Standing.LEFT} for name in same):
        return say(_DO_NOT_ASK, mention=mention, written=written)
    purpose = ", ".join(dict.fromkeys(name.verdict.purpose for name in same))
    return say(_ASK, mention=mention, purpose=purpose, written=written)


def _addresses(post: Post, school: School) -> Iterator[Mistake]:
    """One mistake for each place of a file in which the address of a guardian stands: it is not the school's to hand on."""
    where = {
        (text.file, text.place): text
        for version in post.versions
        for text in texts_of(post, version)
        if any(found[0].casefold().rstrip(".") in school.roll.addresses for found in _ADDRESS.finditer(text.text))
    }
    for file, _ in where:
        what = say(N_("The mail address of a parent stands here, and every family that gets this post would read it."))
        yield _mistake(post, file, None, what, say(N_("Leave the address out, or write the school's own.")))


def _named_in_vain(post: Post, audience: Audience, school: School) -> Iterator[Mistake]:
    """What is wrong with the children for whom a personal message is meant."""
    line = post.line_of.get("to")
    unknown = [written for written in dict.fromkeys(post.to) if written not in school.children]
    for written in unknown:
        what = say(N_("This message is for “{written}”, but the school knows no child with that id."), written=written)
        yield _mistake(post, post.path, line, what, _who_was_meant(written, school))
    if post.to and not unknown and not audience.children:
        what = say(N_("Everybody for whom this message is meant has left the school, so nobody gets it."))
        mend = say(N_("Write under “to” a child who is at school, or take the post out of the folder."))
        yield _mistake(post, post.path, line, what, mend)


def _who_was_meant(written: str, school: School) -> Sentence:
    by_name = school.children_by_word.get(folded(written), frozenset())
    alike = sorted(by_name) or get_close_matches(folded(written), school.children, n=1)
    if alike:
        return say(N_("Did you mean {meant}? Then write that under “to”."), meant=alike[0])
    return say(N_("Write the child's id under “to” as the school office writes it, such as ada-jansen."))


def _late(post: Post, first_seen: date) -> Iterator[Mistake]:
    what = say(
        LATE,
        day=post.date.isoformat(),
        first_seen=first_seen.isoformat(),
    )
    mend = say(N_("If it is, give it a newer date. If it is not, take it out of the folder, or write “draft: true” at the top."))
    yield _mistake(post, post.path, post.line_of.get("date"), what, mend)


def _reused(seen: SeenPost) -> Iterator[Mistake]:
    before = (seen.marks.date or seen.first_seen).isoformat()
    what = say(
        N_(
            "This file was sent before, dated {day}. Now it has a later date, is meant for others, or more than half of its words are new: "
            "is it a new post?"
        ),
        day=before,
    )
    mend = say(
        N_(
            "If it is, write “new: yes” at the top, or put it into a new file. If it was only mended, nobody is sent it again: "
            "write “date: {day}” at the top."
        ),
        day=before,
    )
    yield _mistake(seen.post, seen.post.path, seen.post.line_of.get("date"), what, mend)


def _mistake(post: Post, file: str, line: int | None, what: Sentence, mend: Sentence) -> Mistake:
    return Mistake(file, line, what, mend, Scope.POST, post.group, post.path)
