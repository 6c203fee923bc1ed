"""Of letters that wait, which may leave as they are: on generated schools, after any withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from schools import TODAY, a_child, a_guardian, a_picture, a_post, a_row, a_school

from weekbrief_build.decide.know.memory import KnownGuardian, KnownPost, Memory, Shown, ShownPicture, WaitingLetter
from weekbrief_build.decide.letters.still_valid import stands, wording_of
from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.plan.plan import Plan, plan_of
from weekbrief_build.decide.rule.audience import audience_of
from weekbrief_build.decide.rule.consent import ConsentsOn
from weekbrief_build.decide.rule.names import judge_mentions
from weekbrief_build.decide.rule.pictures import Showing, judge
from weekbrief_build.decide.rule.same_picture import SamePictures
from weekbrief_build.outbox.shown import read_shown, shown_by, shown_by_twin
from weekbrief_build.school.consent import ConsentRow, Register
from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.made import PictureOrder
from weekbrief_build.school.people import Delivery, WithoutConsent
from weekbrief_build.school.post import (
    Document,
    Event,
    Evidence,
    MadePaper,
    Naming,
    Picture,
    Post,
    Prose,
    Region,
    Segment,
    SegmentKind,
    Source,
    Version,
)
from weekbrief_build.school.reading import Reading

FRIDAY = datetime(2026, 11, 20, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
CHILDREN = ("ada-jansen", "bram-vos", "cas-de-boer")
HOMES = {"jansen": ["ada-jansen"], "vos": ["bram-vos", "ada-jansen"], "de-boer": ["cas-de-boer"]}
FACES = {child: Region(number / 10, 0.5, 0.1, 0.1) for number, child in enumerate(CHILDREN)}
PURPOSES = ("photo-group", "photo-school", "name-group", "name-school")


@dataclass(frozen=True)
class Case:
    """A school folder of which the letters wait, and the same folder later, when something was withdrawn."""

    before: Reading
    later: Reading


def mention(post: Post, child: str) -> Post:
    """The same post, which mentions a child."""
    version = post.versions[0]
    segment = Segment(SegmentKind.MENTION, child)
    prose = replace(version.prose, html=(*version.prose.html, segment), text=(*version.prose.text, segment))
    return replace(post, versions=(replace(version, prose=prose),))


@st.composite
def posts(draw: st.DrawFn, number: int) -> Post:
    """A post with up to two pictures, of children whose faces are mostly marked; sometimes it mentions one."""
    pictures = []
    for name in draw(st.sampled_from([("a.jpg",), ("b.jpg",), ("a.jpg", "b.jpg"), ()])):
        people = draw(st.lists(st.sampled_from(CHILDREN), max_size=2, unique=True))
        namings = tuple(Naming(child, Source.SIDECAR, draw(st.sampled_from([FACES[child], FACES[child], None]))) for child in people)
        picture = a_picture(f"{number}{name}")
        pictures.append(replace(picture, evidence=Evidence(namings, answered_nobody=not people)))
    post = a_post(
        f"Bericht {number}",
        group=draw(st.sampled_from(["groep-5b", "groep-5b", "school"])),
        to=draw(st.sampled_from([(), (), (), ("ada-jansen",)])),
        pictures=pictures,
    )
    return mention(post, draw(st.sampled_from(CHILDREN))) if draw(st.booleans()) else post


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Three children, three families, some posts; most purposes have a yes."""
    children = [a_child(child, draw(st.sampled_from(["groep-5b", "groep-5b", "groep-6a"]))) for child in CHILDREN]
    guardians = {home: [a_guardian(f"Ouder {home}", f"{home}@example.org", draw(st.sampled_from(Delivery)))] for home in HOMES}
    school = a_school(children, HOMES, guardians=guardians, without_consent=draw(st.sampled_from(WithoutConsent)))
    agreed = draw(st.frozensets(st.tuples(st.sampled_from(CHILDREN), st.sampled_from(PURPOSES)), min_size=6))
    rows = [a_row(child, purpose) for child, purpose in sorted(agreed)]
    return Reading(school, Register.of(rows), tuple(draw(posts(number)) for number in range(draw(st.integers(1, 3)))), ())


