"""Covering, and every source that says who is in a picture: front matter, sidecar, and what the file itself carries.

Faces here are squares, so what looks for faces is kept away: `test_faces_in_the_job` has it.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from drawings import a_file
from PIL import Image
from running import Letter, letters_in, weekbrief, without_faces
from schools import CONSENT_CSV, GROUPS_YAML, write_school
from tagged import a_jpeg, face, mwg, packet

FACE = (250, 20, 20)
GROUPS = GROUPS_YAML.replace(
    "  bram-vos: {",
    "  dewi-smit: {name: Dewi Smit, groups: [groep-5b]}\n  emre-kaya: {name: Emre Kaya, groups: [groep-5b]}\n  bram-vos: {",
).replace("  vos:\n", "  smit: {children: [dewi-smit], guardians: [{name: Saskia Smit, email: saskia@example.org}]}\n  vos:\n")
"""Ada and Bram have a yes for photo-group, Dewi and Emre have none."""
COVERING = GROUPS.replace("pictures_without_consent: withhold", "pictures_without_consent: cover")

PICTURES = {
    "ada": (0, 60, 60),
    "dewi": (0, 120, 60),
    "dewi-zonder-plaats": (0, 60, 120),
    "dewi-en-emre": (0, 120, 120),
    "dewi-en-emre-half": (60, 60, 0),
    "dewi-half-gelezen": (120, 60, 120),
    "onbekend": (60, 120, 0),
    "ada-en-dewi": (60, 0, 120),
}
FRONT = """\
pictures:
  ada.png: {people: [ada-jansen]}
  dewi.png: {people: [dewi-smit]}
  dewi-zonder-plaats.png: {people: [dewi-smit]}
  dewi-en-emre.png: {people: [dewi-smit, emre-kaya]}
  dewi-en-emre-half.png: {people: [dewi-smit, emre-kaya]}
  dewi-half-gelezen.png: {people: [dewi-smit]}
  ada-en-dewi.png: {people: [ada-jansen]}"""
SIDECARS = {
    "dewi": "- {child: dewi-smit, face: [0.4, 0.4, 0.2, 0.2]}\n",
    "dewi-en-emre": "- {child: dewi-smit, face: [0.4, 0.4, 0.2, 0.2]}\n- {child: emre-kaya, face: [0.0, 0.0, 0.2, 0.2]}\n",
    "dewi-en-emre-half": "- {child: dewi-smit, face: [0.4, 0.4, 0.2, 0.2]}\n",
    "dewi-half-gelezen": "- {child: dewi-smit, face: [0.4, 0.4, 7, 0.2]}\n",
    "onbekend": "- {child: xander, face: [0.4, 0.4, 0.2, 0.2]}\n",
    "ada-en-dewi": "- {child: dewi-smit, face: [0.4, 0.4, 0.2, 0.2]}\n",
}


def a_face(ground: tuple[int, int, int]) -> bytes:
    """A picture of one colour, with a red face in its middle and another in its upper left corner."""
    image = Image.new("RGB", (300, 300), ground)
    for left, top in ((120, 120), (0, 0)):
        image.paste(FACE, (left, top, left + 60, top + 60))
    return a_file(image, "PNG")


def pixel(data: bytes, x: float, y: float) -> tuple[int, ...]:
    """A received picture's colour at a place."""
    image = Image.open(BytesIO(data)).convert("RGB")
    colour = image.getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(colour, tuple)
    return colour


