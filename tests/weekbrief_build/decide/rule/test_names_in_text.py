from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools import TODAY, a_child, a_post, a_row, a_school

from weekbrief_build.decide.rule.audience import audience_of
from weekbrief_build.decide.rule.consent import ConsentsOn
from weekbrief_build.decide.rule.names import NameWritten, judge_mentions, names_held_back
from weekbrief_build.decide.rule.texts import Place
from weekbrief_build.gather.prose.picture_names import PictureNames
from weekbrief_build.gather.prose.prose import read_prose
from weekbrief_build.school.consent import ConsentRow, Register
from weekbrief_build.school.people import Mailbox, School
from weekbrief_build.school.post import Event, Post, Segment, SegmentKind

CHILDREN = [
    a_child("ada-jansen", "groep-5b"),
    a_child("roos-vos", "groep-5b"),
    a_child("anne-bos", "groep-5b", name="Anne Marie Bos", called="Anne Marie"),
    a_child("cas-de-boer", "groep-6a", name="Cas de Boer"),
    a_child("zoe-ozturk", "groep-6a", name="Zoë Öztürk"),
    a_child("ada-de-wit", "groep-6a", name="Ada de Wit"),
    a_child("gijs-kok", "groep-5b", left=TODAY),
]
FAMILIES = {
    "jansen": ["ada-jansen"],
    "vos": ["roos-vos"],
    "bos": ["anne-bos"],
    "de-boer": ["cas-de-boer"],
    "ozturk": ["zoe-ozturk"],
    "de-wit": ["ada-de-wit"],
    "kok": ["gijs-kok"],
}
SCHOOL = a_school(CHILDREN, FAMILIES)


def held(post: Post, rows: Iterable[ConsentRow] = (), school: School = SCHOOL) -> tuple[NameWritten, ...]:
    """The names that hold the post back."""
    return names_held_back(post, audience_of(post, school, TODAY), ConsentsOn(TODAY, school, Register.of(rows)))


def children_held(text: str, rows: Iterable[ConsentRow] = (), *, group: str = "groep-5b", school: School = SCHOOL) -> list[str]:
    """The children whose names hold back a post with this text."""
    return [name.child for name in held(a_post("Nieuws", text, group=group), rows, school)]


@pytest.mark.parametrize(
    "text",
    [
        "Ada las voor.",
        "Goed zo, Ada!",
        "Ada's fiets",
        "Ada\u2019s fiets",
        "ADA WINT",
        "(Ada)",
        "Ada-dag",
        "A\u00adda",
        "A\u200bda",
        "Áda",
        "Wat fijn:\nAda",
    ],
)
def test_a_first_name_in_the_audience_holds_a_post_back(text: str) -> None:
    """For the children of the audience's groups also the first name, as a whole word with its capital."""
    assert children_held(text) == ["ada-jansen"]


@pytest.mark.parametrize("text", ["ada", "Adaptatie", "Adada", "Canada", "rode roos", "Roosje plukt rozen", "Roosendaal", "Je t-shirt"])
def test_a_part_of_a_word_or_a_word_without_capital_is_no_name(text: str) -> None:
    """As a whole word with its capital: what only looks like a name holds nothing back."""
    assert children_held(text) == []


@pytest.mark.parametrize(
    ("text", "expected"), [("Brams fiets", ["bram-kok"]), ("Bramen plukken", []), ("Bos en hei", []), ("Bo's fiets", ["bo-kok"])]
)
def test_a_dutch_genitive_is_still_the_name(text: str, expected: list[str]) -> None:
    """Dutch writes `Brams fiets` without an apostrophe, but never after a vowel: `Bos` is not of Bo."""
    school = a_school([a_child("bram-kok", "groep-5b"), a_child("bo-kok", "groep-5b")], {"kok": ["bram-kok"], "kok-2": ["bo-kok"]})
    assert children_held(text, school=school) == expected


