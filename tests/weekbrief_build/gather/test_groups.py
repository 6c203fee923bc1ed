from __future__ import annotations

from datetime import date, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import GROUPS_YAML

from weekbrief_build.gather.office.groups import GroupsReading, read_groups
from weekbrief_build.school.mistake import Mistake, Scope
from weekbrief_build.school.people import Child, Delivery, Guardian, Mailbox, MailSettings, School, WeeklyMoment, WithoutConsent, YearlyDay
from weekbrief_build.words import words_of

ADA = "  ada-jansen: {name: Ada Jansen, groups: [groep-5b]}"
ANNA = "      - {name: Anna Jansen, email: anna@example.org, delivery: newsletter, language: nl}"


def changed(old: str, new: str) -> str:
    """The groups.yaml of the small school with one thing changed."""
    assert GROUPS_YAML.count(old) == 1
    return GROUPS_YAML.replace(old, new)


def school_of(text: str) -> School:
    """The school of a groups.yaml in which nothing is wrong."""
    reading = read_groups(text)
    assert told(reading) == []
    assert reading.school is not None
    return reading.school


def told(reading: GroupsReading) -> list[tuple[int | None, Scope, str]]:
    """All that is told about a groups.yaml: line, scope and sentence."""
    assert all(mistake.file == "groups.yaml" and words_of("en").say(mistake.mend) for mistake in reading.mistakes)
    return [(mistake.line, mistake.scope, words_of("en").say(mistake.what)) for mistake in reading.mistakes]


def mend_of(mistake: Mistake) -> str:
    """How to mend it, in English."""
    return words_of("en").say(mistake.mend)


def test_the_school_is_read_as_it_is_written() -> None:
    """DESIGN.md, "groups.yaml"."""
    school = school_of(GROUPS_YAML)
    assert (school.name, school.language, school.timezone) == ("De Regenboog", "nl", ZoneInfo("Europe/Amsterdam"))
    assert (school.newsletter, school.consent_renewal) == (WeeklyMoment(4, time(15)), YearlyDay(8, 1))
    assert school.sender == Mailbox("De Regenboog", "weekbrief@regenboog.example")
    assert school.head == Mailbox("Mirjam de Wit", "directie@regenboog.example")
    assert school.pictures_without_consent is WithoutConsent.WITHHOLD
    assert school.mail == MailSettings("maildir")
    assert [(group.id, group.everyone) for group in school.groups.values()] == [("school", True), ("groep-5b", False), ("groep-6a", False)]
    assert school.children["ada-jansen"] == Child("ada-jansen", "Ada Jansen", frozenset({"groep-5b"}))
    assert school.families["jansen"].guardians == (
        Guardian("Anna Jansen", "anna@example.org", Delivery.NEWSLETTER, "nl"),
        Guardian("Piet Bakker", "piet@example.org", Delivery.MAIL, "en"),
    )
    assert [member.name for member in school.staff] == ["Mirjam de Wit", "Juf Sanne", "Meester Joost"]


def test_a_school_in_dutch_is_the_same_school() -> None:
    """Keys and words may be written in either language; ids and names are nobody's words."""
    dutch = GROUPS_YAML
    for english, other in (
        ("school:\n  name", "school:\n  naam"),
        ("language", "taal"),
        ("timezone", "tijdzone"),
        ("  newsletter: friday 15:00", "  nieuwsbrief: vrijdag 15.00 uur"),
        ("sender", "afzender"),
        ("head", "directeur"),
        ("rights", "rechten"),
        ("consent_renewal", "toestemming vernieuwen"),
        ("pictures_without_consent: withhold", "Foto's zonder toestemming: achterhouden"),
        ("groups", "groepen"),
        ("teachers", "leerkrachten"),
        ("everyone: true", "iedereen: ja"),
        ("children", "kinderen"),
        ("families", "gezinnen"),
        ("guardians", "ouders"),
        ("delivery: newsletter", "bezorging: nieuwsbrief"),
        ("delivery: mail", "bezorging: post"),
        ("{name", "{naam"),
        ("email", "e-mail"),
    ):
        assert english in dutch
        dutch = dutch.replace(english, other)
    assert school_of(dutch) == school_of(GROUPS_YAML)


