"""Keeps the pictures that were made, so that each is made once; it never hands out one picture for another, nor a damaged one.

In the folder lie `<sha256 of the bytes>.jpg`, `.png` or `.mp4`, and for each order `<key>.json`: what was ordered, and the bytes that
came of it. The bytes are written before the record; nothing is synced to the disk, because nothing is believed: the record has
to say the same as the order, and the bytes are hashed before they are handed out. What fails that is made again.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from weekbrief_build.media.pictures.recipe import CLIP_BYTES, LADDER, LONGER_SIDE, LONGEST_VIDEO, QUALITY, RECIPE, VIDEO_RECIPE
from weekbrief_build.school.consent import Kind
from weekbrief_build.school.made import MadeClip, MadePicture, PictureOrder

_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png"}
_CLIP_SUFFIX = ".mp4"


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of the build's own; it may be deleted at any time. One process writes to it at a time."""

    folder: Path

    def find(self, order: PictureOrder) -> MadePicture | None:
        """What was made for this order before, if it is still whole; marks it as used."""
        record_file = self._record_of(order)
        try:
            record = json.loads(record_file.read_bytes())
            if record["order"] != _wording(order):
                return None
            digest, width, height = str(record["sha256"]), int(record["width"]), int(record["height"])
            file = self._whole(digest, _SUFFIXES[record["media_type"]])
            size = file.stat().st_size
            clip = self._clip(record["clip"]) if order.kind is Kind.VIDEO else None
            os.utime(record_file)
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return MadePicture(str(file.absolute()), digest, record["media_type"], width, height, size, clip)

    def _whole(self, digest: str, suffix: str) -> Path:
        """The file of these bytes, marked as used. Raises ValueError or OSError where it is not whole."""
        file = self.folder / (digest + suffix)
        if sha256(file.read_bytes()).hexdigest() != digest:
            raise ValueError("damaged")
        os.utime(file)
        return file

    def _clip(self, record: dict[str, object]) -> MadeClip:
        digest = str(record["sha256"])
        file = self._whole(digest, _CLIP_SUFFIX)
        return MadeClip(str(file.absolute()), digest, file.stat().st_size, float(str(record["seconds"])))

    def keep(
        self, order: PictureOrder, data: bytes, media_type: str, size: tuple[int, int], clip: tuple[bytes, float] | MadeClip | None = None
    ) -> MadePicture:
        """Store what was made for an order, of a video the clip too: its bytes and seconds, or one that is kept already.

        Whoever reads meanwhile sees it whole or not at all.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest = sha256(data).hexdigest()
        file = self.folder / (digest + _SUFFIXES[media_type])
        self._write(file, data)
        record = {"order": _wording(order), "sha256": digest, "media_type": media_type, "width": size[0], "height": size[1]}
        if isinstance(clip, tuple):
            clip_file = self.folder / (sha256(clip[0]).hexdigest() + _CLIP_SUFFIX)
            self._write(clip_file, clip[0])
            clip = MadeClip(str(clip_file.absolute()), clip_file.stem, len(clip[0]), clip[1])
        if clip:
            record["clip"] = {"sha256": clip.sha256, "seconds": clip.seconds}
        self._write(self._record_of(order), json.dumps(record, indent=1).encode())
        return MadePicture(str(file.absolute()), digest, media_type, *size, len(data), clip)

    def prune(self, before: float) -> None:
        """Delete what was last used before this moment (seconds since 1970), and what an interrupted run left half written."""
        if self.folder.is_dir():
            for file in self.folder.iterdir():
                if file.lstat().st_mtime < before:
                    file.unlink()

    def _record_of(self, order: PictureOrder) -> Path:
        return self.folder / f"{sha256(json.dumps(_wording(order)).encode()).hexdigest()}.json"

    def _write(self, file: Path, data: bytes) -> None:
        with NamedTemporaryFile(dir=self.folder, prefix=".", suffix=".new", delete=False) as draft:
            draft.write(data)
        Path(draft.name).replace(file)


def _wording(order: PictureOrder) -> list[object]:
    """The order and the recipe in words that compare; where the file lies does not matter, only what it holds."""
    regions = sorted([region.x, region.y, region.width, region.height] for region in order.cover)
    of_video = [["video", VIDEO_RECIPE, CLIP_BYTES, LONGEST_VIDEO]] if order.kind is Kind.VIDEO else []
    of_step = [["step", *LADDER[order.step]]] if order.step else []
    return [[RECIPE, LONGER_SIDE, QUALITY], order.file.sha256, regions, *of_video, *of_step]