def near(one: tuple[int, ...], other: tuple[int, ...], by: int = 14) -> bool:
    """Whether two colours are the same but for a JPEG."""
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def faces_in(letters: list[Letter]) -> dict[str, tuple[bool, bool]]:
    """Of each picture received: whether the face in the middle, and the one in the corner, can be seen."""
    found = {}
    for data in (data for letter in letters for data in letter.pictures):
        ground = pixel(data, 0.9, 0.9)
        (name,) = [name for name, own in PICTURES.items() if near(own, ground)]
        # Anywhere in the face: a pixel of its own colour is a pixel too many.
        middle = any(near(pixel(data, x, y), FACE, 60) for x in (0.42, 0.5, 0.58) for y in (0.42, 0.5, 0.58))
        corner = any(near(pixel(data, x, y), FACE, 60) for x in (0.02, 0.1, 0.18) for y in (0.02, 0.1, 0.18))
        found[name] = (middle, corner)
    return found


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school that chose `cover`, after a run."""
    content: dict[str, str | bytes] = {"groep-5b/2026-11-20 Bos/bos.md": f"---\n{FRONT}\n---\nbos\n"}
    content |= {f"groep-5b/2026-11-20 Bos/{name}.png": a_face(ground) for name, ground in PICTURES.items()}
    content |= {f"groep-5b/2026-11-20 Bos/{name}.png.people.yaml": text for name, text in SIDECARS.items()}
    folder = write_school(tmp_path_factory.mktemp("afgedekt"), content, groups=COVERING)
    weekbrief("run", "--edition", "now", "--on", "2026-11-20T15:00", folder, environment=without_faces(folder.parent / "zonder"))
    return folder


def test_a_marked_face_without_a_yes_is_covered_for_others(covered: Path) -> None:
    """Covered where the school chose `cover` and each child without a yes has a marked face region in the picture, else withheld."""
    got = faces_in(letters_in(covered / "outbox")["vera@example.org"])
    assert got == {
        "ada": (True, True),
        "dewi": (False, True),  # covered: wider than the face, and the other stays
        "dewi-en-emre": (False, False),
        "ada-en-dewi": (False, True),
    }


def test_a_family_sees_its_own_child_uncovered(covered: Path) -> None:
    """Shown where each child in it is that family's own, or has a yes."""
    got = faces_in(letters_in(covered / "outbox")["saskia@example.org"])
    assert got["dewi"] == got["dewi-zonder-plaats"] == got["ada-en-dewi"] == got["ada"] == (True, True)
    assert got["dewi-en-emre"] == (True, False)
    assert "onbekend" not in got
    assert "dewi-en-emre-half" not in got


def test_why_tells_covered_from_shown_and_withheld(covered: Path, tmp_path: Path) -> None:
    """`why --json`: decision is shown, covered or withheld."""
    ran = weekbrief("why", "dewi.png", "--json", "--on", "2026-11-20T15:00", covered, environment=without_faces(tmp_path / "zonder"))
    decisions = {one["family"]: one["decision"] for one in ran.json["families"]}
    assert (decisions["smit"], decisions["vos"], decisions["jansen"]) == ("shown", "covered", "covered")


NAMINGS = {
    "bram-vos": "shown",
    "Bram Vos": "shown",
    "Sem Vos": "withheld",  # two children are called so
    "Meester Joost": "shown",  # staff, without a no
    "Juf Sanne": "withheld",  # staff, with a no
    "Juf Fatima": "withheld",  # known to nobody
    "nobody": "shown",
    "niemand": "shown",
    "ada-jansen": "withheld",  # left today
}


def test_a_name_means_the_one_whom_it_fits_or_nobody_known(tmp_path: Path) -> None:
    """A name that fits two children is not known; staff may be seen unless they said no; who has left has no yes."""
    groups = GROUPS.replace("name: Ada Jansen, groups: [groep-5b]", "name: Ada Jansen, groups: [groep-5b], left: 2026-11-20").replace(
        "  bram-vos: {", "  sem-a: {name: Sem Vos, groups: [groep-5b]}\n  sem-b: {name: Sem Vos, groups: [groep-6a]}\n  bram-vos: {"
    )
    answers = "".join(f"{who},photo-{audience},yes,2026-09-01,X\n" for who in ("sem-a", "sem-b") for audience in ("group", "school"))
    consent = CONSENT_CSV + answers + "Juf Sanne,photo-group,no,2026-09-01,Juf Sanne\n"
    told = "".join(f"  {number}.png: {{people: {name}}}\n" for number, name in enumerate(NAMINGS))
    content: dict[str, str | bytes] = {"groep-5b/2026-11-20 Bos/bos.md": f"---\npictures:\n{told}---\nbos\n"}
    content |= {f"groep-5b/2026-11-20 Bos/{number}.png": a_face((number * 20, 0, 255)) for number in range(len(NAMINGS))}
    folder = write_school(tmp_path, content, groups=groups, consent=consent)
    weekbrief("run", "--edition", "now", "--on", "2026-11-20T15:00", folder)
    (letter,) = letters_in(folder / "outbox")["vera@example.org"]
    seen = {round(pixel(data, 0.9, 0.9)[0] / 20) for data in letter.pictures}
    assert {name: "shown" if number in seen else "withheld" for number, name in enumerate(NAMINGS)} == NAMINGS


XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
<Iptc4xmpExt:PersonInImage><rdf:Bag>{}</rdf:Bag></Iptc4xmpExt:PersonInImage>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def xmp_naming(*names: str) -> bytes:
    """An XMP packet with these people in the image."""
    return XMP.format("".join(f"<rdf:li>{name}</rdf:li>" for name in names)).encode()


