"""Reads the ids of `groups.yaml`, lower-case words joined by hyphens, and the lists that name them; an unknown one is never guessed."""

from __future__ import annotations

import re
from collections.abc import Collection

from weekbrief_build.gather.notation.form import Form, Notes, one_line
from weekbrief_build.gather.notation.keys import nearest
from weekbrief_build.gather.notation.yaml_tree import Scalar
from weekbrief_build.school.mistake import N_, Sentence, say

_ID = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
LONGEST_ID = 80
MOST_SUGGESTIONS = 50
"""Mistakes after which ids that come near are no longer looked for: it takes time, and then something else is the matter."""


def check_id(key: Scalar, notes: Notes) -> None:
    """Note what is no id."""
    if _ID.fullmatch(key.text) and key.text == key.text.lower() and len(key.text) <= LONGEST_ID:
        return
    better = "-".join(re.findall(r"[^\W_]+", key.text.lower()))[:LONGEST_ID] or "groep-5b"
    what = say(N_("“{id}” is no id: an id is lower-case words joined by hyphens."), id=key.text)
    notes.wrong(key.line, what, say(N_("Write “{better}”, here and wherever it is named."), better=better))


def references(form: Form, key: str, known: Collection[str], unknown: str) -> list[str]:
    """The ids that a list names, each once; one that is not known is wrong, and so is one that stands twice."""
    found: dict[str, int] = {}
    for node in form.things(key):
        id_ = one_line(node, form.notes)
        if id_ is None:
            continue
        if id_ not in known:
            form.notes.wrong(node.line, say(unknown, id=id_), _meant(id_, known, form.notes))
        elif id_ in found:
            form.notes.wrong(node.line, say(N_("“{id}” stands here twice."), id=id_), say(N_("Name it once, or name whom you meant.")))
        else:
            found[id_] = node.line
    return list(found)


def _meant(id_: str, known: Collection[str], notes: Notes) -> Sentence:
    if len(notes.mistakes) < MOST_SUGGESTIONS and (near := nearest(id_, [other for other in known if other[:1] == id_[:1].lower()])):
        return say(N_("Did you mean “{word}”?"), word=near)
    return say(N_("Write an id that stands in this file, and several of them in brackets: [one, two]."))