def rows_of(reading: Reading) -> list[ConsentRow]:
    """All rows of the register."""
    return [row for rows in reading.register.rows.values() for row in rows]


@st.composite
def withdrawn(draw: st.DrawFn, reading: Reading) -> Reading:  # noqa: PLR0911 - a table of things that can be withdrawn
    """The folder after something was withdrawn: a no, a row that is gone, a child that left, a person or a post."""
    what = draw(st.sampled_from(["no", "row", "left", "person", "post", "doubt", "address", "mended"]))
    rows, child = rows_of(reading), draw(st.sampled_from(CHILDREN))
    post = draw(st.sampled_from(reading.posts)) if reading.posts else None
    if what == "no":
        return replace(reading, register=Register.of([*rows, a_row(child, draw(st.sampled_from(PURPOSES)), "no", TODAY)]))
    if what == "row" and rows:
        gone = draw(st.sampled_from(rows))
        return replace(reading, register=Register.of(row for row in rows if row is not gone))
    if what == "left":
        children = {**reading.school.children, child: replace(reading.school.children[child], left=TODAY)}
        return replace(reading, school=replace(reading.school, children=MappingProxyType(children)))
    if what == "address":
        home = reading.school.families["jansen"]
        family = replace(home, guardians=(replace(home.guardians[0], email="nieuw@example.org"),))
        return replace(reading, school=replace(reading.school, families=MappingProxyType({**reading.school.families, "jansen": family})))
    if what == "post" and post:
        return replace(reading, posts=tuple(one for one in reading.posts if one is not post))
    if post is None:
        return reading
    if what == "mended":
        return with_post(reading, post, mention(post, child))
    if not post.pictures:
        return reading
    picture = draw(st.sampled_from(post.pictures))
    evidence = picture.evidence
    if what == "doubt":
        evidence = replace(evidence, doubts=(Source.TAGS,))
    else:
        evidence = Evidence((*evidence.namings, Naming(draw(st.sampled_from([*CHILDREN, "vreemde"])), Source.TAGS)), answered_nobody=False)
    pictures = tuple(replace(one, evidence=evidence) if one is picture else one for one in post.pictures)
    return with_post(reading, post, replace(post, pictures=pictures))


