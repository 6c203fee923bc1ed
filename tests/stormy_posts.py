"""The school and the posts of `stormy`, as values and as files.

What is in a picture can be seen in it: its ground says which picture it is, a patch for each face whose it is. What may come of it all is
said by `oracle`; nothing here shares a line with the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from drawings import a_file
from example.paper import a_paper
from oracle import PlannedChild, PlannedGuardian, PlannedPicture, PlannedPost
from PIL import Image, ImageDraw
from videos import run as ffmpeg

CHILDREN = (
    PlannedChild("xanthe-zoutman", "Xanthe Zoutman", ("groep-5b",)),
    PlannedChild("quirijn-ploeg", "Quirijn Ploeg", ("groep-5b",)),
    PlannedChild("wubbo-vlier", "Wubbo Vlier", ("groep-5b",)),
    PlannedChild("zeger-vlier", "Zeger Vlier", ("groep-6a",)),
    PlannedChild("yfke-noorman", "Yfke Noorman", ("groep-6a",)),
    PlannedChild("jelke-tuinder", "Jelke Tuinder", ("groep-5b",)),
)
FAMILIES = {
    "zoutman": ("xanthe-zoutman",),
    "ploeg": ("quirijn-ploeg",),
    "vlier": ("wubbo-vlier", "zeger-vlier"),
    "noorman": ("yfke-noorman",),
    "tuinder": ("jelke-tuinder",),
    "tweede-huis": ("jelke-tuinder",),
}
GUARDIANS = (
    PlannedGuardian("zoutman", "Ouder Een", "een@example.org", "newsletter", "nl"),
    PlannedGuardian("zoutman", "Ouder Twee", "twee@example.org", "mail", "en"),
    PlannedGuardian("ploeg", "Ouder Drie", "drie@example.org", "mail", "nl"),
    PlannedGuardian("vlier", "Ouder Vier", "vier@example.org", "newsletter", "nl"),
    PlannedGuardian("vlier", "Ouder Vijf", "vijf@example.org", "mail", "en"),
    PlannedGuardian("noorman", "Ouder Zes", "zes@example.org", "newsletter", "en"),
    PlannedGuardian("tuinder", "Ouder Zeven", "zeven@example.org", "newsletter", "nl"),
    PlannedGuardian("tweede-huis", "Ouder Acht", "acht@example.org", "mail", "nl"),
)
FACES = dict(
    zip((child.id for child in CHILDREN), [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (255, 0, 255), (0, 255, 255)], strict=True)
)
"""The colour of each child's face."""
_FACE = (0.1, 0.15)


def ground(number: int, kind: str) -> tuple[int, int, int]:
    """The colour of a picture, by which it is known again."""
    return 60 + number % 5 * 30, 60 + number // 5 % 5 * 30, 110 + number // 25 % 2 * 40 if kind == "photo" else 200


@cache
def a_photo(number: int, people: tuple[str, ...]) -> bytes:
    """A photo of these children."""
    image = Image.new("RGB", (240, 180), ground(number, "photo"))
    for place, child in enumerate(people):
        x, y = round(240 * face_at(place)[0]), round(180 * face_at(place)[1])
        ImageDraw.Draw(image).rectangle((x, y, x + 23, y + 26), fill=FACES[child])
    return a_file(image, "PNG")


