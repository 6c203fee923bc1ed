"""Explains a picture and what became of a child: what each family sees and why, and what ever left; it decides nothing anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from weekbrief_build.decide.rule.audience import audience_of
from weekbrief_build.decide.rule.consent import ConsentsOn
from weekbrief_build.decide.rule.people import People
from weekbrief_build.decide.rule.pictures import Answer, judge
from weekbrief_build.decide.rule.same_picture import SamePictures
from weekbrief_build.decide.tell.would_change import Change, smallest_change
from weekbrief_build.job.place import Place
from weekbrief_build.outbox.history import Told, told_about
from weekbrief_build.outbox.ledger import look_into
from weekbrief_build.school.mistake import Mistake
from weekbrief_build.school.people import School
from weekbrief_build.school.post import FacesFound, Picture, Post
from weekbrief_build.school.reading import Reading
from weekbrief_build.school.spelling import folded


@dataclass(frozen=True, slots=True)
class Explained:
    """A picture, explained; families in the order of `groups.yaml`."""

    picture: Picture
    post: Post
    people: People
    also_in: tuple[str, ...]
    """`Post.path` of the other posts with the same picture: what they say about it counts here."""
    families: tuple[tuple[str, Answer, Change], ...]
    """What each sees and why, and what would change it."""


def pictures_called(reading: Reading, named: str, school_folder: Path, here: Path) -> tuple[tuple[Post, Picture], ...]:
    """The pictures that somebody may mean: by their path from here or from the school folder, else by their file name."""
    wanted = normalize("NFC", named)
    every = [(post, picture) for post in reading.posts for picture in post.pictures]
    paths = set(_paths(wanted, school_folder, here))
    exact = tuple(one for one in every if normalize("NFC", one[1].file.path) in paths)
    return exact or tuple(one for one in every if one[1].name == PurePosixPath(wanted).name == wanted)


def _paths(wanted: str, school_folder: Path, here: Path) -> Iterator[str]:
    yield PurePosixPath(wanted).as_posix()
    absolute = here / wanted
    if absolute.is_relative_to(school_folder):
        yield absolute.relative_to(school_folder).as_posix()


def held_back_with(reading: Reading, named: str) -> tuple[Mistake, ...]:
    """The mistakes that hold back a picture of this name, or the post in whose folder it lies: why it is not among the pictures."""
    name = PurePosixPath(named).name
    return tuple(mistake for mistake in reading.mistakes if mistake.picture == name or (mistake.post and mistake.post in named))


def explain(post: Post, picture: Picture, reading: Reading, day: date, found: FacesFound) -> Explained:
    """What every family of the audience sees of it on this day, once its post goes, where these faces were found."""
    audience = audience_of(post, reading.school, day)
    posts = ((other, audience_of(other, reading.school, day)) for other in reading.posts)
    said = SamePictures.among(posts, reading.unread).with_faces(found).all_said(post, picture, audience)
    consents = ConsentsOn(day, reading.school, reading.register)
    verdict = judge(picture, said, consents)
    also_in = tuple(sorted({other.post for other in said.elsewhere} - {post.path}))
    answers: dict[frozenset[str], tuple[Answer, Change]] = {}

    def answer_for(family: str) -> tuple[Answer, Change]:
        own = reading.school.families[family].children & verdict.people.children
        if own not in answers:
            answer = verdict.for_family(own)
            answers[own] = answer, smallest_change(answer, verdict, picture.kind, own, consents)
        return answers[own]

    families = tuple((family, *answer_for(family)) for family in audience.families)
    return Explained(picture, post, verdict.people, also_in, families)


def child_called(school: School, named: str) -> str:
    """The id of the child that somebody means by its id or its full name; else the words themselves: the ledger may know that id."""
    meant = school.children_by_word.get(folded(named), frozenset())
    return next(iter(meant)) if len(meant) == 1 else named


def history_of(place: Place, child: str) -> tuple[Told, ...]:
    """All that letters of this outbox told or are to tell about a child, also one that the school knows no more."""
    with look_into(place.outbox) as ledger:
        return told_about(ledger, child) if ledger else ()
