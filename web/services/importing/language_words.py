"""What languages and levels are called beside their names in CLDR. Folded: see `text`."""

from __future__ import annotations

from web.models.vocabulary import Level

ALSO = {
    "ar": ("darija", "arabe classique", "arabe standard", "standaard arabisch", "arabic standard"),
    "ckb": ("sorani", "soranie", "kurde sorani", "koerdisch sorani", "central kurdish"),
    "de": ("allemand", "duits"),
    "fa": ("farsi", "perse", "iranien", "iraans", "iranian"),
    "ff": ("peul", "peulh", "fula", "fulani", "pular", "fulfulde"),
    "kmr": ("kurmanji", "kurmandji", "kurmanci", "northern kurdish", "noord koerdisch"),
    "ku": ("kurdish", "kurde", "koerdisch"),
    "nl": ("flemish", "flamand", "vlaams", "hollandais", "flamisch"),
    "pa": ("pendjabi", "punjabi", "panjabi"),
    "prs": ("dari", "farsi dari", "persan dari", "afghan persian"),
    "ps": ("pashto", "pashtu", "pachtou", "pachtoun", "pachtoune", "pachto", "pasjto", "paschtu"),
    "rw": ("kinyarwanda", "rwandais"),
    "sr": ("serbo croatian", "serbo croate", "servo kroatisch"),
    "ti": ("tigrinya", "tigrigna", "tigrinja", "tigrynia"),
    "uk": ("oekraiens", "ukrainian", "ukrainien"),
    "zgh": (
        "tamazight",
        "berber",
        "berbere",
        "berbers",
        "amazigh",
        "rifain",
        "riffijns",
        "tarifit",
    ),
    "zh": ("mandarin", "mandarijn", "cantonese", "cantonais", "kantonees"),
}
LEVELS = {
    Level.BASIC: (
        *("a1", "a2", "basic", "basics", "beginner", "a little", "little", "few words", "some"),
        *("a few words", "elementary", "base", "notions", "debutant", "debutante", "un peu", "peu"),
        *("elementaire", "faible", "quelques mots", "basis", "beginner", "een beetje", "beetje"),
        *("weinig", "elementair", "basiskennis", "zwak", "anfanger", "grundkenntnisse", "wenig"),
        *("de base", "notions de base", "1"),
    ),
    Level.CONVERSATIONAL: (
        *("b1", "b2", "conversational", "conversation", "everyday conversation", "intermediate"),
        *("average", "good", "fair", "moyen", "moyenne", "intermediaire", "bon", "bien", "bonne"),
        *("assez bien", "conversationnel", "gemiddeld", "goed", "matig", "redelijk", "voldoende"),
        *("gut", "mittel", "2"),
    ),
    Level.FLUENT: (
        *("c1", "c2", "fluent", "very good", "excellent", "advanced", "proficient", "courant"),
        *("courante", "couramment", "tres bien", "tres bon", "tres bonne", "avance", "parfait"),
        *("vloeiend", "zeer goed", "heel goed", "uitstekend", "perfect", "gevorderd", "bilingue"),
        *("bilingual", "tweetalig", "fliessend", "sehr gut", "3"),
    ),
    Level.NATIVE: (
        *("native", "mother tongue", "native speaker", "home language", "first language", "lm"),
        *("maternelle", "langue maternelle", "natif", "native", "moedertaal", "thuistaal", "mt"),
        *("muttersprache", "muttersprachlich", "4"),
    ),
}
# Words that say nothing by themselves.
FILLERS = frozenset(
    """
    and et ou en of und oder y plus also aussi ook level niveau kennis connaissance connaissances
    du de des d l la le les het een language langue taal talen langues languages speaks speak
    parle spreekt je ik i in
    """.split()  # noqa: SIM905 - a page of quotes reads worse
)
