"""Remembers that a login was refused, so that a timer does not try a wrong password every quarter of an hour until the account is locked.

What is kept tells nothing of the secret: a salted scrypt of it with the settings, enough to see that somebody has changed one.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import scrypt
from pathlib import Path
from secrets import token_bytes

Account = tuple[object, ...]
"""All that tells one login from another, the secret too."""
REFUSED_LOGIN = "login-refused.json"
"""Its name in the outbox."""
PAUSE = timedelta(hours=1)
"""How long the same login is not tried again."""


class Refusals:
    """The last refusal, in a file of the outbox."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def standing(self, account: Account, now: datetime) -> str | None:
        """What the server said, where the same login was refused less than PAUSE ago."""
        try:
            told = json.loads(self._file.read_text(encoding="utf-8"))
            at, salt, mark, reply = datetime.fromisoformat(told["at"]), bytes.fromhex(told["salt"]), told["mark"], told["reply"]
            if not timedelta() <= now - at < PAUSE or mark != _mark(account, salt):
                return None
        except (OSError, ValueError, KeyError, TypeError):
            return None  # no such file, or one that nobody can use: then there is nothing to go by
        return str(reply)

    def remember(self, account: Account, reply: str, now: datetime) -> None:
        """This login was refused. Best effort: a disk that cannot write has other troubles, and tells them itself."""
        salt = token_bytes(16)
        told = {"at": now.astimezone(UTC).isoformat(timespec="seconds"), "salt": salt.hex(), "mark": _mark(account, salt), "reply": reply}
        draft = self._file.with_suffix(".draft")
        with suppress(OSError):
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(told), encoding="utf-8")
            draft.replace(self._file)

    def forget(self) -> None:
        """A login went well."""
        with suppress(OSError):
            os.unlink(self._file)  # noqa: PTH108 - suppressing a missing file is what is meant here


def _mark(account: Account, salt: bytes) -> str:
    return scrypt(repr(account).encode(), salt=salt, n=2**14, r=8, p=1, dklen=32).hex()
