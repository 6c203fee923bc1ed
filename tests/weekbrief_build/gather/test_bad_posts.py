"""A small broken school for each kind of bad input, with what the teacher reads (the rule: nothing gets further than its own post)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from readings import a_reading, only_mistake, only_post, told

from weekbrief_build.school.mistake import Scope
from weekbrief_build.school.post import Source

G = "groep-5b"
GOOD = {f"{G}/goed.md": "Hoi"}

HELD: dict[str, tuple[str | bytes, int | None, str]] = {
    "equal keys": ("---\ntitle: a\ntitle: b\n---\nHoi", 3, "twice"),
    "an alias": ("---\ntitle: &x a\nauthor: *x\n---\nHoi", 2, "reference"),
    "a tag": ("---\ntitle: !!python/object x\n---\nHoi", 2, "exclamation mark"),
    "an unknown key": ("---\npeople: [ada-jansen]\n---\nHoi", 2, "people"),
    "a list for a title": ("---\ntitle: [a, b]\n---\nHoi", 2, "list"),
    "a title with a line break": ('---\ntitle: "a\\nb"\n---\nHoi', 2, "line break"),
    "an author with a line break": ('---\nauthor: "a\\r\\nBcc: x@example.org"\n---\nHoi', 2, "cannot be seen"),
    "a title as long as a letter": (f"---\ntitle: {'a' * 300}\n---\nHoi", 2, "too long"),
    "front matter without an end": ("---\ntitle: a\n\nHoi", 1, "have no end"),
    "front matter that is a list": ("---\n- a\n---\nHoi", 2, "with a colon"),
    "a day that is none": ("---\ndate: 2026-02-30\n---\nHoi", 2, "2026-02-30"),
    "a draft that is perhaps one": ("---\ndraft: misschien\n---\nHoi", 2, "misschien"),
    "a personal message to nobody": ("---\nto:\n---\nHoi", 2, "names no child"),
    "a personal message to an empty list": ("---\nto: []\n---\nHoi", 2, "names no child"),
    "an end before the start": ("---\nevent: {title: x, start: 2026-12-17 17:30, end: 2026-12-16}\n---\nHoi", 2, "before its start"),
    "an event without a start": ("---\nevent: {title: x}\n---\nHoi", 2, "start"),
    "an event that names a child": ("---\nevent: {title: Met @ada-jansen, start: 2026-12-17}\n---\nHoi", 2, "@"),
    "an until before the date": ("---\ndate: 2026-11-20\nuntil: 2026-11-19\n---\nHoi", 3, "never sent"),
    "pictures that are a list": ("---\npictures: [a.jpg]\n---\nHoi", 2, "name of each picture"),
    "a child whom nobody knows": ("Hoi @ada-janssen", 1, "“@ada-jansen”"),
    "a child whom nobody knows in a title": ("---\ntitle: Met @ada-janssen\n---\nHoi", 2, "“@ada-jansen”"),
    "a child in code": ("Hoi\n\n`@ada-jansen`", 3, "piece of code"),
    "a child in an address": ("https://social.example/@ada-jansen", 1, "address"),
    "front matter without its first line": ("titel: Hoi\naan: ada-jansen\n---\nHoi", 1, "---"),
    "front matter without its lines": ("\nto: [ada-jansen]\n\nHoi", 2, "---"),
    "a draft without its lines": ("title: Hoi\ndraft: ja\n\nHoi", 1, "---"),
    "front matter below a dash that an editor made": ("\u2014\nto: ada-jansen\n\u2014\nHoi", 1, "---"),
    "front matter below four hyphens": ("----\ntitle: Hoi\n----\nHoi", 1, "---"),
    "front matter as TOML": ('+++\ntitle = "Later"\ndraft = true\n+++\nHoi', 1, "---"),
    "front matter as TOML without its lines": ('title = "Later"\ndraft = true\n\nHoi', 1, "---"),
    "front matter as JSON": ('---json\n{"title": "Later", "draft": true}\n---\nHoi', 1, "---"),
    "front matter as JSON without its lines": ('\n{\n  "draft": true\n}\n\nHoi', 2, "---"),
    "front matter between semicolons": (';;;\n{"draft": true}\n;;;\nHoi', 1, "---"),
    "front matter that names its notation": ("--- yaml\ntitle: Later\n---\nHoi", 1, "---"),
    "front matter as a piece of code": ("```yaml\ntitle: Hoi\n```\nHoi", 1, "---"),
    "nothing at all": ("", None, "empty"),
    "white space": ("\n  \n", None, "empty"),
    "a file with zero bytes": ("a\0b", None, "no text"),
    "a text cut within a sign": ("één".encode()[:-1] + "é".encode()[:1], None, "middle of a sign"),
    "UTF-16 cut within a sign": (b"\xff\xfeH\0o\0i", None, "middle of a sign"),
    "ten megabytes": (b"a " * 5_000_000, None, "too large"),
    "twenty thousand opening brackets": ("[" * 20_000, None, "too complicated"),
    "ten thousand quotes in each other": ("> " * 10_000 + "x", None, "too complicated"),
    "lists in each other without end": ("1. " * 5_000 + "x", None, "too complicated"),
    "tags in each other without end": ("<b>" * 20_000, None, "too complicated"),
}


@pytest.mark.parametrize("kind", HELD)
def test_what_is_wrong_with_a_post_holds_back_that_post_alone(tmp_path: Path, kind: str) -> None:
    """The teacher is told the file, the line and what to mend; the other posts go."""
    text, line, words = HELD[kind]
    reading = a_reading(tmp_path, {**GOOD, f"{G}/slecht.md": text})

    mistake = only_mistake(reading)
    assert [post.path for post in reading.posts] == [f"content/{G}/goed.md"]
    assert (mistake.scope, mistake.file, mistake.line) == (Scope.POST, f"content/{G}/slecht.md", line)
    assert (mistake.post, mistake.group) == (f"content/{G}/slecht.md", G)
    assert words in told(mistake)


ORDINARY = (
    "Datum: 20 november\n\nBeste ouders,",
    "Datum: 20-11-2026\nAan: alle ouders\n\nBeste ouders,",
    "Let op: morgen gym\n\n---\n\nHoi",
    "Titel\n---\n\nHoi",
    "***\nWaar: de aula",
    "Beste ouders: let op\n- een\n- twee",
)


@pytest.mark.parametrize("text", ORDINARY)
def test_a_letter_that_only_looks_a_little_like_front_matter_is_a_letter(tmp_path: Path, text: str) -> None:
    """Dutch letters begin with `Datum:` and `Aan:`."""
    only_post(a_reading(tmp_path, {f"{G}/a.md": text}))


WITHHELD = {
    "a path upwards": ("---\npictures: {../bos.jpg: {people: nobody}}\n---\nHoi", "../bos.jpg"),
    "a path upwards in the text": ("![](../bos.jpg)", "../bos.jpg"),
    "a path upwards in disguise": ("![](..%2Fbos.jpg)", "../bos.jpg"),
    "a path of Windows": ("---\npictures: {'..\\bos.jpg': {people: nobody}}\n---\nHoi", "..\\bos.jpg"),
    "a whole path": ("![](/etc/passwd)", "/etc/passwd"),
}


@pytest.mark.parametrize("kind", WITHHELD)
def test_a_picture_is_taken_by_its_plain_name_from_the_folder_of_its_post(tmp_path: Path, kind: str) -> None:
    """Whatever else is named stays behind, and the post goes without it."""
    text, picture = WITHHELD[kind]
    reading = a_reading(tmp_path, {f"{G}/bos.jpg": b"x", f"{G}/p/a.md": text, f"{G}/p/eikels.jpg": b"x"})

    mistake = next(mistake for mistake in reading.mistakes if mistake.scope is not Scope.ADVICE)
    assert (mistake.scope, mistake.picture, mistake.post) == (Scope.PICTURE, picture, f"content/{G}/p/a.md")
    assert [picture.name for picture in reading.posts[0].pictures] == ["eikels.jpg"]


@pytest.mark.parametrize(
    "said",
    [
        "{people: {a: {b: c}}}",
        "{people: [[ada-jansen]]}",
        "nobody",
        "{people: [ada-jansen], chekced: yes}",
        "{people: [{child: ada-jansen, face: [0, 0, 2, 2]}]}",
        "{people: [{child: ada-jansen, face: [nan, 0, 0.1, 0.1]}]}",
        '{people: ["ada\\njansen"]}',
    ],
)
def test_what_cannot_be_read_about_a_picture_leaves_a_doubt(tmp_path: Path, said: str) -> None:
    """DESIGN.md: evidence that cannot be read counts as a person who is not known; and the teacher is told."""
    reading = a_reading(tmp_path, {f"{G}/p/a.md": f"---\npictures:\n  e.jpg: {said}\n---\nHoi", f"{G}/p/e.jpg": b"x"})

    assert reading.posts[0].pictures[0].evidence.doubts == (Source.FRONT_MATTER,)
    assert {(mistake.scope, mistake.picture) for mistake in reading.mistakes} == {(Scope.PICTURE, "e.jpg")}


@pytest.mark.parametrize("text", ["---\npictures: {eikles.jpg: {people: [bram-vos]}}\n---\nHoi", "Hoi ![](eikles.jpg)"])
def test_a_post_waits_for_a_picture_that_it_names_and_that_is_not_there(tmp_path: Path, text: str) -> None:
    """Texts are small and come first through a shared folder: a post that did not wait would go without its picture for good."""
    reading = a_reading(tmp_path, {f"{G}/p/a.md": text, f"{G}/p/eikels.jpg": b"x"})

    assert reading.posts == ()
    assert only_mistake(reading).scope is Scope.POST
    assert "“eikels.jpg”" in told(only_mistake(reading))


def test_a_title_with_templates_and_tags_is_just_a_title(tmp_path: Path) -> None:
    """A teacher's text is a value, never part of a template's source; it is escaped where it is shown."""
    title = "<b>{{ 7 * 7 }}</b> {% if x %}"
    post = only_post(a_reading(tmp_path, {f"{G}/a.md": f"---\ntitle: '{title}'\n---\nHoi"}))

    assert (post.versions[0].title, [segment.content for segment in post.versions[0].title_segments]) == (title, [title])


@pytest.mark.parametrize(
    "data", ["\ufeffHoi ë".encode(), "\ufeffHoi ë".encode("utf-16-le"), "\ufeffHoi ë".encode("utf-16-be"), "Hoi ë\r\n".encode("cp1252")]
)
def test_text_is_read_as_editors_write_it(tmp_path: Path, data: bytes) -> None:
    """UTF-8 with a mark, UTF-16 of either order, Windows-1252."""
    assert only_post(a_reading(tmp_path, {f"{G}/a.md": data})).versions[0].prose.words == "Hoi ë"


def test_front_matter_may_end_its_lines_as_windows_does(tmp_path: Path) -> None:
    """And may have empty lines above it."""
    post = only_post(a_reading(tmp_path, {f"{G}/a.md": "\r\n---\r\ntitle: Hoi\r\n---\r\nDag\r\n"}))

    assert (post.versions[0].title, post.versions[0].prose.words, post.line_of["title"]) == ("Hoi", "Dag", 3)


def test_a_link_is_never_followed(tmp_path: Path) -> None:
    """A link in a shared folder would send its target to parents: text, picture, folder or sidecar."""
    secret = tmp_path / "secret.md"
    secret.write_text("geheim")
    school = tmp_path / "school"
    a_reading(school, {f"{G}/p/a.md": "Hoi", f"{G}/p/e.jpg": b"x", "groep-6a/x.md": "Hoi"})
    content = school / "content"
    for link, target in {
        f"{G}/l.md": secret,
        f"{G}/p/f.jpg": secret,
        f"{G}/map": tmp_path,
        f"{G}/p/e.jpg.people.yaml": secret,
        "school": tmp_path,
    }.items():
        (content / link).symlink_to(target)
    reading = a_reading(school, {})

    assert [post.path for post in reading.posts] == [f"content/{G}/p/a.md", "content/groep-6a/x.md"]
    assert [(picture.name, picture.evidence.doubts) for picture in reading.posts[0].pictures] == [("e.jpg", (Source.SIDECAR,))]
    assert {mistake.file.removeprefix("content/"): mistake.scope for mistake in reading.mistakes} == {
        f"{G}/l.md": Scope.POST,
        f"{G}/p/f.jpg": Scope.PICTURE,
        f"{G}/map": Scope.POST,
        f"{G}/p/e.jpg.people.yaml": Scope.PICTURE,
        "school": Scope.POST,
    }


def test_a_name_that_cannot_be_shown_is_told_and_not_read(tmp_path: Path) -> None:
    """Line breaks and broken bytes in a file's name get into no header, log or letter."""
    a_reading(tmp_path, {f"{G}/p/a.md": "Hoi", f"{G}/p/e\nf.jpg": b"x", f"{G}/p/\u202egpj.adA.jpg": b"x"})
    (tmp_path / "content" / G / os.fsdecode(b"\xff.md")).write_text("Hoi")
    reading = a_reading(tmp_path, {})

    assert [len(post.pictures) for post in reading.posts] == [0]
    assert {(mistake.file, mistake.scope) for mistake in reading.mistakes} == {
        (f"content/{G}/\ufffd.md", Scope.POST),
        (f"content/{G}/p/e\ufffdf.jpg", Scope.PICTURE),
        (f"content/{G}/p/\ufffdgpj.adA.jpg", Scope.PICTURE),
    }


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Groep #5", "Groep #5"),
        ("#5 en #6", "#5 en #6"),
        ("Groep # 5", "Groep # 5"),
        ("Groep  #5", "Groep #5"),
        ("'Groep #5'  # uitleg", "Groep #5"),
        ("Groep 5   # uitleg", "Groep 5"),
        ("Groep #5 # 6", "Groep #5 # 6"),
    ],
)
def test_a_number_sign_in_a_value_belongs_to_it(tmp_path: Path, written: str, title: str) -> None:
    """YAML takes what follows ` #` for an explanation; a teacher means group 5. Behind two spaces and before one, it explains."""
    post = only_post(a_reading(tmp_path, {f"{G}/a.md": f"---\ntitle: {written}\nauthor: Tess\n---\nHoi"}))
    assert post.versions[0].title == title
    assert post.author == "Tess"


def test_an_explanation_that_makes_a_value_odd_is_told(tmp_path: Path) -> None:
    """What stands behind a day belongs to it too: better asked than guessed."""
    assert "2026-11-20 #" in told(only_mistake(a_reading(tmp_path, {f"{G}/a.md": "---\ndate: 2026-11-20 #of later\n---\nHoi"})))
