"""Reads what a row of `consent.csv` is about; what can mean several purposes of letters means a no to each of them, and never a yes.

Three kinds of words stand there. A purpose of letters, in either language: `photo-group`, `Foto groep`. A further one, which letters never
use: those of `FURTHER`, and those that the school declares in `groups.yaml`. And what people write instead of a row for each purpose:
`alles`, `foto en video`, `beeldmateriaal groep`. Everything else may be a misspelt no, and is told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product
from types import MappingProxyType

from weekbrief_build.gather.notation.keys import fold
from weekbrief_build.school.consent import LETTER_PURPOSES, Kind, Reach, purpose
from weekbrief_build.school.mistake import N_, Sentence, say
from weekbrief_build.school.spelling import folded

_KINDS = {Kind.PHOTO: ("photo", "foto"), Kind.VIDEO: ("video",), Kind.NAME: ("name", "naam")}
_REACHES = {Reach.GROUP: ("group", "groep"), Reach.SCHOOL: ("school",)}
PURPOSES: Mapping[str, str] = MappingProxyType(
    {
        fold(kind_word + reach_word): purpose(kind, reach)
        for (kind, kind_words), (reach, reach_words) in product(_KINDS.items(), _REACHES.items())
        for kind_word, reach_word in product(kind_words, reach_words)
    }
)
"""Every way to write a purpose that letters ask for, folded: `photo-group`, `foto-groep`, `Foto groep`."""

FURTHER = (
    "website", "schoolwebsite", "school website", "site", "internet", "online",
    "social-media", "sociale media", "socials", "facebook", "instagram", "youtube", "tiktok", "twitter", "linkedin",
    "whatsapp", "whatsapp-group", "whatsapp-groep", "groepsapp", "klassenapp", "ouderapp", "parent app", "schoolapp", "parro",
    "social schools", "klasbord", "classdojo", "ouderportaal", "parent portal",
    "school-guide", "schoolgids", "brochure", "folder", "flyer", "promotion", "promotie", "pr", "publiciteit", "publicity",
    "school paper", "schoolkrant", "school newspaper", "yearbook", "jaarboek", "jaarverslag", "annual report",
    "press", "pers", "krant", "newspaper", "local press", "lokale pers", "tv", "television", "televisie", "radio",
    "school photographer", "schoolfotograaf", "address list", "adreslijst", "class list", "klassenlijst", "telefoonlijst",
    "birthday list", "verjaardagskalender", "research", "onderzoek", "interns", "stagiairs", "opleiding", "training", "beeldcoaching",
    "livestream", "infoscherm", "outings", "uitjes", "excursies", "schoolreis", "school trip", "medication", "medicatie", "medicijnen",
    "first aid", "ehbo", "zonnebrand", "sunscreen", "ggd", "data sharing", "gegevens delen", "insurance", "verzekering",
)  # fmt: skip
"""Purposes that schools ask for too, as they write them; letters never use them."""

_FURTHER = frozenset(map(fold, FURTHER))
_EVERY_KIND = frozenset(Kind)
_IMAGES = frozenset({Kind.PHOTO, Kind.VIDEO})
_MEANT: Mapping[AbstractSet[Kind | Reach], str] = MappingProxyType(
    {
        frozenset({Kind.PHOTO}): "photo photos photograph photographs foto fotos fotootjes fotografie fotograferen",
        frozenset({Kind.VIDEO}): "video videos film films filmpje filmpjes filmen filmopname filmopnames filmopnamen clip clips",
        _IMAGES: "image images picture pictures beeld beelden beeldmateriaal beeldopname beeldopnames beeldopnamen opname opnames opnamen "
        "media recording recordings plaatje plaatjes afbeelding afbeeldingen",
        frozenset({Kind.NAME}): "name names naam namen voornaam voornamen achternaam",
        _EVERY_KIND: "all alles alle allemaal everything any anything every elk elke ieder iedere",
        frozenset({Reach.GROUP}): "group groep klas class groepen klassen groups classes",
        frozenset({Reach.SCHOOL}): "school schoolbreed schoolwide",
    }
)
"""The words with which purposes of letters are named, by what they mean."""
_MEANING = {word: meant for meant, words in _MEANT.items() for word in words.split()}
_WORDS = re.compile(r"[^\W_]+")
_JOINING = frozenset({"en", "and", "of", "or", "plus", "ook", "also"})
_SILENT = frozenset(
    _WORDS.findall(
        "s de het the a een in op on at voor for van aan to own eigen hele whole entire gehele binnen within both beide "
        "brief brieven letter letters weekbrief nieuwsbrief newsletter doel doelen purpose purposes soort soorten "
        "gebruik use maken taking delen sharing tonen showing toestemming consent mijn my our ons onze kind child"
    )
)
"""Words that change nothing of what is meant; no word of refusal, and none of exception, stands among them."""
_JOINS = re.compile(r"[,;/&+]")
_KIND = re.compile(r"(?:photo|foto|video)s?|names?|naam|namen")
_REACH_WORDS = ("group", "groep", "class", "klas", "school")
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Several:
    """What can mean one or more purposes of letters, and is none of their names: who says no to it, says no to each."""

    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoPurpose:
    """What is wrong with a word, and how to mend it."""

    what: Sentence
    mend: Sentence


def read_purpose(written: str, declared: Collection[str]) -> str | Several | NoPurpose:
    """The purpose that is written here, given those that the school declares; a further one as it stands there, but for case and spaces."""
    if asked := PURPOSES.get(fold(written)):
        return asked
    words, known = _words_of(written), _FURTHER | {fold(each) for each in declared}
    beyond, words = _parted(words[:_MOST_WORDS], known)
    meant, others = _sorted_out(words)
    joined = bool(_JOINS.search(written)) or not _JOINING.isdisjoint(words)
    if others or not (beyond or meant):
        return _unknown(written)
    if beyond and (not meant or not (joined or _names_letters(meant))):
        return folded(written)
    return Several(_purposes(meant))


def purposes_meant(written: str) -> tuple[str, ...]:
    """The purposes of letters that this can mean, or is nearly; a school cannot declare it as one of its own."""
    if asked := PURPOSES.get(fold(written)):
        return (asked,)
    meant, others = _sorted_out(_words_of(written))
    return () if others or not meant else _purposes(meant)


def is_nearly_asked(written: str) -> bool:
    """Whether it may be meant for one of the purposes that letters ask for: a slip of the finger, the words turned round, half of it."""
    if get_close_matches(fold(written)[:60], PURPOSES, n=1, cutoff=0.85):
        return True
    turned = "".join(reversed(_words_of(written)))
    return any((kind := _KIND.match(each)) and _is_nearly_a_reach(each[kind.end() :]) for each in dict.fromkeys((fold(written), turned)))


def _is_nearly_a_reach(rest: str) -> bool:
    """Whether what follows the kind is a reach, a piece of one, or nothing at all."""
    if any(rest.startswith(reach) or reach.startswith(rest) for reach in _REACH_WORDS):
        return True
    return bool(get_close_matches(rest[:60], _REACH_WORDS, n=1, cutoff=0.6))


def _words_of(written: str) -> list[str]:
    return [fold(word) for word in _WORDS.findall(folded(written))]


def _parted(words: list[str], known: AbstractSet[str]) -> tuple[bool, list[str]]:
    """Whether further purposes stand among the words (`social media`: one of two words), and the words without them."""
    places = ((start, end) for size in range(len(words), 0, -1) for start in range(len(words) - size + 1) for end in (start + size,))
    for start, end in places:
        if "".join(words[start:end]) in known:
            return True, _parted([*words[:start], *words[end:]], known)[1]
    return False, words


def _sorted_out(words: Iterable[str]) -> tuple[frozenset[Kind | Reach], list[str]]:
    """The kinds and reaches that these words name, and the words that are no part of any purpose of letters."""
    meant, others = frozenset[Kind | Reach](), list[str]()
    for word in words:
        if word in _MEANING:
            meant |= _MEANING[word]
        elif word in PURPOSES:
            meant |= {part for part in (*Kind, *Reach) if part.value in PURPOSES[word].split("-")}
        elif word not in _JOINING and word not in _SILENT:
            others.append(word)
    return meant, others


def _names_letters(meant: AbstractSet[Kind | Reach]) -> bool:
    """Whether words beside a further purpose name one of letters: in `photo group website`; not in `website school`, `photo website`."""
    return Reach.GROUP in meant or (Reach.SCHOOL in meant and len(meant) > 1)


def _purposes(meant: AbstractSet[Kind | Reach]) -> tuple[str, ...]:
    """Of each kind that is named, or of all, each reach that is named, or all."""
    kinds, reaches = [one for one in Kind if one in meant], [one for one in Reach if one in meant]
    return tuple(sorted(purpose(kind, reach) for kind, reach in product(kinds or Kind, reaches or Reach)))


def _unknown(written: str) -> NoPurpose:
    words = ", ".join(sorted(LETTER_PURPOSES))
    if is_nearly_asked(written):
        what = say(N_("“{written}” is nearly a purpose that letters ask for, but not quite."), written=written)
        return NoPurpose(what, say(N_("Write one of: {words}. Give anything else a name of its own."), words=words))
    what = say(N_("“{written}” is no purpose that Weekbrief knows: it might be a misspelt no."), written=written)
    own = "-".join(_WORDS.findall(folded(written)))
    if not own or not _MEANING.keys().isdisjoint(_words_of(written)):
        return NoPurpose(what, say(N_("Write one of: {words}."), words=words))
    mend = N_("Write one of: {words}. If it is another purpose of the school's own, add to groups.yaml: “consent: {{further: [{own}]}}”")
    return NoPurpose(what, say(mend, words=words, own=own))
