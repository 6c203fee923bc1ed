"""Why a picture cannot be sent, in words for the teacher who put it there; nothing here looks at a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from weekbrief_build.school.mistake import N_, Sentence, say


class Fault(Enum):
    """What can be the matter with a picture; the value is what workers write."""

    CHANGED = "changed"
    HALF = "half"
    TEXT = "text"
    AVIF = "avif"
    VIDEO = "video"
    OTHER = "other"
    STRANGE = "strange"
    TOO_LARGE = "too large"
    FACE_UNPLACED = "face unplaced"
    NOT_CLEAN = "not clean"
    NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True)
class Spoiled:
    """An order that could not be made; the picture goes to nobody in that variant."""

    fault: Fault
    what: Sentence
    mend: Sentence

    @property
    def passing(self) -> bool:
        """Whether the next run may well find the picture in order, without anybody doing anything."""
        return self.fault is Fault.CHANGED


_AS_JPEG = say(N_("Save it as JPEG, under a name that ends in .jpg, and put that in its place."))

_SENTENCES: Mapping[Fault, tuple[Sentence, Sentence]] = MappingProxyType(
    {
        Fault.CHANGED: (
            say(N_("The picture was changed, moved or removed while the letters were being made, so its post waits.")),
            say(N_("Leave the file as it is now: the post goes by itself the next time.")),
        ),
        Fault.HALF: (
            say(N_("The picture is not whole: the file ends too early or is damaged.")),
            say(N_("Wait until your computer has finished syncing; if it stays, save the picture once more.")),
        ),
        Fault.TEXT: (
            say(N_("The file has the name of a picture, but it holds text.")),
            say(N_("Put the picture itself in its place.")),
        ),
        Fault.AVIF: (say(N_("AVIF pictures cannot be sent.")), _AS_JPEG),
        Fault.VIDEO: (
            say(N_("Videos cannot be sent yet.")),
            say(N_("Put a photo in its place, or take the video out of the post.")),
        ),
        Fault.OTHER: (
            say(N_("The picture is of a kind that letters cannot show (only JPEG, PNG, WebP, GIF and HEIC can be sent).")),
            _AS_JPEG,
        ),
        Fault.STRANGE: (
            say(N_("The file has the name of a picture, but it is none.")),
            say(N_("Put the picture itself in its place; JPEG and PNG always work.")),
        ),
        Fault.TOO_LARGE: (
            say(N_("The picture is too large: more than 110 megapixels, or more than 100 MB.")),
            say(N_("Save a smaller copy of it and put that in its place.")),
        ),
        Fault.FACE_UNPLACED: (
            say(N_("It is not certain where in the picture the face is that has to be covered.")),
            say(N_("Save the picture anew, and mark the face in it once more.")),
        ),
        Fault.NOT_CLEAN: (
            say(N_("After cleaning, the picture still held more than pixels, so it was left out. This is a fault in Weekbrief.")),
            _AS_JPEG,
        ),
        Fault.NO_ANSWER: (
            say(N_("The picture could not be read: the program that reads pictures gave up on it twice.")),
            say(N_("Open it, save it as JPEG under a name that ends in .jpg, and put that in its place.")),
        ),
    }
)


def spoiled_by(fault: Fault) -> Spoiled:
    """The picture's fault in words."""
    return Spoiled(fault, *_SENTENCES[fault])


class UnfitError(Exception):
    """A picture that cannot be made, and why; it carries no path and no name."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault
