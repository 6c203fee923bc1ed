"""Decides which names may stand in a text: a mention shows to whom it may, a name written out without a yes holds the post back.

The rule (DESIGN.md, "Names in text"). `@ada-jansen` shows the child's name to a family whose own child it is, and to
everybody where the child has a yes for `name-…`. A name written out is the full name of any child of the school, anywhere;
and for the children of the audience's groups also the first name, as a whole word with its capital (in file names and addresses in any
case), also of those who have left and are still listed. In a personal message the audience's groups are those of its children. A name may
stand where every family of the audience may read it.

What counts as the same name is said in `school.roll`. Where that leaves a choice, it is made so that no name slips through:
- A name that two children share may stand only where it may for both. A full name says which of them is meant: inside it no
  first name is looked for, if it stands there as the school writes it.
- The name of a member of staff, standing in full (`juf Sanne`), is no child; but a full name of a child inside it is.
- A full name of a single word counts as a first name does (`Roos`, not `roos`), but in the posts of every group.
- `not_names` takes out the words that it holds and no more: `[Roos]` leaves `Roos Vos` a name, `[Roos Vos]` takes that out;
  `[Jan]` leaves `Jans` a name.
- In the address of a link a name counts as in the text: a page on a flower needs its `not_names: [Roos]`, or leaves out the link.
- Where an audience has no families, no family of it may read anything: a name needs its yes there too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from weekbrief_build.decide.rule.audience import Audience, reach_for
from weekbrief_build.decide.rule.consent import Consent, ConsentsOn, Standing
from weekbrief_build.decide.rule.texts import Place, texts_of
from weekbrief_build.school.consent import Kind, purpose
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Post, Segment, SegmentKind, Version
from weekbrief_build.school.roll import Found, Names, Roll, Text, read


@dataclass(frozen=True, slots=True)
class NameVerdict:
    """Who may read the name of a child that a post mentions."""

    child: str
    purpose: str
    consent: Consent

    def shows_to(self, own: AbstractSet[str]) -> bool:
        """Whether a family with these children reads the name; the reasons are this verdict itself."""
        return self.child in own or self.consent.standing is Standing.YES


@dataclass(frozen=True, slots=True)
class NameWritten:
    """A name that stands in plain text and may not: the post is held back."""

    child: str
    written: str
    """The words as the teacher wrote them."""
    file: str
    """The file (or folder, for a title) in which it stands."""
    verdict: NameVerdict
    place: Place = Place.TEXT
    held: bool = True
    """Whether some family of the audience may not read it."""


def in_a_title(names: Iterable[NameWritten]) -> bool:
    """Whether one of these names stands in a title or an event: what subjects and agendas are made of."""
    return any(name.place in {Place.TITLE, Place.EVENT} for name in names)


def judge_mentions(post: Post, audience: Audience, consents: ConsentsOn) -> tuple[NameVerdict, ...]:
    """One verdict for each child of the school that the post mentions with `@`, by id."""
    mentioned = {segment.content for version in post.versions for segment in _segments(version) if segment.kind is SegmentKind.MENTION}
    return tuple(_verdict(child, audience, consents) for child in sorted(mentioned & consents.school.children.keys()))


def names_held_back(post: Post, audience: Audience, consents: ConsentsOn) -> tuple[NameWritten, ...]:
    """The names in any version of the post that some family of its audience may not read; none: the post may go."""
    return tuple(name for name in names_written(post, audience, consents) if name.held)


def names_written(post: Post, audience: Audience, consents: ConsentsOn) -> tuple[NameWritten, ...]:
    """Every name that is written out in any version of the post.

    By version and place, in the order of the text; the same words for the same child stand once per file and place.
    """
    school, verdicts = consents.school, dict[str, NameVerdict]()
    found: dict[tuple[str, str, Place, str], NameWritten] = {}
    may_be_meant = audience.by_first_name | school.roll.one_word
    for version in post.versions:
        no_child = Names(((word, word) for word in version.not_names | post.versions[0].not_names), genitives=False)
        for where, place, text, any_case, joints in texts_of(post, version):
            for child, written in _names_in(read(text, any_case=any_case, joints=joints), may_be_meant, school.roll, no_child):
                if child not in verdicts:
                    verdicts[child] = _verdict(child, audience, consents)
                key, held = (child, where, place, written.casefold()), not _may_stand(verdicts[child], audience, school)
                found.setdefault(key, NameWritten(child, written, where, verdicts[child], place, held))
    return tuple(found.values())


def _verdict(child: str, audience: Audience, consents: ConsentsOn) -> NameVerdict:
    person = consents.school.children[child]
    wanted = purpose(Kind.NAME, reach_for(person, audience))
    return NameVerdict(child, wanted, consents.of(person, wanted))


def _may_stand(verdict: NameVerdict, audience: Audience, school: School) -> bool:
    """Whether every family of the audience may read the name, and there is one."""
    if verdict.consent.standing is Standing.YES:
        return True
    return bool(audience.families) and all(verdict.shows_to(school.families[family].children) for family in audience.families)


def _names_in(words: Text, may_be_meant: AbstractSet[str], roll: Roll, no_child: Names) -> Iterator[tuple[str, str]]:
    """The children whose names stand in a text, with the words, in its order; by a first name only those who may be meant by it."""
    full = [found for found in roll.find_full(words) if found.name.sure or found.capital]
    freed = [(found.start, found.end) for found in no_child.find(words) if found.as_spelt]
    someone_else = [found for found in (*roll.staff.find(words), *full) if found.as_spelt]
    taken = [*((found.start, found.end) for found in someone_else), *freed]
    names = [(found, found.name.whose) for found in full if found.name.key not in no_child and not _within(found, freed)]
    for found in roll.first_names.find(words):
        meant = found.name.whose & may_be_meant
        if meant and found.capital and found.closed and found.near and not _within(found, taken):
            names.append((found, meant))
    places: dict[str, set[tuple[int, int]]] = {}
    for found, children in names:
        for child in children:
            places.setdefault(child, set()).add((found.start, found.end))
    for (start, end), child in sorted((place, child) for child, of_child in places.items() for place in of_child):
        if not any(left <= start and end <= right for left, right in places[child] - {(start, end)}):  # `Anna Kok` in `Anna (Anneke) Kok`
            yield child, " ".join(words.shown[start:end].split())


def _within(found: Found, places: Iterable[tuple[int, int]]) -> bool:
    return any(start <= found.start and found.end <= end for start, end in places)


def _segments(version: Version) -> Iterator[Segment]:
    """Every segment of a version, wherever it stands."""
    yield from version.title_segments
    yield from version.prose.html
    yield from version.prose.text
    yield from _of_all(version.captions)
    yield from _of_all(version.alts)


def _of_all(segments: Mapping[str, Iterable[Segment]]) -> Iterator[Segment]:
    for of_picture in segments.values():
        yield from of_picture