def test_what_is_not_said_has_a_default() -> None:
    """A school of a few lines: the defaults are those of DESIGN.md; a guardian's language is the school's."""
    school = school_of("""\
school: {name: X, language: en, sender: x@x.example, head: Mirjam <m@x.example>}
groups: {a: {name: A}}
children: {kim-vos: {name: Kim Vos, groups: a}}
families: {vos: {children: kim-vos, guardians: {name: Vera Vos, email: vera@example.org}}}
""")
    assert school.sender == Mailbox("X", "x@x.example")
    assert (school.timezone.key, school.newsletter, school.rights) == ("Europe/Amsterdam", WeeklyMoment(4, time(15)), "")
    assert (school.consent_renewal, school.pictures_without_consent) == (YearlyDay(8, 1), WithoutConsent.WITHHOLD)
    assert school.mail == MailSettings("maildir", security="starttls")
    assert school.largest_picture == 110
    assert school.example is None
    assert school.groups["a"].teachers == ()
    assert school.families["vos"].guardians == (Guardian("Vera Vos", "vera@example.org", Delivery.NEWSLETTER, "en"),)


def test_a_child_says_how_it_is_called_and_when_it_left() -> None:
    """Both are optional."""
    child = school_of(changed(ADA, "  ada-jansen: {name: Ada Jansen, groups: [groep-5b], roepnaam: Adje, vertrokken: 1-10-2026}")).children[
        "ada-jansen"
    ]
    assert (child.first_name, child.left) == ("Adje", date(2026, 10, 1))


def test_a_child_is_never_in_a_group_of_everyone() -> None:
    """Everyone is everyone: who lists that group as well says nothing new, and gains no reach."""
    assert school_of(changed(ADA, ADA.replace("[groep-5b]", "[school, groep-5b]"))).children["ada-jansen"].groups == {"groep-5b"}


def test_mail_settings_are_read() -> None:
    """DESIGN.md, "groups.yaml": all that smtp needs but the password."""
    mail = "mail: {transport: smtp, host: smtp.x.example, port: 465, security: tls, username: x@x.example, per_minute: 30, connections: 3}"
    assert school_of(f"{mail}\n{GROUPS_YAML}").mail == MailSettings("smtp", "smtp.x.example", 465, "tls", "x@x.example", 30, 3)
    assert school_of(f"post: {{server: localhost, beveiliging: geen}}\n{GROUPS_YAML}").mail == MailSettings(
        "maildir", "localhost", None, "none"
    )


def test_two_children_may_have_one_name() -> None:
    """The id tells them apart; a name that fits two is not known (DESIGN.md, "Who is in a picture")."""
    school_of(changed("name: Bram Vos", "name: Ada Jansen"))


def test_a_child_may_be_in_two_families_and_a_teacher_may_be_a_guardian() -> None:
    """A household is not a family tree."""
    school_of(changed("children: [bram-vos]", "children: [bram-vos, ada-jansen]"))
    school_of(changed("vera@example.org", "sanne@regenboog.example"))


def test_one_address_in_one_family_is_one_letter_box() -> None:
    """DESIGN.md, "groups.yaml": one address used by two guardians of one family is one letter."""
    school = school_of(
        changed(
            "piet@example.org, delivery: mail, language: en",
            "Anna@Example.org, delivery: newsletter, language: nl",
        )
    )
    assert school.families["jansen"].guardians == (Guardian("Anna Jansen", "anna@example.org", Delivery.NEWSLETTER, "nl"),)