def with_post(reading: Reading, post: Post, instead: Post) -> Reading:
    """The reading with another post in the place of this one."""
    return replace(reading, posts=tuple(instead if one is post else one for one in reading.posts))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to three withdrawals."""
    before = draw(readings())
    later = before
    for _ in range(draw(st.integers(1, 3))):
        later = draw(withdrawn(later))
    return Case(before, later)


def waiting_after(done: Plan) -> Memory:
    """What the ledger remembers of this plan while no letter of it has left."""
    guardians = tuple(
        KnownGuardian(number, one.family.id, one.guardian.name, one.guardian.email, one.first_seen, one.groups)
        for number, one in enumerate(done.readers)
    )
    number_of = {one.email: one.id for one in guardians}
    known = tuple(KnownPost(number, one.post.path, one.first_seen, one.marks) for number, one in enumerate(done.posts))
    post_of = {one.path: one.id for one in known}
    waiting = tuple(
        WaitingLetter(
            number,
            letter.kind,
            "2026-W47",
            number_of[letter.reader.guardian.email],
            letter.reader.guardian.email,
            {post_of[view.post.path]: read_shown(shown_by(view, {})) for view in letter.views}
            | {post_of[view.post.path]: read_shown(shown_by_twin(view)) for view in letter.folded},
        )
        for number, letter in enumerate(done.letters)
    )
    told = {post.id: frozenset(letter.guardian for letter in waiting if post.id in letter.shown) for post in known}
    return Memory(known, guardians, MappingProxyType(told), FRIDAY, frozenset({"2026-W47"}), waiting=waiting)


def planned(reading: Reading, memory: Memory | None = None) -> Plan:
    """What is to be done with letters that wait, and what is new."""
    return plan_of(reading, memory or Memory(), FRIDAY, edition_at_once=memory is None).settled()


def standing(plan: Plan) -> list[WaitingLetter]:
    """The letters that leave as they are."""
    return [letter for letter in plan.waiting if letter.id not in plan.taken_back]


def may_be_shown(shown: Shown, post: Post, family: str, reading: Reading) -> bool:
    """Whether a family may see all of this today: each picture and each name judged by itself."""
    school, own = reading.school, reading.school.families[family].children
    audience = audience_of(post, school, TODAY)
    same = SamePictures.among(((other, audience_of(other, school, TODAY)) for other in reading.posts), ())
    consents = ConsentsOn(TODAY, school, reading.register)
    names = {verdict.child for verdict in judge_mentions(post, audience, consents) if verdict.shows_to(own)}

    def seen(picture: Picture, covered: frozenset[Region]) -> bool:
        verdict = judge(picture, same.all_said(post, picture, audience), consents)
        answer = verdict.for_family(own)
        to_cover = {face for child, face in verdict.people.faces if child in answer.cover}
        return answer.showing is Showing.SHOWN or (answer.showing is Showing.COVERED and to_cover <= covered)

    pictures = {picture.file.sha256: picture for picture in post.pictures}
    return (
        family in audience.families
        and shown.names <= names
        and all(one.sha256 in pictures and one.covered is not None and seen(pictures[one.sha256], one.covered) for one in shown.pictures)
    )


@settings(max_examples=150)
@given(cases())
def test_no_letter_leaves_with_what_may_not_be_shown_any_more(case: Case) -> None:
    """After any withdrawal, what a letter that stands shows is what today's decisions show; it goes to the address of today."""
    memory = waiting_after(planned(case.before))
    posts_now = {post.path: post for post in case.later.posts}
    families = {guardian.email: family.id for family in case.later.school.families.values() for guardian in family.guardians}
    for letter in standing(planned(case.later, memory)):
        assert letter.recipient in families
        for id_, shown in letter.shown.items():
            assert may_be_shown(shown, posts_now[memory.posts[id_].path], families[letter.recipient], case.later)


@settings(max_examples=100)
@given(cases())
def test_nobody_is_sent_a_post_twice_and_nobody_misses_one(case: Case) -> None:
    """What stands, what is made anew and what is new together are what the folder would give if nothing had ever been made."""
    memory = waiting_after(planned(case.before))
    plan = planned(case.later, memory)
    address = {one.id: one.email for one in memory.guardians} | {
        reader.known.id: reader.guardian.email for reader in plan.readers if reader.known
    }
    paths = {one.known.id: one.post.path for one in plan.posts if one.known}
    sent = [(paths[post], address[letter.guardian]) for letter in standing(plan) for post in letter.shown]
    sent += [(view.post.path, letter.reader.guardian.email) for letter in plan.letters for view in letter.views]
    due = planned(case.later)
    wanted = [(view.post.path, letter.reader.guardian.email) for letter in due.letters for view in letter.views]
    assert len(sent) == len(set(sent))
    assert set(sent) <= set(wanted)
    anew = {letter.instead_of.id for letter in plan.letters if letter.instead_of}
    in_letters = {(paths[post], address[letter.guardian]) for letter in plan.waiting for post in letter.shown if post in paths}
    assert in_letters & set(wanted) <= set(sent)
    assert anew <= set(plan.taken_back)


