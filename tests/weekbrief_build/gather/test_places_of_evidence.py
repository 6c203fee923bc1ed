from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import normalize

from boxes import a_boxed
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import a_reading
from schools import TODAY, a_child, a_row, a_school
from tagged import a_gif, a_jpeg, a_png, a_webp, face, microsoft, mwg, packet, person_in_image

from weekbrief_build.decide.audience import audience_of
from weekbrief_build.decide.pictures import Showing, judge
from weekbrief_build.decide.same_picture import SamePictures
from weekbrief_build.school.consent import Register
from weekbrief_build.school.people import WithoutConsent
from weekbrief_build.school.post import Region

NAMES = {"ada-jansen": "Ada Jansen", "bram-vos": "Bram Vos", "zoe-peters": "Zoë Peters"}
"""Ada has a yes, the others have none."""
SCHOOL = a_school(
    [a_child(child, "groep-5b", name=name) for child, name in NAMES.items()],
    {child: [child] for child in NAMES},
    without_consent=WithoutConsent.COVER,
)
REGISTER = Register.of([a_row("ada-jansen", "photo-group")])
FRAMES = [Region(0.1, 0.1, 0.2, 0.2), Region(0.4, 0.4, 0.2, 0.2), Region(0.7, 0.1, 0.2, 0.3)]

Person = tuple[str, Region | None]
"""A child or a stranger, and where the face is."""
Files = dict[str, str | bytes]

PEOPLE = st.lists(st.tuples(st.sampled_from([*NAMES, "iemand-anders"]), st.sampled_from([None, *FRAMES])), min_size=1, max_size=4)


def written(people: Sequence[Person]) -> str:
    """As YAML: ids, and places from the upper left corner."""
    places = [f"[{face.x}, {face.y}, {face.width}, {face.height}]" if face else "" for _, face in people]
    return "".join(f"  - {child}: {place}\n" if place else f"  - {child}\n" for (child, _), place in zip(people, places, strict=True))


def tagged(people: Sequence[Person]) -> bytes:
    """As XMP: names, in another case and Unicode form, and places from the middle."""
    spelt = [normalize("NFD", NAMES.get(child, child).upper()) for child, _ in people]
    frames = [
        face(name, x=at.x + at.width / 2, y=at.y + at.height / 2, w=at.width, h=at.height)
        for name, (_, at) in zip(spelt, people, strict=True)
        if at
    ]
    bare = [name for name, (_, at) in zip(spelt, people, strict=True) if not at]
    return packet((mwg(*frames) if frames else "") + (person_in_image(*bare) if bare else ""))


def told_by_windows(people: Sequence[Person]) -> bytes:
    """As Microsoft's people tags, of which each name may stand there once more without a place."""
    items = [
        microsoft(**{NAMES.get(child, child).replace(" ", "_"): f"{at.x}, {at.y}, {at.width}, {at.height}"}) for child, at in people if at
    ]
    inner = "".join(item.partition("<rdf:Bag>")[2].partition("</rdf:Bag>")[0] for item in items)
    bare = [NAMES.get(child, child) for child, at in people if not at]
    framed = microsoft().replace("<rdf:Bag></rdf:Bag>", f"<rdf:Bag>{inner}</rdf:Bag>") if inner else ""
    return packet(framed + (person_in_image(*bare) if bare else ""))


WAYS: Mapping[str, Callable[[Sequence[Person]], Files]] = {
    "the front matter": lambda people: {
        "b.md": f"---\npictures:\n  e.jpg:\n    people:\n{written(people).replace('  -', '      -')}---\nbos\n"
    },
    "a sidecar": lambda people: {"e.jpg.people.yaml": f"people:\n{written(people)}"},
    "the file": lambda people: {"e.jpg": a_jpeg(tagged(people))},
    "the file, as Windows": lambda people: {"e.jpg": a_jpeg(told_by_windows(people))},
    "a file beside it": lambda people: {"e.jpg.xmp": tagged(people)},
    "a file beside it, named without its ending": lambda people: {"E.XMP": tagged(people)},
}
OTHERS: Mapping[str, Callable[[bytes], bytes]] = {"png": a_png, "webp": a_webp, "gif": a_gif}
"""Other kinds of picture."""


