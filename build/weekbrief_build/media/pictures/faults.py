"""Why a picture cannot be sent, in words for the teacher who put it there; nothing here looks at a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from weekbrief_build.media.pictures.recipe import LONGEST_VIDEO
from weekbrief_build.school.mistake import N_, Sentence, say


class Fault(Enum):
    """What can be the matter with a picture; the value is what workers write."""

    CHANGED = "changed"
    HALF = "half"
    TEXT = "text"
    AVIF = "avif"
    VIDEO = "video"
    OTHER = "other"
    IS_JPEG = "is a JPEG"
    IS_PNG = "is a PNG"
    IS_GIF = "is a GIF"
    IS_WEBP = "is a WebP"
    IS_HEIC = "is a HEIC"
    STRANGE = "strange"
    TOO_LARGE = "too large"
    FACE_UNPLACED = "face unplaced"
    STILL_SEEN = "still seen"
    NOT_CLEAN = "not clean"
    NO_ANSWER = "no answer"
    NO_FFMPEG = "no ffmpeg"
    VIDEO_NONE = "no video"
    VIDEO_HALF = "half a video"
    VIDEO_OTHER = "other video"
    VIDEO_SOUND = "other sound"
    VIDEO_TOO_LARGE = "video too large"
    VIDEO_TOO_LONG = "video too long"
    VIDEO_NOT_CLEAN = "video not clean"
    VIDEO_NO_ANSWER = "no answer about a video"


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

    @property
    def of_machine(self) -> bool:
        """Whether the file is in order, and whoever looks after the machine has to mend something; no teacher can."""
        return self.fault is Fault.NO_FFMPEG


_AS_JPEG = say(N_("Save it as JPEG, under a name that ends in .jpg, and put that in its place."))
_AS_MP4 = say(N_("Open it, save or export it as MP4 in 1080p under a name that ends in .mp4, and put that in its place."))

_MISNAMED = {
    Fault.IS_JPEG: ("JPEG", ".jpg"),
    Fault.IS_PNG: ("PNG", ".png"),
    Fault.IS_GIF: ("GIF", ".gif"),
    Fault.IS_WEBP: ("WebP", ".webp"),
    Fault.IS_HEIC: ("HEIC", ".heic"),
}
"""What the file is, and how its name should end."""

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
            say(N_("The file has the name of a photo, but it holds a video.")),
            say(N_("Give it a name that ends in .mp4 or .mov, in the post too; or put the photo in its place.")),
        ),
        Fault.OTHER: (
            say(N_("The picture is of a kind that letters cannot show (only JPEG, PNG, WebP, GIF and HEIC can be sent).")),
            _AS_JPEG,
        ),
        **{
            fault: (
                say(N_("The file is not what its name says: it is a {kind} picture."), kind=kind),
                say(N_("Give it a name that ends in {ending}, and write that in the post too, if the post names it."), ending=ending),
            )
            for fault, (kind, ending) in _MISNAMED.items()
        },
        Fault.STRANGE: (
            say(N_("The file has the name of a picture, but it is none.")),
            say(N_("Put the picture itself in its place; JPEG and PNG always work.")),
        ),
        Fault.TOO_LARGE: (
            say(
                N_("The picture is too large: more than 100 MB, or more megapixels than the school allows (110, unless it says otherwise).")
            ),
            say(N_("Save a smaller copy of it and put that in its place.")),
        ),
        Fault.FACE_UNPLACED: (
            say(N_("It is not certain where in the picture the face is that has to be covered.")),
            say(N_("Save the picture anew, and mark the face in it once more.")),
        ),
        Fault.STILL_SEEN: (
            say(N_("A face was covered, but where it was, a face can still be seen; so nobody sees the picture.")),
            say(N_("Mark the faces in it once more, each frame around the whole face.")),
        ),
        Fault.NOT_CLEAN: (
            say(N_("After cleaning, the picture still held more than pixels, so it was left out. This is a fault in Weekbrief.")),
            _AS_JPEG,
        ),
        Fault.NO_ANSWER: (
            say(N_("The picture could not be read: the program that reads pictures gave up on it twice.")),
            say(N_("Open it, save it as JPEG under a name that ends in .jpg, and put that in its place.")),
        ),
        Fault.NO_FFMPEG: (
            say(N_("The machine that makes the letters has no program that can read videos, so the video was left out.")),
            say(N_("Whoever looks after that machine can install ffmpeg: “apt install ffmpeg”, or “pip install weekbrief[video]”.")),
        ),
        Fault.VIDEO_NONE: (
            say(N_("The file has the name of a video, but it is none.")),
            say(N_("Put the video itself in its place; a photo needs a name that ends in .jpg, in the post too.")),
        ),
        Fault.VIDEO_HALF: (
            say(N_("The video is not whole: the file ends too early or is damaged.")),
            say(N_("Wait until your computer has finished syncing; if it stays, copy the video from the telephone once more.")),
        ),
        Fault.VIDEO_OTHER: (
            say(N_("The video is of a kind that cannot be sent (only MP4, MOV, 3GP, MKV and WebM can, as telephones make them).")),
            _AS_MP4,
        ),
        Fault.VIDEO_SOUND: (
            say(N_("The sound of the video is of a kind that cannot be read, so the video would have gone without it.")),
            _AS_MP4,
        ),
        Fault.VIDEO_TOO_LARGE: (
            say(N_("The video's file is too large: more than 1 GB, or its picture finer than 8K.")),
            say(N_("Make it shorter, or save it in a lower resolution (1080p is plenty), and put that in its place.")),
        ),
        Fault.VIDEO_TOO_LONG: (
            say(N_("The video is too long: at most {minutes} minutes fit into a letter."), minutes=LONGEST_VIDEO // 60),
            say(N_("Cut the best part out of it on your telephone, and put that in its place.")),
        ),
        Fault.VIDEO_NOT_CLEAN: (
            say(N_("After cleaning, the video still held more than pictures and sound, so it was left out. This is a fault in Weekbrief.")),
            _AS_MP4,
        ),
        Fault.VIDEO_NO_ANSWER: (
            say(N_("The video could not be read: the program that reads videos took too long, or gave up.")),
            _AS_MP4,
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