def test_one_address_in_two_families_is_one_guardian_of_both() -> None:
    """DESIGN.md, "groups.yaml": their letters hold the children of both; the other adults of each go on seeing their own alone."""
    text = changed("name: Vera Vos, email: vera@example.org, delivery: newsletter", ANNA.strip(" -{}"))
    families = school_of(text).families
    anna = Guardian("Anna Jansen", "anna@example.org", Delivery.NEWSLETTER, "nl")
    assert families["jansen+vos"].guardians == (anna,)
    assert families["jansen+vos"].children == families["jansen"].children | {"bram-vos"}
    assert [guardian.name for guardian in families["jansen"].guardians] == ["Piet Bakker"]
    assert "vos" not in families


def test_a_guardian_without_an_address_is_no_error() -> None:
    """DESIGN.md, "groups.yaml": no letter can be sent to them, and the office is told how many there are."""
    school = read_groups(changed(", email: anna@example.org", "")).school
    assert school is not None
    family = school.families["jansen"]
    assert (family.on_paper, [guardian.name for guardian in family.guardians]) == (("Anna Jansen",), ["Piet Bakker"])


def test_an_example_school_says_for_which_day_it_was_written() -> None:
    """See `school.example`: with addresses that nobody can have, its dates may move."""
    assert school_of(changed("  language: nl\n", "  language: nl\n  example: 2026-11-20\n")).example == date(2026, 11, 20)


def test_a_school_may_say_how_large_a_picture_may_be() -> None:
    """A limit in the settings, in megapixels; more than 250 no machine of a school should have to hold."""
    assert school_of(changed("  language: nl\n", "  language: nl\n  largest_picture: 48\n")).largest_picture == 48
    assert school_of(changed("  language: nl\n", "  language: nl\n  grootste foto: 250\n")).largest_picture == 250


def test_a_school_may_declare_purposes_of_consent_of_its_own() -> None:
    """`consent: further:`; one that can mean what letters ask for would swallow a no to that."""
    for written in ("consent: {further: [zwemles, Eerste hulp]}", "toestemming:\n  verder: [zwemles, Eerste hulp]"):
        assert school_of(f"{GROUPS_YAML}{written}\n").further_purposes == ("zwemles", "Eerste hulp")
    for written in ("foto klas", "beeldmateriaal", "fotogrup", "alles"):
        ((_, scope, sentence),) = told(read_groups(f"{GROUPS_YAML}consent: {{further: [zwemles, {written}]}}\n"))
        assert (scope, sentence) == (Scope.EVERYTHING, f"“{written}” can mean a purpose that letters ask for.")


