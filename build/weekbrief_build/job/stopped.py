"""Tells the head by mail what stops everything, once, by the last good settings; nothing else is sent, and nothing to any family."""

from __future__ import annotations

from weekbrief_build.decide.plan.plan import Plan
from weekbrief_build.decide.tell.complaints import complaints, cut_off
from weekbrief_build.gather.office.groups import read_groups
from weekbrief_build.gather.office.layouts import read_layouts
from weekbrief_build.job.moment import Moment
from weekbrief_build.job.place import Place
from weekbrief_build.job.sender_port import run_sender
from weekbrief_build.job.trust import first_to_go
from weekbrief_build.job.workshop import Stopped
from weekbrief_build.outbox.commit import hand_over
from weekbrief_build.outbox.last_good import STOPPED, last_good
from weekbrief_build.outbox.ledger import is_there, open_outbox
from weekbrief_build.outbox.memory import remember
from weekbrief_build.render.press import Press
from weekbrief_build.school.letter import LetterKind
from weekbrief_build.school.mistake import N_, key_of, say


def tell_of_stop(place: Place, moment: Moment, stopped: Stopped) -> None:
    """Write to the head what she was not told yet, and send that alone; where no run was ever good, or none was let go, nothing.

    Raises what `open_outbox` raises, and OSError where the disk fails.
    """
    groups = last_good(place.outbox) if is_there(place.outbox) else None
    school = read_groups(groups).school if groups else None
    if school is None:
        return
    now = moment.in_school(school.timezone)
    with open_outbox(place.outbox) as outbox:
        noticed = remember(outbox.ledger, now).noticed
        new = [one for one in stopped.mistakes if f"{STOPPED}{key_of(one)}" not in noticed]
        if new:
            listed, _ = cut_off(complaints(stopped.mistakes, school))
            opening = (
                say(N_("Hello {name},"), name=school.head.name),
                say(
                    N_("Nothing is sent to anybody until what stands below is mended. Then everything goes by itself, and nothing is lost.")
                ),
            )
            press = Press(school, read_layouts(None), {}, None, key=outbox.key)
            subject = say(N_("No letter goes: something has to be mended first"))
            letter = press.notice(school.head, LetterKind.NOTICE, subject, opening, listed, now)
            keys = tuple(f"{STOPPED}{key_of(one)}" for one in stopped.mistakes)
            hand_over(outbox, Plan(now, None, (), (), (), ()), (), [(letter, keys)], edition_at_once=False)
        if first_to_go(outbox.ledger, place, school):
            return
    as_if = ["--now", now.isoformat()] if moment.on else []
    run_sender("weekbrief_sender", "--school-only", *as_if, str(place.outbox), printed=False)


_UNTIL = say(N_("Nothing is sent to anybody until what stands below is mended. Then everything goes by itself, and nothing is lost."))