@pytest.mark.parametrize("text", ["Anne Marie zong.", "Anne-Marie zong.", "Anne  Marie", "ANNE MARIE"])
def test_a_first_name_of_two_words_is_found(text: str) -> None:
    """The first name is what the child is `called`, also where that is two words."""
    assert children_held(text) == ["anne-bos"]
    assert children_held("Anne zong.") == []


@pytest.mark.parametrize("text", ["Cas speelt.", "Zoë speelt."])
def test_the_first_name_of_a_child_outside_the_audience_is_no_name(text: str) -> None:
    """First names count for the children of the audience's groups only."""
    assert children_held(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Cas de Boer",
        "cas de boer",
        "CAS DE BOER's boek",
        "Cas de Boers boek",
        "Cas\u00a0de  Boer",
        "Cas\nde Boer",
        "Cas-de-Boer",
        "C\u00adas de Boer\u200b",
        "#CasDeBoer",
        "cas.de.boer@example.org",
        "Cas de Bo\u0308er",
    ],
)
def test_a_full_name_holds_a_post_back_anywhere(text: str) -> None:
    """A child's name is the full name, anywhere: of another group, however it is spelt."""
    assert children_held(text) == ["cas-de-boer"]


@pytest.mark.parametrize("text", ["Zoë Öztürk", "Zoe Ozturk", "ZOË ÖZTÜRK", "Zoe\u0308 O\u0308ztu\u0308rk"])
def test_accents_make_no_other_name(text: str) -> None:
    """Who reads `Zoe Ozturk` reads the name of Zoë Öztürk."""
    assert children_held(text) == ["zoe-ozturk"]


@pytest.mark.parametrize("text", ["Cas de Boeren", "Cas de grote Boer", "Cas en de Boer"])
def test_the_words_of_a_full_name_stand_together(text: str) -> None:
    """The full name is all its words, in a row, and nothing else."""
    assert children_held(text) == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Ada\u00b2 las",
            "Ada\u2122",
            "Ada2",
            "2Ada",
            "TeamAda",
            "#TeamAda",
            "A.d.a",
            "A d a",
            "A-da",
            "\u0410da",
            "\u24b6da",
            "Ad\u0430",
        ),
        *("Ada\u02bcs fiets", "\U0001d400\U0001d41d\U0001d41a las", "\U0001f130\U0001f133\U0001f130", "\u1d00\u1d05\u1d00 las"),
        *("Ada\u00b4s fiets", "Ada`s", "\u202eAda", "A*d*a", "ada@example.org", "zie www.example.nl/ada", "foto-ada.jpg", "Ada/Cas"),
    ],
)
def test_a_first_name_is_found_as_a_reader_reads_it(text: str) -> None:
    """Whatever signs, joints or look-alike letters are in it or around it; in addresses and names of files in any case."""
    assert children_held(text) == ["ada-jansen"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "A<summary>d</summary>a",
            "<details><summary>Ada</summary>gaat</details>",
            "<q>A</q>da",
            "zei<q>Ada</q>niet",
            "A<label>d</label>a",
        ),
        *(
            "Ada<label>gaat</label>",
            "A<img>da",
            "Ada<img>gaat",
            "Ada<wbr>gaat",
            "**Ada**gaat",
            "[Ada](https://x.example)gaat",
            "A<sup>da</sup>",
        ),
        *(
            "Ada<sub>x</sub>",
            "Ada<sup>e</sup>",
            "A<blink>d</blink>a",
            "Ada<blink>gaat</blink>",
            "A<!-- x -->da",
            "Ada<!-- x -->gaat",
            "A`d`a",
        ),
    ],
)
def test_a_name_is_found_on_both_sides_of_a_tag(text: str) -> None:
    """A tag that shows little or nothing joins what stands around it, to one eye, and parts it to another; both are read."""
    post = a_post("Nieuws")
    prose = read_prose(f"Wij zien {text} hier.", PictureNames.of(()), SCHOOL.children, "Nieuws").prose
    assert {name.child for name in held(replace(post, versions=(replace(post.versions[0], prose=prose),)))} == {"ada-jansen"}


