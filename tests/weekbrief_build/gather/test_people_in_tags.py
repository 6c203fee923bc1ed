from __future__ import annotations

import pytest
from tagged import bag, face, microsoft, mwg, packet, person_in_image

from weekbrief_build.gather.tags.regions import Kind, Tagged
from weekbrief_build.gather.tags.tags import Tags
from weekbrief_build.gather.tags.takeout import read_takeout, speaks_of
from weekbrief_build.gather.tags.xmp import read_xmp
from weekbrief_build.school.post import Region

REGION = Region(0.4, 0.45, 0.2, 0.1)


def read(properties: str, attributes: str = "") -> Tags:
    """What a packet says of an upright picture."""
    return read_xmp(packet(properties, attributes), 1)


def names(tags: Tags) -> list[str]:
    """The names in it, where nothing is in doubt."""
    assert not tags.doubt
    return sorted({person.name for person in tags.people})


AREAS = (
    '<mwg-rs:Area stArea:x="0.5" stArea:y="0.5" stArea:w="0.2" stArea:h="0.1" stArea:unit="normalized"/>',
    """<mwg-rs:Area rdf:parseType="Resource"><stArea:x>0.5</stArea:x><stArea:y>.5</stArea:y><stArea:w>2e-1</stArea:w>
    <stArea:h> 0.1 </stArea:h><stArea:unit>normalized</stArea:unit></mwg-rs:Area>""",
    """<mwg-rs:Area><rdf:Description stArea:x="0.5" stArea:y="0.5"><stArea:w>0.2</stArea:w><stArea:h>0.1</stArea:h>
    </rdf:Description></mwg-rs:Area>""",
)
REGIONS = (
    '<rdf:li><rdf:Description mwg-rs:Name="Ada Jansen" mwg-rs:Type="Face">{}</rdf:Description></rdf:li>',
    '<rdf:li rdf:parseType="Resource"><mwg-rs:Name>Ada Jansen</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type>{}</rdf:li>',
    "<rdf:li><rdf:Description><mwg-rs:Name>\n Ada\n Jansen </mwg-rs:Name>{}</rdf:Description></rdf:li>",
    """<rdf:_1 rdf:parseType="Resource"><mwg-rs:Name rdf:parseType="Resource"><rdf:value>Ada Jansen</rdf:value>
    <xmpNote:x>y</xmpNote:x></mwg-rs:Name>{}</rdf:_1>""",
)
LISTS = (
    '<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>{}</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>',
    "<mwg-rs:Regions><rdf:Description><mwg-rs:RegionList><rdf:Seq>{}</rdf:Seq></mwg-rs:RegionList></rdf:Description></mwg-rs:Regions>",
)


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("listed", LISTS)
def test_a_face_region_is_read_in_every_spelling_of_rdf(listed: str, region: str, area: str) -> None:
    """Attributes, elements, `parseType="Resource"`, a nested Description: one and the same face."""
    tags = read(listed.format(region.format(area)))
    assert names(tags) == ["Ada Jansen"]
    (person,) = tags.people
    assert person.kind is Kind.MWG
    assert person.face is not None
    assert [round(side, 9) for side in (person.face.x, person.face.y, person.face.width, person.face.height)] == [0.4, 0.45, 0.2, 0.1]


def microsoft_spelt(item: str) -> str:
    """Microsoft's people tags with this item."""
    return f"<MP:RegionInfo><rdf:Description><MPRI:Regions><rdf:Bag>{item}</rdf:Bag></MPRI:Regions></rdf:Description></MP:RegionInfo>"


@pytest.mark.parametrize(
    "item",
    [
        '<rdf:li MPReg:PersonDisplayName="Ada Jansen" MPReg:Rectangle="0.4, 0.45, 0.2, 0.1"/>',
        '<rdf:li><rdf:Description MPReg:PersonDisplayName="Ada Jansen" MPReg:Rectangle="0.4,0.45,0.2,0.1"/></rdf:li>',
        """<rdf:li rdf:parseType="Resource"><MPReg:PersonDisplayName>Ada Jansen</MPReg:PersonDisplayName>
        <MPReg:Rectangle>0.4, 0.45, 0.2, 0.1</MPReg:Rectangle></rdf:li>""",
    ],
)
def test_microsoft_s_people_tags_count_from_the_upper_left_corner(item: str) -> None:
    """Their rectangle is x, y, width, height."""
    assert read(microsoft_spelt(item)) == Tags((Tagged("Ada Jansen", Kind.MICROSOFT, REGION),), doubt=False, orientation=1)


def test_microsoft_s_people_tags_may_have_no_place() -> None:
    """A person without a rectangle is a person."""
    assert read(microsoft_spelt('<rdf:li MPReg:PersonDisplayName="Ada Jansen"/>')).people == (Tagged("Ada Jansen", Kind.MICROSOFT),)


