"""Writes down what a view showed, and why, as plain data for the ledger; it holds ids, hashes, days and answers, no text and no pixels.

    {"file": the Markdown file, "words": the hash of all that is written, "event": the digest of its event as calendars know it, or null,
     "names": [children whose names show where they are mentioned],
     "written": [children whose names are written out], "to": [the children that a personal message is about],
     "pictures": {name: {"showing": shown | covered | withheld, "sent": whether it went, "sha256": of the school's file,
                         "made": SHA-256 of the picture as it went, or null, "covered": [children], "faces": [[x, y, width, height]],
                         "reasons": [...]}}}

A picture that may be seen and yet was not sent turned out not to be fit to leave, or its letter became too large. A reason says
what it is about first:
`{"child", "own", "purpose", "consent", "rows", "covered", "unmarked"}`, `{"staff", "rows"}`, `{"unknown", "written", "source"}` or
`{"nobody": true}`; `rows` are the rows of the register that count, as `[answer, date]`. Who is in a picture are the children of
its reasons. A ledger may hold older entries, without `words`, `written`, `to`, `made` and `faces`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from weekbrief_build.decide.know.memory import Shown, ShownPicture
from weekbrief_build.decide.letters.event_changes import event_digest
from weekbrief_build.decide.letters.still_valid import wording_of
from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.rule.people import UnknownPerson
from weekbrief_build.decide.rule.pictures import ChildReason, NobodyReason, Reason, StaffReason
from weekbrief_build.school.consent import ConsentRow
from weekbrief_build.school.made import MadePicture, PictureOrder
from weekbrief_build.school.post import Region


def shown_by(view: View, made: Mapping[PictureOrder, MadePicture]) -> str:
    """What this view shows and why, as JSON; the same for the same view. `made`: what came of its orders, as far as it is known."""
    files = {picture.name: picture.file.sha256 for picture in view.post.pictures}
    as_sent = {name: made[order].sha256 for name, order in view.orders.items() if order in made}
    faces = {name: sorted([face.x, face.y, face.width, face.height] for face in order.cover) for name, order in view.orders.items()}
    pictures = {
        name: {
            "showing": answer.showing.value,
            "sent": name in view.orders,
            "sha256": files[name],
            "made": as_sent.get(name),
            "covered": sorted(answer.cover),
            "faces": faces.get(name, []),
            "reasons": [_plain(reason) for reason in answer.reasons],
        }
        for name, answer in view.pictures.items()
    }
    said = {"names": sorted(view.names), "written": sorted(view.written), "to": sorted(view.post.to)}
    return json.dumps({**_written(view), **said, "pictures": pictures}, ensure_ascii=False)


def shown_by_twin(view: View) -> str:
    """What a letter shows of a post that it tells with another that says the same: nothing but what is written."""
    nothing: dict[str, Any] = {"names": [], "written": [], "to": [], "pictures": {}}
    return json.dumps({**_written(view), **nothing}, ensure_ascii=False)


def _written(view: View) -> dict[str, str | None]:
    event = view.post.versions[0].event
    return {"file": view.version.file, "words": wording_of(view), "event": event_digest(event) if event else None}


def read_shown(text: str) -> Shown:
    """What a view showed, from the ledger."""
    told = json.loads(text)
    pictures = tuple(ShownPicture(picture["sha256"], _faces(picture)) for picture in told["pictures"].values() if picture["sent"])
    return Shown(told.get("words", ""), frozenset(told["names"]), pictures)


def _faces(picture: Mapping[str, Any]) -> frozenset[Region] | None:
    """The faces that are covered; None where an older Weekbrief wrote down whose they were and not where."""
    if "faces" in picture:
        return frozenset(Region(*face) for face in picture["faces"])
    return None if picture["covered"] else frozenset()


def _plain(reason: Reason) -> dict[str, Any]:
    match reason:
        case ChildReason():
            about = {"child": reason.child, "own": reason.own, "purpose": reason.purpose}
            said = {"consent": reason.consent.standing.value, "rows": _rows(reason.consent.rows)}
            return {**about, **said, "covered": reason.covered, "unmarked": reason.obstacle is not None}
        case StaffReason():
            return {"staff": reason.name, "rows": _rows(reason.refusals)}
        case UnknownPerson():
            return {"unknown": reason.why.value, "written": reason.written, "source": reason.source.value if reason.source else None}
        case NobodyReason():
            return {"nobody": True}


def _rows(rows: Iterable[ConsentRow]) -> list[list[str]]:
    return [[row.answer.value, row.date.isoformat()] for row in rows]
