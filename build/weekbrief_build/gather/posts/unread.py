"""Says of a post that cannot be read which pictures are its: what it would say about who is in them counts wherever else they stand.

A folder's pictures are all its post's. Beside a text that stands alone lie pictures of other posts too: its own are those whose names
stand in its bytes, however damaged; all of them, where not even its bytes can be read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from html import unescape
from unicodedata import normalize
from urllib.parse import unquote

from weekbrief_build.gather.files.file_hashes import FileHashes
from weekbrief_build.gather.files.listing import ListedFile, ListedFolder, fold_name, read
from weekbrief_build.gather.posts.evidence import hashes_of
from weekbrief_build.gather.posts.post_text import LARGEST_TEXT
from weekbrief_build.gather.posts.shelf import kind_of
from weekbrief_build.school.reading import UnreadPost


def unread_post(  # noqa: PLR0913, PLR0917 - what is known of a post of which nothing else is
    path: str,
    folder: ListedFolder,
    texts: Sequence[ListedFile] | None,
    spoken_of: Collection[str],
    hashes: FileHashes,
    empty: frozenset[str] = frozenset(),
) -> tuple[UnreadPost, ...]:
    """The post at this path, if it has pictures: those of the folder, or of a post that is these texts alone those that it names.

    Of the pictures in `empty`, by SHA-256, it says that nobody is in them.
    """
    pictures = [file for file in folder.files if kind_of(file.name)]
    if texts is not None:
        named = {fold_name(name) for name in spoken_of} | {name for text in texts for name in _named_in(text, pictures)}
        pictures = [file for file in pictures if file.folded in named]
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