@pytest.mark.parametrize(
    "text",
    [
        *("Cas, de Boer", "Casde Boer", "casdeboer", "CasDeBoer2", "Boer, Cas de", "De Boer, Cas", "de Boer Cas", "Cas (de Boer)"),
        *("Cas+de+Boer", "Cas/de Boer", 'Cas "Kees" de Boer', "Cas Maria de Boer", "Cas M. de Boer", "C\u0430s de Boer", "Cas Boer"),
        *("Cas 'de snelle' de Boer", "Cas\u00b2 de\u00b9 Boer\u00b3", "C.a.s d.e B.o.e.r"),
    ],
)
def test_a_full_name_is_found_as_a_reader_reads_it(text: str) -> None:
    """Surname first, glued, with signs in it, or with other names between."""
    assert children_held(text) == ["cas-de-boer"]


@pytest.mark.parametrize(
    ("name", "called", "text"),
    [
        *(("van den Heuvel, Teun", None, "van den Heuvel, Teun"), ("van den Heuvel, Teun", None, "Teun van den Heuvel")),
        *(
            ("Anna (Anneke) Kok", None, "Anna (Anneke) Kok"),
            ("Anna (Anneke) Kok", None, "Anneke Kok"),
            ("Anna (Anneke) Kok", None, "anna kok"),
        ),
        *(("Lou+Bo Kok", None, "Lou+Bo Kok"), ("Lou Jansen/Kok", None, "Lou Jansen/Kok"), ("Lou Jansen-Kok", None, "Lou Kok")),
        *(("Johannes Kok", "Jan", "Jan Kok"), ("\u738b\u5c0f\u660e", None, "\u4eca\u5929\u738b\u5c0f\u660e\u8bfb\u4e66")),
        ("Li Wang (\u738b\u5c0f\u660e)", None, "\u4eca\u5929\u738b\u5c0f\u660e\u8bfb\u4e66"),
    ],
)
def test_a_name_finds_itself_however_the_school_writes_it(name: str, called: str | None, text: str) -> None:
    """With brackets, commas, slashes or signs; by the name used in class; in scripts without spaces."""
    school = a_school([a_child("one", "groep-6a", name=name, called=called)], {"one": ["one"]})
    assert children_held(text, school=school) == ["one"]


def test_who_has_left_has_a_first_name_still() -> None:
    """A child who has left and is still listed has no yes: its classmates know who is meant."""
    assert children_held("Gijs is verhuisd.", [a_row("gijs-kok", "name-group")]) == ["gijs-kok"]


def test_a_personal_message_holds_a_classmate_s_first_name() -> None:
    """In a personal message the audience's groups are those of its children."""
    assert [name.child for name in held(a_post("Gesprek", "Ada speelt met Roos.", to=["ada-jansen"]))] == ["roos-vos"]


def test_who_has_left_has_a_name_still() -> None:
    """The full name of any child of the school, current or left; who has left has no yes."""
    assert children_held("Gijs Kok is verhuisd.", [a_row("gijs-kok", "name-group"), a_row("gijs-kok", "name-school")]) == ["gijs-kok"]


def test_a_name_may_stand_where_the_child_has_a_yes() -> None:
    """It may stand where every family of the audience may read it: the purpose is that of the audience."""
    row = a_row("ada-jansen", "name-group")
    assert children_held("Ada Jansen las voor. Goed zo, Ada!", [row]) == []
    assert children_held("Ada Jansen las voor.", [row], group="school") == ["ada-jansen"]
    assert children_held("Ada Jansen las voor.", [row], group="groep-6a") == ["ada-jansen"]
    assert children_held("Ada Jansen las voor.", [a_row("ada-jansen", "name-school")], group="groep-6a") == []


def test_a_name_may_stand_in_a_message_to_its_own_family() -> None:
    """A family reads the name of its own child; in a message to two families each reads the other's."""
    alone = a_post("Gesprek", "Ada kan goed lezen.", to=["ada-jansen"])
    together = a_post("Gesprek", "Ada kan goed lezen.", to=["ada-jansen", "roos-vos"])
    assert held(alone) == ()
    assert [name.child for name in held(together)] == ["ada-jansen"]
    assert held(together, [a_row("ada-jansen", "name-group")]) == ()


