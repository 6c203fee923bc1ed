"""Words that hold a post until the head lets it go: which are found, where, and who can let them stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import TODAY, a_child, a_picture, a_post, a_school

from weekbrief_build.decide.hold.starter_words import STARTER_WORDS
from weekbrief_build.decide.hold.unsuitable import Unsuitable, allowed_in_vain, words_held_back
from weekbrief_build.decide.know.memory import KnownGuardian, KnownPost, Memory
from weekbrief_build.decide.plan.plan import Plan, plan_of
from weekbrief_build.decide.tell.notices import to_tell
from weekbrief_build.school.consent import Register
from weekbrief_build.school.mistake import Scope
from weekbrief_build.school.post import Document, Event, MadePaper, Post, Segment, SegmentKind
from weekbrief_build.school.reading import Reading
from weekbrief_build.school.word_list import AllowedPost, WordList
from weekbrief_build.words import words_of

SCHOOL = a_school([a_child("ada-jansen", "groep-5b")], {"jansen": ["ada-jansen"]})
NOW = datetime(2026, 11, 20, 15, tzinfo=SCHOOL.timezone)
STARTER = Unsuitable.of(WordList())
ENGLISH = words_of("en")


def plan_for(*posts: Post, words: WordList | None = None, memory: Memory | None = None) -> Plan:
    """What goes of these posts on the day of the newsletter."""
    reading = Reading(SCHOOL, Register.of(()), posts, (), words or WordList())
    return plan_of(reading, memory or Memory(), NOW, edition_at_once=True)


def segments(text: str) -> tuple[Segment, ...]:
    """Plain text as a title or a caption has it."""
    return (Segment(SegmentKind.HTML, text),)


def with_words(where: str, words: str) -> Post:
    """A post in which these words stand in one place."""
    post = a_post("Herfst", pictures=[a_picture("bos.jpg", nobody=True)])
    (version,) = post.versions
    said = MappingProxyType({"bos.jpg": segments(words)})
    changed = {
        "title": replace(version, title=words, title_segments=segments(words)),
        "text": replace(version, prose=replace(version.prose, words=words)),
        "caption": replace(version, captions=said),
        "alt": replace(version, alts=said),
        "event": replace(version, event=Event(words, TODAY + timedelta(days=7))),
        "place": replace(version, event=Event("Feest", TODAY + timedelta(days=7), place=words)),
    }
    if where in changed:
        return replace(post, versions=(changed[where],))
    if where == "other language":
        file = "content/groep-5b/herfst.en.md"
        return replace(post, versions=(version, replace(changed["text"], language="en", file=file)))
    if where == "document":
        paper = Document("menu.pdf", "content/groep-5b/menu.pdf", words, MadePaper("/menu.pdf", "0" * 64, 1))
        return replace(post, documents=(paper,))
    return replace(post, author=words)


PLACES = ("title", "text", "caption", "alt", "event", "place", "other language", "author", "document")


@pytest.mark.parametrize("where", PLACES)
def test_a_listed_word_holds_its_post_wherever_a_reader_could_see_it(where: str) -> None:
    """In any version, title, caption, alt text, event, author's line or PDF: the post goes to nobody."""
    assert plan_for(with_words(where, "een gewone dag")).letters
    held = plan_for(with_words(where, "Wat een klootzak!"))
    assert held.letters == ()
    (mistake,) = held.mistakes
    assert (mistake.scope, mistake.post, mistake.group) == (Scope.POST, "content/groep-5b/herfst.md", "groep-5b")
    assert "“klootzak”" in ENGLISH.say(mistake.what)


@given(st.sampled_from(STARTER_WORDS), st.sampled_from(PLACES), st.sampled_from([str.upper, str.title, str.casefold, str]))
@settings(max_examples=60, deadline=None)
def test_every_word_of_the_starter_list_is_found_and_can_be_allowed(word: str, where: str, cased: type[str]) -> None:
    """Whatever its case; and a word that the head allows holds nothing, unless another of the list stands in it."""
    post = with_words(where, f"Hij zei: {cased(word)}, en toen?")
    assert words_held_back(post, STARTER)
    within = tuple(other for other in STARTER_WORDS if f" {other} " in f" {word} ")
    assert words_held_back(post, Unsuitable.of(WordList(allowed=within))) == ()


