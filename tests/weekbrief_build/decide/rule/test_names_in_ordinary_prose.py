"""That ordinary school prose is rarely taken for a name, also where children are called as flowers, birds and weather are."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, product

from schools import TODAY, a_child, a_post, a_school

from weekbrief_build.decide.rule.audience import audience_of
from weekbrief_build.decide.rule.consent import ConsentsOn
from weekbrief_build.decide.rule.names import names_held_back
from weekbrief_build.school.consent import Register

NAMES = ("Roos Vos", "Mees de Wit", "Storm Bakker", "Wolf Visser", "Jet de Boer", "Sterre Kok", "Bo Smit")
SCHOOL = a_school(
    [a_child(name.casefold().replace(" ", "-"), "groep-5b", name=name) for name in NAMES],
    {name.rpartition(" ")[2].casefold(): [name.casefold().replace(" ", "-")] for name in NAMES},
)
WHEN = ("Maandag", "Dinsdagmiddag", "Vorige week", "Na de pauze", "Bij het buitenspelen", "In de kring", "Tijdens de les", "Vrijdag")
WHO = ("groep 5", "de kleuters", "een paar kinderen", "de hele klas", "de bovenbouw")
DID = (
    "keken we naar een roos in de tuin van de buren",
    "zat er een mees in het nestkastje bij het raam",
    "hadden we het over storm, regen en wind",
    "las de juf voor over de wolf en de zeven geitjes",
    "maakten we van papier een roos, een tulp en een ster",
    "telden we een koolmees, een vos en twee konijnen",
    "speelden we dat er storm op zee was",
    "tekende iedereen een sterrenhemel met de grote beer",
    "bakten we koek bij de bakker op de hoek",
    "gingen we met de boer mee naar de koeien",
    "was de visser van het schilderij ons onderwerp",
    "leerden we dat jetlag van vliegen komt",
    "zongen we een lied over de witte wolken",
    "plakten we een bosbo\u00efs van takken en bladeren",
    "kookte de kok soep van pompoen voor ons allemaal",
    "kregen we een smid op bezoek met een aambeeld",
    "schreven we een verhaal waarin een wolfje verdwaalt",
    "rekenden we met geld, meters en kilo's",
    "oefenden we de tafels van 3, 6 en 9",
    "mochten we onze jassen aan de nieuwe kapstok hangen",
    "hoorden we hoe de mezen 's winters eten zoeken",
    "deden we een stormloop met de bal op het plein",
    "vertelde meester Jan over Rozenburg en Wolfheze",
    "knutselden we een Sterrenwacht en een Stormvogel",
)
ENDS = (
    "",
    " Dat was leuk!",
    " Neem een gymtas mee.",
    " Wie helpt er mee opruimen?",
    " De foto's volgen later.",
    " Tot volgende week.",
)
BEGINNING = ("Roos is een bloem die ook stekels heeft.", "Storm op komst, zei het weerbericht.", "Wolf en geitje liepen door het bos.")
"""What nobody can tell from a name: a sentence begins with it."""


def sentences() -> list[str]:
    """5,000 sentences, such as stand in a class's week."""
    made = (
        f"{when} {did.replace('we ', f'{who} ', 1) if ' we ' in did else did}.{end}"
        for did, when, who, end in product(DID, WHEN, WHO, ENDS)
    )
    return [*islice(made, 5000 - 10 * len(BEGINNING)), *(10 * BEGINNING)]


def held(text: str, not_names: frozenset[str] = frozenset()) -> bool:
    """Whether a post with this text waits for a name."""
    post = a_post("Onze week", text)
    post = replace(post, versions=(replace(post.versions[0], not_names=not_names),))
    return bool(names_held_back(post, audience_of(post, SCHOOL, TODAY), ConsentsOn(TODAY, SCHOOL, Register.of(()))))


def test_ordinary_prose_is_held_less_than_once_in_a_hundred_sentences() -> None:
    """And each time `not_names` lets it go."""
    prose = sentences()
    alarms = [text for text in prose if held(text)]
    assert len(prose) == 5000
    assert set(alarms) <= set(BEGINNING)
    assert len(alarms) < 50
    assert not any(held(text, frozenset({text.split()[0]})) for text in set(alarms))