DETAILS = "<Iptc4xmpExt:PersonInImageWDetails><rdf:Bag>{}</rdf:Bag></Iptc4xmpExt:PersonInImageWDetails>"
ALT = '<Iptc4xmpExt:PersonName><rdf:Alt><rdf:li xml:lang="x-default">Ada Jansen</rdf:li></rdf:Alt></Iptc4xmpExt:PersonName>'
LISTED = {
    "a bag": person_in_image("Ada Jansen"),
    "a sequence": bag("Iptc4xmpExt:PersonInImage", "Ada Jansen", kind="Seq"),
    "one alone": "<Iptc4xmpExt:PersonInImage>Ada Jansen</Iptc4xmpExt:PersonInImage>",
    "details": DETAILS.format(f'<rdf:li rdf:parseType="Resource">{ALT}</rdf:li>'),
    "details, nested": DETAILS.format(f"<rdf:li><rdf:Description>{ALT}</rdf:Description></rdf:li>"),
    "details, in two languages": DETAILS.format(
        f'<rdf:li rdf:parseType="Resource">{ALT}</rdf:li>'.replace("</rdf:Alt>", '<rdf:li xml:lang="nl">Ada Jansen</rdf:li></rdf:Alt>')
    ),
    "a description of its own": f'<rdf:Description rdf:about="uuid:1">{person_in_image("Ada Jansen")}</rdf:Description>'.join(
        ("</rdf:Description>", '<rdf:Description rdf:about="">')
    ),
    "digiKam": bag("digiKam:TagsList", "People", "People/Ada Jansen", "Places/Bos", "Dewi Smit", kind="Seq"),
    "digiKam, in groups": bag("digiKam:TagsList", "People/Groep 5B/Ada Jansen"),
    "digiKam, in Dutch": bag("digiKam:TagsList", "Personen/Ada Jansen"),
    "Lightroom": bag("lr:hierarchicalSubject", "People|Ada Jansen", "Places|Bos", "Dewi Smit"),
    "Windows, without its slash": bag("MicrosoftPhoto:LastKeywordXMP", "People/Ada Jansen"),
    "a catalogue": bag("mediapro:CatalogSets", "People|Ada Jansen"),
    "mediapro": bag("mediapro:People", "Ada Jansen"),
    "keywords beside": person_in_image("Ada Jansen") + bag("dc:subject", "Dewi Smit", "People/Dewi Smit"),
}


@pytest.mark.parametrize("kind", LISTED)
def test_people_named_without_a_frame_are_read(kind: str) -> None:
    """IPTC's lists, and the trees of keywords; a keyword outside such a tree may be a place, and is never a person."""
    assert names(read(LISTED[kind])) == ["Ada Jansen"]


def iptc(*people: str, boundary: str = "", kind: str = "") -> str:
    """An IPTC image region."""
    shape = boundary or (
        '<Iptc4xmpExt:RegionBoundary Iptc4xmpExt:rbShape="rectangle" Iptc4xmpExt:rbUnit="relative" '
        'Iptc4xmpExt:rbX="0.4" Iptc4xmpExt:rbY="0.45" Iptc4xmpExt:rbW="0.2" Iptc4xmpExt:rbH="0.1"/>'
    )
    named = person_in_image(*people) if people else ""
    region = f'<rdf:li rdf:parseType="Resource">{shape}{named}{kind}</rdf:li>'
    return f"<Iptc4xmpExt:ImageRegion><rdf:Bag>{region}</rdf:Bag></Iptc4xmpExt:ImageRegion>"


CTYPE = (
    '<Iptc4xmpExt:rCtype><rdf:Bag><rdf:li rdf:parseType="Resource"><dc:identifier>'
    "http://cv.iptc.org/newscodes/imageregiontype/{}</dc:identifier></rdf:li></rdf:Bag></Iptc4xmpExt:rCtype>"
)


def test_iptc_s_image_regions_are_read() -> None:
    """A rectangle in fractions is a place; a circle is none, and its person counts all the same."""
    circle = '<Iptc4xmpExt:RegionBoundary Iptc4xmpExt:rbShape="circle" Iptc4xmpExt:rbUnit="relative" Iptc4xmpExt:rbRx="0.1"/>'
    assert read(iptc("Ada Jansen")).people == (Tagged("Ada Jansen", Kind.IPTC, REGION),)
    assert read(iptc("Ada Jansen", boundary=circle)).people == (Tagged("Ada Jansen", Kind.IPTC),)
    assert {person.face for person in read(iptc("Ada Jansen", "Bram Vos")).people} == {None}
    assert names(read(iptc(kind=CTYPE.format("animal")))) == []
    assert read(iptc()).doubt
    assert read(iptc(kind=CTYPE.format("human"))).doubt