@settings(max_examples=60)
@given(readings(), st.sampled_from(CHILDREN), st.sampled_from(["website", "social-media"]))
def test_letters_that_are_still_right_stand(reading: Reading, child: str, purpose: str) -> None:
    """Nothing is made anew where nothing changed, nor for a row that letters never ask for."""
    memory = waiting_after(planned(reading))
    later = replace(reading, register=Register.of([*rows_of(reading), a_row(child, purpose, "no", TODAY)]))
    for unchanged in (reading, later):
        plan = planned(unchanged, memory)
        assert (plan.taken_back, plan.letters) == ((), ())


@settings(max_examples=60)
@given(readings(), st.sampled_from(CHILDREN), st.sampled_from(PURPOSES))
def test_a_new_yes_is_no_reason_to_make_a_letter_anew(reading: Reading, child: str, purpose: str) -> None:
    """What would be shown besides today is shown in later posts; no letter is touched for its sake."""
    memory = waiting_after(planned(reading))
    later = replace(reading, register=Register.of([*rows_of(reading), a_row(child, purpose, day=TODAY)]))
    assert planned(later, memory).taken_back == ()


A_POST = a_post(pictures=[a_picture("a.jpg", "ada-jansen")])
FACE, OTHER_FACE = Region(0.1, 0.1, 0.1, 0.1), Region(0.5, 0.5, 0.1, 0.1)


def a_view(cover: frozenset[Region] = frozenset(), names: frozenset[str] = frozenset(), post: Post = A_POST) -> View:
    """A view of the post with its picture."""
    orders: Mapping[str, PictureOrder] = {picture.name: PictureOrder(picture.file, cover) for picture in post.pictures}
    return View(post, post.versions[0], MappingProxyType({}), MappingProxyType(orders), names, "3")


def a_letter(
    covered: frozenset[Region] | None = frozenset(), names: frozenset[str] = frozenset(), wording: str | None = None
) -> WaitingLetter:
    """A letter with that post."""
    picture = ShownPicture(A_POST.pictures[0].file.sha256, covered)
    shown = Shown(wording_of(a_view()) if wording is None else wording, names, (picture,))
    return WaitingLetter(7, LetterKind.POST, None, 1, "anna@example.org", {3: shown})


def test_a_letter_stands_if_today_shows_as_much() -> None:
    """At least the same faces are covered, the same or fewer names show; words, address and post are the same."""
    both = frozenset({FACE, OTHER_FACE})

    def at_home(letter: WaitingLetter, view: View) -> bool:
        return stands(letter, "anna@example.org", {3: view})

    assert at_home(a_letter(), a_view())
    assert at_home(a_letter(both), a_view(frozenset({FACE})))
    assert not at_home(a_letter(frozenset({FACE})), a_view(both))
    assert not at_home(a_letter(frozenset({FACE})), a_view(frozenset({OTHER_FACE})))
    assert not at_home(a_letter(), a_view(frozenset({FACE})))
    assert not at_home(a_letter(None), a_view())
    assert at_home(a_letter(), a_view(names=frozenset({"ada-jansen"})))
    assert not at_home(a_letter(names=frozenset({"ada-jansen"})), a_view())
    assert not at_home(a_letter(wording=""), a_view())
    assert not at_home(a_letter(), a_view(post=replace(A_POST, pictures=())))
    assert not stands(a_letter(), "piet@example.org", {3: a_view()})
    assert not stands(a_letter(), "anna@example.org", {})


def test_a_refused_letter_waits_once_its_guardian_has_another_address() -> None:
    """With the address that was refused, or without its guardian, it stays what it is: told, and refused."""
    memory = Memory(told={3: frozenset({1})}, waiting=(replace(a_letter(), refused=True),))
    for addresses, waits in (({1: "anna@example.org"}, False), ({}, False), ({1: "anna@new.example.org"}, True)):
        now = memory.for_addresses(addresses)
        assert bool(now.waiting) is waits
        assert now.left().get(3) == (None if waits else frozenset({1}))


