from __future__ import annotations

import json
from types import MappingProxyType

from schools import a_picture, a_post, a_row

from weekbrief_build.decide.consent import Consent, Standing
from weekbrief_build.decide.people import Unknown, UnknownPerson
from weekbrief_build.decide.pictures import Answer, ChildReason, NobodyReason, Showing, StaffReason
from weekbrief_build.decide.views import View
from weekbrief_build.outbox.shown import shown_by
from weekbrief_build.school.made import PictureOrder
from weekbrief_build.school.post import Source


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
        MappingProxyType({"a.jpg": PictureOrder(shown.file)}),
        frozenset({"cas", "bram"}),
        "1",
    )
    told = json.loads(shown_by(view))
    ada = {"child": "ada-jansen", "own": False, "purpose": "photo-group", "consent": "yes", "rows": [["yes", "2026-08-24"]]}
    staff = {"staff": "Juf Sanne", "rows": []}
    unknown = {"unknown": "no such person", "written": "x", "source": "sidecar"}
    of_a = {"showing": "shown", "sent": True, "sha256": shown.file.sha256, "covered": []}
    of_b = {"showing": "withheld", "sent": False, "sha256": withheld.file.sha256, "covered": ["b", "c"]}
    assert told == {
        "file": post.path,
        "names": ["bram", "cas"],
        "pictures": {
            "a.jpg": of_a | {"reasons": [ada | {"covered": False, "unmarked": False}, {"nobody": True}]},
            "b.jpg": of_b | {"reasons": [staff, unknown]},
        },
    }
