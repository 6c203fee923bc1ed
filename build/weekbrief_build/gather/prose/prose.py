"""Makes prose of a teacher's Markdown: safe HTML and plain text, cut at pictures and mentions; no picture is ever loaded from elsewhere.

Theory of operation: Markdown becomes sanitised HTML (`markup`), which becomes a small tree (`html_tree`). In the tree each picture is
resolved by its plain name among the files of the post, each `@` becomes a mention or is told, and each picture is lifted out of the
paragraph, list or table it stands in: a family that may not see it must not find an empty paragraph. No placeholder ever stands in a
text, so nothing that a teacher writes can be taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from types import MappingProxyType
from unicodedata import category
from urllib.parse import unquote, unquote_plus

from weekbrief_build.gather.files.listing import fold_name
from weekbrief_build.gather.prose.blocks import HEADINGS, blocks_of, places_in
from weekbrief_build.gather.prose.html_tree import Element, Mention, Node, Place, html_of, text_within, tree_of, without_joints
from weekbrief_build.gather.prose.link_cards import with_cards
from weekbrief_build.gather.prose.links import WEB, host_of, in_ascii, promises_another, with_links
from weekbrief_build.gather.prose.markup import TooComplicated, safe_html
from weekbrief_build.gather.prose.mentions import CutText, WrongAt, cut, ids_in_verbatim
from weekbrief_build.gather.prose.picture_names import PictureNames, WrongName
from weekbrief_build.gather.prose.plain_text import is_block, text_of, tidy
from weekbrief_build.school.letters import SOFT
from weekbrief_build.school.mistake import N_, Scope, Sentence, say
from weekbrief_build.school.post import Prose, Segment

_VERBATIM = frozenset({"code", "pre", "kbd"})
_DUTCH_APOSTROPHE = re.compile(r"\u2018(?=(?:[stnmkr]|er|ie)\b(?!\u2019))")  # 's ochtends, 't: smart quotes take it for an opening one
_LINE_ENDS = re.compile(r"\s*\n\s*")
_BESIDE_SPACE = re.compile(rf"(?<=\s){SOFT}+|{SOFT}+(?=[\s{SOFT}])")
_MOST_TOLD = 20
_SCHEMES = ("http://", "https://", "mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something to mend in a text."""

    words: str
    """As they stand in the source, to find the line by."""
    what: Sentence
    mend: Sentence
    scope: Scope
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class ReadProse:
    """What a Markdown text gave."""

    prose: Prose
    heading: tuple[str | Mention, ...]
    """The first heading, in pieces of plain text; it does not stand in the prose where it was asked for as the title."""
    pictures: tuple[str, ...]
    """The names of the pictures that stand in the text, in order."""
    alts: Mapping[str, tuple[Segment, ...]]
    captions: Mapping[str, tuple[Segment, ...]]
    """From the titles of pictures: `![alt](eikels.jpg "caption")`."""
    wrong: tuple[Wrong, ...]
    documents: tuple[str, ...] = ()
    """The names of the PDF files that the text points at."""


NO_PROSE = ReadProse(Prose((), (), "", ()), (), (), MappingProxyType({}), MappingProxyType({}), ())


def read_prose(text: str, names: PictureNames, children: Collection[str], title: str | None, documents: Collection[str] = ()) -> ReadProse:
    """Read Markdown: `names` are the pictures that may stand in it, `children` the ids that `@` may stand before.

    `documents` are the names of PDF files that may be pointed at.

    `title` is the post's title where it is known already; where it is not, the first heading is meant to be it. A heading that
    is the title does not stand in the prose again.
    """
    try:
        tree = tree_of(safe_html(with_links(text)))
    except TooComplicated:
        return replace(NO_PROSE, wrong=(Wrong("", *_TOO_COMPLICATED, Scope.POST),))
    reader = _Reader(names, children, documents)
    heading, tree = _without_title(tuple(reader.resolved(tree)), title)
    words, joints = _words((*tree, *reader.also_seen))
    blocks = tuple(with_cards(blocks_of(tuple(without_joints(tree)))))
    return ReadProse(
        Prose(html_of(_on_lines(blocks)), text_of(blocks), words, tuple(reader.addresses), joints),
        heading,
        tuple(dict.fromkeys(reader.pictures)),
        MappingProxyType(reader.alts),
        MappingProxyType(reader.captions),
        tuple(reader.wrong),
        tuple(dict.fromkeys(reader.documents)),
    )


