"""Says of a post that cannot be read which pictures are its: what it would say about who is in them counts wherever else they stand.

A folder's pictures are all its post's. Beside a text that stands alone lie pictures of other posts too: its own are those whose names
stand in its bytes, however damaged; all of them, where not even its bytes can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from unicodedata import normalize
from urllib.parse import unquote

from weekbrief_build.gather.files.file_hashes import FileHashes
from weekbrief_build.gather.files.listing import ListedFile, ListedFolder, fold_name, read
from weekbrief_build.gather.posts.evidence import hashes_of
from weekbrief_build.gather.posts.post_text import LARGEST_TEXT
from weekbrief_build.gather.posts.shelf import kind_of
from weekbrief_build.school.reading import UnreadPost


def pictures_of(folder: ListedFolder, texts: Sequence[ListedFile] | None, spoken_of: Iterable[str]) -> Sequence[ListedFile]:
    """The pictures of a post that cannot be read: all of its folder, or of one that is these texts alone those that it names."""
    pictures = [file for file in folder.files if kind_of(file.name)]
    if texts is None:
        return pictures
    named = {fold_name(name) for name in spoken_of} | {name for text in texts for name in _named_in(text, pictures)}
    return [file for file in pictures if file.folded in named]


def unread_post(
    path: str, pictures: Sequence[ListedFile], hashes: FileHashes, empty: frozenset[str] = frozenset()
) -> tuple[UnreadPost, ...]:
    """The post at this path, if it has pictures; of those in `empty`, by SHA-256, it says that nobody is in them."""
    found = hashes_of(pictures, hashes)
    return (UnreadPost(path, found - empty, found & empty),) if found else ()


def _named_in(text: ListedFile, pictures: Sequence[ListedFile]) -> Iterator[str]:
    """The folded names of the pictures that stand somewhere in the bytes of a text."""
    words = _words_of(text)
    for picture in pictures:
        if words is None or picture.folded in words:
            yield picture.folded


def _words_of(text: ListedFile) -> str | None:
    if not text.plain or text.state.size > 50 * LARGEST_TEXT:
        return None
    try:
        data = read(text)
    except OSError:
        return None
    found = "\n".join(data.decode(encoding, "replace") for encoding in ("utf-8", "cp1252", "utf-16-le", "utf-16-be"))
    return fold_name(normalize("NFC", "\n".join((found, unquote(found), unescape(found)))))