def answers(files: Files) -> dict[str, tuple[Showing, frozenset[str]]]:
    """What each family sees of the picture in a post of these files."""
    with TemporaryDirectory() as folder:
        reading = a_reading(Path(folder), {f"groep-5b/p/{name}": data for name, data in files.items()})
    (post,) = reading.posts
    (picture,) = post.pictures
    audience = audience_of(post, SCHOOL, TODAY)
    said = SamePictures.among([(post, audience)]).all_said(post, picture, audience)
    verdict = judge(picture, said, SCHOOL, REGISTER, TODAY)
    return {child: ((answer := verdict.for_family({child})).showing, answer.cover) for child in NAMES}


def a_folder(*parts: Files) -> Files:
    """A picture and a text without words about it, and what these say."""
    files: Files = {"e.jpg": a_jpeg(), "b.md": "bos\n"}
    for part in parts:
        files |= part
    return files


def test_a_marked_face_is_covered_for_others_and_shown_to_its_own() -> None:
    """What the properties below compare is not the same for everybody."""
    both = answers(a_folder(WAYS["the file"]([("ada-jansen", None), ("bram-vos", FRAMES[0])])))
    assert both["bram-vos"] == (Showing.SHOWN, frozenset())
    assert both["ada-jansen"] == both["zoe-peters"] == (Showing.COVERED, frozenset({"bram-vos"}))


@settings(max_examples=25, deadline=None)
@given(PEOPLE)
def test_evidence_in_another_place_gives_the_same_answer(people: list[Person]) -> None:
    """The front matter, a file beside the picture, the picture itself: who is said to be where is all that counts."""
    found = {way: answers(a_folder(write(people))) for way, write in WAYS.items()}
    found |= {kind: answers({f"e.{kind}": make(tagged(people)), "b.md": "bos\n"}) for kind, make in OTHERS.items()}
    assert all(answer == found["a sidecar"] for answer in found.values()), found


@settings(max_examples=25, deadline=None)
@given(PEOPLE, st.data(), st.permutations(sorted(WAYS.keys() - {"the file, as Windows"})))
def test_evidence_in_another_order_and_in_pieces_gives_the_same_answer(people: list[Person], data: st.DataObject, ways: list[str]) -> None:
    """Each person in a place of their own is as good as all of them in one."""
    shuffled = data.draw(st.permutations(people))
    parts: dict[str, list[Person]] = {}
    for number, person in enumerate(shuffled):
        parts.setdefault(ways[number % len(ways)], []).append(person)
    apart = answers(a_folder(*(WAYS[way](some) for way, some in parts.items())))
    assert apart == answers(a_folder(WAYS["a sidecar"](people)))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from([*NAMES, "iemand-anders"]), min_size=1, max_size=3))
def test_names_without_places_count_alike_in_google_takeout_and_in_a_heic(names: list[str]) -> None:
    """Neither has a place for a face that could be used."""
    people: list[Person] = [(name, None) for name in names]
    told = json.dumps({"people": [{"name": NAMES.get(name, name)} for name in names]})
    found = [
        answers(a_folder({"e.jpg.supplemental-metadata.json": told})),
        answers(a_folder({"e.json": told})),
        answers({"e.heic": a_boxed(tagged(people)), "b.md": "bos\n"}),
    ]
    assert all(one == answers(a_folder(WAYS["a sidecar"](people))) for one in found)


@settings(max_examples=25, deadline=None)
@given(PEOPLE, st.tuples(st.sampled_from([*NAMES, "iemand-anders"]), st.sampled_from([None, *FRAMES])), st.sampled_from(sorted(WAYS)))
def test_one_more_person_never_widens_the_audience(people: list[Person], more: Person, way: str) -> None:
    """Whoever is added, and wherever: no family sees more. Only the place of a face of somebody who is there already can help to cover."""
    if more[0] in {child for child, _ in people}:
        more = (more[0], None)
    order = [Showing.WITHHELD, Showing.COVERED, Showing.SHOWN]
    before, after = answers(a_folder(WAYS[way](people))), answers(a_folder(WAYS[way]([*people, more])))
    for child, (showing, cover) in after.items():
        assert order.index(showing) <= order.index(before[child][0])
        assert showing is not Showing.COVERED or cover >= before[child][1]
