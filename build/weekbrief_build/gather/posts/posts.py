"""Reads `content/` into posts: a folder for each group, a file or a folder for each post; what is wrong with one holds back that one.

Lists the folder once (`listing`), sorts its files (`shelf`), and reads each post (`one_post`). A file that nobody knows what to do
with is told to the teachers of its group, never passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from weekbrief_build.gather.files.file_hashes import FileHashes
from weekbrief_build.gather.files.listing import ListedFile, ListedFolder, Twins, fold_name, list_folder
from weekbrief_build.gather.notation.keys import nearest
from weekbrief_build.gather.posts.one_post import Place, ReadPost, read_post
from weekbrief_build.gather.posts.post_text import NOT_PLAIN
from weekbrief_build.gather.posts.shelf import Shelf, TextFile, kind_of, shelf_of
from weekbrief_build.gather.posts.sidecar import ENDINGS, picture_of_sidecar
from weekbrief_build.gather.posts.strays import speaks_of_people
from weekbrief_build.gather.posts.unread import pictures_of, unread_post
from weekbrief_build.media.papers.papers import Papers
from weekbrief_build.school.mistake import N_, Mistake, Scope, Sentence, say
from weekbrief_build.school.people import Group, School
from weekbrief_build.school.post import Post
from weekbrief_build.school.reading import UnreadPost

CONTENT = "content"
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class ContentReading:
    """What `content/` gave."""

    posts: tuple[Post, ...]
    """In the order of their paths."""
    mistakes: tuple[Mistake, ...]
    """Everything that has to be mended there."""
    unread: tuple[UnreadPost, ...] = ()


def read_posts(folder: Path, school: School, cache_dir: Path | None, today: date) -> ContentReading:
    """The posts below `content/` of this school folder.

    `cache_dir` is where hashes of pictures are kept between runs; None: nowhere.
    """
    content = list_folder(folder / CONTENT, CONTENT, 2)
    if not content.readable:
        return ContentReading((), (Mistake(CONTENT, None, *_NO_CONTENT, Scope.EVERYTHING),))
    hashes, papers = FileHashes(cache_dir), Papers(cache_dir)
    posts: list[Post] = []
    unread: list[UnreadPost] = []
    mistakes = [
        Mistake(file.path, None, *_IN_NO_GROUP, Scope.ADVICE) if file.plain else Mistake(file.path, None, *NOT_PLAIN, Scope.POST)
        for file in content.files
    ]
    for of_group in content.folders:
        group = school.groups.get(of_group.name)
        if group is None:
            mistakes.append(_unknown_group(of_group, school))
            continue
        for read in _Group(group, school, hashes, papers, today).read(of_group):
            posts += [read.post] if read.post else []
            mistakes += read.mistakes
            unread += read.unread
    hashes.save()
    papers.prune()
    return ContentReading(tuple(sorted(posts, key=lambda post: post.path)), tuple(mistakes), tuple(unread))


def _unknown_group(folder: ListedFolder, school: School) -> Mistake:
    what = say(N_("“{folder}” is no group of groups.yaml; nothing in it is sent."), folder=folder.name)
    near = nearest(folder.name, school.groups)
    mend = say(N_("Did you mean “{group}”?"), group=near) if near else say(N_("Name the folder after a group, or move what stands in it."))
    return Mistake(folder.path, None, what, mend, Scope.POST, post=folder.path)


class _Group:
    """Reads the folder of one group."""

    def __init__(self, group: Group, school: School, hashes: FileHashes, papers: Papers, today: date) -> None:
        self.group = group
        self.school = school
        self.hashes = hashes
        self.papers = papers
        self.today = today

    def read(self, folder: ListedFolder) -> Iterator[ReadPost]:
        """Every post of the group, and what is told about the rest of its folder."""
        if not folder.readable:
            yield self._only(self._wrong(folder.path, *_FOLDER_NOT_READ))
            return
        yield from self._loose(folder)
        for below in folder.folders:
            twins = [twins for twins in folder.twins if twins.touches(below.name)]
            if not below.readable:
                yield self._only(self._wrong(below.path, *_FOLDER_NOT_READ))
            elif twins:
                yield self._held(below.path, below, None, self._wrong(below.path, *_two_of(twins[0])))
            else:
                yield from self._own_folder(below)

    def _own_folder(self, folder: ListedFolder) -> Iterator[ReadPost]:
        """A folder that is one post, if there is anything in it to be one."""
        shelf = shelf_of(folder, self.school.language)
        place = Place(self.group, shelf, shelf.posts[0] if shelf.posts else (), own_folder=True)
        yield self._only(*self._rest_of(shelf, place.path), *(self._advice(below.path, *_TOO_DEEP) for below in folder.folders))
        if twice := _two_states(folder):
            wrongs = (self._wrong(f"{folder.path}/{twins.copy}", *_two_of(twins), post=place.path) for twins in twice)
            yield self._held(place.path, folder, None, *wrongs)
        elif len(shelf.posts) > 1:
            wrong = self._wrong(shelf.posts[1][0].file.path, *_two_texts(shelf.posts), post=place.path)
            yield self._held(place.path, folder, None, wrong)
        elif shelf.posts or shelf.pictures or shelf.documents:
            yield self._read(place)

    def _loose(self, folder: ListedFolder) -> Iterator[ReadPost]:
        """The posts that are a file each, with the pictures beside them that they speak of."""
        shelf = shelf_of(folder, self.school.language)
        yield self._only(*self._rest_of(shelf))
        file_twins = _two_states(folder)
        told: set[Twins] = set()
        spoken_of: set[str] = set()
        for texts in shelf.posts:
            place = Place(self.group, shelf, texts, own_folder=False)
            read = self._read(place)
            spoken_of |= read.pictures
            names = {*(text.file.name for text in texts), *_files_about(read.pictures)}
            held = [twins for twins in file_twins if any(twins.touches(name) for name in names)]
            told |= set(held)
            if held:
                wrongs = (self._wrong(f"{folder.path}/{twins.copy}", *_two_of(twins), post=place.path) for twins in held)
                states = [file for file in folder.files if file in place.files or any(twins.touches(file.name) for twins in held)]
                yield self._held(place.path, folder, states, *wrongs, *read.mistakes, spoken_of=read.pictures)
            else:
                yield read
        for twins in file_twins:
            if twins not in told:
                path, states = f"{folder.path}/{twins.copy}", [file for file in folder.files if twins.touches(file.name)]
                yield self._held(path, folder, states, self._wrong(path, *_two_of(twins)))
        if idle := [name for name in shelf.pictures if name not in spoken_of]:
            yield self._only(self._advice(folder.path, *_in_no_post(idle)))
        if idle := [name for name in shelf.documents if name not in spoken_of]:
            yield self._only(self._advice(folder.path, *_attached_to_none(idle)))

    def _read(self, place: Place) -> ReadPost:
        return read_post(place, self.school, self.hashes, self.papers, self.today)

    def _held(
        self, path: str, folder: ListedFolder, states: Sequence[ListedFile] | None, *mistakes: Mistake, spoken_of: Iterable[str] = ()
    ) -> ReadPost:
        """A post that these mistakes hold back unread: all of the folder, or only these files of it."""
        return ReadPost(None, mistakes, frozenset(), unread_post(path, pictures_of(folder, states, spoken_of), self.hashes))

    def _rest_of(self, shelf: Shelf, post: str | None = None) -> Iterator[Mistake]:
        """What is told about files that are no part of any post, or fit none of its pictures."""
        for file in shelf.strays:
            yield Mistake(file.path, None, *_fits_no_picture(file.name), Scope.PICTURE, self.group.id, post)
        for file in shelf.unusable:
            yield self._unusable(file)
        for file in (file for picture, files in shelf.sidecars.items() if picture not in shelf.folded for file in files):
            name = picture_of_sidecar(file.name)
            yield Mistake(file.path, None, *_without_picture(name or ""), Scope.PICTURE, self.group.id, picture=name)
        if shelf.others:
            yield self._advice(shelf.folder.path, *_cannot_be_sent([file.name for file in shelf.others]))

    def _unusable(self, file: ListedFile) -> Mistake:
        scope = Scope.PICTURE if kind_of(file.name) else Scope.POST if "." not in file.name else Scope.ADVICE
        picture, post = (file.name if scope is Scope.PICTURE else None), (file.path if scope is Scope.POST else None)
        return Mistake(file.path, None, *NOT_PLAIN, scope, self.group.id, post, picture)

    def _wrong(self, path: str, what: Sentence, mend: Sentence, post: str | None = None) -> Mistake:
        return Mistake(path, None, what, mend, Scope.POST, self.group.id, post or path)

    def _advice(self, path: str, what: Sentence, mend: Sentence) -> Mistake:
        return Mistake(path, None, what, mend, Scope.ADVICE, self.group.id)

    @staticmethod
    def _only(*mistakes: Mistake) -> ReadPost:
        return ReadPost(None, mistakes, frozenset())


def _files_about(pictures: Iterable[str]) -> Iterator[str]:
    for picture in pictures:
        yield picture
        for ending in ENDINGS:
            yield f"{picture}{ending}"


def _two_states(folder: ListedFolder) -> list[Twins]:
    """The files of a folder of which two states lie here; what speaks of people puts the pictures in doubt, and holds no text back."""
    by_name = {file.name: file for file in folder.files}
    return [twins for twins in folder.twins if twins.copy in by_name and not speaks_of_people(by_name[twins.copy])]


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")


def _two_of(twins: Twins) -> tuple[Sentence, Sentence]:
    copy, original = twins.copy, twins.original
    if fold_name(copy) == fold_name(original):
        what = say(N_("“{copy}” and “{original}” are one name to most computers."), copy=copy, original=original)
        return what, say(N_("Give one of the two another name."))
    what = say(N_("“{copy}” looks like a second state of “{original}”: two computers changed it at once."), copy=copy, original=original)
    mend = N_(
        "Put into “{original}” what is right, and everybody whom either names, and move “{copy}” out of this folder; "
        "where they are two things, give it a name of its own."
    )
    return what, say(mend, copy=copy, original=original)


def _two_texts(posts: Sequence[Sequence[TextFile]]) -> tuple[Sentence, Sentence]:
    what = say(N_("There are two texts in one folder: {names}."), names=_some([texts[0].file.name for texts in posts]))
    return what, say(
        N_("Give each post a folder of its own; a text in another language is named like the first: bericht.md, bericht.en.md.")
    )


def _in_no_post(names: Sequence[str]) -> tuple[Sentence, Sentence]:
    what = say(N_("No post speaks of these pictures, so nobody sees them: {names}."), names=_some(names))
    return what, say(N_("Put them in a folder with a text, or in a folder whose name is the title of a post."))


def _attached_to_none(names: Sequence[str]) -> tuple[Sentence, Sentence]:
    what = say(N_("No post points at these PDF files, so nobody gets them: {names}."), names=_some(names))
    return what, say(N_("Put each in a folder with the text it belongs to, or write in a text: [the menu](menu.pdf)."))


def _cannot_be_sent(names: Sequence[str]) -> tuple[Sentence, Sentence]:
    what = say(N_("These files cannot be sent in a letter: {names}."), names=_some(names))
    return what, say(
        N_("A text has to be a file whose name ends with .md; save a document as PDF, or put it elsewhere with a link to it in the text.")
    )


def _fits_no_picture(name: str) -> tuple[Sentence, Sentence]:
    what = N_("“{file}” may say who is in a picture, but its name fits no picture here: nobody sees the pictures beside it.")
    mend = N_("Name it after its picture, such as eikels.jpg.people.yaml; put what two files say of one picture into one.")
    return say(what, file=name), say(mend)


def _without_picture(name: str) -> tuple[Sentence, Sentence]:
    what = say(N_("This says who is in the picture “{picture}”, and there is no such picture beside it."), picture=name)
    return what, say(N_("Name this file after its picture."))


_NO_CONTENT = (
    say(N_("There is no folder “content” in the school folder that can be read, or it is a link.")),
    say(N_("Make the folder, with a folder for each group in it; where it is on another disk, look whether that is there.")),
)
_IN_NO_GROUP = (
    say(N_("This file stands in no group, so nobody gets it.")),
    say(N_("Move it into the folder of a group.")),
)
_FOLDER_NOT_READ = (
    say(N_("This folder cannot be opened, or has a name that cannot be shown; nothing in it is sent.")),
    say(N_("Give it a plain name, and look whether you may open it.")),
)
_TOO_DEEP = (
    say(N_("A folder within the folder of a post is not read.")),
    say(N_("Move what is in it into the folder of the post, or into a post of its own.")),
)
