"""Writes the tree of a post as plain text for people who read their letters so; it shows the same words as the HTML, and no more.

A heading stands by itself, a list has dashes or numbers, a quote `>`, a link its address in brackets, a row of a table is a line.
Every block ends with an empty line, so that a picture's own line can stand between any two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from weekbrief_build.gather.prose.html_tree import Element, Mention, Node, Place, joined, text_within
from weekbrief_build.gather.prose.link_cards import CARD, link_of
from weekbrief_build.school.post import Segment

Piece = str | Mention | Place
Block = list[Piece]

_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "table", "hr", "li", "dt", "dd"})
_SPACE = re.compile("[ \t\n]+")
_AROUND_BREAK = re.compile(" *\n *")
_SCHEME = re.compile(r"(?:mailto|tel):|https?://")
_LARGEST_NUMBER = 999_999


def is_block(node: Node) -> bool:
    """Whether this node begins on a line of its own."""
    return isinstance(node, Place) or (isinstance(node, Element) and node.tag in _BLOCKS)


def text_of(nodes: Iterable[Node]) -> tuple[Segment, ...]:
    """The nodes as plain text, cut at mentions and pictures; each block but a picture ends with an empty line."""
    return joined(piece for block in _blocks(nodes) for piece in (block if isinstance(block[0], Place) else [*block, "\n\n"]))


def _blocks(nodes: Iterable[Node]) -> Iterator[Block]:
    """The nodes as blocks, none of them empty; neighbours that are no blocks themselves make one together."""
    for blocky, run in groupby(nodes, is_block):
        if blocky:
            for node in run:
                yield from _block(node)
        elif block := tidy(_inline(run)):
            yield block


def _block(node: Node) -> Iterator[Block]:
    if not isinstance(node, Element):
        yield [node]
    elif node.tag == "hr":
        yield ["* * *"]
    elif node.tag == "pre":
        code = "".join(piece for piece in text_within(node.children) if isinstance(piece, str)).strip("\n")
        if code:
            yield [code]
    elif node.attribute("class") == CARD:
        link, titled = link_of(node)
        yield [*((*tidy(_inline(link.children)), ": ") if titled else ()), link.attribute("href")]
    elif node.tag not in _GATHERED:
        yield from _blocks(node.children)
    else:
        parts_of, separator = _GATHERED[node.tag]
        if parts := list(parts_of(node)):
            block = _between(parts, separator)
            yield _indented(block, "> ", "> ") if node.tag == "blockquote" else block


def _quoted(quote: Element) -> Iterator[Block]:
    return _blocks(quote.children)


def _items(of_list: Element) -> Iterator[Block]:
    start = of_list.attribute("start")
    number = min(int(start), _LARGEST_NUMBER) if re.fullmatch("[0-9]{1,9}", start) else 1
    for item in of_list.children:
        inner = list(_blocks(item.children)) if isinstance(item, Element) else []
        if not inner or not isinstance(item, Element):
            continue
        sign = f"{number}. " if of_list.tag == "ol" else {"li": "- ", "dd": "  "}.get(item.tag, "")
        number += 1
        yield _indented(_between(inner, "\n"), sign, " " * len(sign))


def _rows(part: Element) -> Iterator[Block]:
    for child in part.children:
        if not isinstance(child, Element):
            continue
        if child.tag == "tr":
            cells = [tidy(_inline(cell.children)) for cell in child.children if isinstance(cell, Element)]
            if any(cells):
                yield _between(cells, " | ")
        elif child.tag == "caption":
            yield from _blocks(child.children)
        else:
            yield from _rows(child)


def _inline(nodes: Iterable[Node]) -> Iterator[Piece]:
    """Text within one block: the line ends of the source are spaces, those of the teacher are line ends."""
    for node in nodes:
        if isinstance(node, str):
            yield _SPACE.sub(" ", node)
        elif not isinstance(node, Element):
            yield node
        elif node.tag == "br":
            yield "\n"
        elif node.tag == "span":
            continue  # the host of a link, of which the whole address stands here anyway
        else:
            yield from _inline(node.children)
            if node.tag == "a":
                yield _address(node)


def _address(link: Element) -> str:
    """What follows the words of a link: its address, unless the words are the address already."""
    href = link.attribute("href")
    words = "".join(piece for piece in text_within(link.children) if isinstance(piece, str)).strip()
    address = href if href.startswith("http") else _SCHEME.sub("", href, count=1)
    bare, shown = (_SCHEME.sub("", one, count=1).rstrip("/") for one in (href, words))
    return "" if bare == shown else f" ({address})"


def tidy(pieces: Iterable[Piece]) -> Block:
    """The pieces without doubled space, and without any at either end; empty where nothing is left."""
    block: Block = []
    for text, run in groupby(pieces, lambda piece: isinstance(piece, str)):
        if text:
            words = _AROUND_BREAK.sub("\n", re.sub(" {2,}", " ", "".join(piece for piece in run if isinstance(piece, str))))
            block.append(words)
        else:
            block += run
    if block and isinstance(block[0], str):
        block[0] = block[0].lstrip(" \n")
    if block and isinstance(block[-1], str):
        block[-1] = block[-1].rstrip(" \n")
    return [piece for piece in block if piece != ""]


def _between(blocks: Sequence[Block], separator: str) -> Block:
    whole: Block = []
    for number, block in enumerate(blocks):
        whole += [separator, *block] if number else block
    return whole


def _indented(pieces: Block, first: str, others: str) -> Block:
    return [first, *(piece.replace("\n", f"\n{others}") if isinstance(piece, str) else piece for piece in pieces)]


# What becomes one block of several parts: who makes the parts, and what stands between them.
_GATHERED: Mapping[str, tuple[Callable[[Element], Iterator[Block]], str]] = MappingProxyType(
    {"ul": (_items, "\n"), "ol": (_items, "\n"), "dl": (_items, "\n"), "table": (_rows, "\n"), "blockquote": (_quoted, "\n\n")}
)
