"""Help categories as people write them, in English, French and Dutch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from web.models.vocabulary import HelpCategory
from web.services.importing.problems import BadCell, Reason
from web.services.importing.text import words

_WORDS = {
    HelpCategory.CONVERSATION: (
        *("conversation", "conversation practice", "language practice", "talking", "talk"),
        *("conversation table", "practise french", "practise dutch", "language"),
        *("table de conversation", "parler", "discussion", "pratique de la langue", "langue"),
        *("apprendre le francais", "francais", "pratiquer le francais", "exercer le francais"),
        *("conversatie", "praten", "babbelen", "babbel", "taal oefenen", "taal", "oefenen"),
        *("nederlands oefenen", "nederlands", "frans", "gesprek", "praattafel"),
    ),
    HelpCategory.HOMEWORK: (
        *("homework", "homework help", "school", "study help", "tutoring", "school work"),
        *("devoirs", "devoir", "aide aux devoirs", "ecole", "soutien scolaire", "scolaire"),
        *("huiswerk", "huiswerkhulp", "huiswerkbegeleiding", "huistaken", "huistaak", "studie"),
    ),
    HelpCategory.MAIL: (
        *("mail", "letters", "reading letters", "reading mail", "paperwork", "administration"),
        *("forms", "papers", "documents", "admin", "courrier", "lettres", "lire le courrier"),
        *("papiers", "formulaires", "demarches", "administratif", "brieven", "post"),
        *("administratie", "papieren", "formulieren", "papierwerk", "brieven lezen"),
    ),
    HelpCategory.TRANSPORT: (
        *("transport", "getting around", "driving", "lifts", "car", "deplacements", "deplacement"),
        *("trajets", "voiture", "se deplacer", "conduire", "vervoer", "verplaatsing"),
        *("verplaatsingen", "rijden", "autorit", "auto", "mobiliteit", "mobilite"),
    ),
    HelpCategory.DISCOVER: (
        *("discover", "discovering", "neighbourhood", "neighborhood", "city", "outings", "walks"),
        *("discovering the neighbourhood", "discovering the city", "visits", "culture", "museum"),
        *("decouvrir", "decouverte", "quartier", "ville", "sorties", "sortie", "balades"),
        *("promenades", "visites", "musee", "buurt", "stad", "ontdekken", "uitstap", "uitstappen"),
        *("wandelen", "wandelingen", "verkennen", "cultuur", "buurt verkennen"),
    ),
    HelpCategory.MEAL: (
        *("meal", "meals", "sharing a meal", "cooking", "eating", "dinner", "repas", "cuisine"),
        *("cuisiner", "manger", "partager un repas", "maaltijd", "maaltijden", "koken", "eten"),
        *("samen eten", "samen koken"),
    ),
    HelpCategory.SPORT: (
        *("sport", "sports", "leisure", "sport and leisure", "hobby", "hobbies", "football"),
        *("loisirs", "sport et loisirs", "velo", "vrije tijd", "sporten", "fietsen", "voetbal"),
        *("cycling", "swimming", "natation", "zwemmen"),
    ),
    HelpCategory.PLAY: (
        *("play", "playing", "children s play", "childrens play", "playing with children"),
        *("babysitting", "child care", "games", "jeux", "jouer", "jeux d enfants", "garde"),
        *("jouer avec les enfants", "spelen", "spel", "kinderspel", "oppassen", "kinderopvang"),
        *("spelletjes", "spelen met kinderen"),
    ),
    HelpCategory.PARENTING: (
        *("parenting", "parenting talk", "raising children", "education", "parents", "parentalite"),
        *("talking about raising children", "education des enfants", "opvoeding", "ouderschap"),
        *("opvoeden", "ouders"),
    ),
    HelpCategory.WORK: (
        *("work", "job", "jobs", "looking for work", "job search", "cv", "employment", "travail"),
        *("emploi", "recherche d emploi", "chercher du travail", "werk", "werk zoeken"),
        *("sollicitatie", "solliciteren", "job zoeken"),
    ),
    HelpCategory.HOME: (
        *("home", "housing", "looking for a home", "house", "flat", "house hunting", "logement"),
        *("recherche de logement", "maison", "chercher un logement", "wonen", "woning"),
        *("huisvesting", "woning zoeken", "huis", "woonst zoeken"),
    ),
    HelpCategory.DIGITAL: (
        *("digital", "digital help", "computer", "phone", "phone and computer", "internet", "it"),
        *("smartphone", "numerique", "ordinateur", "informatique", "digitaal", "telefoon"),
        *("digitale hulp", "pc"),
    ),
}
_SEPARATORS = re.compile(r"[;,/|•·\n+&]")
_PRIORITY = re.compile(r"(?<!\d)([123])(?!\d)")
_LONGEST = 4


def parse_categories(text: str) -> dict[HelpCategory, int | None]:
    """Category to the priority that was written beside it, in the order of writing.

    Raises:
        BadCell: a part of the list names none.
    """
    found: dict[HelpCategory, int | None] = {}
    for piece in filter(None, map(str.strip, _SEPARATORS.split(text))):
        named = _named(words(piece))
        if not named:
            raise BadCell(Reason.CATEGORY_UNKNOWN, piece)
        priority = _PRIORITY.search(piece)
        for category in named:
            found.setdefault(category, int(priority[1]) if priority else None)
    return found


def in_order(named: Mapping[HelpCategory, int | None]) -> dict[HelpCategory, int]:
    """Category to priority: the written one, else the earlier named the more important."""
    by_order = (1, 2, 2)
    return {
        category: written or (by_order[place] if place < len(by_order) else 3)
        for place, (category, written) in enumerate(named.items())
    }


def category_named(text: str) -> HelpCategory | None:
    """The category that `text` is a name of, and nothing else."""
    return _phrases().get(" ".join(words(text)))


def _named(said: list[str]) -> list[HelpCategory]:
    """The categories in a text, each run of words read as far as it goes."""
    found: list[HelpCategory] = []
    start = 0
    while start < len(said):
        length = 1
        for candidate in range(min(_LONGEST, len(said) - start), 0, -1):
            category = _phrases().get(" ".join(said[start : start + candidate]))
            if category:
                found.append(category)
                length = candidate
                break
        start += length
    return list(dict.fromkeys(found))


@cache
def _phrases() -> dict[str, HelpCategory]:
    return {phrase: category for category, phrases in _WORDS.items() for phrase in phrases}
