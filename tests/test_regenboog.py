from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from example.brush import HEIGHT, WIDTH, Canvas
from example.clips import CLIPS, FRAMES, SECONDS, SIZE, frame
from example.draw import DRAWN, PAPERS, draw_all
from example.scenes import SCENES
from PIL import Image, ImageChops, ImageStat
from running import letters_in, weekbrief
from videos import run

from weekbrief_build.commands.init import write_example
from weekbrief_build.decide.know.memory import Memory
from weekbrief_build.decide.plan.plan import Plan, plan_of
from weekbrief_build.decide.rule.consent import LAPSING, ConsentsOn, Standing
from weekbrief_build.decide.rule.pictures import Showing
from weekbrief_build.gather.folder import read_school
from weekbrief_build.gather.tags.embedded import tags_in
from weekbrief_build.media.clips.audit import audit_clip
from weekbrief_build.school.consent import LETTER_PURPOSES
from weekbrief_build.school.example import moved
from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.mistake import Scope
from weekbrief_build.school.people import Delivery
from weekbrief_build.school.post import Segment, SegmentKind
from weekbrief_build.school.reading import Reading

ROOT = Path(__file__).parent.parent
FRIDAY = date(2026, 11, 20)
DAYS = [
    *(FRIDAY + timedelta(days=later) for later in range(7)),
    date(2027, 2, 28),
    date(2027, 7, 31),
    date(2027, 8, 1),
    date(2028, 2, 29),
    date(2031, 1, 1),
]
ON_PURPOSE = {
    (Scope.PICTURE, "content/groep-1-2a/2026-11-20 De verkleedkist", "toren.jpg"),
    (Scope.POST, "content/groep-5b/2026-11-20 De beste voorlezer.md", None),
}


def school_on(day: date, root: Path = ROOT) -> Reading:
    """A school folder, read on this day, with an example's dates moved."""
    with TemporaryDirectory() as cache_folder:
        reading = read_school(root, Path(cache_folder), day)
    assert isinstance(reading, Reading)
    return moved(reading, day)


@cache
def regenboog_on(day: date) -> Reading:
    """The example school on this day."""
    return school_on(day)


