"""Opens a letter in Thunderbird, on a screen that nobody sees, and gives back what stands there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageGrab

SCREEN = "1000x4200x24"
PREFERENCES = {
    "app.donation.eoy.version.viewed": 999,
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "mail.accounthub.enabled": False,
    "mail.account.account1.server": "server1",
    "mail.accountmanager.accounts": "account1",
    "mail.accountmanager.localfoldersserver": "server1",
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.server.server1.directory-rel": "[ProfD]Mail/Local Folders",
    "mail.server.server1.hostname": "Local Folders",
    "mail.server.server1.name": "Local Folders",
    "mail.server.server1.type": "none",
    "mail.server.server1.userName": "nobody",
    "mail.shell.checkDefaultClient": False,
    "mailnews.start_page.enabled": False,
    "mailnews.start_page_override.mstone": "ignore",
}
"""One account with no mail in it: without it Thunderbird asks for one instead of showing a letter."""
TRIES, BETWEEN = 400, 0.25


def shown(letter: bytes, folder: Path, ready: Callable[[Image.Image], bool]) -> Image.Image:
    """The screen as soon as it is `ready`, or as it is when Thunderbird has had a hundred seconds."""
    profile = folder / "profile"
    profile.mkdir()
    lines = [
        f'user_pref("{name}", {str(value).lower() if not isinstance(value, str) else repr(value)});' for name, value in PREFERENCES.items()
    ]
    (profile / "user.js").write_text("\n".join(lines), encoding="ascii")
    file = folder / "letter.eml"
    file.write_bytes(letter)
    with _screen() as display:
        environment = {**os.environ, "HOME": str(folder), "DISPLAY": display, "MOZ_CRASHREPORTER_DISABLE": "1"}
        thunderbird = subprocess.Popen(
            ["thunderbird", "--profile", profile, "--no-remote", "-file", file],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            for _ in range(TRIES):
                seen = ImageGrab.grab(xdisplay=display).convert("RGB")
                if ready(seen) or _has_ended(thunderbird):
                    break
            return seen
        finally:
            thunderbird.terminate()
            thunderbird.wait(timeout=30)


def _has_ended(program: subprocess.Popen[bytes]) -> bool:
    """Whether it ends of itself before the next look."""
    try:
        program.wait(timeout=BETWEEN)
    except subprocess.TimeoutExpired:
        return False
    return True


@contextmanager
def _screen() -> Iterator[str]:
    """A screen of its own, under a number that is free."""
    with subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout is not None
        try:
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()
