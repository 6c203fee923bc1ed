"""Decides everything at once: from a reading of the school folder and the memory of the ledger, what is due and what is held back.

This is the one place where the decisions meet:
1. every post of the reading is recognised or new, and every guardian known or a newcomer (`decide.know.situation`);
2. a post that somebody still awaits is judged: who is in its pictures, whose names stand in it, what holds it back;
3. what is not held back goes to everybody who awaits it, as the view that their family has: in the weekly letter, in a
   letter of its own for who chose `mail`, and always in a letter of its own where it is personal;
4. who was sent an invitation before that says something else now, hears of it (`decide.letters.event_changes`);
5. a letter that waits in the outbox counts as not made: it stands if this plan would make it again (`decide.letters.still_valid`), else
  what this plan makes takes its place, in the same edition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from types import MappingProxyType

from weekbrief_build.decide.hold.ask_names import pictures_to_name
from weekbrief_build.decide.hold.asked_before import still_asked
from weekbrief_build.decide.hold.judge_posts import judge_posts
from weekbrief_build.decide.know.due import Edition, edition_due, is_current
from weekbrief_build.decide.know.judged import Judged, JudgedPost
from weekbrief_build.decide.know.memory import EventMark, KnownGuardian, Memory, WaitingLetter
from weekbrief_build.decide.know.readers import Reader, departed
from weekbrief_build.decide.know.situation import SeenPost, Situation, situation_of
from weekbrief_build.decide.letters.event_changes import changes, event_mark
from weekbrief_build.decide.letters.reminders import earlier_views
from weekbrief_build.decide.letters.still_valid import stands, wording_of
from weekbrief_build.decide.letters.told_once import once, together_of
from weekbrief_build.decide.letters.views import View, Views
from weekbrief_build.decide.rule.consent import ConsentsOn, dated_ahead, lapsing_soon
from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.mistake import Mistake, Scope
from weekbrief_build.school.people import Delivery, Group
from weekbrief_build.school.post import FacesFound
from weekbrief_build.school.reading import Reading

_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class _Going:
    """A post that may go today, and whom it goes to."""

    seen: SeenPost
    views: Views
    awaiting: Sequence[Reader]


@dataclass(frozen=True, slots=True)
class _Due:
    """What one guardian is to be sent of one post."""

    view: View
    id: int
    """`SeenPost.id`."""

    def belongs_in(self, letter: WaitingLetter) -> bool:
        """Whether the post stands in this letter, and still belongs in a letter of its kind."""
        return self.id in letter.shown and self.view.post.personal == (letter.kind is LetterKind.PERSONAL)


@dataclass(frozen=True, slots=True)
class PlannedLetter:
    """A letter that is due: for whom, and which views stand in it, in their order."""

    reader: Reader
    kind: LetterKind
    views: tuple[View, ...]
    instead_of: WaitingLetter | None = None
    """The letter that waits in the outbox and holds these posts: it leaves, or this one does, never both."""
    folded: tuple[View, ...] = ()
    """Views of posts that say what one of `views` says (`decide.know.same_words`): told with it, and not shown."""
    earlier: tuple[View, ...] = ()
    """In a weekly letter, views of posts sent before whose dates it tells again (`decide.letters.reminders`)."""

    @property
    def told(self) -> tuple[View, ...]:
        """The views of all posts that it is the first to tell its reader; what changed about one, is told to who knows it."""
        return tuple(view for view in (*self.views, *self.folded) if not view.changed)

    @property
    def heard(self) -> tuple[View, ...]:
        """The views that tell what became of an event."""
        return tuple(view for view in (*self.views, *self.folded) if view.changed)


@dataclass(frozen=True, slots=True)
class Plan:
    """All that this run is to do; `letters` holds nothing that any rule holds back."""

    now: datetime
    edition: Edition | None
    letters: tuple[PlannedLetter, ...]
    posts: tuple[SeenPost, ...]
    readers: tuple[Reader, ...]
    mistakes: tuple[Mistake, ...]
    """Those of the reading and of the decisions, each once, by file and line; of each file, the first twenty of each scope."""
    waiting: tuple[WaitingLetter, ...] = ()
    """The letters in the outbox that were held against this plan, or are still to be (`settled`)."""
    taken_back: tuple[int, ...] = ()
    """The ids of those that may not leave as they are; `letters` holds what takes their place, where anything is left to send."""
    departed: tuple[KnownGuardian, ...] = ()
    """The guardians who are out of the school since the last run, as they are to be remembered."""

    def without(self, spoiled: Mapping[str, Mistake]) -> Plan:
        """The same plan without the pictures at these paths, which turned out not to be fit to leave; with what to mend about them.

        Where the mistake holds back the whole post, the post waits for the next run instead.
        """
        seen: dict[View, View] = {}
        waiting = {mistake.post for mistake in spoiled.values() if mistake.scope is Scope.POST}
        letters = tuple(replace(letter, views=tuple(_without(view, spoiled, seen) for view in letter.views)) for letter in self.letters)

        def fit(view: View) -> bool:
            return view.changed or (not view.empty and view.post.path not in waiting)

        kept = (_with_what_is_fit(letter, fit) for letter in letters)
        mistakes = _in_order((*self.mistakes, *spoiled.values()))
        return replace(self, letters=tuple(letter for letter in kept if letter.views), mistakes=mistakes)

    def with_advice(self, advice: Iterable[Mistake]) -> Plan:
        """The same plan, with advice among what is told: it changes no letter."""
        return replace(self, mistakes=_in_order((*self.mistakes, *advice)))

    def settled(self) -> Plan:
        """The same plan without what would be made again just as it waits in the outbox; the other letters that wait are taken back.

        To be asked last, when it is known which pictures are fit to leave.
        """
        again: dict[int, list[View]] = {}
        for planned in self.letters:
            if planned.instead_of:
                again.setdefault(planned.instead_of.id, []).extend((*planned.told, *planned.heard))
        wording = cache(wording_of)
        addresses = {reader.known.id: reader.guardian.email for reader in self.readers if reader.known}
        ids = {seen.post.path: seen.id for seen in self.posts}

        def stays(letter: WaitingLetter) -> bool:
            today = {ids[view.post.path]: view for view in again.get(letter.id, ())}
            return stands(letter, addresses.get(letter.guardian, ""), today, wording)

        standing = frozenset(letter.id for letter in self.waiting if stays(letter))
        letters = tuple(letter for letter in self.letters if not (letter.instead_of and letter.instead_of.id in standing))
        back = (one.id for one in self.waiting if one.id not in standing and (one.id in again or not one.refused))
        return replace(self, letters=letters, taken_back=tuple(back))

    def of_waiting_letters(self) -> Plan:
        """The same plan, with nothing in it but what takes the place of letters that wait: no edition, no news, nobody to be told."""
        letters = tuple(letter for letter in self.letters if letter.instead_of)
        told_anew = {view.post.path for letter in letters for view in (*letter.told, *letter.heard)}
        posts = tuple(seen if seen.post.path in told_anew else _with_event(seen, seen.known_event) for seen in self.posts)
        return replace(self, edition=None, letters=letters, posts=posts, mistakes=())


def _with_what_is_fit(letter: PlannedLetter, fit: Callable[[View], bool]) -> PlannedLetter:
    """Where one view has to stay behind, nobody is told of a folded one: it may have been the one that was meant to say it."""
    views = tuple(filter(fit, letter.views))
    return replace(letter, views=views, folded=letter.folded if views == letter.views else ())


def _without(view: View, spoiled: Mapping[str, Mistake], seen: dict[View, View]) -> View:
    if not any(order.file.path in spoiled for order in view.orders.values()):
        return view
    if view not in seen:
        orders = {name: order for name, order in view.orders.items() if order.file.path not in spoiled}
        seen[view] = replace(view, orders=MappingProxyType(orders))
    return seen[view]


def plan_of(reading: Reading, memory: Memory, now: datetime, *, edition_at_once: bool, found: FacesFound = MappingProxyType({})) -> Plan:
    """What is due at this moment (aware, in school time)."""
    situation = situation_of(reading, memory, now)
    return plan_from(situation, judge_posts(situation, found), edition_at_once=edition_at_once)


def plan_from(situation: Situation, judged: Judged, *, edition_at_once: bool) -> Plan:
    """What is due, where the posts were judged so."""
    reading, memory, now = situation.reading, situation.memory, situation.now
    school, today = reading.school, now.date()
    edition = edition_due(now, school.newsletter, memory.last_edition, memory.editions, at_once=edition_at_once)

    consents = ConsentsOn(today, school, reading.register)
    mistakes = [*reading.mistakes, *dated_ahead(reading.register, today), *lapsing_soon(consents)]
    going: list[_Going] = []
    for seen, awaiting in situation.candidates:
        views, told = _views_of(judged[seen.post.path], situation)
        mistakes += told
        if is_current(seen.post, today) and not any(mistake.scope is Scope.POST for mistake in told):
            going.append(_Going(seen, views, awaiting))
    changed = tuple(changes(situation, judged))
    waiting = (seen.post for seen, heard_by in changed if heard_by is None and not seen.post.draft)
    mistakes += (mistake for post in waiting for mistake in judged[post.path].words)
    letters = (*_letters(_due(going, tuple(school.groups.values())), situation, judged, edition), *_of_changes(changed, situation))
    posts = _as_told(situation, frozenset(seen.post.path for seen, heard_by in changed if heard_by is None))
    gone = departed(memory.guardians, situation.readers)
    asked = _in_order(still_asked(mistakes, memory, now))
    return Plan(now, edition, letters, posts, situation.readers, asked, memory.waiting, departed=gone)


def _of_changes(changed: Iterable[tuple[SeenPost, Iterable[tuple[Reader, View]] | None]], situation: Situation) -> Iterator[PlannedLetter]:
    """The letters that tell of a changed event; of twins, one. What waits, once more: it is known by its guardian and its post."""
    waiting = {(letter.guardian, post): letter for letter in situation.memory.waiting if letter.changed for post in letter.shown}
    by_reader: dict[str, tuple[Reader, list[View]]] = {}
    ids: dict[View, int] = {}
    for seen, heard_by in changed:
        for reader, view in heard_by or ():
            by_reader.setdefault(reader.guardian.email, (reader, []))[1].append(view)
            ids[view] = seen.id
    for reader, views in by_reader.values():
        for together in together_of(views, situation.same_words):
            kind = LetterKind.PERSONAL if together[0].post.personal else LetterKind.POST
            made = (waiting.get((reader.known.id, ids[view])) for view in together if reader.known)
            yield PlannedLetter(reader, kind, together[:1], next(filter(None, made), None), together[1:])


def _as_told(situation: Situation, unheard: AbstractSet[str]) -> tuple[SeenPost, ...]:
    """The posts with the event that everybody knows after this run; of those at paths in `unheard`, the one known before."""

    def mark(seen: SeenPost) -> EventMark | None:
        return seen.known_event if seen.post.path in unheard else event_mark(seen)

    return tuple(_with_event(seen, mark(seen)) for seen in situation.posts)


def _with_event(seen: SeenPost, event: EventMark | None) -> SeenPost:
    return replace(seen, marks=replace(seen.marks, event=event))


def _views_of(judged: JudgedPost, situation: Situation) -> tuple[Views, tuple[Mistake, ...]]:
    """The views of a post, and what is to be mended before it, or a picture of it, can go; only of what somebody awaits."""
    seen, post, today = judged.seen, judged.seen.post, situation.now.date()
    if not judged.awaited:
        return Views(post, (), (), seen.identity, today), judged.held
    written_out = frozenset(name.child for name in judged.names)
    mark = event_mark(seen)
    sequence = mark.sequence if mark else 0
    views = Views(post, judged.verdicts, judged.mentions, seen.identity, today, written_out, judged.title_names, sequence)
    told = {mistake.picture for mistake in situation.reading.mistakes if mistake.picture and mistake.post == post.path}
    return views, (*judged.named, *judged.held, *judged.words, *pictures_to_name(post, judged.verdicts, told))


def _due(going: Sequence[_Going], groups: Sequence[Group]) -> Mapping[str, Sequence[_Due]]:
    """By address, what is due in the order in which it is read: group by group, the whole school last, older posts first."""
    place = {group.id: (group.everyone, number) for number, group in enumerate(groups)}
    due: dict[str, list[_Due]] = {}
    for one in sorted(going, key=lambda one: (place[one.seen.post.group], one.seen.post.date, one.seen.post.path)):
        for reader in one.awaiting:
            view = one.views.for_family(reader.family.children, reader.guardian.language)
            if not view.empty:
                due.setdefault(reader.guardian.email, []).append(_Due(view, one.seen.id))
    return due


def _letters(due: Mapping[str, Sequence[_Due]], situation: Situation, judged: Judged, edition: Edition | None) -> Iterator[PlannedLetter]:
    """The letters, reader by reader: what waits, once more; personal messages and single posts always, newsletters with an edition."""
    waiting_for: dict[int, list[WaitingLetter]] = {}
    for letter in situation.memory.waiting:
        if letter.changed:
            continue  # it tells no post, but what became of one (`_of_changes`)
        waiting_for.setdefault(letter.guardian, []).append(letter)
    earlier = earlier_views(situation, judged) if edition or waiting_for else {}

    def letter_of(reader: Reader, kind: LetterKind, views: Sequence[View], instead_of: WaitingLetter | None = None) -> PlannedLetter:
        kept, folded = once(views, situation.same_words)
        again = earlier.get(reader.guardian.email, ()) if kind is LetterKind.NEWSLETTER else ()
        return PlannedLetter(reader, kind, kept, instead_of, folded, again)

    for reader in situation.readers:
        news = due.get(reader.guardian.email, [])
        for letter in waiting_for.get(reader.known.id, ()) if reader.known else ():
            again = [one for one in news if one.belongs_in(letter)]
            news = [one for one in news if one not in again]
            once_more = tuple(one.view for one in again)
            in_one = (once_more,) if again and letter.kind is LetterKind.NEWSLETTER else together_of(once_more, situation.same_words)
            for together in in_one:
                yield letter_of(reader, letter.kind, together, letter)
        views = [one.view for one in news]
        single = reader.guardian.delivery is Delivery.MAIL
        for together in together_of([view for view in views if view.post.personal or single], situation.same_words):
            yield letter_of(reader, LetterKind.PERSONAL if together[0].post.personal else LetterKind.POST, together)
        weekly = [view for view in views if not view.post.personal and not single]
        if weekly and edition:
            yield letter_of(reader, LetterKind.NEWSLETTER, weekly)


def _in_order(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """Each once, by file and line; of one file no more than anybody mends at once, or no server would take what is written about it."""
    told: Counter[tuple[str, Scope]] = Counter()
    kept = []
    for mistake in sorted(dict.fromkeys(mistakes), key=lambda mistake: (mistake.file, mistake.line or 0)):
        told[mistake.file, mistake.scope] += 1  # by scope: advice must not stand in the way of what holds a post back
        if told[mistake.file, mistake.scope] <= _MOST_TOLD:
            kept.append(mistake)
    return tuple(kept)
