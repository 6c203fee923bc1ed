from __future__ import annotations

import json
from types import MappingProxyType

from schools import a_picture, a_post, a_row

from weekbrief_build.decide.know.memory import Shown, ShownPicture
from weekbrief_build.decide.letters.still_valid import wording_of
from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.rule.consent import Consent, Standing
from weekbrief_build.decide.rule.people import Unknown, UnknownPerson
from weekbrief_build.decide.rule.pictures import Answer, ChildReason, NobodyReason, Showing, StaffReason
from weekbrief_build.outbox.shown import read_shown, shown_by
from weekbrief_build.school.made import MadePicture, PictureOrder
from weekbrief_build.school.post import Region, Source

FACE = Region(0.1, 0.2, 0.3, 0.4)


def test_what_was_shown_is_written_down_with_its_reasons() -> None:
    """For each picture: what the family saw, which file it was and why, by ids and days; who signed is not copied."""
    shown, withheld = a_picture("a.jpg", "ada-jansen"), a_picture("b.jpg", "x")
    post = a_post(pictures=[shown, withheld])
    yes = Consent(Standing.YES, (a_row("ada-jansen", "photo-group", signed_by="anna jansen"),))
    answers = {
        "a.jpg": Answer(Showing.SHOWN, (ChildReason("ada-jansen", own=False, purpose="photo-group", consent=yes), NobodyReason())),
        "b.jpg": Answer(
            Showing.WITHHELD,
            (StaffReason("Juf Sanne", ()), UnknownPerson(Unknown.NO_SUCH_PERSON, "x", Source.SIDECAR)),
            frozenset({"c", "b"}),
        ),
    }
    view = View(
        post,
        post.versions[0],
        MappingProxyType(answers),
        MappingProxyType({"a.jpg": PictureOrder(shown.file, frozenset({FACE}))}),
        frozenset({"cas", "bram"}),
        "1",
        frozenset({"dewi"}),
    )
    made = MadePicture("/cache/ab", "ab" * 32, "image/jpeg", 4, 3, 1)
    told = json.loads(shown_by(view, {view.orders["a.jpg"]: made}))
    assert read_shown(json.dumps(told)) == Shown(
        wording_of(view), frozenset({"cas", "bram"}), (ShownPicture(shown.file.sha256, frozenset({FACE})),)
    )
    assert told.pop("words") == wording_of(view)
    ada = {"child": "ada-jansen", "own": False, "purpose": "photo-group", "consent": "yes", "rows": [["yes", "2026-08-24"]]}
    staff = {"staff": "Juf Sanne", "rows": []}
    unknown = {"unknown": "no such person", "written": "x", "source": "sidecar"}
    of_a = {
        "showing": "shown",
        "sent": True,
        "sha256": shown.file.sha256,
        "made": "ab" * 32,
        "covered": [],
        "faces": [[0.1, 0.2, 0.3, 0.4]],
    }
    of_b = {"showing": "withheld", "sent": False, "sha256": withheld.file.sha256, "made": None, "covered": ["b", "c"], "faces": []}
    assert told == {
        "file": post.path,
        "event": None,
        "names": ["bram", "cas"],
        "written": ["dewi"],
        "to": [],
        "pictures": {
            "a.jpg": of_a | {"reasons": [ada | {"covered": False, "unmarked": False}, {"nobody": True}]},
            "b.jpg": of_b | {"reasons": [staff, unknown]},
        },
    }


def test_what_an_older_weekbrief_wrote_down_is_read_as_not_known() -> None:
    """Whose faces were covered and not where, and no words: nobody knows what such a letter shows, so it does not stand."""
    picture = {"showing": "covered", "sent": True, "sha256": "ab", "covered": ["ada-jansen"], "reasons": []}
    told = {
        "file": "x.md",
        "names": [],
        "pictures": {"a.jpg": picture, "b.jpg": picture | {"covered": []}, "c.jpg": picture | {"sent": False}},
    }
    assert read_shown(json.dumps(told)) == Shown("", frozenset(), (ShownPicture("ab", None), ShownPicture("ab", frozenset())))
