"""What is bad, hostile or half there in a post stays in that post: one run over one folder with a post of every kind."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from drawings import a_file, a_noise
from PIL import Image
from running import Letter, Ran, letters_in, weekbrief
from schools import write_school

GOOD, SECRET, SEEN = (20, 160, 60), (250, 10, 250), (10, 60, 250)


def _plain(colour: tuple[int, int, int], format_: str = "PNG") -> bytes:
    return a_file(Image.new("RGB", (80, 60), colour), format_)


def _post(lines: str, body: str) -> str:
    return f"---\n{lines}\n---\n{body}\n"


DAY = "2026-11-20"
HELD = {
    "dubbelesleutel": _post("title: Een\ntitle: Twee", "slechtdubbelesleutel"),
    "dubbelevertaling": _post("title: Een\ntitel: Twee", "slechtdubbelevertaling"),
    "anker": _post("title: &een Een\nauthor: *een", "slechtanker"),
    "label": _post('title: !!python/object/apply:os.system ["touch gekraakt"]', "slechtlabel"),
    "samenvoeging": _post("<<: {draft: false}", "slechtsamenvoeging"),
    "onaf": "---\nto: [ada-jansen]\n\nslechtonaf\n",
    "ontspoord": _post("to: [ada-jansen", "slechtontspoord"),
    "verschreven": _post("to: [ada-jansne]", "slechtverschreven"),
    "leegto": _post("to: []", "slechtleegto"),
    "onbekendesleutel": _post("too: [ada-jansen]", "slechtonbekendesleutel"),
    "misschien": _post("draft: misschien", "slechtmisschien"),
    "onmogelijkedag": _post("date: 2026-13-45", "slechtonmogelijkedag"),
    "totmorgen": _post("until: morgen", "slechttotmorgen"),
    "haken": "slechthaken " + "[" * 20_000,
    "reuzepost": "slechtreuzepost\n\n" + "Een lange zin over niets. \n" * 400_000,
    "diepehaken": _post("pictures: " + "[" * 20_000, "slechtdiepehaken"),
    "onbekendeleerling": "slechtonbekendeleerling met @xander-onbekend",
    "lijst": _post("- title\n- date", "slechtlijst"),
    "verkeerdedraft": _post("draft: [true]", "slechtverkeerdedraft"),
}
"""Posts that are held back: "one teacher's mistake holds back that post alone"."""

SENT = {
    "jinja": _post('title: "{{ 7 * 191 }} {% include secret %}"', "goedjinja {{ 7 * 191 }} {% raw %} {# weg #}"),
    "html": _post(
        'title: "<script>alert(1)</script><b>Vet</b>"',
        'goedhtml <script>alert(2)</script> <img src="https://spion.example/x.png" onerror="alert(3)"> <iframe src="https://spion.example">'
        "</iframe> [klik](javascript:alert(4)) <a href='https://regenboog.example' onclick='alert(5)' style='position:fixed'>link</a>"
        "\n\n<style>@import url(https://spion.example/a.css);</style>\n\n![weg](https://spion.example/y.png)",
    ),
    "windows": "\ufeff---\r\ntitle: Uit Windows\r\n---\r\ngoedwindows\r\n",
    "emoji": _post("title: 🍂 Été à Curaçao", "goedemoji ☃"),
}
"""Posts that go, and do no harm."""

EITHER = {
    "regelbreuk": _post('title: "Hallo\\r\\nBcc: boef@evil.example\\r\\n\\r\\nInhoud"', "goedregelbreuk"),
    "schrijver": _post('author: "Juf, Sanne <boef@evil.example>\\nX-Kwaad: ja"', "goedschrijver"),
}
"""Posts of which the contract leaves open whether they go; they do no harm."""

PERSONAL: dict[str, str | bytes] = {
    "bom": "\ufeff---\nto: [ada-jansen]\n---\ngeheimbom\n",
    "witregel": "\n---\nto: [ada-jansen]\n---\ngeheimwitregel\n",
    "spaties": "---  \nto: [ada-jansen]\n---  \ngeheimspaties\n",
    "los": _post("to: ada-jansen", "geheimlos"),
    "vertaald": _post("aan: [ada-jansen]", "geheimvertaald"),
    "utf16": _post("to: [ada-jansen]", "geheimutf16").encode("utf-16"),
    "cp1252": _post("to: [ada-jansen]", "geheimcp1252 één").encode("cp1252"),
    "hoofdletter": _post("To: [ada-jansen]", "geheimhoofdletter"),
    "tab": "---\nto:\n\t- ada-jansen\n---\ngeheimtab\n",
}
"""Messages for one family, as odd editors write them: they go to that family or to nobody."""

LITTER = {
    "~$2026-11-20 afspraak.md",
    ".~lock.afspraak.md",
    "._2026-11-20 afspraak.md",
    "2026-11-20 afspraak.md~",
    ".2026-11-20 afspraak.md.swp",
    "2026-11-20 afspraak.md.tmp",
    "2026-11-20 afspraak.md.part",
    "2026-11-20 afspraak.md.crdownload",
    ".syncthing.2026-11-20 afspraak.md.tmp",
    "~syncthing~2026-11-20 afspraak.md",
    ".DS_Store",
    "Icon\r",
    "Thumbs.db",
    "desktop.ini",
    "2026-11-20 afspraak.md.icloud",
    ".nfs000001",
    ".fuse_hidden0001",
    "@eaDir/2026-11-20 afspraak.md",
    "__MACOSX/2026-11-20 afspraak.md",
    ".stversions/2026-11-20 afspraak.md",
    ".dropbox.cache/2026-11-20 afspraak.md",
    "$RECYCLE.BIN/2026-11-20 afspraak.md",
    ".Trashes/2026-11-20 afspraak.md",
    "#recycle/2026-11-20 afspraak.md",
}
CONFLICTS = {
    "dropbox": "{} (Sanne's conflicted copy 2026-11-20).md",
    "nextcloud": "{} (conflicted copy 2026-11-20 101010).md",
    "oud": "{}_conflict-20261120-101010.md",
    "hoofd": "{} (Case Conflict).md",
    "syncthing": "{}.sync-conflict-20261120-101010-ABCDEFG.md",
    "onedrive": "{}-DESKTOP-AB12CD3.md",
    "drive": "{} [Conflict].md",
    "windows": "{} (1).md",
    "verkenner": "{} - Kopie.md",
}
SILENT = {
    "leeglijst": "[]",
    "leegwaarde": "",
    "leegtekst": '""',
    "beide": "[nobody, ada-jansen]",
    "kaart": "{}",
    "vreemd": "[xander-onbekend]",
    "los": "cas-de-boer",
}
"""People of a picture that no family here may see, save a child's own: silence, contradiction, an unknown name, a child without a yes."""
TEXT_OUT = "![x](../../../geheim.png) ![y](/etc/hostname) ![z](file:///etc/hostname) ![w](%2e%2e/2026-11-20%20ander/ander.png)"
ODD = ("half.jpg", "leeg.png", "tekst.png", "koppeling.png", "map.png", "../../../geheim.png", "../2026-11-20 ander/ander.png", "weg.png")
"""Pictures that are not whole, not pictures, or not in the folder of their post."""