def test_a_name_that_two_children_share_stands_only_where_both_may() -> None:
    """Both called Ada, in one audience: what may not for the one may not stand."""
    yes_to_one = [a_row("ada-jansen", "name-school")]
    yes_to_both = [*yes_to_one, a_row("ada-de-wit", "name-school")]
    assert children_held("Ada las voor.", yes_to_one, group="school") == ["ada-de-wit"]
    assert children_held("Ada las voor.", yes_to_both, group="school") == []


def test_a_full_name_says_which_of_two_is_meant() -> None:
    """`Ada Jansen` is not the Ada of another family; that Ada's name is looked for outside it all the same."""
    rows = [a_row("ada-jansen", "name-school")]
    assert children_held("Ada Jansen las voor.", rows, group="school") == []
    assert children_held("Ada Jansen las voor, Ada zong.", rows, group="school") == ["ada-de-wit"]
    assert children_held("Wij zagen Ada. Jansen kookte.", rows, group="school") == ["ada-de-wit"]


def of_staff(*names: str) -> School:
    """The school with these members of staff."""
    group = replace(SCHOOL.groups["groep-5b"], teachers=tuple(Mailbox(name, "juf@example.org") for name in names))
    return replace(SCHOOL, groups=MappingProxyType({**SCHOOL.groups, "groep-5b": group}))


def test_a_member_of_staff_in_full_is_no_child() -> None:
    """Staff names as written in groups.yaml stand for that member of staff; the first name alone is a child's."""
    school = of_staff("Juf Roos")
    assert children_held("Groetjes van juf Roos en Juf  Roos", school=school) == []
    assert children_held("Juf Roos' koffie en juf Rooss koffie", school=school) == []
    assert children_held("Juf Roos en Roos", school=school) == ["roos-vos"]


def test_a_member_of_staff_hides_no_full_name() -> None:
    """A full name of a child counts also where a teacher's name covers a part of it, or all."""
    assert children_held("Juf Roos Vos", school=of_staff("Juf Roos")) == ["roos-vos"]
    assert children_held("Roos Vos", school=of_staff("Roos Vos")) == ["roos-vos"]


def test_a_single_word_fits_a_child_as_well_as_a_teacher() -> None:
    """A teacher who is called `Roos` and no more does not make the child's name free."""
    assert children_held("Groetjes, Roos", school=of_staff("Roos")) == ["roos-vos"]


def with_not_names(post: Post, *words: str) -> Post:
    """The post with these words as `not_names`."""
    return replace(post, versions=tuple(replace(version, not_names=frozenset(words)) for version in post.versions))


@pytest.mark.parametrize("word", ["Roos", "roos", "ROOS"])
def test_not_names_takes_out_a_word_that_is_no_child(word: str) -> None:
    """`not_names: [Roos]` says that here the word is no child; a full name it leaves a name."""
    assert held(with_not_names(a_post("Bloemen", "Een Roos en een tulp."), word)) == ()
    assert [name.child for name in held(with_not_names(a_post("Bloemen", "Roos en Ada"), word))] == ["ada-jansen"]
    assert [name.child for name in held(with_not_names(a_post("Bloemen", "Roos Vos"), word))] == ["roos-vos"]


def test_not_names_takes_out_a_full_name_and_what_stands_in_other_words() -> None:
    """The exact full name is taken out too; and words around a first name take out that place alone."""
    assert held(with_not_names(a_post("Bloemen", "De schrijver Roos Vos"), "Roos Vos")) == ()
    assert held(with_not_names(a_post("Film", "Wij keken naar Ada Lovelace."), "Ada Lovelace")) == ()
    assert [name.child for name in held(with_not_names(a_post("Film", "Ada keek naar Ada Lovelace."), "Ada Lovelace"))] == ["ada-jansen"]


