"""Writes down what a view showed, and why, as plain data for the ledger; it holds ids, hashes, days and answers, no text and no pixels.

    {"file": the Markdown file, "names": [children whose names show],
     "pictures": {name: {"showing": shown | covered | withheld, "sent": whether it went, "sha256": of the school's file,
                         "covered": [children], "reasons": [...]}}}

A picture that may be seen and yet was not sent turned out not to be fit to leave. A reason says what it is about first:
`{"child", "own", "purpose", "consent", "rows", "covered", "unmarked"}`, `{"staff", "rows"}`, `{"unknown", "written", "source"}` or
`{"nobody": true}`; `rows` are the rows of the register that count, as `[answer, date]`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from weekbrief_build.decide.people import UnknownPerson
from weekbrief_build.decide.pictures import ChildReason, NobodyReason, Reason, StaffReason
from weekbrief_build.decide.views import View
from weekbrief_build.school.consent import ConsentRow


def shown_by(view: View) -> str:
    """What this view shows and why, as JSON; the same for the same view."""
    files = {picture.name: picture.file.sha256 for picture in view.post.pictures}
    pictures = {
        name: {
            "showing": answer.showing.value,
            "sent": name in view.orders,
            "sha256": files[name],
            "covered": sorted(answer.cover),
            "reasons": [_plain(reason) for reason in answer.reasons],
        }
        for name, answer in view.pictures.items()
    }
    return json.dumps({"file": view.version.file, "names": sorted(view.names), "pictures": pictures}, ensure_ascii=False)


def _plain(reason: Reason) -> dict[str, Any]:
    match reason:
        case ChildReason():
            about = {"child": reason.child, "own": reason.own, "purpose": reason.purpose}
            said = {"consent": reason.consent.standing.value, "rows": _rows(reason.consent.rows)}
            return {**about, **said, "covered": reason.covered, "unmarked": reason.unmarked}
        case StaffReason():
            return {"staff": reason.name, "rows": _rows(reason.refusals)}
        case UnknownPerson():
            return {"unknown": reason.why.value, "written": reason.written, "source": reason.source.value if reason.source else None}
        case NobodyReason():
            return {"nobody": True}


def _rows(rows: Iterable[ConsentRow]) -> list[list[str]]:
    return [[row.answer.value, row.date.isoformat()] for row in rows]