def test_what_is_no_face_is_no_person() -> None:
    """Cameras mark where they focused, and programs pets."""
    assert names(read(mwg(face(None, kind="Focus"), face("Rex", kind="Pet"), face("Ada Jansen")))) == ["Ada Jansen"]


HALF_UNDERSTOOD = {
    "a frame without a name": mwg(face("Ada Jansen"), face(None)),
    "an empty name": mwg(face("Ada Jansen"), face(" ")),
    "an empty list item": person_in_image("Ada Jansen", ""),
    "a name that cannot be shown": person_in_image("Ada Jansen", "Bram\u202eVos"),
    "a name without an end": person_in_image("Ada Jansen", "x" * 300),
    "a face set aside": microsoft(ffffffffffffffff="0.1, 0.1, 0.1, 0.1"),
    "a repeated property": person_in_image("Ada Jansen") + person_in_image("Bram Vos"),
    "a repeated name": mwg(face("Ada Jansen").replace("<mwg-rs:Area", "<mwg-rs:Name>Bram Vos</mwg-rs:Name><mwg-rs:Area")),
    "a number that is none": mwg(face("Ada Jansen", x=float("nan"))),
    "a negative number": mwg(face("Ada Jansen", w=-0.2)),
    "a rectangle with three sides": microsoft(Ada_Jansen="0.1, 0.1, 0.1"),
    "fewer frames": mwg(face("Ada Jansen"), face("Bram Vos", x=0.2)) + microsoft(Ada_Jansen="0.4, 0.45, 0.2, 0.1"),
    "a list by reference": '<mwg-rs:Regions rdf:nodeID="r"/>',
    "a list that is none": "<mwg-rs:Regions>Ada Jansen</mwg-rs:Regions>",
    "people elsewhere": f'<xmpNote:Past rdf:parseType="Resource">{person_in_image("Ada Jansen")}</xmpNote:Past>',
    "another program's regions": mwg(face("Ada Jansen")).replace("mwg-rs:", "acdsee-rs:"),
    "a resource by number": mwg(face("Ada Jansen")).replace("<mwg-rs:RegionList>", '<mwg-rs:RegionList rdf:ID="r">'),
    "an area by reference": mwg(face("Ada Jansen").replace("<rdf:Description", '<rdf:Description rdf:nodeID="r"')),
    "a node of a type of its own": mwg(face("Ada Jansen").replace("rdf:Description", "xmpNote:Face")),
    "a collection": mwg(face("Ada Jansen")).replace("<rdf:Bag>", "<xmpNote:Bag>").replace("</rdf:Bag>", "</xmpNote:Bag>"),
    "a literal": '<Iptc4xmpExt:PersonInImage rdf:parseType="Literal">Ada Jansen</Iptc4xmpExt:PersonInImage>',
}


@pytest.mark.parametrize("what", HALF_UNDERSTOOD)
def test_what_is_half_understood_leaves_a_doubt(what: str) -> None:
    """There may be more people in it than we read; nobody is lost for it either."""
    tags = read(HALF_UNDERSTOOD[what])
    assert tags.doubt
    if what.startswith(("a frame", "an empty", "a repeated", "a number", "a negative", "fewer")):
        assert "Ada Jansen" in {person.name for person in tags.people}


def test_a_property_in_both_spellings_is_a_repeated_one() -> None:
    """As an attribute and as an element: both people count."""
    tags = read(person_in_image("Ada Jansen"), 'Iptc4xmpExt:PersonInImage="Bram Vos"')
    assert tags.doubt
    assert {person.name for person in tags.people} == {"Ada Jansen", "Bram Vos"}


@pytest.mark.parametrize(
    ("data", "people", "doubt"),
    [
        (b'{"title": "e.jpg"}', [], False),
        (b'{"title": "e.jpg", "people": [{"name": "Ada Jansen"}, {"name": "Bram Vos"}]}', ["Ada Jansen", "Bram Vos"], False),
        (b'\xef\xbb\xbf{"people": [{"name": "Zo\xc3\xab"}]}', ["Zoë"], False),
        (b'{"people": [{"name": "Ada Jansen"}, {}]}', ["Ada Jansen"], True),
        (b'{"people": [{"name": " "}]}', [], True),
        (b'{"people": [], "people": [{"name": "Ada Jansen"}]}', [], True),
        (b'{"people": "Ada Jansen"}', [], True),
        (b"[]", [], True),
        (b"", [], True),
        (b"\xff\xff", [], True),
        (b"[" * 200_000, [], True),
        (b'{"people": [' + b'{"name": "x"},' * 100_000 + b'{"name": "x"}]}', [], True),
    ],
)
def test_google_takeout_names_people(data: bytes, people: list[str], doubt: bool) -> None:  # noqa: FBT001 - a column of a table
    """Anything that is not as Takeout writes it leaves a doubt."""
    tags = read_takeout(data)
    assert ([person.name for person in tags.people], tags.doubt) == (people, doubt)


