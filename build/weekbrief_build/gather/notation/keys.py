"""Knows every key and word of `groups.yaml` and of front matter in English and Dutch; it never takes one word for another.

One table holds the pairs (DESIGN.md, "groups.yaml"). A word is the same whatever its case, spaces, hyphens, underscores and
apostrophes: `reply_by`, `Reply by` and `reply-by` are one key. A word that no table holds is told to whoever wrote it, with the word
that comes nearest; it is never passed over, for it may be a misspelt `left` or `people`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from unicodedata import normalize

from weekbrief_build.gather.notation.yaml_tree import Node, Pairs, Scalar
from weekbrief_build.school.mistake import N_, Sentence, say

OTHER_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # groups.yaml
        "school": (),
        "mail": ("post", "e-mail", "verzending"),
        "groups": ("groepen", "klassen"),
        "children": ("kinderen", "leerlingen"),
        "families": ("gezinnen",),
        "name": ("naam",),
        "language": ("taal",),
        "timezone": ("tijdzone", "time zone"),
        "newsletter": ("nieuwsbrief", "weekbrief"),
        "sender": ("afzender",),
        "head": ("directeur", "directie", "directrice"),
        "rights": ("rechten",),
        "consent_renewal": ("toestemming vernieuwen", "vernieuwing toestemming", "toestemming vervalt"),
        "consent": ("toestemming",),
        "further": ("verder", "overige", "verdere doelen", "overige doelen"),
        "pictures_without_consent": ("beelden zonder toestemming", "foto's zonder toestemming"),
        "largest_picture": ("grootste foto", "grootste beeld"),
        "example": ("voorbeeld",),
        "outbox": ("postvak uit", "uitgaande post"),
        "email": ("e-mail", "mail", "e-mailadres", "mailadres", "e-mail address"),
        "transport": ("vervoer",),
        "provider": ("aanbieder", "dienst"),
        "host": ("server",),
        "port": ("poort",),
        "security": ("beveiliging",),
        "unencrypted": ("onversleuteld",),
        "username": ("gebruikersnaam", "user", "gebruiker"),
        "auth": ("aanmelden", "aanmelding", "login"),
        "token_command": ("tokenopdracht", "token opdracht"),
        "oauth": (),
        "client_id": ("client", "application id", "toepassings-id"),
        "tenant": ("tenant id",),
        "scope": ("bereik",),
        "token_url": ("token endpoint", "token adres"),
        "per_minute": ("per minuut",),
        "largest_letter": ("grootste brief",),
        "connections": ("verbindingen",),
        "life": ("levensduur", "dagen proberen", "days to try"),
        "verp": ("eigen retouradres",),
        "bounces_to": ("retouradres", "bounces naar"),
        "archive": ("archief",),
        "archive_mailbox": ("archiefpostbus", "postbus archief"),
        "bounces_mailbox": ("retourpostbus", "postbus retour"),
        "folder": ("map",),
        "dkim": (),
        "domain": ("domein",),
        "selector": (),
        # what may not stand in groups.yaml: known, so that it can be refused by name
        "password": ("wachtwoord", "pass", "passwd", "app password", "app-wachtwoord"),
        "client_secret": ("secret", "geheim", "clientgeheim"),
        "refresh_token": ("token", "access token", "verversingstoken"),
        "private_key": ("key", "sleutel", "privésleutel", "geheime sleutel"),
        "everyone": ("iedereen", "hele school"),
        "teachers": ("leerkrachten", "leraren", "juffen en meesters", "docenten"),
        "called": ("roepnaam",),
        "left": ("vertrokken", "van school"),
        "number": ("leerlingnummer", "nummer"),
        "guardians": ("ouders", "verzorgers", "ouders en verzorgers"),
        "delivery": ("bezorging",),
        # front matter
        "title": ("titel",),
        "date": ("datum",),
        "author": ("auteur", "schrijver"),
        "pictures": ("foto's", "foto", "beelden", "plaatjes", "photos"),
        "people": ("wie", "personen", "mensen"),
        "caption": ("bijschrift", "onderschrift"),
        "alt": ("alt-tekst", "beschrijving"),
        "checked": ("gecontroleerd", "nagekeken"),
        "of": ("van",),
        "complete": ("compleet", "volledig"),
        "nobody_at": ("niemand bij",),
        "unknown_at": ("onbekend bij",),
        "child": ("kind", "leerling"),
        "face": ("gezicht",),
        "event": ("uitnodiging", "activiteit"),
        "start": ("begin",),
        "end": ("einde", "eind", "tot"),
        "place": ("plaats", "waar"),
        "reply_by": ("antwoord voor", "antwoorden voor", "aanmelden voor"),
        "cancelled": ("geannuleerd", "afgelast", "gaat niet door", "canceled"),
        "to": ("aan",),
        "draft": ("concept",),
        "new": ("nieuw",),
        "until": ("tot", "tot en met"),
        "not_names": ("geen namen", "geen naam"),
        "attachments": ("bijlagen", "bijlage", "attachment"),
        # words.txt
        "allowed": ("toegestaan",),
        # theme.yaml
        "colours": ("kleuren", "colors"),
        "logo": (),
        "words": ("woorden",),
        "dark": ("donker",),
        "page": ("pagina",),
        "paper": ("papier", "vel"),
        "text": ("tekst",),
        "soft": ("zacht",),
        "heading": ("kop",),
        "link": ("links", "koppeling"),
        "news": ("nieuws",),
        "todo": ("te doen", "to do"),
        "line": ("lijn",),
        "edge": ("rand",),
        "accent": (),
        "quote": ("citaat",),
        "band": ("strook",),
        # words that stand as values
        "yes": ("true", "ja", "waar"),
        "no": ("false", "nee", "onwaar"),
        "nobody": ("niemand", "no one"),
        "app": (),
        "withhold": ("achterhouden", "weglaten"),
        "cover": ("afdekken",),
        "maildir": (),
        "smtp": (),
        "microsoft365": ("microsoft 365", "microsoft", "office365", "outlook", "m365"),
        "google": ("google workspace", "gmail"),
        "xoauth2": ("oauth", "oauth2"),
        "starttls": (),
        "tls": (),
        "none": ("geen",),
    }
)
"""Each English word, with the other ways to write it. One word may stand for two (`tot`): which is meant, its place says."""


def fold(written: str) -> str:
    """The word without what people write in different ways: case, spaces, hyphens, underscores, apostrophes, Unicode form."""
    return "".join(sign for sign in normalize("NFKC", written).casefold() if sign.isalnum())


def _index() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for english, others in OTHER_WORDS.items():
        for folded in dict.fromkeys(fold(word) for word in (english, *others)):
            found.setdefault(folded, []).append(english)
    return MappingProxyType({folded: tuple(words) for folded, words in found.items()})


_ENGLISH_OF = _index()


def word_of(written: str, among: Collection[str]) -> str | None:
    """The English word that is written here, if it is one of these; None where it is none of them."""
    if written in among:
        return written
    folded = fold(written)
    return next((english for english in (*_ENGLISH_OF.get(folded, ()), folded) if english in among), None)


def truth_of(written: str) -> bool | None:
    """Whether `ja`, `yes`, `true` or `nee`, `no`, `false` is written here; None where it is neither."""
    return {"yes": True, "no": False}.get(word_of(written, ("yes", "no")) or "")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a key; the reader of the file makes a mistake of it."""

    line: int
    what: Sentence
    mend: Sentence


