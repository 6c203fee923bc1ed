from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest
from drawings import a_drawing, a_file

from weekbrief_build.media.pictures.cache import Cache
from weekbrief_build.school.made import PictureOrder
from weekbrief_build.school.post import PictureFile, Region

ONE, OTHER = a_file(a_drawing((40, 30))), a_file(a_drawing((30, 40)))
FACE, FACES = Region(0.1, 0.1, 0.1, 0.1), frozenset({Region(0.1, 0.1, 0.1, 0.1), Region(0.5, 0.1, 0.1, 0.1)})


def order(source: str, cover: frozenset[Region] = frozenset(), path: str = "content/a.jpg") -> PictureOrder:
    """An order for a file with this content."""
    return PictureOrder(PictureFile(path, sha256(source.encode()).hexdigest(), 1), cover)


def records(folder: Path) -> list[Path]:
    """The records of a cache."""
    return sorted(folder.glob("*.json"))


def test_what_was_kept_is_found(tmp_path: Path) -> None:
    """A picture is made once: the next run finds it, whatever its file is called by then."""
    kept = Cache(tmp_path / "cache").keep(order("a"), ONE, "image/jpeg", (40, 30))
    assert Cache(tmp_path / "cache").find(order("a", path="content/renamed.jpg")) == kept
    assert Path(kept.path).is_absolute()
    assert Path(kept.path).read_bytes() == ONE
    assert kept.sha256 == sha256(ONE).hexdigest()


def test_one_picture_is_never_handed_out_for_another(tmp_path: Path) -> None:
    """Another file, other faces or none: another order."""
    cache = Cache(tmp_path)
    cache.keep(order("a", frozenset({FACE})), ONE, "image/jpeg", (40, 30))
    assert [cache.find(other) for other in (order("a"), order("b", frozenset({FACE})), order("a", FACES))] == [None] * 3


def test_a_record_under_the_name_of_another_is_not_believed(tmp_path: Path) -> None:
    """The covered picture in the place of the uncovered one, or the other way round, is made again."""
    cache = Cache(tmp_path)
    cache.keep(order("a"), ONE, "image/jpeg", (40, 30))
    (plain,) = records(tmp_path)
    cache.keep(order("a", frozenset({FACE})), OTHER, "image/jpeg", (30, 40))
    (covered,) = set(records(tmp_path)) - {plain}
    plain.replace(covered)
    assert cache.find(order("a", frozenset({FACE}))) is None


@pytest.mark.parametrize("content", [OTHER, ONE[:100], b"", None])
@pytest.mark.parametrize("which", ["record", "picture"])
def test_what_is_damaged_is_made_again(tmp_path: Path, which: str, content: bytes | None) -> None:
    """A cache is no authority: what does not prove itself whole does not exist."""
    cache = Cache(tmp_path)
    kept = cache.keep(order("a"), ONE, "image/jpeg", (40, 30))
    file = Path(kept.path) if which == "picture" else records(tmp_path)[0]
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    assert cache.find(order("a")) is None
    assert cache.keep(order("a"), ONE, "image/jpeg", (40, 30)) == cache.find(order("a")) == kept


@pytest.mark.parametrize("wrong", [{"width": "wide"}, {"media_type": "text/html"}, {"sha256": "../a"}, {"order": []}])
def test_a_record_that_makes_no_sense_is_not_believed(tmp_path: Path, wrong: dict[str, object]) -> None:
    """Nor is one that some other program wrote."""
    cache = Cache(tmp_path)
    cache.keep(order("a"), ONE, "image/jpeg", (40, 30))
    (record,) = records(tmp_path)
    record.write_text(json.dumps(json.loads(record.read_text()) | wrong))
    assert cache.find(order("a")) is None


def test_what_was_not_used_for_long_is_deleted(tmp_path: Path) -> None:
    """What was found or kept since stays; what an interrupted run left goes too."""
    cache = Cache(tmp_path)
    used, unused = (cache.keep(order(source), data, "image/jpeg", (40, 30)) for source, data in (("a", ONE), ("b", OTHER)))
    (tmp_path / ".half.new").write_bytes(b"half")
    for file in tmp_path.iterdir():
        os.utime(file, (1000, 1000))
    assert cache.find(order("a")) == used
    cache.prune(before=2000)
    assert cache.find(order("a")) == used
    assert not Path(unused.path).exists()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_cache_that_is_not_there_has_nothing_to_delete(tmp_path: Path) -> None:
    """It may be deleted at any time."""
    Cache(tmp_path / "none").prune(before=0)
    assert Cache(tmp_path / "none").find(order("a")) is None


def test_others_on_the_machine_see_no_pictures(tmp_path: Path) -> None:
    """The pictures are children's."""
    kept = Cache(tmp_path / "cache").keep(order("a"), ONE, "image/jpeg", (40, 30))
    assert [(path.stat().st_mode & 0o077) for path in (tmp_path / "cache", Path(kept.path))] == [0, 0]
