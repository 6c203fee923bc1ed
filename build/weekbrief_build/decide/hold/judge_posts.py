"""Judges every post of a run, once: its names, its words, what else holds it, its pictures. Nobody else looks for names."""

from __future__ import annotations

from types import MappingProxyType

from weekbrief_build.decide.hold.hold_back import held_back, held_for_names
from weekbrief_build.decide.hold.unsuitable import Unsuitable, words_held_back
from weekbrief_build.decide.know.judged import Judged, JudgedPost
from weekbrief_build.decide.know.situation import SeenPost, Situation
from weekbrief_build.decide.rule.consent import ConsentsOn
from weekbrief_build.decide.rule.names import judge_mentions, names_written
from weekbrief_build.decide.rule.pictures import judge
from weekbrief_build.school.post import FacesFound


def judge_posts(situation: Situation, found: FacesFound) -> Judged:
    """Every post, where these faces were found in its pictures."""
    consents = ConsentsOn(situation.now.date(), situation.reading.school, situation.reading.register)
    unsuitable = Unsuitable.of(situation.reading.words)
    awaited = {seen.post.path for seen, awaiting in situation.candidates if awaiting}
    left = situation.memory.left()
    pictures = situation.pictures.with_faces(found)

    def judged(seen: SeenPost) -> JudgedPost:
        post, audience = seen.post, seen.audience
        is_awaited, told = post.path in awaited, bool(left.get(seen.id)) and _has_event(seen)
        held = held_back(seen, consents.school, consents.day, reused=post.path in situation.reused)
        if not (is_awaited or told):
            return JudgedPost(seen, is_awaited, told, held=held)
        names = names_written(post, audience, consents)
        named, words = held_for_names(post, [name for name in names if name.held]), words_held_back(post, unsuitable)
        if not is_awaited:
            return JudgedPost(seen, is_awaited, told, names, named, words, held)
        all_said = ((picture, pictures.all_said(post, picture, audience)) for picture in post.pictures)
        verdicts = tuple(judge(picture, said, consents) for picture, said in all_said)
        mentions = judge_mentions(post, audience, consents)
        return JudgedPost(seen, is_awaited, told, names, named, words, held, verdicts, mentions)

    return MappingProxyType({seen.post.path: judged(seen) for seen in situation.posts})


def _has_event(seen: SeenPost) -> bool:
    return any(version.event for version in seen.post.versions)
