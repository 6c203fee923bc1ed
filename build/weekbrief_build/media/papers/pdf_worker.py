"""The program that opens a PDF: bytes in, bytes out; it is given no path and no name, and decides nothing.

It trusts nothing it reads. A file that makes it hang, crash or eat memory ends this process and not the job. `papers` starts it,
by `media.child`, for one file, which it reads from the standard input to its end; it answers with a line of JSON,
{"refused": why} or {"words", "pictures", "unread"}, and after the latter with the bytes of the clean file.
"""

from __future__ import annotations

import json
import sys

from weekbrief_build.media.papers.pdf import RefusedError, clean


def main() -> None:
    """Answer for one file."""
    target = sys.stdout.buffer
    try:
        cleaned = clean(sys.stdin.buffer.read())
    except RefusedError as refused:
        target.write(json.dumps({"refused": str(refused)}).encode() + b"\n")
        return
    said = {"words": cleaned.words, "pictures": cleaned.pictures, "unread": cleaned.unread}
    target.write(json.dumps(said).encode() + b"\n" + cleaned.data)


if __name__ == "__main__":
    main()