def a_tagged(colour: tuple[int, int, int], *names: str) -> bytes:
    """A JPEG that carries the names of who is in it."""
    return a_file(Image.new("RGB", (60, 40), colour), "JPEG", quality=95, xmp=xmp_naming(*names))


def test_a_name_in_the_file_itself_never_lets_a_child_slip_through(tmp_path: Path) -> None:
    """Who is in a picture is the union of front matter, sidecar and what the file itself carries; unknown names withhold."""
    told = "---\npictures:\n  a.jpg: {people: [ada-jansen]}\n  b.jpg: {people: nobody}\n  c.jpg: {people: [ada-jansen]}\n"
    told += "  d.jpg: {people: [ada-jansen]}\n---\nbos\n"
    content: dict[str, str | bytes] = {
        "groep-5b/2026-11-20 Bos/bos.md": told,
        "groep-5b/2026-11-20 Bos/a.jpg": a_tagged((10, 10, 200), "Ada Jansen", "Dewi Smit"),
        "groep-5b/2026-11-20 Bos/b.jpg": a_tagged((10, 10, 200), "Ada Jansen"),
        "groep-5b/2026-11-20 Bos/c.jpg": a_tagged((10, 10, 200), "Iemand Anders"),
        "groep-5b/2026-11-20 Bos/d.jpg": a_file(Image.new("RGB", (60, 40), (10, 200, 10)), "JPEG"),
        "groep-5b/2026-11-20 Bos/d.xmp": xmp_naming("Dewi Smit"),
    }
    folder = write_school(tmp_path, content, groups=GROUPS)
    weekbrief("run", "--edition", "now", "--on", "2026-11-20T15:00", folder)
    letters = letters_in(folder / "outbox")
    assert [letter.pictures for letter in letters["vera@example.org"]] == [[]]
    assert [len(letter.pictures) for letter in letters["saskia@example.org"]] == [2]  # Dewi's own family: a and d


def test_a_name_in_the_file_itself_is_enough_to_show_a_picture(tmp_path: Path) -> None:
    """A teacher who tags people in a photo program need not write them down again; in the file, or in a file beside it."""
    content: dict[str, str | bytes] = {
        "groep-5b/2026-11-20 Bos/bos.md": "bos\n",
        "groep-5b/2026-11-20 Bos/a.jpg": a_tagged((10, 10, 200), "Ada Jansen"),
        "groep-5b/2026-11-20 Bos/b.jpg": a_file(Image.new("RGB", (60, 40), (10, 200, 10)), "JPEG"),
        "groep-5b/2026-11-20 Bos/b.jpg.xmp": xmp_naming("Ada", "Bram Vos"),
        "groep-5b/2026-11-20 Bos/c.jpg": a_file(Image.new("RGB", (60, 40), (200, 10, 10)), "JPEG"),
        "groep-5b/2026-11-20 Bos/c.jpg.supplemental-metadata.json": '{"people": [{"name": "Ada Jansen"}]}',
        "groep-5b/2026-11-20 Bos/d.jpg": a_tagged((10, 10, 200), "Dewi Smit"),
    }
    folder = write_school(tmp_path, content, groups=GROUPS)
    weekbrief("run", "--edition", "now", "--on", "2026-11-20T15:00", folder)
    (letter,) = letters_in(folder / "outbox")["vera@example.org"]
    assert len(letter.pictures) == 3


def test_a_face_marked_in_a_photo_program_is_covered(tmp_path: Path) -> None:
    """The region lands on the face of a photograph that a phone took on its side; nothing of the face leaves."""
    upright = Image.new("RGB", (300, 400), (0, 120, 60))
    upright.paste(FACE, (180, 80, 240, 140))
    stored = upright.transpose(Image.Transpose.ROTATE_90)  # EXIF 6: viewers turn it back
    tags = packet(mwg(face("Dewi Smit", x=110 / 400, y=1 - 210 / 300, w=60 / 400, h=60 / 300)))
    content: dict[str, str | bytes] = {
        "groep-5b/2026-11-20 Bos/bos.md": "bos\n",
        "groep-5b/2026-11-20 Bos/a.jpg": a_jpeg(tags, orientation=6, image=stored),
    }
    folder = write_school(tmp_path / "school", content, groups=COVERING)
    weekbrief("run", "--edition", "now", "--on", "2026-11-20T15:00", folder, environment=without_faces(tmp_path / "zonder"))
    letters = letters_in(folder / "outbox")
    for family, seen in (("vera", False), ("saskia", True)):
        (picture,) = letters[f"{family}@example.org"][0].pictures
        places = [(x, y) for x in (0.61, 0.7, 0.79) for y in (0.21, 0.275, 0.34)]
        assert [near(pixel(picture, x, y), FACE, 60) for x, y in places] == [seen] * 9


