"""Decides what counts as said about a picture: what its own post says, and what any other says about the same picture; it drops nothing.

One picture may stand in several posts: copied into two folders, or lying loose beside two texts. It is the same where its bytes are
(SHA-256). Whom one post names in it, that one says that nobody is in it, that something about it cannot be read: all of that is as true
in the next post. So nobody is seen in one post because only the other names them. But silence stays silence: where its own post says
nothing about a picture, nobody said who is in it there. A post that cannot be read may say anything: until it is mended, there is
somebody in its pictures who is not known, wherever else they stand; but where it says that nobody is in one, that counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from weekbrief_build.decide.rule.audience import Audience
from weekbrief_build.school.consent import Kind
from weekbrief_build.school.post import Evidence, FacesFound, Picture, Post, Region
from weekbrief_build.school.reading import UnreadPost


@dataclass(frozen=True, slots=True)
class Said:
    """What one post says about who is in a picture; a first name in it means a child of that post's audience."""

    post: str
    """`Post.path`."""
    evidence: Evidence
    audience: Audience


@dataclass(frozen=True, slots=True)
class AllSaid:
    """All that is said about who is in a picture of a post."""

    own: Said
    """By the post itself."""
    elsewhere: tuple[Said, ...]
    """By others that hold the same picture, and by the post itself where it holds it twice; in the order of the reading."""
    found: tuple[Region, ...] | None = None
    """The faces that the detector found in it; None where it did not look. In a video: of the moment with most of them."""
    size: tuple[int, int] | None = None
    """As `Picture.size`."""
    moving: bool = False
    """It is a video: a face has no place in it, nor a frame."""
    unread: tuple[str, ...] = ()
    """Paths of the posts that hold the same picture and could not be read."""


@dataclass(frozen=True, slots=True)
class SamePictures:
    """What every post of a reading says about its pictures, and the faces that were found in them, by the SHA-256 of the picture."""

    said: Mapping[str, tuple[Said, ...]]
    found: FacesFound = field(default_factory=lambda: MappingProxyType({}))
    unread: tuple[UnreadPost, ...] = ()

    @classmethod
    def among(cls, posts: Iterable[tuple[Post, Audience]], unread: tuple[UnreadPost, ...]) -> SamePictures:
        """Of these posts: all of the reading, also those that are not due or could not be read, or what they say would be missing."""
        found: dict[str, list[Said]] = {}
        for post, audience in posts:
            for picture in post.pictures:
                found.setdefault(picture.file.sha256, []).append(Said(post.path, picture.evidence, audience))
        return cls(MappingProxyType({sha256: tuple(said) for sha256, said in found.items()}), unread=unread)

    def with_faces(self, found: FacesFound) -> SamePictures:
        """The same, where these faces were found."""
        return replace(self, found=found)

    def all_said(self, post: Post, picture: Picture, audience: Audience) -> AllSaid:
        """All that is said about a picture of a post with this audience."""
        own = Said(post.path, picture.evidence, audience)
        elsewhere = tuple(said for said in self.said[picture.file.sha256] if said != own)
        unread = tuple(one.path for one in self.unread if picture.file.sha256 in one.pictures)
        empty = (Said(one.path, Evidence(answered_nobody=True), audience) for one in self.unread if picture.file.sha256 in one.empty)
        found, moving = self.found.get(picture.file.sha256), picture.kind is Kind.VIDEO
        return AllSaid(own, (*elsewhere, *empty), found, picture.size, moving, unread)
