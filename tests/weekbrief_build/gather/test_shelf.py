from __future__ import annotations

import pytest

from weekbrief_build.gather.posts.shelf import kind_of
from weekbrief_build.school.consent import Kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.jpg", Kind.PHOTO),
        ("A.HEIC", Kind.PHOTO),
        *((f"a.{ending}", Kind.VIDEO) for ending in ("mp4", "MOV", "m4v", "3gp", "3g2", "mkv", "webm")),
        ("a.txt", None),
        ("mp4", None),
    ],
)
def test_what_a_file_is_is_told_by_its_ending(name: str, kind: Kind | None) -> None:
    """Photos and videos as cameras, telephones, browsers and messengers name them."""
    assert kind_of(name) is kind
