"""Friendly advice on posts that are still to go: what is advised, what is not, and that no letter depends on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from hypothesis import given, settings
from hypothesis import strategies as st
from readings import a_reading
from schools import TODAY, a_child, a_picture, a_post, a_row, a_school

from weekbrief_build.decide.hold.judge_posts import judge_posts
from weekbrief_build.decide.know.memory import KnownGuardian, KnownPost, Memory
from weekbrief_build.decide.know.situation import situation_of
from weekbrief_build.decide.plan.plan import plan_from, plan_of
from weekbrief_build.decide.tell.advice import LONGEST_SENTENCE, advice_on
from weekbrief_build.decide.tell.private_words import PRIVATE_WORDS
from weekbrief_build.school.consent import ConsentRow, Register
from weekbrief_build.school.mistake import Mistake, Scope
from weekbrief_build.school.post import Post, Prose, Segment, SegmentKind
from weekbrief_build.school.reading import Reading
from weekbrief_build.school.word_list import AllowedPost, WordList
from weekbrief_build.words import words_of

SCHOOL = a_school(
    [a_child("ada-jansen", "groep-5b"), a_child("bea-jansen", "groep-6a"), a_child("bram-vos", "groep-5b")],
    {"jansen": ["ada-jansen", "bea-jansen"], "vos": ["bram-vos"]},
)
NOW = datetime(2026, 11, 20, 15, tzinfo=SCHOOL.timezone)
ENGLISH = words_of("en")
NAMED = a_row("bram-vos", "name-group")


def advice_for(*posts: Post, rows: Iterable[ConsentRow] = (), memory: Memory | None = None, words: WordList | None = None) -> list[Mistake]:
    """All advice on these posts."""
    reading = Reading(SCHOOL, Register.of(rows), posts, (), words or WordList())
    situation = situation_of(reading, memory or Memory(), NOW)
    return list(advice_on(situation, judge_posts(situation, MappingProxyType({}))))


def said(*posts: Post, rows: Iterable[ConsentRow] = ()) -> list[str]:
    """What is advised on these posts, in English."""
    return [ENGLISH.say(advice.what) for advice in advice_for(*posts, rows=rows)]


def telling(*parts: str, title: str = "Nieuws", to: Iterable[str] = ()) -> Post:
    """A post with these paragraphs; `@bram-vos` in them is a mention."""
    post = a_post(title, to=to)
    segments: list[Segment] = []
    for part in parts:
        before, at, after = part.partition("@bram-vos")
        segments.append(Segment(SegmentKind.HTML, before))
        segments += [Segment(SegmentKind.MENTION, "bram-vos")] if at else []
        segments.append(Segment(SegmentKind.HTML, f"{after}\n\n"))
    words = "\n".join(part.replace("@bram-vos", " ") for part in parts)
    (version,) = post.versions
    return replace(post, versions=(replace(version, prose=Prose(tuple(segments), tuple(segments), words, ())),))


def test_a_good_post_gets_no_advice() -> None:
    """Advice that is always there is not read."""
    assert said(telling("Wij zochten eikels.", "@bram-vos vond de grootste.", "Denk aan de hoofdluiscontrole: wie is ziek?")) == []


def test_pictures_without_words_are_one_line_for_a_post() -> None:
    """The first three by name and how many there are; a caption or an alt text is enough."""
    names = [f"foto{number}.jpg" for number in range(1, 7)]
    post = a_post(pictures=[a_picture(name, nobody=True) for name in names])
    (version,) = post.versions
    words = (Segment(SegmentKind.HTML, "Een eikel"),)
    described = replace(version, captions=MappingProxyType({names[0]: words}), alts=MappingProxyType({names[1]: words}))
    post = replace(post, versions=(described,), line_of=MappingProxyType({"pictures": 3}))
    (advice,) = advice_for(post)
    assert (advice.file, advice.line, advice.scope, advice.post, advice.group) == (post.path, 3, Scope.ADVICE, post.path, "groep-5b")
    assert ENGLISH.say(advice.what) == "Without a word of what there is to see: foto3.jpg, foto4.jpg, foto5.jpg, … (4)."
    assert "behind “people”" in ENGLISH.say(advice.mend)


def test_where_there_is_no_text_a_caption_is_told_where_it_can_stand() -> None:
    """A folder with pictures alone has no front matter to write in."""
    post = a_post("Feest", "", pictures=[a_picture("taart.jpg", nobody=True)], path="content/groep-5b/Feest")
    (version,) = post.versions
    (advice,) = advice_for(replace(post, versions=(replace(version, file=None),)))
    assert ".md" in ENGLISH.say(advice.mend)


def test_a_very_long_sentence_is_quoted_by_its_first_words() -> None:
    """More than so many words; full stops and blocks end a sentence, a dash or a number is no word."""
    words = " ".join(["Morgen", "gaan", "wij", "met", "z'n", "allen", *["verder"] * (LONGEST_SENTENCE - 6)])
    assert said(telling(f"{words}. {words}!", words, "- 1 + 2 " * 30)) == []
    assert said(telling(f"{words} door. {words}.")) == [
        f"This sentence has {LONGEST_SENTENCE + 1} words: “Morgen gaan wij met z'n allen …”"
    ]


def test_of_many_long_sentences_three_are_told() -> None:
    """Who mends three learns what is meant; the rest of the advice must not drown."""
    assert len(said(telling(*["woord " * 40] * 10))) == 3


def test_health_beside_a_mention_or_a_name_is_advised() -> None:
    """A yes to a name is no yes to telling that a child is ill; with where to write instead."""
    for post in (
        telling("@bram-vos is ziek: beterschap!"),
        telling("Bram is ziek: beterschap!"),
        telling("Ziek: beterschap!", title="Bram"),
    ):
        (advice,) = advice_for(post, rows=[NAMED])
        assert ENGLISH.say(advice.what) == "Beside the name of a child this speaks of: “ziek”, “beterschap”."
        assert "to: [bram-vos]" in ENGLISH.say(advice.mend)


def test_health_without_a_name_or_in_another_part_is_no_matter() -> None:
    """Lice and flu are news of every school."""
    assert said(telling("@bram-vos las voor.", "Er zijn luizen. Wie ziek is, blijft thuis."), rows=[NAMED]) == []


def test_a_family_may_read_about_its_own_child() -> None:
    """A personal message to the child's family is the place for it; one to two families is not."""
    assert said(telling("@bram-vos was ziek.", to=["bram-vos"])) == []
    assert said(telling("@bram-vos was ziek.", to=["bram-vos", "ada-jansen"])) == ["Beside the name of a child this speaks of: “ziek”."]


