"""What is done to every picture, in numbers; whoever changes what `pixels` or `cover` draw raises `RECIPE`, or old pictures stay in use."""

from __future__ import annotations

RECIPE = 3
"""Part of every name in the cache: pictures made by another recipe are made again."""

FACES = 1
"""The same for where faces were found: whoever changes what `detector` finds raises it, or nobody looks again."""

LADDER = ((1200, 80), (1000, 75), (800, 70), (640, 65))
"""Steps down, for letters that would be too large: at most so many pixels wide and high, and the quality of the JPEG as libjpeg counts.

A letter is 600 wide, on screens with two pixels for one.
"""

LONGER_SIDE, QUALITY = LADDER[0]
"""Of a picture as it is made first; those of the other steps are made of that one."""

LOOKED_AT = 2560
"""Of so many pixels, on its longer side, is the picture in which faces are looked for: more than twice what leaves."""

PIXELS = 110_000_000
"""Of a picture, where the school sets no other limit: more than telephones take; a file of a few kilobytes can claim more."""

MOST_PIXELS = 250_000_000
"""What a school may set at most: a decoder holds up to `BYTES_PER_PIXEL` for each."""

BYTES_PER_PIXEL, BYTES_BESIDE = 17, 256 << 20
"""Of memory, for the greediest picture (a transparent one to be covered), and for all else that the program holds."""

FILE_BYTES = 100 << 20
"""Of a file that is read at all."""

VIDEO_RECIPE = 2
"""The same as `RECIPE`, for what is done to videos."""

CLIP_BYTES = 2_500_000
"""At most so large is a clip: in base64 3.4 MB, which leaves a letter of 5 MB room for its pictures."""

LONGEST_VIDEO = 120
"""Seconds: what fits into `CLIP_BYTES` and can still be looked at."""

VIDEO_BYTES = 1 << 30
"""Of a file that is read at all: two minutes of the finest that a telephone takes."""

VIDEO_PIXELS = 40_000_000
"""Of one frame: more than 8K."""
