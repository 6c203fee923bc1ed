"""Makes what leaves of what teachers put there: pictures, clips and papers that show what may be seen and nothing else; decides nothing.

work      has what was ordered made, each picture and video once
pictures  photos: upright, small, nothing but pixels, covered where that was ordered; and what all rooms here share
clips     videos: a poster, and a clip that plays everywhere
papers    PDF files, without what they hide
faces     where faces are, with the extra `weekbrief[faces]`
child     starts every process that opens what others wrote; confined: what such a process can no longer reach
"""