LONG = "klas 5b in het bos met de boswachter en de honden.jpg"


@pytest.mark.parametrize(
    ("name", "picture"),
    [
        ("e.jpg.json", "e.jpg"),
        ("e.json", "e.jpg"),
        ("e.jpg.supplemental-metadata.json", "e.jpg"),
        ("e.jpg.supplemental-meta.json", "e.jpg"),
        ("e.jpg.s.json", "e.jpg"),
        ("e.jpg..json", "e.jpg"),
        ("e.supplemental-metadata.json", "e.jpg"),
        ("e.supplemental-me.json", "e.jpg"),
        ("e.supplemental-metadata(1).json", "e(1).jpg"),
        ("e(1).supplemental-metadata.json", "e(1).jpg"),
        ("e.supplemental-metadata.json", "e-bewerkt.jpg"),
        ("k" * 30 + ".supplemental-met.json", "k" * 30 + ".jpg"),
        ("k" * 46 + ".json", "k" * 47 + ".jpg"),
        ("k" * 46 + "(1).json", "k" * 47 + "(1).jpg"),
        ("e.jpg(1).json", "e(1).jpg"),
        ("e(1).jpg.json", "e(1).jpg"),
        ("e(1).json", "e(1).jpg"),
        ("e.jpg.supplemental-metadata(2).json", "e(2).jpg"),
        ("e.jpg.json", "e-edited.jpg"),
        ("e.jpg.supplemental-metadata.json", "e-bewerkt.jpg"),
        ("e.heic.supplemental-metadata.json", "e-bewerkt.jpg"),
        ("e.jpg(1).json", "e-bewerkt(1).jpg"),
        ("e-bewerkt.jpg.json", "e-bewerkt.jpg"),
        (f"{LONG}.supplemental-metadata"[:46] + ".json", LONG),
        (f"{LONG[:-12]}.jpg.supplemental-metadata"[:46] + ".json", f"{LONG[:-12]}.jpg"),
        ("é" * 22 + ".json", "é" * 30 + ".jpg"),
    ],
)
def test_a_takeout_file_speaks_of_the_picture_that_it_is_named_after(name: str, picture: str) -> None:
    """Takeout cuts the long ending where the whole would be too long, and puts a number behind the picture's ending."""
    assert speaks_of(name, picture)


@pytest.mark.parametrize(
    ("name", "picture"),
    [
        ("e.jpg.settings.json", "e.jpg"),
        ("e.supplemental-metadata(1).json", "e.jpg"),
        ("e.supplemental-metadata.json", "e(1).jpg"),
        ("settings.json", "e.jpg"),
        ("e.jpg(1).json", "e.jpg"),
        ("e.jpg(1).json", "e(2).jpg"),
        ("e.jpg.json", "e(1).jpg"),
        ("e.png.json", "e.jpg"),
        ("bos.jpg.json", "bos2.jpg"),
        ("kla.json", "klas.jpg"),
        ("e.jpg", "e.jpg"),
    ],
)
def test_a_takeout_file_speaks_of_no_other_picture(name: str, picture: str) -> None:
    """What somebody else's file says would hide a picture for nothing."""
    assert not speaks_of(name, picture)


@pytest.mark.parametrize(
    "properties",
    [
        bag("dc:subject", "Ada Jansen"),
        bag("dc:subject", "Herfst", "Wie/Kinderen/Ada Jansen"),
        "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Ada Jansen</rdf:li></rdf:Alt></dc:title>",
        "<k:Keywords xmlns:k='http://ns.idimager.com/ics/1.0/' rdf:parseType='Resource'><k:Path>School|Ada Jansen</k:Path></k:Keywords>",
        "<a:categories xmlns:a='http://ns.acdsee.com/iptc/1.0/'>&lt;Categories>&lt;Category>Ada Jansen&lt;/Category></a:categories>",
        "<p:person xmlns:p='http://prismstandard.org/namespaces/basic/2.0/'>Ada Jansen</p:person>",
    ],
)
def test_every_other_tag_is_kept_for_who_knows_the_names(properties: str) -> None:
    """Whatever a program calls it: that a child's full name stands there counts, and names nobody else."""
    tags = read(properties)
    assert "Ada Jansen" in tags.words
    assert (names(tags), tags.doubt) == ([], False)


def test_a_frame_of_another_type_is_kept_too() -> None:
    """A program may call a child's frame that of a pet."""
    assert "Ada Jansen" in read(mwg(face("Ada Jansen", kind="Pet"))).words