@cache
def a_clip(number: int) -> bytes:
    """A video of one colour."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "clip.mp4")
        colour = "0x{:02x}{:02x}{:02x}".format(*ground(number, "video"))
        ffmpeg("-f", "lavfi", "-i", f"color=c={colour}:s=64x48:d=1:r=5", "-pix_fmt", "yuv420p", file)
        return file.read_bytes()


def face_at(place: int) -> tuple[float, float]:
    """Where the face of the first, second, third child is."""
    return 0.1 + 0.35 * place, 0.5


@dataclass(frozen=True)
class StormyPicture:
    """A picture of a post: who is in it, and what is said of it here."""

    planned: PlannedPicture
    number: int
    people: tuple[str, ...]
    """Who is in it, in the order of their places."""
    marked: bool
    """Whether it is said where the faces are."""

    @property
    def said(self) -> str | None:
        """What the file beside it says."""
        if self.planned.people is None:
            return None
        if not self.planned.people:
            return "nobody"
        lines = []
        for child in self.planned.people:
            x, y = face_at(self.people.index(child)) if child in self.people else (0, 0)
            face = f", face: [{x}, {y}, {_FACE[0]}, {_FACE[1]}]" if self.marked and child in self.people else ""
            lines.append(f"- {{child: {child}{face}}}\n")
        return "".join(lines)

    @property
    def data(self) -> bytes:
        """Its bytes."""
        return a_photo(self.number, self.people) if self.planned.kind == "photo" else a_clip(self.number)


@dataclass(frozen=True)
class StormyPost:
    """A post and all that its files say; `planned.plain` are names that stand in it, each at its place in `places`."""

    planned: PlannedPost
    folder: str
    words: str
    pictures: tuple[StormyPicture, ...] = ()
    places: tuple[str, ...] = ()
    event: str | None = None
    """The day and time of its event."""
    cancelled: bool = False
    paper: bool = False
    mentioned_in: str = "body"

    def named_at(self, place: str) -> str:
        """The names that stand at a place."""
        return " ".join(name for name, where in zip(self.planned.plain, self.places, strict=True) if where == place)

    def files(self) -> dict[str, bytes]:
        """Its files, by path below `content/`."""
        place, mark = f"{self.planned.group}/{self.folder}", self.planned.mark
        mentions = " ".join(f"@{child}" for child in self.planned.mentions)
        at = dict.fromkeys(("body", "title", "caption"), "") | {self.mentioned_in: mentions}
        lines = [f'title: "Bericht {mark[4:]} {at["title"]} {self.named_at("title")}"', f"date: {self.planned.day}"]
        lines += [f"to: [{', '.join(self.planned.to)}]"] * bool(self.planned.to) + ["draft: true"] * self.planned.draft
        lines += [f'author: "Juf Iemand {self.named_at("author")}"'] * bool(self.named_at("author"))
        if self.event:
            said = f'title: "Feest {mark[4:]} {self.named_at("event")}", place: "De zaal {self.named_at("place")}"'
            lines.append(f"event: {{{said}, start: {self.event}, reply_by: {self.event[:10]}, cancelled: {str(self.cancelled).lower()}}}")
        lines += ["pictures:"] * bool(self.pictures)
        for picture in self.pictures:
            words = f'caption: "Plaatje {at["caption"]} {self.named_at("caption")}", alt: "Te zien {self.named_at("alt")}"'
            lines.append(f"  {picture.planned.file}: {{{words}}}")
        link = f" [Lees](https://school.example/{self.named_at('link').replace(' ', '%20')})" if self.named_at("link") else ""
        body = f"begin{mark} {self.words} {at['body']} {self.named_at('body')}{link}"
        found = {f"{place}/bericht.md": "\n".join(("---", *lines, "---", body, "")).encode()}
        if self.planned.english:
            found[f"{place}/bericht.en.md"] = f"# Message {mark[4:]}\n\nbegin{mark} in English {self.named_at('in english')}\n".encode()
        for picture in self.pictures:
            found[f"{place}/{picture.planned.file}"] = picture.data
            if picture.said:
                found[f"{place}/{picture.planned.file}.people.yaml"] = picture.said.encode()
        if self.paper:
            name = f"brief {self.named_at('paper' + chr(39) + 's name')}".strip().replace(" ", "_")
            found[f"{place}/{name}.pdf"] = a_paper("Brief", [f"Papier {mark[4:]}", self.named_at("paper") or "niets"])
        return found
