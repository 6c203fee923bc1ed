"""Makes a card of a link that is a paragraph by itself: its words, and below them the host it leads to; nothing is loaded from there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from weekbrief_build.gather.prose.html_tree import Element, Node, Place
from weekbrief_build.gather.prose.links import WEB, host_of

CARD = "link-card"
_LONGEST_PATH = 50


def with_cards(blocks: Iterable[Element | Place]) -> Iterator[Element | Place]:
    """The blocks, with a card in place of each paragraph that is one link to the web and nothing else."""
    for block in blocks:
        link = _only_link(block)
        host = host_of(link.attribute("href")) if link else None
        yield _card(link, host) if link and host else block


def link_of(card: Element) -> tuple[Element, bool]:
    """The link of a card, and whether it has words of its own."""
    row = card.children[0]
    cell = row.children[0] if isinstance(row, Element) else row
    link = cell.children[0] if isinstance(cell, Element) else cell
    if not isinstance(link, Element):
        raise TypeError("this is no card")
    return link, link.children != (host_of(link.attribute("href")),)


def _only_link(block: Element | Place) -> Element | None:
    if isinstance(block, Place) or block.tag != "p":
        return None
    said = [node for node in block.children if not isinstance(node, str) or node.strip()]
    link = said[0] if len(said) == 1 else None
    return link if isinstance(link, Element) and link.tag == "a" and link.attribute("href").casefold().startswith(WEB) else None


def _card(link: Element, host: str) -> Element:
    address = link.attribute("href")
    bare = "".join(node for node in link.children if isinstance(node, str)) == address
    title: Iterable[Node] = (host,) if bare else link.children
    below = _path(address) if bare else host
    lines: list[Node] = [Element("a", (*link.attributes, ("class", "link-title")), tuple(title))]
    if below:
        lines += [Element("br", (), ()), Element("span", (("class", "link-host"),), (below,))]
    cell = Element("td", (("class", "link-cell"),), tuple(lines))
    table = (("role", "presentation"), ("class", CARD), ("width", "100%"), ("cellpadding", "0"), ("cellspacing", "0"), ("border", "0"))
    return Element("table", table, (Element("tr", (), (cell,)),))


def _path(address: str) -> str:
    """What follows the host, as much of it as is read."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    return path if len(path) <= _LONGEST_PATH else f"{path[: _LONGEST_PATH - 1]}…"