def first_edition(reading: Reading, day: date) -> Plan:
    """What a first run on this day would send."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=reading.school.timezone)
    return plan_of(reading, Memory(), noon, edition_at_once=True)


def received(plan: Plan) -> dict[str, list[tuple[str, tuple[tuple[str, Showing], ...], frozenset[str]]]]:
    """By address: each post, what is seen of its pictures, and the names that show."""
    letters: dict[str, list[tuple[str, tuple[tuple[str, Showing], ...], frozenset[str]]]] = {}
    for letter in plan.letters:
        for view in letter.views:
            pictures = tuple((name, answer.showing) for name, answer in view.pictures.items())
            letters.setdefault(letter.reader.guardian.email, []).append((view.post.path, pictures, view.names))
    return letters


def kinds_in(segments: tuple[Segment, ...]) -> set[SegmentKind]:
    """What kinds of segment there are."""
    return {segment.kind for segment in segments}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_example_has_no_mistakes_but_those_made_on_purpose(day: date) -> None:
    """One post is held back and one picture withheld to show how that looks; whoever sees another mistake takes the example for broken."""
    found = {(mistake.scope, mistake.post, mistake.picture) for mistake in first_edition(regenboog_on(day), day).mistakes}
    assert found == ON_PURPOSE


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_its_letters_are_the_same_and_full_on_any_day(day: date) -> None:
    """Its dates must not go stale: a run on any day shows full letters."""
    letters = received(first_edition(regenboog_on(day), day))
    assert letters == received(first_edition(regenboog_on(FRIDAY), FRIDAY))
    assert all(len(posts) >= 5 for posts in letters.values())


def test_everybody_gets_letters_but_the_family_whose_only_child_has_left() -> None:
    """A child who has left brings no family into an audience."""
    school = regenboog_on(FRIDAY).school
    letters = received(first_edition(regenboog_on(FRIDAY), FRIDAY))
    addresses = {guardian.email for family in school.families.values() for guardian in family.guardians}
    assert addresses - letters.keys() == {"anouk.postma@example.org"}


def test_it_has_families_of_every_kind() -> None:
    """Siblings in two and three groups, a child in two households, two languages, both delivery choices, one address for two."""
    school = regenboog_on(FRIDAY).school
    assert sum(not group.everyone for group in school.groups.values()) >= 5
    assert len(school.families) >= 25
    groups = [frozenset().union(*(school.children[child].groups for child in family.children)) for family in school.families.values()]
    assert {1, 2, 3} <= {len(of_family) for of_family in groups}
    homes = [child for family in school.families.values() for child in family.children]
    assert any(homes.count(child) == 2 for child in homes)
    guardians = [guardian for family in school.families.values() for guardian in family.guardians]
    assert {guardian.language for guardian in guardians} == {"nl", "en"}
    assert {guardian.delivery for guardian in guardians} == set(Delivery)
    assert (ROOT / "groups.yaml").read_text(encoding="utf-8").count("familie.visser@example.org") == 2
    first_names = [child.first_name for child in school.children.values()]
    assert len(first_names) > len(set(first_names))
    assert any(child.called for child in school.children.values())
    assert any(child.left for child in school.children.values())
    assert any(not child.name.isascii() for child in school.children.values())


def test_its_register_has_every_standing_and_every_way_to_a_no() -> None:
    """Consents of two school years: refused, lapsed, withdrawn, disputed, never asked; and purposes that letters never use."""
    reading = regenboog_on(FRIDAY)
    school, register = reading.school, reading.register
    renewal = date(2026, school.consent_renewal.month, school.consent_renewal.day)
    standings = {
        ConsentsOn(FRIDAY, school, register).of(child, purpose).standing
        for child in school.children.values()
        for purpose in LETTER_PURPOSES
    }
    assert standings == set(Standing)
    signers = [{row.answer for row in rows if row.date >= renewal - timedelta(days=365)} for rows in register.rows.values()]
    assert any(len(answers) == 2 for answers in signers), "nobody changed their mind, and no two disagree"
    assert {row.date < renewal for rows in register.rows.values() for row in rows} == {True, False}
    assert {purpose for _, purpose in register.rows} > LETTER_PURPOSES
    assert any(subject in {one.name for one in school.staff} for subject, _ in register.rows)


def test_it_has_posts_of_every_kind() -> None:
    """At least 15 posts that show every feature of a post."""
    posts = regenboog_on(FRIDAY).posts
    files = {post.path for post in posts}
    sources = {path.relative_to(ROOT).as_posix() for path in (ROOT / "content").rglob("*.md")}
    fronts = {path.read_text(encoding="utf-8").startswith("---\n") for path in (ROOT / "content").rglob("*.md")}
    assert len(posts) >= 15
    assert any(path not in sources for path in files), "a folder with media alone"
    assert any(path.count("/") == 2 and path in sources for path in files), "a file alone"
    assert any(path.count("/") == 3 for path in files), "a folder with a text"
    assert fronts == {True, False}
    assert {post.draft for post in posts} == {True, False}
    assert any(post.personal for post in posts)
    assert any(post.date.year == 2099 for post in posts)
    assert any(post.until for post in posts)
    assert any(version.language == "en" for post in posts for version in post.versions)
    assert any(version.not_names for post in posts for version in post.versions)
    assert any(version.event and version.event.reply_by for post in posts for version in post.versions)
    assert any(version.captions for post in posts for version in post.versions)
    assert any(version.alts for post in posts for version in post.versions)
    assert any(SegmentKind.MENTION in kinds_in(caption) for post in posts for caption in post.versions[0].captions.values())
    assert {post.group for post in posts} == set(regenboog_on(FRIDAY).school.groups)
    html = "".join(segment.content for post in posts for segment in post.versions[0].prose.html)
    assert all(tag in html for tag in ("<table", "<ul>", "<ol>", "<blockquote>", "<strong>", "<em>", "<a "))
    assert SegmentKind.PICTURE in {kind for post in posts for kind in kinds_in(post.versions[0].prose.html)}
    assert any((ROOT / "content").rglob("*.people.yaml"))
    assert any(post.documents for post in posts), "an attached PDF"
    assert 'class="link-card"' in html


def test_a_child_without_a_yes_is_seen_by_its_own_family_alone() -> None:
    """Shown where each child in the picture is the family's own or has a yes; else covered where each face is marked; else withheld."""
    plan = first_edition(regenboog_on(FRIDAY), FRIDAY)
    for picture, own, otherwise in (
        ("hut.jpg", {"hendriks"}, Showing.COVERED),  # the file itself says where the faces are
        ("touw.jpg", {"maas", "van-leeuwen"}, Showing.COVERED),  # a file beside it does
        ("lampionnen.jpg", {"demir"}, Showing.WITHHELD),  # nobody does
    ):
        answers = {
            letter.reader.family.id: view.pictures[picture].showing
            for letter in plan.letters
            for view in letter.views
            if picture in view.pictures
        }
        assert {family for family, showing in answers.items() if showing is Showing.SHOWN} == own
        assert {showing for family, showing in answers.items() if family not in own} == {otherwise}