WRONG = [
    # what stands there, what stands there instead, line, sentence
    ("  name: De Regenboog\n", "", 1, "“name” is missing here."),
    ("  sender: De Regenboog <weekbrief@regenboog.example>\n", "", 1, "“sender” is missing here."),
    ("  sender: De Regenboog <weekbrief@regenboog.example>", "  sender:", 6, "“sender” is missing here."),
    ("De Regenboog <weekbrief@regenboog.example>", "De Regenboog", 6, "“De Regenboog” is not one e-mail address."),
    ("  head: {name: Mirjam de Wit, email: directie@regenboog.example}\n", "", 1, "“head” is missing here."),
    ("  head: {name: Mirjam de Wit, ", "  head: {", 7, "“name” is missing here."),
    ("  language: nl\n", "  language: nederlands\n", 3, "“nederlands” cannot be read as “language”."),
    ("Europe/Amsterdam", "Europe/Amsterdm", 4, "There is no time zone “Europe/Amsterdm”."),
    ("Europe/Amsterdam", "Europe", 4, "There is no time zone “Europe”."),
    ("Europe/Amsterdam", "../../etc/passwd", 4, "There is no time zone “../../etc/passwd”."),
    ("friday 15:00", "friday", 5, "“friday” cannot be read as “newsletter”."),
    ("08-01", "02-29", 9, "“02-29” cannot be read as “consent_renewal”."),
    ("withhold", "blur", 10, "“blur” cannot be read as “pictures_without_consent”."),
    ("  language: nl\n", "  language: nl\n  largest_picture: 0\n", 4, "“0” cannot be read as “largest_picture”."),
    ("  language: nl\n", "  language: nl\n  largest_picture: 251\n", 4, "“251” cannot be read as “largest_picture”."),
    ("  language: nl\n", "  language: nl\n  largest_picture: 12 MP\n", 4, "“12 MP” cannot be read as “largest_picture”."),
    ("  rights: Tekst en beeld zijn van De Regenboog.", "  rights: [a, b]", 8, "There is a list here where a text is needed."),
    ("  language: nl\n", "  language: nl\n  example: soon\n", 4, "“soon” cannot be read as “example”."),
    ("  language: nl\n", "  language: nl\n  langauge: en\n", 4, "“langauge” is not a word that can stand here."),
    ("  language: nl\n", "  language: nl\n  language: en\n", 4, "“language” stands here twice; the first is on line 3."),
    ("  language: nl\n", "  language: nl\n  taal: en\n", 4, "“taal” says the same as “language” on line 3."),
    ("groups:\n", "mail: {password: hush}\ngroups:\n", 11, "A password does not stand in a file that others can read."),
    ("groups:\n", "mail: {transport: smtp}\ngroups:\n", 11, "“host” is missing here."),
    ("groups:\n", "mail: {transport: pigeon}\ngroups:\n", 11, "“pigeon” cannot be read as “transport”."),
    ("groups:\n", "mail: {host: 'smtp.x.example; rm'}\ngroups:\n", 11, "“smtp.x.example; rm” cannot be read as “host”."),
    ("groups:\n", "mail: {port: 0}\ngroups:\n", 11, "“0” cannot be read as “port”."),
    ("groups:\n", "mail: {port: 65536}\ngroups:\n", 11, "“65536” cannot be read as “port”."),
    ("groups:\n", "mail: {per_minute: -1}\ngroups:\n", 11, "“-1” cannot be read as “per_minute”."),
    ("groups:\n", "mail: {connections: many}\ngroups:\n", 11, "“many” cannot be read as “connections”."),
    ("groups:\n", "mail: {security: ssl}\ngroups:\n", 11, "“ssl” cannot be read as “security”."),
    ("groups:\n", "mail: smtp\ngroups:\n", 11, "There should be words with a colon here."),
    ("everyone: true", "everyone: perhaps", 12, "“perhaps” cannot be read as “everyone”."),
    ("{name: Groep 5B, ", "{", 13, "“name” is missing here."),
    ("email: sanne@regenboog.example", "email: sanne", 13, "“sanne” is not one e-mail address."),
    (
        "teachers: [{name: Juf Sanne, email: sanne@regenboog.example}]",
        "teachers: [Juf Sanne]",
        13,
        "“Juf Sanne” is not one e-mail address.",
    ),
    (ADA, "  ada-jansen: Ada Jansen", 16, "There should be words with a colon here."),
    (ADA, "  ada-jansen: {groups: [groep-5b]}", 16, "“name” is missing here."),
    (ADA, ADA.replace("groep-5b", "groep-5"), 16, "There is no group “groep-5”."),
    (ADA, ADA.replace("[groep-5b]", "[groep-5b, groep-5b]"), 16, "“groep-5b” stands here twice."),
    (ADA, ADA.replace("}", ", left: vorige week}"), 16, "“vorige week” cannot be read as “left”."),
    (ADA, ADA.replace("}", ", lefft: 2026-10-01}"), 16, "“lefft” is not a word that can stand here."),
    (ADA, ADA.replace("Ada Jansen", '"Ada\\nJansen"'), 16, "There is a line break here, or a character that cannot be seen."),
    (
        ADA,
        f"{ADA}\n  Dirk_Smit: {{name: Dirk, left: 2026-10-01}}",
        17,
        "“Dirk_Smit” is no id: an id is lower-case words joined by hyphens.",
    ),
    (ADA, f"{ADA}\n{ADA}", 17, "“ada-jansen” stands here twice; the first is on line 16."),
    ("children: [bram-vos]", "children: [bram-vos, bram-fos]", 26, "There is no child “bram-fos”."),
    ("children: [bram-vos]", "children: [bram-vos, bram-vos]", 26, "“bram-vos” stands here twice."),
    ("children: [bram-vos]", "children: [bram-vos, [cas-de-boer]]", 26, "There is a list here where a text is needed."),
    ("{name: Anna Jansen, ", "{", 23, "“name” is missing here."),
    ("name: Anna Jansen", 'name: "Jansen, Anna"', 23, "A name cannot hold a comma, a semicolon, < or >."),
    ("name: Anna Jansen", f"name: {'x' * 201}", 23, "This text is too long."),
    ("anna@example.org", "'anna@example.org,x@evil.example'", 23, "“anna@example.org,x@evil.example” is not one e-mail address."),
    ("anna@example.org", "Anna <anna@example.org>", 23, "“Anna <anna@example.org>” is not one e-mail address."),
    ("email: piet@example.org, delivery: mail", "email: piet@example.org, delivery: app", 24, "There is no app yet: letters go by e-mail."),
    ("email: piet@example.org, delivery: mail", "email: piet@example.org, delivery: fax", 24, "“fax” cannot be read as “delivery”."),
    ("language: en", "language: e", 24, "“e” cannot be read as “language”."),
    (ANNA, "      - Anna Jansen", 23, "There should be words with a colon here."),
    (
        "vera@example.org",
        "ANNA@example.org",
        27,
        "“ANNA@example.org” is an address of two families, with different names or wishes: “jansen” (line 23) and “vos”.",
    ),
]
"""One small broken school per mistake."""


