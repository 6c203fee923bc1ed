"""Decides which letters that still wait in the outbox may leave as they were made; every other is taken back, and made anew.

A plan is made as if the letters that wait had never been made (`decide.plan.plan`): by the same rules, of what the school folder says now.
Then each of them is held against what its guardian would be sent today. It stands if it is whole, goes to the address of today, and if
each post in it is one that this guardian would be sent today, in the same words, with no name, no picture and no face more than today's
view has. So whatever takes a picture, a name or a post away from a family takes it out of the letters that wait, too: a no, a row that is
gone, a yes that lapsed, somebody who was named in the picture, a child that left, a day that has passed. What would be shown besides today
(a new yes) is no reason to make a letter anew.

What is written is compared by a hash alone. Where it differs, nobody knows whether the old words may still be read: the post was mended
before it left, and leaves as it is mended. A post that was taken out of the folder, or that cannot be read today, leaves with no letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256

from weekbrief_build.decide.know.memory import Shown, WaitingLetter
from weekbrief_build.decide.letters.views import View
from weekbrief_build.school.post import Region


def wording_of(view: View) -> str:
    """All that is written in a view, as a hash (SHA-256, hexadecimal): each of its texts in its place, with its length before it."""
    digest = sha256()
    for text in _written(view):
        data = text.encode("utf-8", "surrogatepass")
        digest.update(b"%d:%b" % (len(data), data))
    return digest.hexdigest()


def _written(view: View) -> Iterator[str]:
    """Title, text, addresses of links, captions, event, author, and what goes along, each after its name."""
    version = view.version
    for part, segments in (("title", version.title_segments), ("html", version.prose.html), ("text", version.prose.text)):
        yield part
        yield from (word for segment in segments for word in (segment.kind.value, segment.content))
    yield from ("addresses", *version.prose.addresses)
    for part, written in (("captions", version.captions), ("alts", version.alts)):
        yield part
        for name, segments in sorted(written.items()):
            yield from (name, *(word for segment in segments for word in (segment.kind.value, segment.content)))
    if event := version.event:
        yield from ("event", event.title, event.place or "", "cancelled" if event.cancelled else "")
        yield from (moment.isoformat() if moment else "" for moment in (event.start, event.end, event.reply_by))
    yield from ("author", view.post.author or "")
    for document in view.post.documents:
        yield from ("document", document.name, document.made.sha256)


def stands(letter: WaitingLetter, recipient: str, today: Mapping[int, View], wording: Callable[[View], str] = wording_of) -> bool:
    """Whether a letter that waits may leave as it is.

    `recipient` is the address of its guardian today, `today` holds by `KnownPost.id` what this guardian would be sent today instead.
    `wording` is `wording_of`, which many letters may ask for the same views.
    """
    return (
        letter.whole
        and letter.recipient == recipient
        and all(post in today and _within(shown, today[post], wording) for post, shown in letter.shown.items())
    )


def _within(shown: Shown, today: View, wording: Callable[[View], str]) -> bool:
    """Whether today's view shows all that the letter shows, and covers no face that the letter does not."""
    if shown.wording != wording(today) or not shown.names <= today.names:
        return False
    to_cover: dict[str, frozenset[Region]] = {}
    for order in today.orders.values():
        to_cover[order.file.sha256] = to_cover.get(order.file.sha256, frozenset()) | order.cover
    return all(
        picture.sha256 in to_cover and picture.covered is not None and to_cover[picture.sha256] <= picture.covered
        for picture in shown.pictures
    )