def test_a_mentioned_name_shows_to_some_and_not_to_others() -> None:
    """A mention shows to the child's own family and where the child has a yes for names, and reads “een leerling” elsewhere."""
    plan = first_edition(regenboog_on(FRIDAY), FRIDAY)
    seen = {letter.reader.family.id: view.names for letter in plan.letters for view in letter.views if "leerlingenraad" in view.post.path}
    assert {family for family, names in seen.items() if "cas-de-boer" in names} == {"de-boer"}


def test_a_personal_message_goes_to_both_homes_of_a_child() -> None:
    """A personal message is for the families of the named child, and goes in a letter of its own."""
    plan = first_edition(regenboog_on(FRIDAY), FRIDAY)
    personal = [letter for letter in plan.letters if letter.kind is LetterKind.PERSONAL]
    assert {letter.reader.family.id for letter in personal} == {"maas", "van-leeuwen"}


def test_each_picture_says_who_can_be_seen_in_it() -> None:
    """What a post says of its picture is what the picture shows; one post leaves it out on purpose."""
    pictures = {picture.file.path.removeprefix("content/"): picture for post in regenboog_on(FRIDAY).posts for picture in post.pictures}
    assert pictures.keys() == SCENES.keys() | CLIPS.keys()
    assert len(pictures) >= 12
    for path, picture in pictures.items():
        ids = {name: who for who, name in SCENES[path].tagged} if path in SCENES else {}
        named = {ids.get(naming.written, naming.written) for naming in picture.evidence.namings}
        if path.endswith("toren.jpg"):
            assert not named
            assert not picture.evidence.answered_nobody
        else:
            assert named == (SCENES.get(path) or CLIPS[path]).people, path
            assert picture.evidence.answered_nobody is not bool(named)


def test_the_pictures_are_what_the_script_draws(tmp_path: Path) -> None:
    """The pictures are drawn, not photographed: the script makes them all, small, and the same on every machine but for a hair."""
    draw_all(tmp_path)
    for path in PAPERS:
        assert (tmp_path / "content" / path).read_bytes() == (ROOT / "content" / path).read_bytes()
    for folder, scenes in DRAWN.items():
        for path in scenes:
            kept = ROOT / folder / path
            assert kept.stat().st_size < 64_000
            with Image.open(kept) as old, Image.open(tmp_path / folder / path) as new:
                assert old.size == new.size
                assert max(ImageStat.Stat(ImageChops.difference(old.convert("RGB"), new.convert("RGB"))).mean) < 1
            assert tags_in([kept.read_bytes()]) == tags_in([(tmp_path / folder / path).read_bytes()])


def test_a_face_is_marked_where_it_is_drawn() -> None:
    """In the file or beside it: a frame that lies elsewhere would cover nothing."""
    marked = 0
    for post in regenboog_on(FRIDAY).posts:
        for picture in post.pictures:
            framed = [naming for naming in picture.evidence.namings if naming.face]
            if not framed:
                continue
            scene, canvas = SCENES[picture.file.path.removeprefix("content/")], Canvas("#ffffff")
            scene.draw(canvas)
            for naming in framed:
                left, top, right, bottom = canvas.faces[{name: who for who, name in scene.tagged}.get(naming.written, naming.written)]
                face = naming.face
                assert face
                assert abs(face.x - left / WIDTH) < 0.02 > abs(face.y - top / HEIGHT)
                assert abs(face.x + face.width - right / WIDTH) < 0.02 > abs(face.y + face.height - bottom / HEIGHT)
                marked += 1
    assert marked == 4


def test_the_videos_are_what_the_script_draws(tmp_path: Path) -> None:
    """They are drawn, small and short, and a frame from the middle of each is the script's."""
    for path, clip in CLIPS.items():
        file = ROOT / "content" / path
        assert file.stat().st_size < 200_000
        number = FRAMES * SECONDS // 2 + 3
        run("-i", file, "-vf", f"select=eq(n\\,{number})", "-frames:v", "1", tmp_path / "frame.png")
        with Image.open(tmp_path / "frame.png") as kept:
            assert kept.size == SIZE
            assert max(ImageStat.Stat(ImageChops.difference(kept.convert("RGB"), frame(clip, number))).mean) < 5


