"""The program that opens a PDF: bytes in, bytes out; it is given no path and no name, and decides nothing.

It trusts nothing it reads. A file that makes it hang, crash or eat memory ends this process and not the job. It is started as
`python -P -m weekbrief_build.media.papers.pdf_worker` for one file, which it reads from the standard input to its end, and
answers with a line of JSON: {"refused": why}; or {"words", "pictures", "unread"}, and then the bytes of the clean file.
"""

from __future__ import annotations

import json
import resource
import sys

from weekbrief_build.media.papers.pdf import RefusedError, clean

SECONDS = 20
"""Of computing; a page takes hundredths of one."""
MEMORY = 1 << 30


def main() -> None:
    """Answer for one file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold what the file says
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    allowed = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY if allowed == resource.RLIM_INFINITY else min(MEMORY, allowed), allowed))
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
