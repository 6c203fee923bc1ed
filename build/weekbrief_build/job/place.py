"""Where one run works: the school folder, which is only read, and the outbox, which is only ours; and whether that is a safe place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from weekbrief_build.school.mistake import N_, Mistake, Scope, say

NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "davfs", "fuse.davfs2", "fuse.sshfs", "fuse.rclone", "ceph", "glusterfs"}
)
"""File systems on which locks and syncs do not hold what SQLite needs of them."""
SYNCED = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "nextcloud",
    "owncloud",
    "icloud",
    "mobile documents",
    "pcloud",
    "syncthing",
)
"""Beginnings of folder names that synchronising programs make."""
SYNC_MARKS = (".stfolder", ".dropbox", ".dropbox.cache", ".sync_journal.db", ".owncloudsync.log", ".nextcloudsync.log")
"""What such a program leaves in the folder that it synchronises."""


@dataclass(frozen=True, slots=True)
class Place:
    """The two folders of a run, as absolute paths."""

    school: Path
    outbox: Path

    @property
    def cache(self) -> Path:
        """What may be deleted at any time."""
        return self.outbox / "cache"

    @property
    def pictures(self) -> Path:
        """The part of the cache that holds pictures that were made."""
        return self.cache / "pictures"

    @property
    def preview(self) -> Path:
        """Where the pages of a preview lie."""
        return self.cache / "preview"


def advice_on_outbox(outbox: Path, mounts: str) -> Iterator[Mistake]:
    """Warn where the outbox is no place for a database; `mounts` is the text of `/proc/mounts`, empty where there is none."""
    yield from open_to_others(outbox)
    if (kind := _file_system(outbox, mounts)) in NETWORK:
        yield _advice(outbox, N_("The outbox {folder} is on a network drive ({program}): a database is not safe there."), kind)
    for folder in (outbox, *outbox.parents):
        program = next((name for name in SYNCED if folder.name.casefold().startswith(name)), None)
        mark = next((name for name in SYNC_MARKS if (folder / name).exists()), None)
        if found := program or mark:
            yield _advice(outbox, N_("The outbox {folder} is in a synchronised folder ({program}): a database is not safe there."), found)
            return


def open_to_others(outbox: Path) -> Iterator[Mistake]:
    """Warn where others on this machine can look into the outbox: what lies in it is theirs alone whom the letters are for."""
    if outbox.is_dir() and outbox.stat().st_mode & 0o077:
        what = say(N_("Other users of this machine can look into the outbox {folder}."), folder=str(outbox))
        mend = say(N_("Close it: chmod 700 {folder} (under systemd: StateDirectoryMode=0700)"), folder=str(outbox))
        yield Mistake("outbox", None, what, mend, Scope.ADVICE)


def _advice(outbox: Path, what: str, program: str) -> Mistake:
    mend = say(N_("Give a folder on this machine's own disk: --outbox /var/lib/weekbrief"))
    return Mistake("outbox", None, say(what, folder=str(outbox), program=program), mend, Scope.ADVICE)


def _file_system(folder: Path, mounts: str) -> str:
    """The kind of the file system that a folder is on: of the longest mount point above it."""
    above = {str(folder), *(str(parent) for parent in folder.parents)}
    found = [
        (point.replace("\\040", " "), kind) for _, point, kind, *_ in (line.split() for line in mounts.splitlines() if line.count(" ") > 1)
    ]
    return max(((len(point), kind) for point, kind in found if point in above), default=(0, ""))[1]