@dataclass(frozen=True, slots=True)
class Keyed:
    """A mapping whose keys are known."""

    found: Mapping[str, tuple[Scalar, Node]]
    """By English key: the key as it was written, and its value; of a key that stands twice, the first."""
    flaws: tuple[Flaw, ...]


_MOST_TOLD = 20
"""More than anybody mends at once: a table that was pasted here has a key in each of its 20,000 lines."""


def read_keys(pairs: Pairs, known: Collection[str]) -> Keyed:
    """Sort the pairs by English key; a key that is not among the known ones, or stands twice (in two languages), is a flaw."""
    found: dict[str, tuple[Scalar, Node]] = {}
    flaws: list[Flaw] = []
    for key, value in pairs.pairs:
        english = word_of(key.text, known)
        if english is None:
            flaws += [_unknown(key, known)] if len(flaws) < _MOST_TOLD else []
        elif english in found:
            what = say(
                N_("“{key}” says the same as “{first}” on line {line}."),
                key=key.text,
                first=found[english][0].text,
                line=found[english][0].line,
            )
            flaws.append(Flaw(key.line, what, say(N_("Keep one of the two."))))
        else:
            found[english] = (key, value)
    return Keyed(found, tuple(flaws))


def nearest(written: str, words: Collection[str]) -> str | None:
    """Of these words, the one that was probably meant."""
    by_fold = {fold(word): word for word in words}
    near = get_close_matches(fold(written)[:60], by_fold, n=1)
    return by_fold[near[0]] if near else None


def _unknown(key: Scalar, known: Collection[str]) -> Flaw:
    what = say(N_("“{key}” is not a word that can stand here."), key=key.text)
    meant = nearest(key.text, [word for english in known for word in (english, *OTHER_WORDS.get(english, ()))])
    if meant:
        return Flaw(key.line, what, say(N_("Did you mean “{word}”?"), word=meant))
    return Flaw(key.line, what, say(N_("Take it out, or write one of: {words}."), words=", ".join(sorted(known))))
