"""Keeps where faces were found, so that each picture is looked at once; it keeps what was seen, never what that means.

In the folder of the pictures that were made lies for each picture that was looked at `<its sha256>.faces.json`; what is not
used for long is pruned with the rest (`media.pictures.cache`). A record that is damaged, of another picture or of another
recipe does not exist: then somebody looks again.
"""

from __future__ import annotations

import json
import os
from dataclasses import astuple, dataclass
from math import isfinite
from pathlib import Path
from tempfile import NamedTemporaryFile

from weekbrief_build.media.pictures.recipe import FACES
from weekbrief_build.school.post import Region


@dataclass(frozen=True, slots=True)
class Found:
    """A folder of the build's own; it may be deleted at any time. One process writes to it at a time."""

    folder: Path

    def find(self, sha256: str) -> tuple[Region, ...] | None:
        """The faces that were found in the picture with these bytes, and marks that as used; None: nobody looked."""
        record_file = self._record_of(sha256)
        try:
            record = json.loads(record_file.read_bytes())
            faces = tuple(Region(*map(float, face)) for face in record["faces"])
            if record["picture"] != sha256 or record["recipe"] != FACES or not all(map(isfinite, sum(map(astuple, faces), ()))):
                return None
            os.utime(record_file)
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return faces

    def keep(self, sha256: str, faces: tuple[Region, ...]) -> None:
        """Store what was found; whoever reads meanwhile sees it whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        record = {"recipe": FACES, "picture": sha256, "faces": [astuple(face) for face in faces]}
        with NamedTemporaryFile(dir=self.folder, prefix=".", suffix=".new", delete=False) as draft:
            draft.write(json.dumps(record).encode())
        Path(draft.name).replace(self._record_of(sha256))

    def _record_of(self, sha256: str) -> Path:
        return self.folder / f"{sha256}.faces.json"
