"""What is said, and done, where the ledger was put back from an older copy, and letters may have gone that it knows nothing of."""

from __future__ import annotations

from weekbrief_build.decide.plan.plan import Plan
from weekbrief_build.outbox.schema import OutboxUnusable
from weekbrief_build.school.mistake import N_, Mistake, Scope, Sentence, say

_AGAIN = N_(
    "The ledger in this outbox is an older copy. {letters} letters would go that may have gone already; nothing is sent. "
    "Look at weekbrief check, then say until when letters went: weekbrief settle --sent-until 2026-11-20T15:00"
)


def would_go_again(letters: int) -> OutboxUnusable:
    """What stops a run until a person has said what went."""
    return OutboxUnusable(say(_AGAIN, letters=letters))


def stop_where_it_would_go_again(plan: Plan) -> None:
    """Raise OutboxUnusable where this plan would send anything to guardians."""
    if plan.letters:
        raise would_go_again(len(plan.letters))


def told_of_older_copy(plan: Plan) -> Mistake:
    """For `check`: which posts would go, and to how many guardians."""
    posts = sorted({view.post.path for letter in plan.letters for view in letter.views})
    what = say(
        N_("The ledger is an older copy. {letters} letters would go that may have gone already, with these posts: {posts}"),
        letters=len(plan.letters),
        posts=", ".join(posts) or "-",
    )
    return Mistake("outbox", None, what, MEND, Scope.EVERYTHING)


MEND: Sentence = say(N_("Say until when letters went: weekbrief settle --sent-until 2026-11-20T15:00. What came later still goes."))
