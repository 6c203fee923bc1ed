"""The contract as a second, independent pen wrote it down: slow, plain, and sharing no line with the program.

It answers for a planned school what DESIGN.md promises: who may see which picture, who reads which name, and which post
goes to whom at which run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class PlannedChild:
    """A child; `called` and `left` as in groups.yaml."""

    id: str
    name: str
    groups: tuple[str, ...]
    called: str = ""
    left: date | None = None

    def present(self, day: date) -> bool:
        """Whether the child is still at school."""
        return self.left is None or self.left > day


@dataclass(frozen=True)
class PlannedGuardian:
    """A guardian, as in groups.yaml."""

    family: str
    name: str
    email: str
    delivery: str = "newsletter"
    language: str = ""


@dataclass(frozen=True)
class Row:
    """A row of consent.csv."""

    child: str
    purpose: str
    answer: str
    day: str
    signer: str


@dataclass(frozen=True)
class PlannedPicture:
    """A picture: `people` is None where nobody said, and "?" stands for somebody the school does not know."""

    file: str
    people: tuple[str, ...] | None
    kind: str = "photo"


@dataclass(frozen=True)
class PlannedPost:
    """A post: `mark` is a word in its body and nowhere else; its file is `there_from` a moment, right from when it is `mended`."""

    mark: str
    group: str
    day: date
    pictures: tuple[PlannedPicture, ...] = ()
    mentions: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    until: date | None = None
    draft: bool = False
    held: bool = False
    english: bool = False
    there_from: datetime = datetime(2026, 1, 1)  # noqa: DTZ001 - school time throughout
    mended: datetime | None = None

    def held_back(self, now: datetime) -> bool:
        """Whether a mistake holds it back at this moment."""
        return self.held and (self.mended is None or now < self.mended)


@dataclass(frozen=True)
class PlannedSchool:
    """All that the contract needs to know of a school."""

    children: dict[str, PlannedChild]
    families: dict[str, tuple[str, ...]]
    guardians: tuple[PlannedGuardian, ...]
    rows: tuple[Row, ...]
    everyone: frozenset[str] = frozenset({"school"})
    staff: frozenset[str] = frozenset()
    renewal: tuple[int, int] = (8, 1)

    def says_yes(self, who: str, purpose: str, day: date) -> bool:
        """Whether a yes holds on a day.

        "Of each signer the last row up to that day counts (same day: no). A yes lapses at the yearly renewal; a no stands until the same
        signer says yes. Any standing no means no. Otherwise one current yes means yes. Nothing means no. A child who has left has no yes."
        "A no with a date in the future counts at once; a yes with one does not count yet."
        """
        child = self.children.get(who)
        if child is not None and not child.present(day):
            return False
        renewed = date(day.year, *self.renewal)
        if renewed > day:
            renewed = date(day.year - 1, *self.renewal)
        last: dict[str, tuple[date, str]] = {}
        for row in self.rows:
            on = date.fromisoformat(row.day)
            if (row.child, row.purpose) != (who, purpose) or (on > day and row.answer == "yes"):
                continue
            known = last.get(row.signer)
            if known is None or on > known[0]:
                last[row.signer] = (on, row.answer)
            elif on == known[0] and "no" in (row.answer, known[1]):
                last[row.signer] = (on, "no")
        if any(answer == "no" for _, answer in last.values()):
            return False
        return any(on >= renewed for on, _ in last.values())

    def standing_no(self, who: str, purpose: str, day: date) -> bool:
        """Whether somebody of the staff said no."""
        rows = [row for row in self.rows if (row.child, row.purpose) == (who, purpose) and date.fromisoformat(row.day) <= day]
        return bool(rows) and rows[-1].answer == "no"

    def purpose(self, kind: str, who: str, post: PlannedPost) -> str:
        """Which purpose fits.

        "`-group` is for letters to the child's own group, `-school` for letters to anyone beyond it."
        "A personal message is judged as `-group`."
        """
        own = bool(post.to) or (post.group not in self.everyone and post.group in self.children[who].groups)
        return f"{kind}-{'group' if own else 'school'}"

    def may_see(self, family: str, picture: PlannedPicture, post: PlannedPost, day: date) -> bool:
        """Whether a family sees a picture, where the school chose `withhold`."""
        if picture.people is None:
            return False
        for who in picture.people:
            if who in self.staff:
                whole = post.group in self.everyone and not post.to
                if self.standing_no(who, f"{picture.kind}-{'school' if whole else 'group'}", day):
                    return False
            elif who not in self.children or not (
                who in self.families[family] or self.says_yes(who, self.purpose(picture.kind, who, post), day)
            ):
                return False
        return True

    def may_read(self, family: str, who: str, post: PlannedPost, day: date) -> bool:
        """Whether a family reads a child's name: "to a family whose own child it is and where the child has a yes for `name-…`"."""
        return who in self.families[family] or self.says_yes(who, self.purpose("name", who, post), day)

    def audience(self, post: PlannedPost, day: date) -> set[str]:
        """The families a post is for."""
        found = set()
        for family, children in self.families.items():
            here = [self.children[child] for child in children if self.children[child].present(day)]
            if post.to:
                meant = any(child.id in post.to for child in here)
            else:
                meant = any(post.group in self.everyone or post.group in child.groups for child in here)
            if meant:
                found.add(family)
        return found