def test_a_document_that_changed_is_another_wording() -> None:
    """What goes along with a post may be read as its text is: who takes a page out of a PDF before it leaves has taken it out."""
    one = Document("brief.pdf", "content/groep-5b/brief.pdf", "woorden", MadePaper("/cache/1", "11", 1))
    kept_elsewhere, other = replace(one, made=replace(one.made, path="/cache/2")), replace(one, made=replace(one.made, sha256="22"))
    wordings = [wording_of(a_view(post=replace(A_POST, documents=documents))) for documents in ((), (one,), (kept_elsewhere,), (other,))]
    assert len(set(wordings)) == 3
    assert wordings[1] == wordings[2]


WORD = (Segment(SegmentKind.HTML, "Bram"),)
EVENT = Event("Kamp", datetime(2026, 12, 1, 9, tzinfo=ZoneInfo("Europe/Amsterdam")))
PLAIN = A_POST.versions[0]
SAYS_MORE = {
    "title_segments": replace(PLAIN, title_segments=WORD),
    "html": replace(PLAIN, prose=replace(PLAIN.prose, html=WORD)),
    "text": replace(PLAIN, prose=replace(PLAIN.prose, text=WORD)),
    "addresses": replace(PLAIN, prose=replace(PLAIN.prose, addresses=("bram.example",))),
    "captions": replace(PLAIN, captions=MappingProxyType({"1.jpg": WORD})),
    "alts": replace(PLAIN, alts=MappingProxyType({"1.jpg": WORD})),
    "event": replace(PLAIN, event=EVENT),
    "title": replace(PLAIN, event=replace(EVENT, title="Reis")),
    "place": replace(PLAIN, event=replace(EVENT, place="Bos")),
    "cancelled": replace(PLAIN, event=replace(EVENT, cancelled=True)),
    "start": replace(PLAIN, event=replace(EVENT, start=TODAY)),
    "end": replace(PLAIN, event=replace(EVENT, end=TODAY)),
    "reply_by": replace(PLAIN, event=replace(EVENT, reply_by=TODAY)),
}
"""The post, with one thing more to read in it, by where that stands."""
SAID_BY_OTHERS = {"language", "file", "prose", "not_names", "words", "joints"}
"""Of a version: what no reader sees, or sees elsewhere."""


def test_whatever_a_reader_sees_is_part_of_the_wording() -> None:
    """No two things to read are taken for one; a new field of a version or an event has to be placed here."""
    wordings = {name: wording_of(a_view(post=replace(A_POST, versions=(version,)))) for name, version in SAYS_MORE.items()}
    assert wording_of(a_view()) not in wordings.values()
    assert len(set(wordings.values())) == len(wordings)
    known = {field.name for kind in (Version, Prose, Event) for field in fields(kind)}
    assert known == SAYS_MORE.keys() | SAID_BY_OTHERS


def test_posts_that_say_no_longer_the_same_leave_in_letters_of_their_own() -> None:
    """Two that were told as one: once one of them is mended, neither is lost, and no letter for a single post holds two."""
    same_words = [a_post("Kamp", group=group, path=f"content/{group}/kamp.md") for group in ("groep-5b", "groep-6a")]
    school = a_school(
        [a_child("ada-jansen", "groep-5b"), a_child("bram-jansen", "groep-6a")],
        {"jansen": ["ada-jansen", "bram-jansen"]},
        guardians={"jansen": [a_guardian("Anna", "anna@example.org", Delivery.MAIL)]},
    )
    before = Reading(school, Register.of(()), tuple(same_words), ())
    memory = waiting_after(planned(before))
    assert [len(letter.shown) for letter in memory.waiting] == [2]
    assert planned(before, memory).taken_back == ()
    mended = planned(with_post(before, same_words[1], mention(same_words[1], "ada-jansen")), memory)
    assert mended.taken_back == (0,)
    assert sorted(view.post.path for letter in mended.letters for view in letter.views) == sorted(post.path for post in same_words)
    assert [len(letter.views) for letter in mended.letters] == [1, 1]