def test_not_names_takes_out_no_word_that_it_does_not_hold() -> None:
    """`Jans` is the genitive of Jan, and another child: who writes that Jan is no child has not spoken of Jans."""
    school = a_school([a_child("jans-kok", "groep-5b"), a_child("jan-kok", "groep-5b")], {"kok": ["jans-kok"], "kok-2": ["jan-kok"]})
    names = held(with_not_names(a_post("Nieuws", "Jans boek"), "Jan"), school=school)
    assert {name.child for name in names} == {"jan-kok", "jans-kok"}
    assert held(with_not_names(a_post("Nieuws", "Jans boek"), "Jans"), school=school) == ()
    assert held(with_not_names(a_post("Nieuws", "Jans Koks boek"), "Jans Kok"), school=school) == ()


def test_not_names_of_the_first_version_holds_for_the_others() -> None:
    """A teacher says once that a word is no child; what a further version says holds for itself alone."""
    post = a_post("Bloemen", "Een Roos.")
    (first,) = post.versions
    english = replace(first, language="en", file="content/groep-5b/bloemen.en.md", not_names=frozenset({"Ada"}))
    both = replace(post, versions=(replace(first, not_names=frozenset({"Roos"})), english))
    assert held(both) == ()
    ada = replace(english.prose, words="Roos en Ada")
    spoken = replace(both, versions=(replace(both.versions[0], prose=ada), replace(english, prose=ada)))
    assert [(name.child, name.file) for name in held(spoken)] == [("ada-jansen", "content/groep-5b/bloemen.md")]


def plain(text: str) -> tuple[Segment, ...]:
    """A text as segments."""
    return (Segment(SegmentKind.HTML, text),)


def test_every_text_of_every_version_is_looked_through() -> None:
    """Body, title, caption, alt text and event, in each language; and the author of them all."""
    post = a_post("Herfst", "Niets.")
    (version,) = post.versions
    of_picture = MappingProxyType({"bos.jpg": plain("Ada zoekt")})
    link = replace(version.prose, addresses=("https://example.org/groep-5b/Ada",))
    places = {
        Place.TITLE: replace(version, title_segments=plain("Ada is jarig")),
        Place.TEXT: replace(version, prose=replace(version.prose, words="Ada is jarig")),
        Place.PICTURE: replace(version, captions=of_picture),
        Place.EVENT: replace(version, event=Event("Feest", TODAY, place="Bij Ada")),
        Place.LINK: replace(version, prose=link),
    }
    alt = replace(version, alts=of_picture)
    for place, changed in [*places.items(), (Place.PICTURE, alt), (Place.EVENT, replace(version, event=Event("Feest van Ada", TODAY)))]:
        english = replace(changed, language="en", file="content/groep-5b/herfst.en.md")
        assert [(name.child, name.place) for name in held(replace(post, versions=(changed,)))] == [("ada-jansen", place)]
        assert [(name.file, name.place) for name in held(replace(post, versions=(version, english)))] == [(english.file, place)]
    assert [name.place for name in held(replace(post, author="Ada Jansen"))] == [Place.AUTHOR]


def test_a_name_stands_once_per_file_with_the_words_of_the_teacher() -> None:
    """The teacher is told of each name once, as it was written."""
    names = held(a_post("Nieuws", "Ada, ADA en nog eens Ada, en Zoë\u00a0Öztürk."))
    assert [(name.child, name.written) for name in names] == [("ada-jansen", "Ada"), ("zoe-ozturk", "Zoë Öztürk")]


def test_words_on_either_side_of_a_mention_are_no_name() -> None:
    """A mention stands for words of its own."""
    title = (*plain("Ada "), Segment(SegmentKind.MENTION, "roos-vos"), *plain("de Wit"))
    post = a_post("Titel")
    (version,) = post.versions
    assert [name.child for name in held(replace(post, versions=(replace(version, title_segments=title),)))] == ["ada-jansen"]


def test_a_full_name_of_one_word_counts_as_a_first_name_anywhere() -> None:
    """Who is called `Roos` and no more has that word with its capital as a full name, in every group's posts."""
    school = a_school([a_child("roos", "groep-6a"), a_child("ada-jansen", "groep-5b")], {"vos": ["roos"], "jansen": ["ada-jansen"]})
    assert children_held("Roos kwam op bezoek.", school=school) == ["roos"]
    assert children_held("Een rode roos.", school=school) == []