def test_a_message_for_one_family_that_names_another_child_is_advised() -> None:
    """Whose parents did not ask for it; a brother or sister of that family is no other child."""
    other = "This message is for one family, and it speaks of bram-vos too."
    assert said(telling("Ada sloeg @bram-vos.", to=["ada-jansen"])) == [other]
    assert said(telling("Ada sloeg Bram Vos.", to=["ada-jansen"]), rows=[NAMED]) == [other]
    assert said(telling("Ada speelde met Bea Jansen.", to=["ada-jansen"])) == []
    assert said(telling("Ada en @bram-vos speelden.", to=["ada-jansen", "bram-vos"])) == []


def test_what_everybody_was_sent_gets_no_advice() -> None:
    """It is too late; a draft is too early."""
    post = telling("woord " * 40)
    first = plan_of(Reading(SCHOOL, Register.of(()), (post,), ()), Memory(), NOW, edition_at_once=True)
    (seen,) = first.posts
    homes = [(family, guardian) for family in SCHOOL.families.values() for guardian in family.guardians]
    groups = MappingProxyType(dict.fromkeys(SCHOOL.groups, TODAY))
    known = tuple(KnownGuardian(number, family.id, one.name, one.email, TODAY, groups) for number, (family, one) in enumerate(homes, 1))
    posts = (KnownPost(seen.id, post.path, TODAY, seen.marks),)
    memory = Memory(posts=posts, guardians=known, told=MappingProxyType({seen.id: frozenset(one.id for one in known)}))
    assert len(advice_for(post)) == 1
    assert advice_for(post, memory=memory) == []
    assert advice_for(replace(post, draft=True)) == []
    assert len(advice_for(replace(post, date=TODAY + timedelta(days=3)))) == 1


def test_the_head_is_advised_on_a_line_that_lets_no_post_go() -> None:
    """It stands among the rest of the advice."""
    (advice,) = advice_for(words=WordList(posts=(AllowedPost("content/groep-5b/weg.md", 4),)))
    assert (advice.file, advice.line, advice.group) == ("words.txt", 4, None)


def test_words_of_a_real_file_are_counted_as_a_reader_reads_them(tmp_path: Path) -> None:
    """Lines that an editor broke are one sentence, points of a list are not; the address of a link is one word."""
    broken = "Morgen gaan wij " + "met elkaar\nverder " * 12
    listed = "\n".join(["- een punt van de lijst"] * 20)
    reading = a_reading(tmp_path, {"groep-5b/a.md": f"{broken}.\n\n{listed}\n"}, date(2026, 11, 20))
    situation = situation_of(reading, Memory(), NOW)
    advice = advice_on(situation, judge_posts(situation, MappingProxyType({})))
    assert [ENGLISH.say(one.what)[:27] for one in advice] == ["This sentence has 39 words:"]


POSTS = st.builds(
    telling,
    st.sampled_from(["@bram-vos is ziek.", "woord " * 40, "Bram heeft koorts.", "Hoi."]),
    st.sampled_from(["Ada", "Wij gingen op reis.", "De kutter voer."]),
    to=st.sampled_from([(), ("ada-jansen",)]),
)


@given(st.lists(POSTS, max_size=3), st.booleans())
@settings(max_examples=30, deadline=None)
def test_advice_never_changes_what_is_sent(posts: list[Post], consented: bool) -> None:  # noqa: FBT001 - from Hypothesis
    """The letters, what is held back and who is told are the same with and without; advice alone is added."""
    named = tuple(replace(post, path=f"content/groep-5b/{number}.md") for number, post in enumerate(posts))
    reading = Reading(SCHOOL, Register.of([NAMED] if consented else []), named, ())
    situation = situation_of(reading, Memory(), NOW)
    judged = judge_posts(situation, MappingProxyType({}))
    plan = plan_from(situation, judged, edition_at_once=True)
    advised = plan.with_advice(advice_on(situation, judged))
    assert replace(advised, mistakes=plan.mistakes) == plan
    assert tuple(one for one in advised.mistakes if one.scope is not Scope.ADVICE) == plan.mistakes


def test_the_words_of_health_and_home_are_whole_words() -> None:
    """A list that was wrapped wrongly must not fall apart into letters."""
    assert min(map(len, PRIVATE_WORDS)) >= 3