def test_one_video_is_for_a_class_and_one_for_a_family_alone() -> None:
    """A yes for photos is none for videos: of the boy whose parents gave but the first, his own family alone gets the video."""
    plan = first_edition(regenboog_on(FRIDAY), FRIDAY)
    seen = {
        letter.reader.family.id: {name for name in ("dans.mp4", "solo.mp4", "auditie.jpg") if name in view.orders}
        for letter in plan.letters
        for view in letter.views
        if view.post.path.endswith("auditie.md")
    }
    assert len(seen) > 3
    assert {family: names for family, names in seen.items() if "solo.mp4" in names} == {"sharma": {"dans.mp4", "solo.mp4", "auditie.jpg"}}
    assert {frozenset(names) for family, names in seen.items() if family != "sharma"} == {frozenset({"dans.mp4", "auditie.jpg"})}


def test_it_runs_without_ffmpeg_too(tmp_path: Path) -> None:
    """Whoever tries Weekbrief needs nothing but Python: the videos stay behind and are said to, and all the rest goes."""
    nothing, packages = tmp_path / "bin", tmp_path / "packages"
    for folder in (nothing, packages / "imageio_ffmpeg"):
        folder.mkdir(parents=True)
    (packages / "imageio_ffmpeg" / "__init__.py").write_text("raise ImportError\n")
    without = {"PATH": str(nothing), "PYTHONPATH": os.pathsep.join((str(packages), os.environ.get("PYTHONPATH", "")))}
    moment = ("--on", "2026-11-20T15:00", "--outbox", tmp_path / "outbox", ROOT)
    ran = weekbrief("run", "--edition", "now", "--json", *moment, environment=without)
    assert ran.status == 1, ran.err
    held = {mistake["picture"]: mistake for mistake in ran.json["mistakes"] if mistake["holds_back"] == "picture"}
    assert held.keys() == {"toren.jpg", "dans.mp4", "solo.mp4"}
    assert "ffmpeg" in held["dans.mp4"]["mend"]
    letters = letters_in(tmp_path / "outbox")
    (sharma,) = [letter for letter in letters["priya.sharma@example.org"] if "musical" in letter.text]
    assert b"video/mp4" not in sharma.message.as_bytes()
    told = [letter.text for letter in letters["directie@regenboog.example"]]
    assert any("dans.mp4" in text for text in told), "the head learns of it, who can ask for ffmpeg"
    assert not any("dans.mp4" in letter.text for letter in letters.get("fatima@regenboog.example", ())), "no teacher can mend it"


def test_a_video_reaches_those_who_may_see_it_and_nobody_else(tmp_path: Path) -> None:
    """The letters as they arrive: the class gets one clip, the boy's family two, and other classes none."""
    ran = weekbrief("run", "--edition", "now", "--on", "2026-11-20T15:00", "--outbox", tmp_path / "outbox", ROOT)
    assert ran.status == 1, ran.err
    clips = {
        address: [part.get_content() for letter in of_one for part in letter.message.walk() if part.get_content_type() == "video/mp4"]
        for address, of_one in letters_in(tmp_path / "outbox").items()
    }
    assert len(clips["priya.sharma@example.org"]) == 2
    assert len(clips["marieke.de.graaf@example.org"]) == 1
    assert not clips["olha.shevchenko@example.org"]
    everybody = {clip for of_one in clips.values() for clip in of_one}
    assert len(everybody) == 2
    assert all(audit_clip(clip) for clip in everybody)
    assert {len(of_one) for of_one in clips.values()} == {0, 1, 2}


def test_a_new_school_folder_has_nothing_to_mend(tmp_path: Path) -> None:
    """`weekbrief init` makes a school folder with a worked example: everything in it goes, whatever the day."""
    for day in (date(2026, 11, 22), date(2027, 7, 31), date(2027, 8, 1), date(2028, 2, 29)):
        folder = tmp_path / day.isoformat()
        write_example(folder, day)
        reading = school_on(day, folder)
        plan = first_edition(reading, day)
        assert not [mistake for mistake in plan.mistakes if mistake.what.template != LAPSING]  # that one comes with the summer
        assert "{" not in (folder / "consent.csv").read_text(encoding="utf-8")
        letters = received(plan)
        assert letters.keys() == {guardian.email for family in reading.school.families.values() for guardian in family.guardians}
        assert {len(posts) for posts in letters.values()} == {2, 3}
