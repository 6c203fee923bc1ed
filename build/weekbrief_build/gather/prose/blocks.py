"""Makes a row of blocks of a tree, with every picture between two of them; a picture taken away leaves nothing empty behind.

A paragraph or heading is cut at a picture that stands in it. From a list, a table or a quote a picture is set after the whole of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from weekbrief_build.gather.prose.html_tree import Element, Node, Place
from weekbrief_build.gather.prose.plain_text import is_block

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CUT_AT_PICTURES = HEADINGS | {"p"}


def blocks_of(tree: Iterable[Node]) -> Iterator[Element | Place]:
    """The tree as a row of blocks, none of them empty, with every picture between two of them."""
    for blocky, run in groupby(tree, _holds_block):
        for node in run if blocky else (Element("p", (), tuple(run)),):
            for part in _lifted(node):
                kept = part if isinstance(part, Place) else _pruned(part)
                if isinstance(kept, Element | Place):
                    yield kept


def _holds_block(node: Node) -> bool:
    return is_block(node) or (isinstance(node, Element) and any(_holds_block(child) for child in node.children))


def _lifted(block: Node) -> Iterator[Node]:
    """The block without pictures in it: a paragraph is cut at each; from a list, a table or a quote they are set after it."""
    if isinstance(block, Element) and block.tag in _CUT_AT_PICTURES:
        yield from _split(block)
    else:
        yield from _without_places((block,))
        yield from places_in((block,))


def _split(node: Node) -> Iterator[Node]:
    if not isinstance(node, Element):
        yield node
        return
    run: list[Node] = []
    for child in node.children:
        for part in _split(child):
            if isinstance(part, Place):
                yield node.with_children(run)
                yield part
                run = []
            else:
                run.append(part)
    yield node.with_children(run)


def _without_places(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Element):
            yield node.with_children(_without_places(node.children))
        elif not isinstance(node, Place):
            yield node


def places_in(nodes: Iterable[Node]) -> Iterator[Place]:
    """The pictures in these nodes, in order."""
    for node in nodes:
        if isinstance(node, Place):
            yield node
        elif isinstance(node, Element):
            yield from places_in(node.children)


def _pruned(node: Node) -> Node | None:
    """The node without what is empty in it; None where nothing is left. Cells of a table stay, or its columns would shift."""
    if not isinstance(node, Element) or node.tag in {"br", "hr"}:
        return node
    if not _says_something(node):
        return None
    if node.tag == "table":
        return node
    children = [kept for child in node.children if (kept := _pruned(child)) is not None]
    if node.tag in _CUT_AT_PICTURES:
        children = _trimmed(_trimmed(children[::-1], str.rstrip)[::-1], str.lstrip)
    return node.with_children(children)


def _says_something(node: Node) -> bool:
    if isinstance(node, Element):
        return node.tag == "hr" or any(_says_something(child) for child in node.children)
    return not isinstance(node, str) or bool(node.strip())


def _trimmed(nodes: list[Node], strip: Callable[[str], str]) -> list[Node]:
    """The nodes without line breaks and space in front."""
    start = next((number for number, node in enumerate(nodes) if _says_something(node)), len(nodes))
    return [strip(node) if isinstance(node, str) and not number else node for number, node in enumerate(nodes[start:])]
