"""Turns the style sheet into attributes: once per layout and once per post, never per family; it never touches the network.

Theory of operation. Reading the style sheet is most of the work, so all new fragments of a run go through the inliner in
one document. What came out is kept in the cache, under the hash of all that went in; a file that is not whole is not used.
One post's HTML must not spoil its neighbours: a fragment whose marks do not come out as they went in goes alone, and
where that fails too it goes without style rather than not at all.

The cache has a shelf for the layouts and one for each post: what a post said is removed as soon as the post is gone, and a personal message
is never kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from weekbrief_build.render.slots import marks_in

Inliner = Callable[[str, str], str]
"""Takes a whole HTML document and a style sheet without at-rules; gives the document with the style in its attributes."""

_EDITION = b"2"
"""Counted up when the same input is to give something else."""
_NOT_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # the HTML parser stops at some of them
_EDGE = "\ue0f2"
OF_LAYOUTS = "layouts"
"""The shelf of what no post wrote."""


def with_premailer(document: str, css: str) -> str:
    """The inliner of every run."""
    return str(_premailer(css).transform(document, pretty_print=False))


@cache
def _premailer(css: str) -> Any:
    """Premailer for a style sheet. Imported here because the import alone takes as long as a run in which nothing is new."""
    import logging  # noqa: PLC0415 - see above

    from premailer import Premailer  # noqa: PLC0415 - see above

    premailer = Premailer(
        css_text=css,
        allow_network=False,
        allow_loading_external_files=False,
        # It writes bgcolor="rgba(…)" and height="auto", and writes width="100%" over the pixels that Outlook goes by.
        disable_basic_attributes=["bgcolor", "height", "width"],
        disable_leftover_css=False,
        disable_validation=True,
        align_floating_images=False,
        strip_important=False,
        cssutils_logging_level=logging.CRITICAL,
    )
    # It would write the rules of the sheet down anew for each document, which takes twenty times as long as a small one itself.
    premailer._parse_style_rules = cache(premailer._parse_style_rules)  # noqa: SLF001 - it has no door of its own for this
    return premailer


def shelf_of(post: str) -> str:
    """Where the fragments of the post at this path are kept."""
    return sha256(post.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def prune_inlined(folder: Path, posts: Iterable[str], before: float) -> None:
    """Delete the fragments of every post that is not at one of these paths, and what was last used before (seconds since 1970)."""
    here = {OF_LAYOUTS, *map(shelf_of, posts)}
    for shelf in folder.iterdir() if folder.is_dir() else ():
        for file in shelf.iterdir():
            if shelf.name not in here or file.lstat().st_mtime < before:
                file.unlink(missing_ok=True)
        if shelf.name not in here:
            shelf.rmdir()


class Inlining:
    """The style sheet of a run and what was inlined with it before."""

    def __init__(self, css: str, cache: Path | None, inliner: Inliner = with_premailer) -> None:
        """`cache` is a folder of our own (made when needed), which may be deleted at any time; None: nothing is kept."""
        self._css = css
        self._salt = sha256(_EDITION + css.encode()).digest()
        self._cache = cache
        self._inliner = inliner

    def page(self, html: str) -> str:
        """A whole document with its style inlined."""
        html = _NOT_HTML.sub("", html)
        kept = self._kept(html, OF_LAYOUTS)
        if kept is None:
            kept = self._keep(html, self._inliner(html, self._css), OF_LAYOUTS)
        return kept

    def fragments(self, htmls: Sequence[str], shelves: Sequence[str | None] | None = None) -> list[str]:
        """Fragments of a document with their style inlined, in the same order; new ones all in one go.

        `shelves` are where each is kept (`shelf_of`; None: nowhere); without them, all belong to the layouts.
        """
        htmls = [_NOT_HTML.sub("", html).replace(_EDGE, "") for html in htmls]
        shelf = dict(zip(htmls, shelves or [OF_LAYOUTS] * len(htmls), strict=True))
        done = {html: kept for html in shelf if (kept := self._kept(html, shelf[html])) is not None}
        new = [html for html in dict.fromkeys(htmls) if html not in done]
        if new:
            together = self._inlined(new)
            for html, inlined in zip(new, together, strict=True):
                alone = inlined if inlined is not None or len(new) == 1 else self._inlined([html])[0]
                done[html] = html if alone is None else self._keep(html, alone, shelf[html])
        return [done[html] for html in htmls]

    def _inlined(self, htmls: Sequence[str]) -> Sequence[str | None]:
        """Each fragment, inlined; None for one that did not come out as it went in."""
        body = "".join(f"<div>{_EDGE}{html}{_EDGE}</div>" for html in htmls)
        document = self._inliner(f"<!DOCTYPE html><html><head><title></title></head><body>{body}</body></html>", self._css)
        parts = document.split(_EDGE)
        if len(parts) != 2 * len(htmls) + 1:
            return [None] * len(htmls)
        return [part if marks_in(part) == marks_in(html) else None for html, part in zip(htmls, parts[1::2], strict=True)]

    def _file(self, html: str, shelf: str | None) -> Path | None:
        name = sha256(self._salt + html.encode()).hexdigest()
        return self._cache / shelf / f"{name}.html" if self._cache and shelf else None

    def _kept(self, html: str, shelf: str | None) -> str | None:
        file = self._file(html, shelf)
        try:
            data = file.read_bytes() if file else b""
            if file:
                os.utime(file)
        except OSError:
            return None
        digest, _, kept = data.partition(b"\n")
        return kept.decode() if digest == sha256(kept).hexdigest().encode() else None

    def _keep(self, html: str, inlined: str, shelf: str | None) -> str:
        file = self._file(html, shelf)
        if file:
            data = inlined.encode()
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = file.with_suffix(f".{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_bytes(sha256(data).hexdigest().encode() + b"\n" + data)
            draft.replace(file)
        return inlined