def test_a_received_picture_carries_no_metadata(tmp_path: Path) -> None:
    """No name reaches a family that may not see it: pictures are encoded anew, without metadata."""
    content: dict[str, str | bytes] = {
        "groep-5b/2026-11-20 Bos/bos.md": "---\npictures: {a.jpg: {people: [ada-jansen]}}\n---\nbos\n",
        "groep-5b/2026-11-20 Bos/a.jpg": a_file(
            Image.new("RGB", (3000, 2000), (10, 10, 200)), "JPEG", comment=b"Dewi op het feest", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"
        ),
    }
    folder = write_school(tmp_path, content, groups=GROUPS)
    weekbrief("run", "--edition", "now", "--on", "2026-11-20T15:00", folder)
    (letter,) = letters_in(folder / "outbox")["vera@example.org"]
    (picture,) = letter.pictures
    assert b"Dewi" not in picture
    assert max(Image.open(BytesIO(picture)).size) <= 1200


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_video_asks_for_the_video_s_own_purpose(tmp_path: Path, answer: str) -> None:
    """The purpose that fits the picture's kind: a yes for photos is none for videos."""
    content: dict[str, str | bytes] = {
        "groep-5b/2026-11-20 Bos/bos.md": "---\npictures: {a.mp4: {people: [bram-vos]}}\n---\nbos\n",
        "groep-5b/2026-11-20 Bos/a.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 2000,
    }
    consent = CONSENT_CSV + f"bram-vos,video-group,{answer},2026-09-01,Vera Vos\n"
    folder = write_school(tmp_path, content, groups=GROUPS, consent=consent)
    ran = weekbrief("why", "a.mp4", "--json", "--on", "2026-11-20T15:00", folder)
    decisions = {one["family"]: one["decision"] for one in ran.json["families"]}
    assert decisions["jansen"] == ("shown" if answer == "yes" else "withheld")


def test_a_picture_that_cannot_be_sent_holds_back_itself_alone(tmp_path: Path) -> None:
    """Half-synced, truncated, oversized and misnamed files hold back the picture with a clear message, never the job."""
    noise = Image.effect_noise((800, 600), 60).convert("RGB")
    jpeg, blue = a_file(noise, "JPEG"), Image.new("RGB", (60, 40), (10, 10, 200))
    files = {
        "goed.jpg": a_file(blue, "JPEG"),
        "half.jpg": jpeg[: len(jpeg) // 2],
        "nullen.jpg": jpeg[:5000] + bytes(len(jpeg) - 5000),
        "leeg.jpg": b"",
        "groot.png": a_file(Image.new("RGB", (1_100, 1_000)), "PNG"),
        "png.jpg": a_file(blue, "PNG"),
        "tekst.jpg": b"Dag allemaal",
    }
    front = "".join(f"  {name}: {{people: nobody}}\n" for name in files)
    content: dict[str, str | bytes] = {f"groep-5b/2026-11-20 Bos/{name}": data for name, data in files.items()}
    content["groep-5b/2026-11-20 Bos/bos.md"] = f"---\npictures:\n{front}---\nWij waren in het bos.\n"
    groups = GROUPS.replace("  language: nl\n", "  language: en\n  largest_picture: 1\n")
    folder = write_school(tmp_path, content, groups=groups)
    checked = weekbrief("check", "--on", "2026-11-20T15:00", folder)
    told = checked.out + checked.err
    assert weekbrief("run", "--edition", "now", "--on", "2026-11-20T15:00", folder).status == 1
    (letter,) = letters_in(folder / "outbox")["vera@example.org"]
    assert "Wij waren in het bos." in letter.text
    assert len(letter.pictures) == 1
    for name, sentence in (
        ("half.jpg", "not whole"),
        ("nullen.jpg", "not whole"),
        ("leeg.jpg", "not whole"),
        ("groot.png", "too large"),
        ("png.jpg", "it is a PNG picture"),
        ("tekst.jpg", "holds text"),
    ):
        after = " ".join(told.partition(f"/{name}")[2].split())[:300]
        assert sentence in after, (name, told)