class _Reader:
    """One walk through a tree; collects what stands in it and what is wrong with it."""

    def __init__(self, names: PictureNames, children: Collection[str], documents: Collection[str]) -> None:
        self.names = names
        self.by_fold = {fold_name(name): name for name in documents}
        self.children = children
        self.pictures: list[str] = []
        self.alts: dict[str, tuple[Segment, ...]] = {}
        self.captions: dict[str, tuple[Segment, ...]] = {}
        self.also_seen: list[Node] = []
        """What a reader can see that is no text of the tree: alt texts, captions."""
        self.addresses: list[str] = []
        self.documents: list[str] = []
        self.wrong: list[Wrong] = []
        self._told: set[str] = set()

    def resolved(self, nodes: Iterable[Node], *, verbatim: bool = False) -> Iterator[Node]:
        """The nodes with their pictures and mentions in place of what was written."""
        for node in nodes:
            if isinstance(node, str):
                yield from self._text(node, verbatim=verbatim)
            elif not isinstance(node, Element):
                yield node
            elif node.tag == "img":
                yield from self._picture(node)
            elif node.tag == "a":
                yield from self._link(node, tuple(self.resolved(node.children, verbatim=verbatim)))
            else:
                yield node.with_children(self.resolved(node.children, verbatim=verbatim or node.tag in _VERBATIM))

    def _text(self, text: str, *, verbatim: bool) -> Iterator[Node]:
        if verbatim:
            self._tell_at(ids_in_verbatim(text, self.children))
            yield text
            return
        yield from self._cut(_DUTCH_APOSTROPHE.sub("\u2019", text)).pieces

    def _cut(self, text: str) -> CutText:
        found = cut(text, self.children)
        self._tell_at(found.wrong)
        return found

    def _picture(self, image: Element) -> Iterator[Node]:
        source = unquote(image.attribute("src")).removeprefix("./")
        if not source or "://" in source or source.startswith("//"):
            self._tell(image.attribute("src"), Scope.ADVICE, *_FROM_ELSEWHERE)
            return
        name = self.names.meant_by(source)
        if isinstance(name, WrongName):
            scope = Scope.POST if name.missing else Scope.PICTURE
            self._tell(image.attribute("src"), scope, name.what, name.mend, picture=source)
            return
        self.pictures.append(name)
        for attribute, kept in (("alt", self.alts), ("title", self.captions)):
            said = self._cut(" ".join(image.attribute(attribute).split()))
            if said.pieces:
                self.also_seen += ["\n", *said.pieces]
                kept.setdefault(name, said.segments)
        yield Place(name)

    def _link(self, link: Element, children: tuple[Node, ...]) -> Iterator[Node]:
        href = link.attribute("href").strip()
        href = f"https://{href}" if href.casefold().startswith("www.") else href
        if not href.casefold().startswith(_SCHEMES) and fold_name(unquote(href)).endswith(".pdf"):
            yield from self._document(unquote(href).removeprefix("./"), children)
            return
        if not href.casefold().startswith(_SCHEMES):
            self._tell(link.attribute("href"), Scope.ADVICE, *_LINK_TO_NOWHERE)
            yield from children
            return
        host = host_of(href)
        if href.casefold().startswith(WEB) and not host:
            self._tell(link.attribute("href"), Scope.ADVICE, *_LINK_THAT_HIDES)
            yield from children
            return
        self.addresses.append(unquote_plus(href))  # `?q=Ada+Jansen` is read as a name
        href = in_ascii(href)
        if not any(not isinstance(piece, str) or piece.strip() for piece in (*places_in(children), *text_within(children))):
            children = (href,)  # its picture stood elsewhere
        yield Element("a", (("href", href), ("rel", "noopener noreferrer")), children)
        if host and promises_another("".join(piece for piece in text_within(children) if isinstance(piece, str)), host):
            yield Element("span", (("class", "link-host"),), (f" ({host})",))

    def _document(self, written: str, children: tuple[Node, ...]) -> Iterator[Node]:
        """The words of a link to a PDF, and its name: in a letter it is attached, and nothing leads to it."""
        yield from children
        if name := self.by_fold.get(fold_name(written)):
            self.documents.append(name)
            if name not in "".join(piece for piece in text_within(children) if isinstance(piece, str)):
                yield f" ({name})"
        else:
            what = say(N_("There is no PDF “{name}” here."), name=written[:80])
            self._tell(written, Scope.POST, what, say(N_("Put it in the folder of the post, or mend its name: the post waits for it.")))

    def _tell_at(self, wrong: Iterable[WrongAt]) -> None:
        for one in wrong:
            if self._is_new(f"@{one.word}"):
                self.wrong.append(Wrong(f"@{one.word}", *one.sentences(self.children), Scope.POST))

    def _tell(self, words: str, scope: Scope, what: Sentence, mend: Sentence, picture: str | None = None) -> None:
        if self._is_new(words):
            self.wrong.append(Wrong(words, what, mend, scope, picture))

    def _is_new(self, words: str) -> bool:
        """Whether this is to be told: each thing once, and no more than anybody mends at once."""
        if words in self._told or len(self._told) >= _MOST_TOLD:
            return False
        self._told.add(words)
        return True


