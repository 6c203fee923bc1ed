"""Reads an XMP packet's XML into plain values, whichever of RDF's spellings it is written in; hostile XML is refused in bounded time.

XMP (ISO 16684-1, section 7) is RDF/XML: a property is an attribute or an element, a structure is a nested `rdf:Description`, a
`parseType="Resource"` or attributes of an empty element. What is none of these is `None`: it is there, and not understood.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from weekbrief_build.gather.tags.names import words_of

MOST_BYTES = 8 << 20
"""Of a packet. Phones put depth maps of some megabytes into theirs."""
_MOST_PARTS = 20_000
"""Elements and attributes: a real packet has hundreds."""
_MOST_SIGNS = 100_000
"""Of `=`: each attribute has one, and the parser reads all of an element's attributes before anybody can stop it."""
_DEEPEST = 50

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ARRAYS = frozenset({f"{_RDF}Bag", f"{_RDF}Seq", f"{_RDF}Alt"})
_ITEM = re.compile(re.escape(_RDF) + "(?:li|_[0-9]+)")
_VALUE = f"{_RDF}value"


class PacketRefusedError(Exception):
    """This is no packet that can be read: not well-formed, hostile, or larger than any."""


@dataclass(frozen=True, slots=True)
class Items:
    """An array of any kind."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Struct:
    """Properties in their order, each `{namespace without its last / or #}name`; one that is repeated stands here twice."""

    pairs: tuple[tuple[str, Value], ...]


Value = str | Items | Struct | None
"""`None` is what could not be understood."""


@dataclass(frozen=True, slots=True)
class Packet:
    """The properties of a packet, and how often it uses the names that were asked for, anywhere in it and in any namespace."""

    properties: Struct
    used: int
    words: frozenset[str] = frozenset()
    """Every value that stands anywhere in it, and each part of those that are paths or lists: whoever knows names may look for them."""


class _Bounded(TreeBuilder):
    """Builds no tree that is larger or deeper than a packet's: a million elements are refused at the first too many."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._left = _MOST_PARTS

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._left -= 1 + len(attrs)
        if self._depth > _DEEPEST or self._left < 0:
            raise PacketRefusedError
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def read_packet(data: bytes, names: Container[str]) -> Packet:
    """The properties that the XML holds. Raises PacketRefusedError, in less than a second for whatever bytes."""
    if len(data) > MOST_BYTES or data.count(b"=") > _MOST_SIGNS:
        raise PacketRefusedError
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        parser.feed(data)
        root: Element = parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:  # the latter two: an encoding that is none
        raise PacketRefusedError from error
    resources = list(root.iter(f"{_RDF}RDF"))
    if not resources:
        raise PacketRefusedError
    used = sum(tag.rpartition("}")[2] in names for element in root.iter() for tag in (element.tag, *element.attrib))
    return Packet(Struct(tuple(pair for resource in resources for node in resource for pair in _pairs(node))), used, _words(root))


def _words(root: Element) -> frozenset[str]:
    """The texts and attributes of a tree, whole and in parts, as far as they may be a name. Too many are as good as none that is read."""
    values = (value for element in root.iter() for value in (element.text, element.tail, *_attributes(element)) if value)
    found = words_of(values)
    if found is None:
        raise PacketRefusedError
    return found


def _attributes(element: Element) -> Iterator[str]:
    return (value for tag, value in element.attrib.items() if tag == f"{_RDF}resource" or not tag.startswith((_RDF, _XML)))


def _pairs(node: Element) -> Iterator[tuple[str, Value]]:
    """The properties of a node: as its attributes, and as elements in it."""
    for tag, text in node.attrib.items():
        if tag == _VALUE or not tag.startswith((_RDF, _XML)):
            yield _plain(tag), text
    for element in node:
        yield _plain(element.tag), _value(element)


def _plain(tag: str) -> str:
    """Programs differ in whether a namespace ends in `/` or not."""
    namespace, brace, name = tag.rpartition("}")
    return f"{namespace.rstrip('/#')}{brace}{name}"


def _value(element: Element) -> Value:
    """The value of a property."""
    about = {tag.removeprefix(_RDF) for tag in element.attrib if tag.startswith(_RDF)}
    children = list(element)
    words = "".join((element.text or "", *(child.tail or "" for child in children))).strip()
    attributes = any(not tag.startswith((_RDF, _XML)) for tag in element.attrib)
    if about - {"parseType", "resource", "value"} or (words and (children or attributes)):
        return None
    if "parseType" in about:
        return _struct(element) if element.get(f"{_RDF}parseType") == "Resource" else None
    if children:
        return _of_node(children[0]) if len(children) == 1 and not attributes and not about else None
    if "resource" in about:
        return element.get(f"{_RDF}resource") if not words else None
    return _struct(element) if attributes or about else words


def _of_node(node: Element) -> Value:
    """The value that stands as a node of its own within a property."""
    if node.tag in _ARRAYS:
        whole = not node.attrib and all(_ITEM.fullmatch(item.tag) for item in node) and not (node.text or "").strip()
        return Items(tuple(_value(item) for item in node)) if whole else None
    return _struct(node) if node.tag == f"{_RDF}Description" and f"{_RDF}nodeID" not in node.attrib else None


def _struct(node: Element) -> Value:
    """A structure; one with an `rdf:value` is that value, and the rest says something about it."""
    pairs = tuple(_pairs(node))
    values = [value for tag, value in pairs if tag == _plain(_VALUE)]
    return (values[0] if len(values) == 1 else None) if values else Struct(pairs)
