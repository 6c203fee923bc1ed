"""What stands in the source to be translated, found as translators' tools find it, and the catalogues as they stand in the repository."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from weekbrief_build.words import CATALOGUES

ROOT = Path(__file__).parents[1]
SOURCE, LAYOUTS = ROOT / "build" / "weekbrief_build", ROOT / "layouts"


@cache
def extracted(folder: Path, without: frozenset[str] = frozenset()) -> frozenset[str]:
    """Every template that gettext's tools find in a folder, but for these files of it, set up as translators use them."""
    with (SOURCE / "words" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # Babel has no types here
    keywords = {**DEFAULT_KEYWORDS, "N_": None}
    found = extract_from_dir(folder, methods, options, keywords)
    return frozenset(
        template for file, _, said, _, _ in found if file not in without for template in ((said,) if isinstance(said, str) else said)
    )


@cache
def catalogue(language: str, domain: str = "weekbrief") -> Catalog:
    """A catalogue as it stands in the repository."""
    with (CATALOGUES / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def forms(message: Message) -> Iterator[tuple[str, str]]:
    """Each English template of a message with its translation: two where there is a plural."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        yield from zip(message.id, tuple(message.string or ()), strict=True)


@cache
def pairs(language: str, domain: str = "weekbrief") -> tuple[tuple[str, str], ...]:
    """All English templates with their translations."""
    return tuple(pair for message in catalogue(language, domain) if message.id for pair in forms(message))
