"""Reads people and frames of faces from an XMP packet, in the words of every program that is known to write them; it never guesses.

MWG regions (Metadata Working Group, Guidelines 2.0, section 5.9), IPTC `PersonInImage`, its details and image regions (IPTC Photo
Metadata Standard 2023), Microsoft people tags, and the trees of keywords of digiKam and Lightroom. Whatever else is written in a packet
(`dc:subject`, titles, the categories of other programs) is kept as words: a child's full name among them counts, and answers nothing.
Every word that speaks of people must be read where it belongs: one that stands elsewhere, or in another namespace, leaves a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from weekbrief_build.gather.tags.names import name_of
from weekbrief_build.gather.tags.rdf import Items, PacketRefusedError, Struct, Value, read_packet
from weekbrief_build.gather.tags.regions import Kind, Tagged, near, upright
from weekbrief_build.gather.tags.tags import UNREADABLE, Tags
from weekbrief_build.school.post import Region
from weekbrief_build.school.spelling import folded

_MWG = "{http://www.metadataworkinggroup.com/schemas/regions}"
_AREA = "{http://ns.adobe.com/xmp/sType/Area}"
_DIMENSIONS = "{http://ns.adobe.com/xap/1.0/sType/Dimensions}"
_MP = "{http://ns.microsoft.com/photo/1.2}"
_MPRI = "{http://ns.microsoft.com/photo/1.2/t/RegionInfo}"
_MPREG = "{http://ns.microsoft.com/photo/1.2/t/Region}"
_IPTC = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29}"
_ORIENTATION = "{http://ns.adobe.com/tiff/1.0}Orientation"

_SPEAKING = frozenset(
    {"Regions", "RegionList", "RegionInfo", "ImageRegion", "PersonInImage", "PersonInImageWDetails", "PersonDisplayName", "People"}
)
_LISTS = (
    f"{_IPTC}PersonInImage",
    "{http://ns.iview-multimedia.com/mediapro/1.0}People",
    "{http://ns.microsoft.com/expressionmedia/1.0}People",
)
_TREES = {
    "{http://www.digikam.org/ns/1.0}TagsList": "/",
    "{http://ns.adobe.com/lightroom/1.0}hierarchicalSubject": "|",
    "{http://ns.microsoft.com/photo/1.0}LastKeywordXMP": "/",
    "{http://ns.iview-multimedia.com/mediapro/1.0}CatalogSets": "|",
}
_ROOTS = frozenset({"people", "persons", "person", "personen", "mensen", "kinderen", "leerlingen", "children", "pupils"})
"""Of trees of keywords, in which each leaf is a person."""
_NO_PEOPLE = frozenset({"pet", "focus", "barcode"})
"""Types of MWG regions; whatever else has no known type is taken for a face."""
_HUMAN = re.compile(r"human|person|body|face", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,4}\.?[0-9]{0,40}|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,2})?")
_RECTANGLE = 4
_Size = tuple[float, float]
"""Width and height."""
_NO_SIZE: _Size = (0, 0)
"""Fits no picture."""


def read_xmp(data: bytes, orientation: int | None, size: tuple[int, int] | None = None) -> Tags:
    """Who is in the picture; `orientation` is that of the picture (EXIF, 1 to 8), None where nobody can say where its frames lie.

    `size` is the width and height of its stored pixels. Where the packet says that its frames were drawn on another number of pixels,
    somebody has cut, turned or resized it since, and none of its frames has a place.
    """
    end = re.search(rb"</(?:[A-Za-z_][\w.-]{0,30}:)?xmpmeta\s{0,9}>", data)
    stale = end is not None and any(word.encode() in data[end.end() :] for word in _SPEAKING)  # a longer packet stood here before
    try:
        packet = read_packet(data[: end.end()] if end else data, _SPEAKING)
    except PacketRefusedError:
        return UNREADABLE
    reader = _Reader(_certain(packet.properties, orientation, size), size)
    reader.read(packet.properties)
    doubt = reader.doubt or stale or reader.understood < packet.used
    return Tags.of(reader.people, doubt=doubt, orientation=orientation, size=size).with_words(packet.words)


def _certain(top: Struct, orientation: int | None, size: tuple[int, int] | None) -> int | None:
    """The orientation, if the packet was written for it and its frames were drawn on these very pixels.

    A program that turned, cut or resized the picture may have left the frames behind.
    """
    written = [value for tag, value in top.pairs if tag == _ORIENTATION]
    listed = [value for tag, value in top.pairs if tag == f"{_MWG}Regions" and isinstance(value, Struct)]
    sizes = {drawn_on for regions in listed if (drawn_on := _drawn_on(regions))}
    return orientation if all(value == str(orientation) for value in written) and sizes <= {size} else None


def _drawn_on(regions: Struct) -> _Size | None:
    """The size of the picture that MWG regions were drawn on; None where nobody says."""
    written = [value for tag, value in regions.pairs if tag == f"{_MWG}AppliedToDimensions"]
    pairs = [pair for one in written if isinstance(one, Struct) for pair in one.pairs]
    sides = [text for side in "wh" for tag, text in pairs if tag == f"{_DIMENSIONS}{side}"]
    if not written:
        return None
    numbers = [float(side) for side in sides if isinstance(side, str) and _NUMBER.fullmatch(side.strip())]
    return (numbers[0], numbers[1]) if len(numbers) == len(sides) == 2 else _NO_SIZE  # noqa: PLR2004 - width and height


@dataclass(slots=True)
class _Reader:
    """Collects the people of one packet, and whether anything about them was not understood."""

    orientation: int | None
    size: tuple[int, int] | None
    """Of the stored pixels."""
    people: list[Tagged] = field(default_factory=list)
    doubt: bool = False
    understood: int = 0
    """How often a word that speaks of people stood where it belongs."""

    def read(self, top: Struct) -> None:
        for tag in _LISTS:
            self._name(self._texts(top, tag), Kind.NAME, None)
        for person in self._structs(top, f"{_IPTC}PersonInImageWDetails"):
            self._name(self._texts(person, f"{_IPTC}PersonName", needed=True), Kind.NAME, None)
        for tag, between in _TREES.items():
            for keyword in self._texts(top, tag):
                root, *below = keyword.split(between)
                if below and root.strip().casefold() in _ROOTS:
                    self._name([below[-1]], Kind.NAME, None)
        faces = sum(self._mwg(region, drawn_on) for region, drawn_on in self._regions(top))
        rectangles = [one for info in self._structs(top, f"{_MP}RegionInfo") for one in self._structs(info, f"{_MPRI}Regions")]
        for rectangle in rectangles:
            self._microsoft(rectangle)
        for region in self._structs(top, f"{_IPTC}ImageRegion"):
            self._iptc(region)
        self.doubt |= bool(faces and rectangles and faces != len(rectangles))

    def _regions(self, top: Struct) -> list[tuple[Struct, _Size | None]]:
        """The MWG regions, each with the size of the picture that it was drawn on; none where nobody says."""
        return [
            (region, _drawn_on(listed))
            for listed in self._structs(top, f"{_MWG}Regions")
            for region in self._structs(listed, f"{_MWG}RegionList")
        ]

    def _mwg(self, region: Struct, drawn_on: _Size | None) -> bool:
        """Read a region; whether it is a face."""
        kinds = self._texts(region, f"{_MWG}Type")
        names = self._values(region, f"{_MWG}Name")
        areas = self._structs(region, f"{_MWG}Area")
        if kinds and all(kind.casefold() in _NO_PEOPLE for kind in kinds):
            return False
        # Its `Rotation` is passed over: Lightroom repeats the picture's own there, and the frame is one of the stored pixels all the same.
        place = self._area(areas[0], drawn_on) if len(areas) == 1 else None
        self._name([text for name in names for text in self._texts_of(name)], Kind.MWG, place, needed=True)
        return True

    def _area(self, area: Struct, drawn_on: _Size | None) -> Region | None:
        """The middle and the size, in fractions; a point and a circle are no place."""
        sides = [self._values(area, f"{_AREA}{side}") for side in "xywh"]
        units = {unit.casefold() for unit in self._texts(area, f"{_AREA}unit")}
        numbers = [self._number(one[0]) for one in sides if len(one) == 1]
        self.doubt |= not (sides[0] and sides[1])
        in_pixels = units == {"pixel"} and drawn_on is not None and drawn_on == self.size
        if len(numbers) < _RECTANGLE or None in numbers or not (units <= {"normalized"} or in_pixels):
            return None
        if any(tag == f"{_AREA}d" for tag, _ in area.pairs):
            return None
        x, y, width, height = (number for number in numbers if number is not None)
        across, down = drawn_on if in_pixels and drawn_on else (1, 1)
        return Region((x - width / 2) / across, (y - height / 2) / down, width / across, height / down)

    def _microsoft(self, region: Struct) -> None:
        names = self._texts(region, f"{_MPREG}PersonDisplayName", needed=True)
        rectangles = self._texts(region, f"{_MPREG}Rectangle")
        place = None
        if len(rectangles) == 1:
            numbers = [self._number(number.strip()) for number in rectangles[0].split(",", _RECTANGLE)]
            self.doubt |= len(numbers) != _RECTANGLE
            if len(numbers) == _RECTANGLE and None not in numbers:
                place = Region(*(number for number in numbers if number is not None))
        self._name(names, Kind.MICROSOFT, place)

    def _iptc(self, region: Struct) -> None:
        """Read a region, which may be anything; one that is said to be no person is passed over."""
        names = self._texts(region, f"{_IPTC}PersonInImage")
        types = [value for tag, value in region.pairs if tag == f"{_IPTC}rCtype"]
        if not names:
            self.doubt |= not types or any(_HUMAN.search(str(kind)) for kind in types)
            return
        place = None
        boundaries = self._structs(region, f"{_IPTC}RegionBoundary")
        if len(boundaries) == len(names) == 1:
            place = self._boundary(boundaries[0])
        self._name(names, Kind.IPTC, place)

    def _boundary(self, boundary: Struct) -> Region | None:
        shape, unit = self._texts(boundary, f"{_IPTC}rbShape"), self._texts(boundary, f"{_IPTC}rbUnit")
        if [one.casefold() for one in shape] != ["rectangle"] or [one.casefold() for one in unit] != ["relative"]:
            return None
        sides = [self._values(boundary, f"{_IPTC}rb{side}") for side in "XYWH"]
        numbers = [number for one in sides if len(one) == 1 and (number := self._number(one[0])) is not None]
        self.doubt |= len(numbers) != _RECTANGLE
        return Region(*numbers) if len(numbers) == _RECTANGLE else None

    def _name(self, names: list[str], kind: Kind, stored: Region | None, *, needed: bool = False) -> None:
        self.doubt |= needed and not names
        for written in names:
            name = name_of(written)
            self.doubt |= name is None
            if name:
                place = upright(stored, self.orientation) if kind is Kind.MWG else self._of_either(name, stored)
                self.people.append(Tagged(name, kind, place))

    def _of_either(self, name: str, stored: Region | None) -> Region | None:
        """The place of a frame that is not MWG's: whether those count the stored or the upright pixels, programs do not agree on.

        So it has a place where that is the same, or where an MWG frame tells which it is; one that fits no MWG frame contradicts it.
        """
        as_stored, as_upright = upright(stored, self.orientation), upright(stored, 1 if self.orientation else None)
        frames = [person.face for person in self.people if person.kind is Kind.MWG and person.face and folded(person.name) == folded(name)]
        for place in (as_stored, as_upright):
            if place and any(near(place, frame) for frame in frames):
                return place
        return as_stored if frames or as_stored == as_upright else None

    def _values(self, struct: Struct, tag: str) -> list[Value]:
        """Every value of a property; one that is repeated leaves a doubt."""
        found = [value for one, value in struct.pairs if one == tag]
        self.doubt |= len(found) > 1
        if tag.rpartition("}")[2] in _SPEAKING:
            self.understood += len(found)
        return found

    def _structs(self, struct: Struct, tag: str) -> list[Struct]:
        """The structures of a property: one, or an array of them."""
        values = [one for value in self._values(struct, tag) for one in (value.values if isinstance(value, Items) else (value,))]
        self.doubt |= any(not isinstance(value, Struct) for value in values)
        return [value for value in values if isinstance(value, Struct)]

    def _texts(self, struct: Struct, tag: str, *, needed: bool = False) -> list[str]:
        texts = [text for value in self._values(struct, tag) for text in self._texts_of(value)]
        self.doubt |= needed and not texts
        return texts

    def _texts_of(self, value: Value) -> Iterator[str]:
        """The texts of a property: one, or an array of them."""
        for one in value.values if isinstance(value, Items) else (value,):
            if isinstance(one, str) and one.strip():
                yield one.strip()
            else:
                self.doubt = True

    def _number(self, value: Value) -> float | None:
        if isinstance(value, str) and _NUMBER.fullmatch(value) and (number := float(value)) >= 0:
            return number
        self.doubt = True
        return None
