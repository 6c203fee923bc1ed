"""Turns the style sheet into attributes: once per layout and once per post, never per family; it never touches the network.

Theory of operation. Reading the style sheet is most of the work, so all new fragments of a run go through the inliner in
one document. What came out is kept in the cache, under the hash of all that went in; a file that is not whole is not used.
One post's HTML must not spoil its neighbours: a fragment whose marks do not come out as they went in goes alone, and
where that fails too it goes without style rather than not at all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
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
        kept = self._kept(html)
        if kept is None:
            kept = self._keep(html, self._inliner(html, self._css))
        return kept

    def fragments(self, htmls: Sequence[str]) -> list[str]:
        """Fragments of a document with their style inlined, in the same order; new ones all in one go."""
        htmls = [_NOT_HTML.sub("", html).replace(_EDGE, "") for html in htmls]
        done = {html: kept for html in dict.fromkeys(htmls) if (kept := self._kept(html)) is not None}
        new = [html for html in dict.fromkeys(htmls) if html not in done]
        if new:
            together = self._inlined(new)
            for html, inlined in zip(new, together, strict=True):
                alone = inlined if inlined is not None or len(new) == 1 else self._inlined([html])[0]
                done[html] = html if alone is None else self._keep(html, alone)
        return [done[html] for html in htmls]

    def _inlined(self, htmls: Sequence[str]) -> Sequence[str | None]:
        """Each fragment, inlined; None for one that did not come out as it went in."""
        body = "".join(f"<div>{_EDGE}{html}{_EDGE}</div>" for html in htmls)
        document = self._inliner(f"<!DOCTYPE html><html><head><title></title></head><body>{body}</body></html>", self._css)
        parts = document.split(_EDGE)
        if len(parts) != 2 * len(htmls) + 1:
            return [None] * len(htmls)
        return [part if marks_in(part) == marks_in(html) else None for html, part in zip(htmls, parts[1::2], strict=True)]

    def _file(self, html: str) -> Path | None:
        name = sha256(self._salt + html.encode()).hexdigest()
        return self._cache / name[:2] / f"{name}.html" if self._cache else None

    def _kept(self, html: str) -> str | None:
        file = self._file(html)
        try:
            data = file.read_bytes() if file else b""
        except OSError:
            return None
        digest, _, kept = data.partition(b"\n")
        return kept.decode() if digest == sha256(kept).hexdigest().encode() else None

    def _keep(self, html: str, inlined: str) -> str:
        file = self._file(html)
        if file:
            data = inlined.encode()
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = file.with_suffix(f".{os.getpid()}")
            draft.touch(mode=0o600)  # it may be a personal message
            draft.write_bytes(sha256(data).hexdigest().encode() + b"\n" + data)
            draft.replace(file)
        return inlined