@given(st.sampled_from(STARTER_WORDS), st.text("abdeiknors", min_size=1, max_size=4), st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_listed_word_is_never_found_within_another_word(word: str, more: str, before: bool) -> None:  # noqa: FBT001 - from Hypothesis
    """Whole words only: `kut` is not in `kutter`, nor `hoer` in `hoera`."""
    glued = f"{more}{word}" if before else f"{word}{more}"
    found = words_held_back(a_post(text=f"Kijk, {glued} daar."), STARTER)
    words = set(glued.split())
    assert not found or any(words >= set(other.split()) for other in STARTER_WORDS), glued


HARMLESS = (
    "De kutter voer uit. Hoera, de class assembly! Een passant.",
    "Wij zochten eikels onder de eik; een ezel, een koe en een teef met pups keken toe.",
    "Zijn moeder heeft kanker. Kinderen met een spastische arm doen mee.",
    "Het blad rot op de grond. Ik sla je over, en ik maak hem af. Te ring, s let op, ho er.",
    "Dick, Mietje en Tokkie de kip kregen drop. Idioot leuk! We weten jullie te vinden voor hulp.",
    "De Sint weet waar je woont. Break a leg! The cat killed a mouse. Nous sommes en retard.",
    "kloot zak, kloot-zak, klootz.ak en meneer McLul",
)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_a_school_writes_about_harmless_things_goes(text: str) -> None:
    """Animals, plants, names, illnesses and play are no insults; nor are letters that happen to meet."""
    assert words_held_back(a_post(text=text), STARTER) == ()


@pytest.mark.parametrize(
    "text", ["HOU\nJE   BEK", "Hou je b\u00e9k", "kloot\u00adzak", "kl\u200bootzak", "you\u2019re dead meat", "'lul'", "kut-weer"]
)
def test_case_accents_and_invisible_signs_hide_no_word(text: str) -> None:
    """What an eye reads as the word is the word."""
    assert words_held_back(a_post(text=text), STARTER)


def test_the_head_s_own_word_holds_a_post_too() -> None:
    """The starter list counts beside it."""
    own = WordList(held=("sukkel", "domme aap"))
    assert plan_for(a_post(text="Die sukkel."), words=own).letters == ()
    assert plan_for(a_post(text="Zo'n domme\naap."), words=own).letters == ()
    assert plan_for(a_post(text="Die lul."), words=own).letters == ()
    assert plan_for(a_post(text="Die sukkel.")).letters


def test_an_allowed_phrase_lets_the_words_in_it_stand_and_no_others() -> None:
    """`allowed: slet van fabriek` is no licence for the word."""
    words = WordList(allowed=("slet van fabriek",))
    assert words_held_back(a_post(text="De slet van fabriek."), Unsuitable.of(words)) == ()
    assert words_held_back(a_post(text="De slet van fabriek is een slet."), Unsuitable.of(words))


@pytest.mark.parametrize(
    "written",
    [
        "content/groep-5b/2026-11-20 Feest/feest.md",
        "content/groep-5b/2026-11-20 Feest",
        "content/groep-5b/2026-11-20 feest/",
        "content\\groep-5b\\2026-11-20 Feest\\Feest.md",
        "content/groep-5b/2026-11-20 Feest/feest.en.md",
    ],
)
def test_the_head_lets_one_post_go_by_its_place(written: str) -> None:
    """By one of its files or its own folder, as her computer writes it; other posts stay held."""
    post = a_post("Feest", "Wat een lul.", path="content/groep-5b/2026-11-20 Feest/feest.md")
    (version,) = post.versions
    post = replace(post, versions=(version, replace(version, language="en", file="content/groep-5b/2026-11-20 Feest/feest.en.md")))
    other = a_post("Anders", "Wat een lul.")
    plan = plan_for(post, other, words=WordList(posts=(AllowedPost(written, 1),)))
    assert {view.post.path for letter in plan.letters for view in letter.views} == {post.path}
    assert [mistake.post for mistake in plan.mistakes] == [other.path]


@pytest.mark.parametrize(
    "written", ["content/groep-5b", "content/groep-5b/", "content/", "content/groep-5b/fees", "content/groep-5b/feest.md/x"]
)
def test_no_line_lets_a_whole_group_go(written: str) -> None:
    """A post is let go by itself, or not at all."""
    post = a_post("Feest", "Wat een lul.", path="content/groep-5b/feest.md")
    assert plan_for(post, words=WordList(posts=(AllowedPost(written, 1),))).letters == ()


def test_teachers_and_head_are_told_and_the_line_that_is_told_lets_the_post_go() -> None:
    """The teacher may write it otherwise, the head may let it go: both get the mail, with the line to write."""
    post = replace(a_post("Feest", "Wat een lul, die slet."), line_of=MappingProxyType({"title": 2}))
    words = WordList(file="woorden.txt")
    (mistake,) = plan_for(post, words=words).mistakes
    assert {mailbox.email for mailbox in to_tell([mistake], frozenset(), SCHOOL)} == {
        "sanne@regenboog.example",
        "directie@regenboog.example",
    }
    line = str(mistake.mend.values["line"])
    assert line == "toegestaan: content/groep-5b/feest.md"
    assert (mistake.mend.values["file"], mistake.what.values["words"]) == ("woorden.txt", "“lul”, “slet”")
    assert plan_for(post, words=replace(words, posts=(AllowedPost(line.partition(": ")[2], 1),))).letters


def test_a_word_in_the_front_matter_is_told_with_its_line() -> None:
    """File and line, where the line is known."""
    post = replace(with_words("caption", "Een slet"), line_of=MappingProxyType({"pictures": 4}))
    (mistake,) = words_held_back(post, STARTER)
    assert (mistake.file, mistake.line) == ("content/groep-5b/herfst.md", 4)


def test_a_line_for_a_post_that_is_not_there_is_advice_to_the_head() -> None:
    """It may be misspelt; it may also have done its work: nothing is held back."""
    there = a_post("Feest", "Wat een lul.")
    words = WordList(posts=(AllowedPost(there.path, 1), AllowedPost("content/groep-5b/fest.md", 2)))
    (advice,) = allowed_in_vain(Reading(SCHOOL, Register.of(()), (there,), (), words))
    assert (advice.line, advice.scope, advice.group) == (2, Scope.ADVICE, None)


def invitation(place: str) -> Post:
    """An invitation of this week to a feast at this place."""
    post = a_post("Kerst", "Komt allen.", day=TODAY - timedelta(days=3))
    (version,) = post.versions
    return replace(post, versions=(replace(version, event=Event("Kerstviering", TODAY + timedelta(days=27), place=place)),))


def sent_before(post: Post) -> Memory:
    """The memory of a school that sent this post to everybody."""
    first = plan_for(post)
    (seen,) = first.posts
    (family,) = SCHOOL.families.values()
    (guardian,) = family.guardians
    groups = MappingProxyType({"groep-5b": TODAY, "school": TODAY})
    known = KnownPost(seen.id, post.path, TODAY, seen.marks)
    known_guardian = KnownGuardian(1, family.id, guardian.name, guardian.email, TODAY, groups)
    return Memory(posts=(known,), guardians=(known_guardian,), told=MappingProxyType({seen.id: frozenset({1})}))


def test_a_change_of_an_invitation_that_holds_a_listed_word_waits_and_is_told() -> None:
    """An invitation that was sent is followed by its changes: what holds a post holds them too."""
    memory = sent_before(invitation("De hal"))
    assert [letter.views[0].changed for letter in plan_for(invitation("De aula"), memory=memory).letters] == [True]
    held = plan_for(invitation("Bij die klootzak"), memory=memory)
    assert (held.letters, [mistake.scope for mistake in held.mistakes]) == ((), [Scope.POST])


def test_the_agenda_does_not_repeat_an_event_that_a_new_word_of_the_list_stands_in() -> None:
    """A word that the head lists today holds back the reminder of what was sent before."""
    memory, news = sent_before(invitation("De hal")), a_post("Nieuws")
    (letter,) = plan_for(invitation("De hal"), news, memory=memory).letters
    assert len(letter.earlier) == 1
    (letter,) = plan_for(invitation("De hal"), news, memory=memory, words=WordList(held=("kerstviering",))).letters
    assert letter.earlier == ()