@dataclass(frozen=True)
class Outcome:
    """The school folder after one run."""

    folder: Path
    ran: Ran
    letters: dict[str, list[Letter]]
    seconds: float

    def texts(self, address: str) -> str:
        """All that one parent reads."""
        return "\n".join(letter.text for letter in self.letters.get(address, []))


PARENTS = ("anna@example.org", "piet@example.org", "vera@example.org", "daan@example.org")


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """One run over a post of every kind."""
    folder = tmp_path_factory.mktemp("slecht")
    posts: dict[str, str | bytes] = {**HELD, **SENT, **EITHER, **PERSONAL}
    content = {f"groep-5b/{DAY} {name}.md": what for name, what in posts.items()}
    content |= {f"groep-5b/{name}": "rommelrommel" for name in LITTER}
    for name, pattern in CONFLICTS.items():
        content[f"groep-5b/{DAY} botst{name}.md"] = f"strijd{name}een"
        content["groep-5b/" + pattern.format(f"{DAY} botst{name}")] = f"strijd{name}twee"
    for number, name in enumerate(ODD):
        odd = f"groep-5b/{DAY} vreemd{number}"
        content |= {
            f"{odd}/v.md": _post(f"pictures:\n  goed.png: {{people: nobody}}\n  {name}: {{people: nobody}}", "vreemde foto"),
            f"{odd}/goed.png": _plain(GOOD),
        }
    silent = "".join(f"\n  {name}.png: {{people: {people}}}" for name, people in SILENT.items())
    pictures = f"pictures:\n  goed.png: {{people: nobody}}{silent}"
    half = a_file(a_noise((600, 400)), "JPEG")
    content |= {
        f"groep-5b/{DAY} beelden/b.md": _post(pictures, "goedbeelden"),
        f"groep-5b/{DAY} beelden/goed.png": _plain(GOOD),
        **{f"groep-5b/{DAY} beelden/{name}.png": _plain(SECRET) for name in SILENT},
        f"groep-5b/{DAY} uitweg/u.md": _post("pictures:\n  goed.png: {people: nobody}", f"uitweg {TEXT_OUT}"),
        f"groep-5b/{DAY} uitweg/goed.png": _plain(GOOD),
        f"groep-5b/{DAY} vreemd0/half.jpg": half[: len(half) // 2],
        f"groep-5b/{DAY} vreemd1/leeg.png": b"",
        f"groep-5b/{DAY} vreemd2/tekst.png": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        f"groep-5b/{DAY} vreemd4/map.png/binnen.txt": "een map",
        f"groep-5b/{DAY} ander/a.md": "goedander",
        f"groep-5b/{DAY} ander/ander.png": _plain(SECRET),
        f"groep-5b/{DAY} leeg.md": "",
        f"groep-5b/{DAY} nul.md": "nul\x00teken",
        f"groep-5b/{DAY} goed.md": "goedgoed voor @bram-vos",
    }
    write_school(folder, content)
    (folder / "geheim.png").write_bytes(_plain(SECRET))
    (folder / "geheim.md").write_text("slechtkoppeling", encoding="utf-8")
    (folder / "geheim").mkdir()
    (folder / "geheim/geheim.md").write_text("slechtkoppelmap", encoding="utf-8")
    five = folder / "content/groep-5b"
    (five / f"{DAY} vreemd3/koppeling.png").symlink_to(folder / "geheim.png")
    (five / f"{DAY} koppeling.md").symlink_to(folder / "geheim.md")
    (five / f"{DAY} koppelmap").symlink_to(folder / "geheim")
    begun = time.monotonic()
    ran = weekbrief("run", "--edition", "now", "--on", f"{DAY}T15:00", folder)
    return Outcome(folder, ran, letters_in(folder / "outbox"), time.monotonic() - begun)


def test_the_rest_of_the_letter_goes(outcome: Outcome) -> None:
    """One teacher's mistake holds back that post or picture alone; the rest of the letter goes. Exit status 1."""
    assert outcome.ran.status == 1, outcome.ran.err
    for address in PARENTS[:3]:
        assert "goedgoed" in outcome.texts(address)
    assert "Traceback" not in outcome.ran.out + outcome.ran.err


@pytest.mark.parametrize("name", [*HELD, "koppeling", "koppelmap"])
def test_a_post_with_a_mistake_is_held_back(outcome: Outcome, name: str) -> None:
    """Nothing hostile in a file gets further than its own post."""
    assert not [address for address in PARENTS if f"slecht{name}" in outcome.texts(address)]


@pytest.mark.parametrize("name", HELD)
def test_a_mistake_is_told_with_its_file(outcome: Outcome, name: str) -> None:
    """All mistakes are collected and reported together: file, line, what is wrong, how to mend it."""
    assert f"{DAY} {name}.md" in outcome.ran.out + outcome.ran.err
    assert f"{DAY} {name}.md" in outcome.texts("sanne@regenboog.example")


@pytest.mark.parametrize("name", SENT)
def test_a_strange_post_goes_and_does_no_harm(outcome: Outcome, name: str) -> None:
    """Teachers' text is a value: what is strange in it is shown as it was written, or left out."""
    for address in PARENTS[:3]:
        assert f"goed{name}" in outcome.texts(address)


def test_a_template_in_a_title_stays_words(outcome: Outcome) -> None:
    """Jinja2 in a title or a body is text."""
    for address in PARENTS[:3]:
        words = outcome.texts(address)
        assert "1337" not in words
        assert words.count("{{ 7 * 191 }}") >= 2


def test_no_script_style_or_far_picture_comes_through(outcome: Outcome) -> None:
    """What comes out of Markdown is sanitised; pictures come from the post's own folder only."""
    for address in PARENTS:
        for letter in outcome.letters.get(address, []):
            html = letter.html.lower()
            for bad in ("<script", "onerror=", "onclick=", "javascript:", "<iframe", "spion.example/a.css", "position:fixed"):
                assert bad not in html
            for source in re.findall(r"<img[^>]*\bsrc=[\"']([^\"']*)", html):
                assert source.startswith("cid:")


def test_no_title_or_author_adds_a_header(outcome: Outcome) -> None:
    """Names and titles with line breaks: no letter goes to the wrong address."""
    for letters in outcome.letters.values():
        for letter in letters:
            assert letter.message["Bcc"] is None
            assert letter.message["X-Kwaad"] is None
            assert len(letter.message.get_all("To", [])) == 1
            for header in ("From", "To", "Reply-To"):
                assert "evil.example" not in str([address.domain for address in getattr(letter.message[header], "addresses", ())])
    assert set(outcome.letters) <= {*PARENTS, "sanne@regenboog.example", "directie@regenboog.example"}


@pytest.mark.parametrize("name", PERSONAL)
def test_a_message_for_one_family_never_reaches_another(outcome: Outcome, name: str) -> None:
    """`to:` - only the families of these children; what cannot be read is held back, never sent to the group."""
    for address in PARENTS[2:]:
        assert f"geheim{name}" not in outcome.texts(address)


@pytest.mark.parametrize("name", ["bom", "vertaald", "spaties"])
def test_a_message_for_one_family_reaches_it(outcome: Outcome, name: str) -> None:
    """A byte order mark, a Dutch key, a space at the end of a line: still front matter."""
    for address in PARENTS[:2]:
        assert f"geheim{name}" in outcome.texts(address)


def test_litter_is_no_post_and_no_mistake(outcome: Outcome) -> None:
    """The litter of sync programs and systems is passed over, and folders of theirs are not entered."""
    everything = "\n".join(outcome.texts(address) for address in outcome.letters) + outcome.ran.out
    assert "rommelrommel" not in everything
    assert "afspraak" not in everything


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_conflict_copy_stops_its_post_and_both_are_named(outcome: Outcome, name: str) -> None:
    """Conflict copies: stop that post, name both."""
    for address in PARENTS:
        assert f"strijd{name}" not in outcome.texts(address)
    told = outcome.texts("sanne@regenboog.example")
    assert f"{DAY} botst{name}.md" in told
    assert CONFLICTS[name].format(f"{DAY} botst{name}") in told


def test_only_the_whole_known_picture_of_the_post_s_own_folder_goes(outcome: Outcome) -> None:
    """Silence is no answer; a link, a way out of the folder, a half-there file and an empty one show nothing."""
    for address in PARENTS:
        for letter in outcome.letters.get(address, []):
            for data in letter.pictures:
                colour = Image.open(BytesIO(data)).convert("RGB").resize((1, 1)).getpixel((0, 0))
                assert isinstance(colour, tuple)
                assert all(abs(a - b) < 8 for a, b in zip(colour, GOOD, strict=True)), colour
    weekly = [letter for letter in outcome.letters["vera@example.org"] if "goedbeelden" in letter.text]
    assert len(weekly) == 1
    assert len(weekly[0].pictures) >= 1


@pytest.mark.parametrize("name", [*ODD, *(f"{name}.png" for name in SILENT if name != "los")])
def test_the_teacher_learns_of_each_picture_that_stays_behind(outcome: Outcome, name: str) -> None:
    """`weekbrief run` writes to the teacher concerned what to mend."""
    assert name in outcome.texts("sanne@regenboog.example")


def test_hostile_text_costs_seconds_not_minutes(outcome: Outcome) -> None:
    """A 10 MB Markdown file or 20,000 opening brackets: a size and time limit, not a hang."""
    assert outcome.seconds < 60
    assert not list(outcome.folder.rglob("gekraakt"))
    assert not Path("gekraakt").exists()
