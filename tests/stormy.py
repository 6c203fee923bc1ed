"""A school in which everything happens at once: teachers write, rename and copy, parents change their minds, pupils move and leave.

What may come of it all is said by `oracle`; nothing here shares a line with the program.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import de_linde_files as files
from oracle import PlannedChild, PlannedPicture, PlannedPost, PlannedSchool, Row
from schools import write_school
from stormy_posts import CHILDREN, FAMILIES, GUARDIANS, StormyPicture, StormyPost

BEGIN = datetime(2026, 11, 16, 9)  # noqa: DTZ001 - school time throughout
_PURPOSES = [f"{kind}-{reach}" for kind in ("photo", "video", "name") for reach in ("group", "school")]
_PLACES = ("body", "title", "caption", "alt", "event", "place", "paper", "paper's name", "author", "in english", "link")


@dataclass
class Storm:
    """The school folder, and what is true of it now."""

    folder: Path
    dice: random.Random
    school: PlannedSchool = field(init=False)
    posts: list[StormyPost] = field(default_factory=list)
    now: datetime = BEGIN
    made: int = 0
    cover: bool = field(init=False)

    def __post_init__(self) -> None:
        """Begin with a school in which about half of what can be said was said."""
        rows = tuple(
            Row(child.id, purpose, self.dice.choice(("yes", "yes", "no")), "2026-08-24", "Ouder")
            for child in CHILDREN
            for purpose in _PURPOSES
            if self.dice.random() < 0.75
        )
        self.cover = self.dice.random() < 0.5
        self.school = PlannedSchool({child.id: child for child in CHILDREN}, dict(FAMILIES), GUARDIANS, rows)
        for _ in range(3):
            self.write_a_post()

    def save(self) -> None:
        """Put all of it into the folder, as it is now."""
        shutil.rmtree(self.folder / "content", ignore_errors=True)
        groups = files.groups_yaml(self.school, without_consent="cover" if self.cover else "withhold")
        content: dict[str, str | bytes] = {path: data for post in self.posts for path, data in post.files().items()}
        write_school(self.folder, content, groups=groups, consent=files.consent_csv(self.school))

    def something_happens(self) -> str:
        """One thing that people do; what it was."""
        deeds = [
            *(self.write_a_post, self.write_a_post, self.rename, self.mend, self.move, self.copy, self.remove, self.draft),
            *(self.answer, self.answer, self.answer, self.change_group, self.leave, self.new_address, self.new_delivery),
            *(self.new_date, self.cancel, self.say_more, self.let_time_pass, self.put_the_clock_back),
        ]
        deed = self.dice.choice(deeds)
        deed()
        return deed.__name__

    def _some(self, *, most: int) -> tuple[str, ...]:
        return tuple(self.dice.sample([child.id for child in CHILDREN], self.dice.randint(0, most)))

    def _words(self) -> str:
        return " ".join("".join(self.dice.choices("bdfgklmnprst", k=3)) + self.dice.choice("aeiou") for _ in range(14))

    def _picture(self, number: int) -> StormyPicture:
        known = [picture for post in self.posts for picture in post.pictures if picture.planned.kind == "photo"]
        if known and self.dice.random() < 0.2:
            again = self.dice.choice(known)
            return replace(again, planned=replace(again.planned, file=f"p{number}.png", people=self._said(again.people)))
        people, kind = self._some(most=3), "video" if self.dice.random() < 0.25 else "photo"
        self.made += 1
        name = f"p{number}.{'mp4' if kind == 'video' else 'png'}"
        return StormyPicture(PlannedPicture(name, self._said(people), kind), self.made, people, self.dice.random() < 0.7)

    def _said(self, people: tuple[str, ...]) -> tuple[str, ...] | None:
        return self.dice.choices([people, None, (*people, "vreemde-vogel")], [8, 1, 1])[0]

    def write_a_post(self) -> None:
        """A teacher writes a post with anything in it."""
        self.made += 1
        roll = self.dice.random
        names = [name for child in self.dice.sample(CHILDREN, 2) for name in (child.name, child.name.split()[0])]
        plain = tuple(self.dice.sample(names, 1)) if roll() < 0.35 else ()
        english, event, paper = roll() < 0.3, roll() < 0.4, roll() < 0.15
        pictures = tuple(self._picture(number) for number in range(self.dice.choice((0, 1, 1, 2, 3))))
        can = [one for one in _PLACES if self._has(one, english=english, event=event, paper=paper, pictures=bool(pictures))]
        start = self.now + timedelta(days=self.dice.randint(1, 12))
        planned = PlannedPost(
            f"mark{self.made:03}",
            self.dice.choice(("groep-5b", "groep-5b", "groep-6a", "school")),
            self.now.date(),
            tuple(picture.planned for picture in pictures),
            self._some(most=2),
            plain,
            self._some(most=2) if roll() < 0.15 else (),
            english=english,
        )
        where = self.dice.choice(("body", "title", "caption") if pictures else ("body", "title"))
        places = tuple(self.dice.choice(can) for _ in plain)
        moment = f"{start:%Y-%m-%d} 17:30" if event else None
        folder = f"{planned.day} stuk {self.made}"
        self.posts.append(StormyPost(planned, folder, self._words(), pictures, places, moment, paper=paper, mentioned_in=where))

    @staticmethod
    def _has(place: str, *, english: bool, event: bool, paper: bool, pictures: bool) -> bool:
        needs = {"caption": pictures, "alt": pictures, "event": event, "place": event, "paper": paper, "paper's name": paper}
        return {**needs, "in english": english}.get(place, True)

    def _change(self, **values: Any) -> None:
        number = self.dice.randrange(len(self.posts))
        self.posts[number] = replace(self.posts[number], **values)

    def rename(self) -> None:
        """Its folder gets another name."""
        self.made += 1
        self._change(folder=f"Herfst {self.made}")

    def mend(self) -> None:
        """A sentence is added, wherever the post stands."""
        mark = self.dice.choice(self.posts).planned.mark
        self.posts = [replace(one, words=f"{one.words} en nog wat") if one.planned.mark == mark else one for one in self.posts]

    def _of(self, number: int, **values: Any) -> StormyPost:
        post = self.posts[number]
        return replace(post, planned=replace(post.planned, **values))

    def move(self) -> None:
        """It is put into another group's folder."""
        number = self.dice.randrange(len(self.posts))
        if len(self.copies(number)) == 1:
            self.posts[number] = self._of(number, group=self.dice.choice(("groep-5b", "groep-6a", "school")))

    def copies(self, number: int) -> list[int]:
        """The numbers of a post and its copies."""
        return [other for other, post in enumerate(self.posts) if post.planned.mark == self.posts[number].planned.mark]

    def copy(self) -> None:
        """It is put into another group's folder, too."""
        number = self.dice.randrange(len(self.posts))
        others = {"groep-5b", "groep-6a"} - {one.planned.group for one in self.posts if one.planned.mark == self.posts[number].planned.mark}
        if others and not self.posts[number].planned.to:
            self.posts.append(self._of(number, group=min(others)))

    def remove(self) -> None:
        """A teacher tidies up."""
        if len(self.posts) > 2:
            del self.posts[self.dice.randrange(len(self.posts))]

    def draft(self) -> None:
        """It becomes a draft, or is one no more."""
        number = self.dice.randrange(len(self.posts))
        for other in self.copies(number):
            self.posts[other] = self._of(other, draft=not self.posts[other].planned.draft)

    def answer(self) -> None:
        """A parent says yes or no."""
        row = Row(
            self.dice.choice(CHILDREN).id,
            self.dice.choice(_PURPOSES),
            self.dice.choice(("yes", "no")),
            "",
            self.dice.choice(("Ouder", "Oma")),
        )
        self.school = replace(self.school, rows=(*self.school.rows, replace(row, day=str(self.now.date()))))

    def _child(self, id_: str, **values: Any) -> None:
        child = replace(self.school.children[id_], **values)
        self.school = replace(self.school, children=self.school.children | {id_: child})

    def change_group(self) -> None:
        """A child moves."""
        self._child(self.dice.choice(CHILDREN).id, groups=(self.dice.choice(("groep-5b", "groep-6a")),))

    def leave(self) -> None:
        """A child leaves; another time it is back."""
        id_ = self.dice.choice(CHILDREN).id
        self._child(id_, left=None if self.school.children[id_].left else self.now.date())

    def _guardian(self, **values: Any) -> None:
        number = self.dice.randrange(len(GUARDIANS))
        guardians = list(self.school.guardians)
        guardians[number] = replace(guardians[number], **values)
        self.school = replace(self.school, guardians=tuple(guardians))

    def new_address(self) -> None:
        """A guardian has another address."""
        self.made += 1
        self._guardian(email=f"nieuw{self.made}@example.org")

    def new_delivery(self) -> None:
        """A guardian chooses otherwise."""
        self._guardian(delivery=self.dice.choice(("mail", "newsletter")), language=self.dice.choice(("nl", "en")))

    def new_date(self) -> None:
        """An event is on another day."""
        self._event(f"{self.now + timedelta(days=self.dice.randint(1, 9)):%Y-%m-%d} 18:00", cancelled=False)

    def cancel(self) -> None:
        """An event is off."""
        self._event(None, cancelled=True)

    def _event(self, moment: str | None, *, cancelled: bool) -> None:
        numbers = [number for number, post in enumerate(self.posts) if post.event]
        if numbers:
            for number in self.copies(self.dice.choice(numbers)):
                self.posts[number] = replace(self.posts[number], event=moment or self.posts[number].event, cancelled=cancelled)

    def say_more(self) -> None:
        """A teacher sees that somebody else is in a picture, too."""
        numbers = [number for number, post in enumerate(self.posts) if post.pictures]
        if not numbers:
            return
        number = self.dice.choice(numbers)
        post = self.posts[number]
        first = post.pictures[0]
        people = tuple(dict.fromkeys((*(first.planned.people or ()), *first.people, self.dice.choice(CHILDREN).id)))
        picture = replace(first, planned=replace(first.planned, people=people))
        pictures = (picture, *post.pictures[1:])
        planned = replace(post.planned, pictures=tuple(one.planned for one in pictures))
        self.posts[number] = replace(post, planned=planned, pictures=pictures)

    def let_time_pass(self) -> None:
        """Some hours."""
        self.now = min(self.now + timedelta(hours=self.dice.randint(1, 20)), BEGIN + timedelta(days=5))

    def put_the_clock_back(self) -> None:
        """A machine without a battery."""
        self.now = max(self.now - timedelta(hours=self.dice.randint(1, 30)), BEGIN)

    @property
    def today(self) -> date:
        """The day."""
        return self.now.date()

    def held(self, post: PlannedPost) -> bool:
        """Whether a name in it, that somebody of its audience may not read, holds it back."""
        audience = self.school.audience(post, self.today)
        return any(
            (written == child.name or self.is_meant(child, post))
            and not (
                self.school.says_yes(child.id, self.school.purpose("name", child.id, post), self.today)
                or (audience and all(self.school.may_read(family, child.id, post, self.today) for family in audience))
            )
            for written in post.plain
            for child in self.school.children.values()
            if written in {child.name, child.name.split()[0]}
        )

    def is_meant(self, child: PlannedChild, post: PlannedPost) -> bool:
        """Whether a first name means this child there."""
        here = child.id in post.to if post.to else post.group in {"school", *child.groups}
        return here and child.present(self.today)

    def alike(self, picture: StormyPicture) -> Iterator[StormyPicture]:
        """The same picture, wherever it stands."""
        for post in self.posts:
            yield from (one for one in post.pictures if one.data == picture.data)

    def expected(self) -> Counter[tuple[str, str]]:
        """By guardian's name and mark, what each should have got by now."""
        found: Counter[tuple[str, str]] = Counter()
        for post in (one.planned for one in self.posts):
            if not post.draft and post.day <= self.today and not self.held(post):
                for guardian in self.school.guardians:
                    if guardian.family in self.school.audience(post, self.today):
                        found[guardian.name, post.mark] = 1
        return found
