"""Writes `build/weekbrief_build/school/lookalikes.py` out of Unicode's confusables: `python .ci/lookalikes.py > …/lookalikes.py`.

Needs the package `confusable-homoglyphs` (its data is Unicode's, UTS 39). The whole table has 9,600 entries in 900 KB of JSON, most of them
about signs, or about scripts among each other; what people can take for a letter of a name in Latin letters is a tenth of that.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from string import ascii_letters
from unicodedata import category, name, normalize

import confusable_homoglyphs

LOOKS = json.loads((Path(confusable_homoglyphs.__file__).parent / "confusables.json").read_text(encoding="utf-8"))
NAMED = ("LATIN LETTER SMALL CAPITAL ", "NEGATIVE SQUARED LATIN CAPITAL LETTER ", "NEGATIVE CIRCLED LATIN CAPITAL LETTER ")
NAMED = (*NAMED, "REGIONAL INDICATOR SYMBOL LETTER ")
SMALL_CAPITALS = "вкмнтъбгкмтνκτμηεβ"
"""Small letters with the shape of a capital (UTS 39 knows the capital alone): what they look like is asked of the capital."""
ORIGIN = '''"""Letters that people take for a letter of the Latin alphabet: of other scripts, small capitals, letters in boxes.

Written by `.ci/lookalikes.py` out of Unicode's confusables (UTS 39, https://www.unicode.org/reports/tr39/; data © Unicode, Inc., under the
Unicode License V3), not by hand. A table of our own, because the libraries that ship the whole one (0.9 MB) read it from disk and judge
strings; what is needed here is which Latin letter a letter looks like. Known limit: what looks like two letters (`rn` for `m`) is not here.
"""

from __future__ import annotations

from types import MappingProxyType

# By letter, the code points that look like it, in hexadecimal.
'''


WIDTH = 118


def latin(sign: str) -> str | None:
    """The one Latin letter, small, that this sign looks like; None where there is none."""
    if sign.isascii() or category(sign)[0] not in "LS" or "".join(normalize("NFKD", sign)).encode("ascii", "ignore").decode().isalpha():
        return None  # what Unicode takes apart needs no table
    called = name(sign, "")
    for start in NAMED:
        if called.startswith(start) and len(called) == len(start) + 1:
            return called[-1].lower()
    if category(sign)[0] != "L":
        return None
    for other in LOOKS.get(sign, ()):
        bare = "".join(one for one in normalize("NFKD", other["c"]) if category(one)[0] != "M")
        if len(bare) == 1 and bare in ascii_letters:
            return bare.lower()
    return None


def main() -> None:
    """Print the module."""
    signs: dict[str, list[int]] = {}
    for number in range(0x80, 0x20000):
        sign = chr(number)
        if letter := latin(sign) or (latin(sign.upper()) if sign in SMALL_CAPITALS else None):
            signs.setdefault(letter, []).append(number)
    lines = []
    for letter, numbers in sorted(signs.items()):
        words, line = [], ""
        for word in (f"{number:x}" for number in numbers):
            if len(line) + len(word) > WIDTH:
                words.append(line)
                line = ""
            line += f"{word} "
        words.append(line.rstrip())
        lines += [f'    "{letter}": (', *(f'        "{line}"' for line in words), "    ),"]
    table = "\n".join(["_LOOKS_LIKE = {", *lines, "}"])
    read = (
        "LOOKALIKES = MappingProxyType(\n"
        "    {int(number, 16): letter for letter, numbers in _LOOKS_LIKE.items() for number in numbers.split()}\n)\n"
        '"""By code point, the small Latin letter that it looks like; as `str.translate` takes it."""\n'
    )
    sys.stdout.write(f"{ORIGIN}{table}\n{read}")


if __name__ == "__main__":
    main()
