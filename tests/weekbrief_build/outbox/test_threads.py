from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from outboxes import a_letter, a_view, some_work
from schools import a_post

from weekbrief_build.decide.know.readers import Reader
from weekbrief_build.decide.letters.views import View
from weekbrief_build.decide.plan.plan import Plan, PlannedLetter
from weekbrief_build.outbox.commit import hand_over
from weekbrief_build.outbox.ledger import open_outbox
from weekbrief_build.outbox.memory import remember
from weekbrief_build.outbox.threads import FirstLetters, first_letters
from weekbrief_build.school.letter import LetterKind

FEAST, NEWS = a_post("Feest"), a_post("Nieuws")


def _threads(folder: Path, *views: View, stranger: bool = False) -> FirstLetters:
    """What the letters to two guardians follow, of which the first was sent the post before, with these views in each."""
    work = some_work([a_letter(1)], posts=[FEAST, NEWS])
    with open_outbox(folder) as outbox:
        hand_over(outbox, work.plan, work.letters, edition_at_once=False)
        (known,) = remember(outbox.ledger, work.plan.now).guardians
        told = replace(work.plan.readers[0], known=None if stranger else known)
        other = replace(work.plan.readers[0], known=replace(known, id=known.id + 1, email="nieuw@example.org"))
        readers: list[Reader] = [told, replace(other, guardian=replace(other.guardian, email="nieuw@example.org"))]
        letters = tuple(PlannedLetter(reader, LetterKind.POST, views) for reader in readers)
        return first_letters(outbox.ledger, Plan(work.plan.now, None, letters, work.plan.posts, (), ()))


def test_a_letter_about_a_changed_event_follows_the_one_that_told_the_post(tmp_path: Path) -> None:
    """For each guardian their own: who was never told the post has none, and nobody's letter stands below that of another."""
    changed = replace(a_view(FEAST), changed=True, sequence=1)
    assert _threads(tmp_path, changed) == {("ouder1@example.org", FEAST.path): "<letter-1@regenboog.example>"}


def test_news_follows_nothing(tmp_path: Path) -> None:
    """Only what became of an event stands below another letter, also beside news."""
    changed = replace(a_view(FEAST), changed=True, sequence=1)
    assert _threads(tmp_path, a_view(NEWS), changed) == {("ouder1@example.org", FEAST.path): "<letter-1@regenboog.example>"}
    assert _threads(tmp_path / "other", a_view(NEWS)) == {}


def test_a_guardian_whom_the_ledger_does_not_know_has_no_thread(tmp_path: Path) -> None:
    """Nothing was ever sent to them."""
    assert _threads(tmp_path, replace(a_view(FEAST), changed=True, sequence=1), stranger=True) == {}