def _without_title(tree: tuple[Node, ...], title: str | None) -> tuple[tuple[str | Mention, ...], tuple[Node, ...]]:
    """The first heading, and the tree without it where it is the title and begins the text or is its chief heading."""
    blocks = [number for number, node in enumerate(tree) if not isinstance(node, str) or node.strip()]
    for number in blocks:
        node = tree[number]
        if not isinstance(node, Element) or node.tag not in HEADINGS:
            continue
        heading = tuple(piece for piece in tidy(text_within(node.children)) if not isinstance(piece, Place))
        if not heading:
            continue
        stands_apart = number == blocks[0] or node.tag == "h1"
        if stands_apart and (title is None or as_written(heading).casefold() == title.casefold()):
            return heading, (*tree[:number], *places_in((node,)), *tree[number + 1 :])
        return heading, tree
    return (), tree


def as_written(pieces: Iterable[str | Mention]) -> str:
    """The pieces as one text, with mentions as a teacher writes them."""
    return "".join(piece if isinstance(piece, str) else f"@{piece.child}" for piece in pieces)


def _on_lines(blocks: Iterable[Element | Place]) -> Iterator[Node]:
    for block in blocks:
        yield block
        if isinstance(block, Element):
            yield "\n"


def _words(nodes: Iterable[Node]) -> tuple[str, tuple[int, ...]]:
    """All words in these nodes, as an eye sees them, and where in them a tag stands; invisible signs are gone."""
    words = "".join(sign for sign in "".join(_spoken(nodes)) if sign.isascii() or sign == SOFT or category(sign) != "Cf")
    runs = _LINE_ENDS.sub("\n", _BESIDE_SPACE.sub("", words)).strip(f"{SOFT} \t\n").split(SOFT)
    return "".join(runs), tuple(accumulate(len(run) for run in runs[:-1]))


def _spoken(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif not isinstance(node, Element):
            yield " "
        else:
            around = " " if node.tag in {"td", "th"} else "\n" if node.tag in {"br", "tr"} or is_block(node) else SOFT
            yield around
            yield from _spoken(node.children)
            yield around


_FROM_ELSEWHERE = (
    say(N_("A picture in this text does not stand beside it but somewhere else; it is left out.")),
    say(N_("Put the picture beside the text, and write its name alone, such as eikels.jpg.")),
)
_LINK_TO_NOWHERE = (
    say(N_("A link in this text leads nowhere; its words are shown without it.")),
    say(N_("Let the link begin with https://.")),
)
_LINK_THAT_HIDES = (
    say(N_("The address of a link in this text hides where it leads; its words are shown without it.")),
    say(N_("Open the page in a browser, copy its address from there, and put that in its place.")),
)
_TOO_COMPLICATED = (
    say(N_("This text is too complicated to make a letter of: it nests too deep, or holds too many signs with a meaning.")),
    say(N_("Make it shorter, or take brackets, quotes and lists out of it.")),
)
