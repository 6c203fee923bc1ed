"""Makes safe HTML of a teacher's Markdown, within a limit of size and time; no script, style or frame ever comes out of it.

Threat: raw HTML passes through Markdown, so what comes out is sanitised; and Markdown is quadratic, and nests as deep as it is told
to, on text that was made for that (20,000 opening brackets take more than a minute). So a text that is long or odd is converted in a
process of its own, which can be stopped; an ordinary one, here.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from functools import cache

import nh3
from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension

from weekbrief_build.media.child import Program, run
from weekbrief_build.school.letters import SOFT

LARGEST_HTML = 600_000
"""Characters; references (`[a]` for a long address) can make much out of little."""

_LONG = 20_000
_MANY_LINES = 800
_MANY_SIGNS = 400
_SIGNS = "[<#\"'`*_>&\\|"
_ASIDE = Program(__name__, (), memory=1 << 30, seconds=5)
_SECONDS_ON_A_BUSY_MACHINE = 30

_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr"}
_TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
_INLINE = {"a", "abbr", "b", "br", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q", "s", "small", "strong", "sub", "sup", "u"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # nh3 lets `title` and `lang` pass on every element unless told otherwise: a name in them would show, and nobody reads them
    "a": {"href"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_VANISHING = re.compile(rf"(?=<(?:[!?]|/?(?!(?:{'|'.join(sorted(_BLOCKS | _TABLE | _INLINE - {'img'}))})[\s/>])[a-zA-Z]))")
"""Before a tag that leaves no trace: what stands on both sides of it can be read as one word, and as two."""


class TooComplicated(ValueError):  # noqa: N818 - it is what the text is, and reads as such
    """The text cannot be made into HTML within the limits."""


def safe_html(text: str) -> str:
    """The text as HTML of a small set of elements, well-formed; pictures keep their `src` as it was written.

    Raises TooComplicated.
    """
    html = convert(text) if _is_ordinary(text) else _convert_aside(text)
    if len(html) > LARGEST_HTML:
        raise TooComplicated
    return html


def convert(text: str) -> str:
    """The text as safe HTML, however long it takes; raises TooComplicated where it nests too deep."""
    try:
        html = _markdown().reset().convert(text)
    except RecursionError:
        _markdown.cache_clear()  # it stopped in the middle of a text, and would go on there with the next
        raise TooComplicated from None
    if len(html) > LARGEST_HTML:
        raise TooComplicated
    return nh3.clean(
        _VANISHING.sub(SOFT, html),
        tags=_BLOCKS | _TABLE | _INLINE,
        attributes=_ATTRIBUTES,
        set_tag_attribute_values={"th": {"scope": "col"}},  # a screen reader then says the heading with each cell
        url_schemes=_SCHEMES,
        link_rel=None,  # set by whoever writes the links that stay
    )


def _is_ordinary(text: str) -> bool:
    """Whether no text of this size and with so few signs can take long."""
    if len(text) > _LONG or text.count("\n") > _MANY_LINES:
        return False
    return not text or max(Counter(sign for sign in text if sign in _SIGNS).values(), default=0) <= _MANY_SIGNS


@cache
def _markdown() -> Markdown:
    # Extensions given by name would be looked for among all packages of the machine, which takes longer than all posts of a week.
    tables = TableExtension(use_align_attribute=True)  # a style attribute does not survive, and should not
    return Markdown(extensions=[tables, SaneListExtension(), SmartyExtension()], output_format="html")


def _convert_aside(text: str) -> str:
    """The same in a process of its own, which is stopped when it takes too long."""
    ended = run(_ASIDE, text.encode(), within=_SECONDS_ON_A_BUSY_MACHINE, most=4 * LARGEST_HTML)
    if ended.code != 0:
        raise TooComplicated
    return ended.said.decode()


def main() -> int:
    """Convert what stands on the standard input; 1 where it is too complicated."""
    try:
        html = convert(sys.stdin.buffer.read().decode())
    except (TooComplicated, MemoryError):
        return 1
    sys.stdout.buffer.write(html.encode())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