@pytest.mark.parametrize(("old", "new", "line", "sentence"), WRONG, ids=[f"{new.strip()[:40]}" for _, new, _, _ in WRONG])
def test_what_is_wrong_stops_everything_and_is_told_once(old: str, new: str, line: int, sentence: str) -> None:
    """DESIGN.md, "What a post can be held back for": an error in groups.yaml stops the job; file, line, what, how to mend it."""
    reading = read_groups(changed(old, new))
    assert [(at, what) for at, scope, what in told(reading) if scope is Scope.EVERYTHING] == [(line, sentence)]
    assert reading.school is not None
    assert set(reading.school.children) >= {"ada-jansen", "bram-vos", "cas-de-boer"}


ADVICE = [
    (ADA, "  ada-jansen: {name: Ada Jansen}", 16, "The child “ada-jansen” is in no group."),
    (ADA, f"{ADA}\n  kim-bos: {{name: Kim, groups: [groep-5b]}}", 17, "The child “kim-bos” is in no family: nobody gets letters about it."),
    (
        "    guardians: [{name: Vera Vos, email: vera@example.org, delivery: newsletter}]",
        "    guardians:",
        25,
        "The family “vos” gets no letters: it has no children, or no guardian.",
    ),
    ("piet@example.org", "anna@example.org", 24, "“anna@example.org” stands here twice, with different wishes; line 23 counts."),
    (", email: anna@example.org", "", 19, "Guardians without an e-mail address: 1. No letter can be sent to them."),
]


@pytest.mark.parametrize(("old", "new", "line", "sentence"), ADVICE)
def test_what_may_be_meant_is_advice(old: str, new: str, line: int, sentence: str) -> None:
    """Nothing is held back for what a school may have good reasons for."""
    assert told(read_groups(changed(old, new))) == [(line, Scope.ADVICE, sentence)]


def test_a_child_who_has_left_may_be_without_group_and_family() -> None:
    """Its rows in the register stay; nobody has to tidy up."""
    school_of(changed(ADA, f"{ADA}\n  kim-bos: {{name: Kim Bos, left: 2026-10-01}}"))