@dataclass
class Expected:
    """What one run sends: per address, the marks of the posts in the weekly letter, and of those in letters of their own."""

    weekly: dict[str, set[str]] = field(default_factory=dict)
    alone: dict[str, list[str]] = field(default_factory=dict)
    edition: bool = False


@dataclass
class Almanac:
    """Remembers, run after run, what the contract wants remembered."""

    guardians: dict[str, date] = field(default_factory=dict)
    posts: dict[str, date] = field(default_factory=dict)
    sent: set[tuple[str, str]] = field(default_factory=set)
    last_edition: datetime | None = None

    def edition_due(self, now: datetime) -> bool:
        """Whether Friday 15:00 has passed since the last edition, or where there was none: within the last 24 hours."""
        friday = now.replace(hour=15, minute=0, second=0, microsecond=0) - timedelta(days=(now.weekday() - 4) % 7)
        if friday > now:
            friday -= timedelta(days=7)
        if self.last_edition is None:
            return now - friday <= timedelta(hours=24)
        return friday > self.last_edition

    def run(self, school: PlannedSchool, posts: tuple[PlannedPost, ...], now: datetime, *, at_once: bool = False) -> Expected:
        """What a run at this moment sends."""
        today = now.date()
        result = Expected(edition=at_once or self.edition_due(now))
        if result.edition:
            self.last_edition = now
        here = [post for post in posts if post.there_from <= now]
        for post in here:
            self.posts.setdefault(post.mark, today)
        for guardian in school.guardians:
            self.guardians.setdefault(guardian.email, today)
            for post in here:
                # A personal message is a letter of its own; whether it waits for the edition is left open: here it does not.
                if guardian.delivery != "mail" and not result.edition and not post.to:
                    continue
                if guardian.family in school.audience(post, today) and self._due(guardian.email, post, now):
                    if guardian.delivery == "mail" or post.to:
                        result.alone.setdefault(guardian.email, []).append(post.mark)
                    else:
                        result.weekly.setdefault(guardian.email, set()).add(post.mark)
                    self.sent.add((guardian.email, post.mark))
        return result

    def _due(self, email: str, post: PlannedPost, now: datetime) -> bool:
        today = now.date()
        waits = post.draft or post.held_back(now) or post.day > today or bool(post.until and today > post.until)
        too_late = self.posts[post.mark] - post.day > timedelta(days=28) or self.guardians[email] - post.day > timedelta(days=7)
        return not waits and not too_late and (email, post.mark) not in self.sent
