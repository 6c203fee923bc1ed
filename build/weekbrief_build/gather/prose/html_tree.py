"""Turns sanitised HTML into a small tree and back; what is written back holds nothing but what the tree's few kinds of node can say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from weekbrief_build.gather.prose.markup import TooComplicated
from weekbrief_build.school.letters import SOFT
from weekbrief_build.school.post import Segment, SegmentKind

DEEPEST = 60
"""Elements within each other; a list in a list in a quote is 7 deep."""

_EMPTY = frozenset({"br", "hr", "img"})
# No XML and no mail program can hold these; entities (`&#1;`) can write them where the file itself has none.
# And nobody reads what turns the direction of writing: a name in it stands there backwards, and shows forwards.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Whoever renders marks places with these and takes them out again: around a mark, half a name would become a whole one.
_MARKS = re.compile("[\ue0f0-\ue0f2]")


@dataclass(frozen=True, slots=True)
class Mention:
    """Stands for the name of a child, by id."""

    child: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture of the post stands, by name."""

    picture: str


@dataclass(frozen=True, slots=True)
class Element:
    """An element of HTML."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Node, ...]

    def attribute(self, name: str) -> str:
        """The value of an attribute; empty where there is none."""
        return next((value for key, value in self.attributes if key == name), "")

    def with_children(self, children: Iterable[Node]) -> Element:
        """The same element around other children."""
        return Element(self.tag, self.attributes, tuple(children))


Node = str | Element | Mention | Place


def _clean_text(text: str) -> str:
    """The text without characters that cannot be shown; what marks a place in rendering is seen to be nothing."""
    return _MARKS.sub("\ufffd", _UNSHOWABLE.sub("", text))


def tree_of(html: str) -> tuple[Node, ...]:
    """The tree of well-formed HTML, as the sanitiser writes it. Raises TooComplicated where it is deeper than `DEEPEST`."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.whole()


class _Parser(HTMLParser):
    """Collects children on a stack of open elements; neighbouring texts become one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, tuple[tuple[str, str], ...], list[Node]]] = [("", (), [])]

    def whole(self) -> tuple[Node, ...]:
        while len(self._open) > 1:
            self._close()
        return tuple(self._open[0][2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append((tag, tuple((key, _clean_text(value or "")) for key, value in attrs), []))
        if len(self._open) > DEEPEST:
            raise TooComplicated
        if tag in _EMPTY:
            self._close()

    def handle_endtag(self, tag: str) -> None:
        if tag not in _EMPTY and any(tag == opened for opened, _, _ in self._open):
            while self._open[-1][0] != tag:
                self._close()
            self._close()

    def handle_data(self, data: str) -> None:
        children = self._open[-1][2]
        text = _clean_text(data)
        if children and isinstance(children[-1], str):
            children[-1] += text
        elif text:
            children.append(text)

    def _close(self) -> None:
        tag, attributes, children = self._open.pop()
        self._open[-1][2].append(Element(tag, attributes, tuple(children)))


def html_of(nodes: Iterable[Node]) -> tuple[Segment, ...]:
    """The nodes as HTML, cut at mentions and pictures."""
    return joined(_written(nodes))


def _written(nodes: Iterable[Node]) -> Iterator[str | Mention | Place]:
    for node in nodes:
        if isinstance(node, str):
            yield escape(node, quote=False)
        elif isinstance(node, Element):
            attributes = "".join(f' {key}="{escape(value)}"' for key, value in node.attributes)
            yield f"<{node.tag}{attributes}>"
            yield from _written(node.children)
            if node.tag not in _EMPTY:
                yield f"</{node.tag}>"
        else:
            yield node


def joined(pieces: Iterable[str | Mention | Place]) -> tuple[Segment, ...]:
    """Pieces as segments, each run of text as one; empty ones are left out."""
    segments: list[Segment] = []
    run: list[str] = []

    def end_run() -> None:
        if text := "".join(run):
            segments.append(Segment(SegmentKind.HTML, text))
        run.clear()

    for piece in pieces:
        if isinstance(piece, str):
            run.append(piece)
        else:
            end_run()
            segments.append(
                Segment(SegmentKind.MENTION, piece.child) if isinstance(piece, Mention) else Segment(SegmentKind.PICTURE, piece.picture)
            )
    end_run()
    return tuple(segments)


def without_joints(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes without the signs that stand where a tag has vanished: they are for who looks for names."""
    for node in nodes:
        if isinstance(node, str):
            yield node.replace(SOFT, "")
        else:
            yield node.with_children(without_joints(node.children)) if isinstance(node, Element) else node


def text_within(nodes: Iterable[Node]) -> Iterator[str | Mention]:
    """The texts and mentions in these nodes, in order; a line break is a space."""
    for node in nodes:
        if isinstance(node, Element):
            yield " " if node.tag == "br" else ""
            yield from text_within(node.children)
        elif isinstance(node, str):
            yield node.replace(SOFT, "")
        elif not isinstance(node, Place):
            yield node
