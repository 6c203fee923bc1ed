"""`weekbrief why PICTURE` and `weekbrief why CHILD`: who sees a picture and for whose sake; what ever left about a child."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from weekbrief_build.commands.options import Status, json_option, moment_of, on_option, outbox_option, place_of, school_argument
from weekbrief_build.commands.show import progress_bar, show_json, show_mistakes, told_when_stopped
from weekbrief_build.commands.speech import _
from weekbrief_build.commands.why_child import child_as_json, show_child
from weekbrief_build.commands.why_picture import picture_as_json, show_picture
from weekbrief_build.job import workshop
from weekbrief_build.job.why import child_called, explain, held_back_with, history_of, pictures_called
from weekbrief_build.words import words_of


@click.command(
    help=_(
        "Say who sees a picture, who does not, for whose sake, and what would change it; or all that ever left about a child. "
        "A picture is the name of its file, or the path; a child is its id."
    )
)
@outbox_option
@on_option
@json_option
@click.argument("picture", metavar=_("PICTURE|CHILD"))
@school_argument
@told_when_stopped
def why(picture: str, school: Path, outbox: Path | None, on: datetime | None, *, as_json: bool) -> Status:
    """Explain the decision about one picture, or tell what became of a child; where both are called so, the picture."""
    place = place_of(school, outbox)
    reading, now = workshop.read(place, moment_of(on))
    found = pictures_called(reading, picture, place.school, Path.cwd())
    words = words_of(reading.school.language)
    if len(paths := {one.file.path for _post, one in found}) > 1:
        raise click.UsageError("\n  ".join((_("several pictures are called that; which one?"), *sorted(paths))))
    if found:
        with progress_bar() as progress:
            faces = [workshop.faces_found(meant, reading, place, progress) for _post, meant in found]
        explained = [explain(post, meant, reading, now.date(), seen) for (post, meant), seen in zip(found, faces, strict=True)]
        if as_json:
            show_json(picture_as_json(explained[0], reading.school, words))  # `also_in` names the other posts that use the file
        else:
            for one in explained:
                show_picture(one, reading.school, words)
        return Status.DONE
    child = child_called(reading.school, picture)
    history = history_of(place, child)
    if child not in reading.school.children and not history:
        show_mistakes(held_back_with(reading, picture), reading.school.language)
        raise click.UsageError(_("no post has a picture called {picture}, and there is no child with that id").format(picture=picture))
    if as_json:
        show_json(child_as_json(child, history, reading.school))
    else:
        show_child(child, history, reading.school, words)
    return Status.DONE