def test_a_misspelt_id_is_told_with_the_one_that_was_meant() -> None:
    """How to mend it is part of every mistake."""
    assert mend_of(read_groups(changed("children: [bram-vos]", "children: [Bram Vos]")).mistakes[0]) == "Did you mean “bram-vos”?"
    assert mend_of(read_groups(changed("Europe/Amsterdam", "europe/amsterdam")).mistakes[0]) == (
        "Write, for instance: timezone: Europe/Amsterdam"
    )
    reading = read_groups(changed(ADA, f"{ADA}\n  Dirk_Smit: {{name: Dirk, left: 2026-10-01}}"))
    assert mend_of(reading.mistakes[0]) == "Write “dirk-smit”, here and wherever it is named."


def test_the_dates_of_real_people_never_move() -> None:
    """A school that began as a copy of the example may keep its line `example`: it would renew every yes for ever."""
    text = changed("  language: nl\n", "  language: nl\n  example: 2026-11-20\n").replace("vera@example.org", "vera@vosfamily.nl")
    assert told(read_groups(text)) == [
        (4, Scope.EVERYTHING, "“example” is for an example school alone, and there is an address here of somebody who exists.")
    ]


def test_all_mistakes_are_told_together_in_the_order_of_the_file() -> None:
    """DESIGN.md: all mistakes are collected and reported together."""
    text = changed("friday 15:00", "someday").replace("groep-5b]}\n  bram", "groep-7]}\n  bram").replace("vera@example.org", "vera")
    assert [line for line, _, _ in told(read_groups(text))] == [5, 16, 27]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ["“school” is missing here.", "“groups” is missing here."]),
        ("just words", ["There should be words with a colon here."]),
        ("- a\n- b", ["There should be words with a colon here."]),
        ("a: [", ["The brackets or braces that begin here do not end, or a comma is missing in them."]),
        ("school: De Regenboog\ngroups: {a: {name: A}}", ["There should be words with a colon here."]),
    ],
)
def test_without_a_school_there_are_mistakes_alone(text: str, sentences: list[str]) -> None:
    """Where neither sender nor head is known, there is nothing that could be gone on with."""
    reading = read_groups(text)
    assert reading.school is None
    assert [sentence for _, _, sentence in told(reading)] == sentences


def test_mistakes_are_told_in_the_language_that_could_be_made_out() -> None:
    """An English school reads English, also where a bracket is missing in its file."""
    assert read_groups("school:\n  language: en\n  x: [").language == "en"
    assert read_groups("school: {language: en}").language == "en"
    assert read_groups("school:\n  x: [").language == "nl"


def test_a_broken_head_leaves_a_school_to_look_at() -> None:
    """The register and the posts are read in the same run; nothing is sent from this school."""
    school = read_groups(changed("head: {name: Mirjam de Wit, email: directie@regenboog.example}", "head: Mirjam")).school
    assert school is not None
    assert school.head == school.sender


def test_nothing_in_a_school_can_be_changed() -> None:
    """The school is read once per run; who decides gets what was read."""
    school = school_of(GROUPS_YAML)
    assert all(isinstance(mapping, MappingProxyType) for mapping in (school.groups, school.children, school.families))


@given(st.integers(0, len(GROUPS_YAML) - 1), st.integers(0, 12), st.text(alphabet="\n -:,{}[]&*'\"#x@<>\u00a0\x00", max_size=4))
@settings(max_examples=150, deadline=2000)
def test_a_file_with_a_slip_in_it_is_read_or_refused(at: int, taken: int, put: str) -> None:
    """Invariant: whatever is typed anywhere, there is a school without mistakes or there is a mistake with a sentence."""
    reading = read_groups(GROUPS_YAML[:at] + put + GROUPS_YAML[at + taken :])
    told(reading)
    assert reading.school is not None or any(mistake.scope is Scope.EVERYTHING for mistake in reading.mistakes)
    addresses = [guardian.email for family in (reading.school.families if reading.school else {}).values() for guardian in family.guardians]
    assert len(addresses) == len({address.lower() for address in addresses})
