"""Lists the words, in Dutch and English, that speak of somebody's health or home: beside a child's name they are looked at twice.

They give advice and hold nothing back, so common words may stand here; but none that is harmless more often than not (`arts` is English
for crafts, `gips` is for making masks, `add` is what one does with numbers, waste is `gescheiden` too).
"""

from __future__ import annotations

DUTCH_HEALTH = (
    *("ziek", "zieke", "ziekte", "ziekenhuis", "griep", "koorts", "corona", "waterpokken", "krentenbaard", "hersenschudding"),
    *("operatie", "geopereerd", "huisarts", "therapie", "therapeut", "psycholoog", "psychiater", "medicijn", "medicijnen"),
    *("medicatie", "ritalin", "allergie", "allergisch", "astma", "diabetes", "suikerziekte", "epilepsie", "adhd", "autisme"),
    *("autistisch", "dyslexie", "dyslectisch", "dyscalculie", "depressie", "depressief", "eetstoornis", "anorexia", "kanker"),
    *("leukemie", "tumor", "chemo", "chemokuur", "hoofdluis", "luizen", "neten", "handicap", "gehandicapt", "rolstoel"),
    *("gehoorapparaat", "besmet", "besmettelijk", "diagnose", "blessure", "beterschap", "gebroken arm", "gebroken been"),
    *("arm gebroken", "been gebroken", "in het gips", "bedplassen", "diarree"),
)
DUTCH_HOME = (
    *("echtscheiding", "uithuisplaatsing", "uit huis geplaatst", "pleeggezin", "pleegkind", "pleegouders", "voogd"),
    *("ondertoezichtstelling", "jeugdzorg", "veilig thuis", "voedselbank", "gevangenis", "schuldhulp", "asielprocedure"),
    "verblijfsvergunning",
)
ENGLISH_HEALTH = (
    *("ill", "illness", "sick", "sickness", "flu", "fever", "chickenpox", "chicken pox", "hospital", "surgery", "concussion"),
    *("broken arm", "broken leg", "asthma", "allergy", "allergic", "epilepsy", "autism", "autistic", "dyslexia", "dyslexic"),
    *("depression", "cancer", "leukaemia", "leukemia", "tumour", "medication", "medicine", "therapy", "therapist"),
    *("psychologist", "wheelchair", "disability", "disabled", "lice", "nits", "diagnosis", "diagnosed", "injury", "injured"),
    "get well",
)
ENGLISH_HOME = (
    *("divorce", "divorced", "foster family", "foster parents", "custody", "social services", "food bank", "prison"),
    "asylum",
)
PRIVATE_WORDS = (*DUTCH_HEALTH, *DUTCH_HOME, *ENGLISH_HEALTH, *ENGLISH_HOME)
