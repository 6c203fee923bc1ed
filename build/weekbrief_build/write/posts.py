"""Writes a post: its text, and single lines of its front matter; what a teacher wrote around them stays as it was."""

from __future__ import annotations

from collections.abc import Mapping

from weekbrief_build.gather.files.text_files import NoText, parts_of, text_of_file
from weekbrief_build.write.encoding import TextFile
from weekbrief_build.write.refusals import more_would_change
from weekbrief_build.write.yaml_splice import Change, splice
from weekbrief_build.write.yaml_value import Value, written


def new_post(front: Mapping[str, Value], body: str) -> bytes:
    """A post of its own: a line for each key, and the text below."""
    lines = "".join(f"{written(key)}: {written(value)}\n" for key, value in front.items())
    return (f"---\n{lines}---\n{body}" if lines else body).encode()


def with_front_matter(data: bytes, *changes: Change) -> bytes:
    """The post with these changes of its front matter, which is begun where there is none yet.

    Raises NotWritten where one of them cannot be made without touching something else.
    """
    file = TextFile.of(data)
    start, end = _front(file)
    if start == end == 0:
        front = splice("", *changes).rstrip("\n").replace("\n", file.newline)
        return _proven(data, file.with_text(f"---{file.newline}{front}{file.newline}---{file.newline}{file.text}"))
    front = splice(file.text[start:end], *changes)
    if not front.endswith("\n"):
        front += file.newline
    return _proven(data, file.with_text(file.text[:start] + front + file.text[end:]))


def with_body(data: bytes, body: str) -> bytes:
    """The post with another text below the same front matter; line ends become those of the file."""
    file = TextFile.of(data)
    _, end = _front(file)
    head = file.text[: _behind_fence(file.text, end)] if end else ""
    return file.with_text(head + body.replace("\r\n", "\n").replace("\n", file.newline))


def _front(file: TextFile) -> tuple[int, int]:
    """Where the lines between the fences begin and end; twice 0 where there are none."""
    try:
        parts = parts_of(file.text.replace("\r\n", "\n"))
    except NoText:
        raise more_would_change() from None
    if parts.body_line == 1:
        return 0, 0
    places = [0]
    for line in file.text.splitlines(keepends=True):
        places.append(places[-1] + len(line))
    lines = parts.front.count("\n")
    return places[parts.front_line - 1], places[parts.front_line - 1 + lines]


def _behind_fence(text: str, end: int) -> int:
    line_end = text.find("\n", end)
    return len(text) if line_end < 0 else line_end + 1


def _proven(before: bytes, after: bytes) -> bytes:
    """The bytes, once it is sure that the text below the front matter is the same."""
    try:
        same = parts_of(text_of_file(before)).body == parts_of(text_of_file(after)).body
    except NoText:
        same = False
    if not same:
        raise more_would_change()
    return after