def test_where_an_audience_has_no_families_nothing_may_be_read() -> None:
    """What is not known is not shown: no family is not every family."""
    assert children_held("Ada las voor.", school=a_school(CHILDREN)) == ["ada-jansen"]


def mentioning(*children: str) -> Post:
    """A post whose title, text, caption and alt mention these children."""
    post = a_post("Nieuws")
    (version,) = post.versions
    segments = tuple(Segment(SegmentKind.MENTION, child) for child in children)
    return replace(post, versions=(replace(version, title_segments=segments[:1], prose=replace(version.prose, html=segments)),))


def test_a_mention_shows_to_its_own_family_and_where_there_is_a_yes() -> None:
    """`@ada-jansen` shows to a family whose own child it is, and to everybody where the child has a yes for `name-…`."""
    post = mentioning("roos-vos", "ada-jansen", "ada-jansen", "nobody-known")
    register = Register.of([a_row("roos-vos", "name-group"), a_row("ada-jansen", "name-school")])
    ada, roos = judge_mentions(post, audience_of(post, SCHOOL, TODAY), ConsentsOn(TODAY, SCHOOL, register))
    assert (ada.child, roos.child) == ("ada-jansen", "roos-vos")
    assert ada.shows_to({"ada-jansen", "cas-de-boer"})
    assert not ada.shows_to({"roos-vos"})
    assert not ada.shows_to(set())
    assert roos.shows_to(set())


def test_the_words_that_mentions_leave_hold_nothing_back() -> None:
    """A mention never holds a post back."""
    assert held(mentioning("ada-jansen")) == ()


ROWS = st.lists(
    st.builds(
        a_row,
        st.sampled_from([child.id for child in CHILDREN]),
        st.sampled_from(["name-group", "name-school"]),
        st.just("yes"),
    ),
    max_size=8,
)
TEXTS = st.lists(
    st.sampled_from(["Ada", "Ada Jansen", "Ada de Wit", "Roos", "roos", "Anne Marie", "Cas de Boer", "Juf Sanne", "en", ",", "zoë öztürk"]),
    max_size=8,
).map(" ".join)
GROUPS = st.sampled_from(["groep-5b", "groep-6a", "school"])


@given(ROWS, TEXTS, GROUPS, st.data())
def test_taking_a_yes_away_frees_no_name(rows: list[ConsentRow], text: str, group: str, data: st.DataObject) -> None:
    """A name held back stays held back when a yes is removed."""
    fewer = data.draw(st.lists(st.sampled_from(rows), unique=True)) if rows else []
    assert set(children_held(text, rows, group=group)) <= set(children_held(text, fewer, group=group))


@given(ROWS, GROUPS, st.data())
def test_taking_a_yes_away_shows_no_mention(rows: list[ConsentRow], group: str, data: st.DataObject) -> None:
    """A mention never shows to more families when a yes is removed."""
    post = replace(mentioning(*(child.id for child in CHILDREN)), group=group)
    fewer = data.draw(st.lists(st.sampled_from(rows), unique=True)) if rows else []

    def shown(of: list[ConsentRow]) -> set[tuple[str, str]]:
        verdicts = judge_mentions(post, audience_of(post, SCHOOL, TODAY), ConsentsOn(TODAY, SCHOOL, Register.of(of)))
        return {
            (verdict.child, id_) for verdict in verdicts for id_, family in SCHOOL.families.items() if verdict.shows_to(family.children)
        }

    assert shown(fewer) <= shown(rows)


@given(TEXTS, GROUPS)
def test_with_every_yes_nothing_is_held_back(text: str, group: str) -> None:
    """Where every child may be named, every text may go; but for a child who has left."""
    rows = [a_row(child.id, purpose) for child in CHILDREN for purpose in ("name-group", "name-school")]
    assert children_held(text, rows, group=group) == []
