"""Keeps the pictures that were made, so that each is made once; it never hands out one picture for another, nor a damaged one.

In the folder lie `<sha256 of the bytes>.jpg` or `.png`, and for each order `<key>.json`: what was ordered, and the bytes that
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

from weekbrief_build.pictures.recipe import LONGER_SIDE, QUALITY, RECIPE
from weekbrief_build.school.made import MadePicture, PictureOrder

_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png"}


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
            file = self.folder / (digest + _SUFFIXES[record["media_type"]])
            if sha256(file.read_bytes()).hexdigest() != digest:
                return None
            os.utime(record_file)
            os.utime(file)
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return MadePicture(str(file.absolute()), digest, record["media_type"], width, height)

    def keep(self, order: PictureOrder, data: bytes, media_type: str, size: tuple[int, int]) -> MadePicture:
        """Store what was made for an order; whoever reads meanwhile sees it whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest = sha256(data).hexdigest()
        file = self.folder / (digest + _SUFFIXES[media_type])
        self._write(file, data)
        record = {"order": _wording(order), "sha256": digest, "media_type": media_type, "width": size[0], "height": size[1]}
        self._write(self._record_of(order), json.dumps(record, indent=1).encode())
        return MadePicture(str(file.absolute()), digest, media_type, *size)

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
    return [[RECIPE, LONGER_SIDE, QUALITY], order.file.sha256, regions]
