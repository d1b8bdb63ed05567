"""What coordinators call their columns, by language. The first name heads the template."""

from __future__ import annotations

from web.services.importing.fields import Field, Kind

Aliases = dict[str, dict[Field, tuple[str, ...]]]

# A plain 'name' is the family name where another column holds the first name.
PLAIN_NAMES = {"en": ("name",), "fr": ("nom",), "nl": ("naam",)}
# What is asked of volunteers and wished by households often goes by the same word.
PLAIN_HELP = {
    "en": ("help", "activities", "activity", "what"),
    "fr": ("aide", "aides", "activités", "activité", "quoi"),
    "nl": ("hulp", "activiteiten", "activiteit", "wat"),
}
HELP_FIELD = {Kind.VOLUNTEERS: Field.OFFERS, Kind.HOUSEHOLDS: Field.NEEDS}

_EN: dict[Field, tuple[str, ...]] = {
    Field.FIRST_NAME: ("First name", "given name", "forename", "firstname", "contact first name"),
    Field.LAST_NAME: ("Last name", "surname", "family name", "lastname", "contact last name"),
    Field.FULL_NAME: (
        *("Full name", "first and last name", "first name last name", "contact name"),
        *("contact person", "contact"),
    ),
    Field.LAST_AND_FIRST_NAME: ("last and first name", "surname and first name"),
    Field.EMAIL: ("E-mail", "email", "mail", "email address", "e-mail address", "mail address"),
    Field.PHONE: (
        *("Phone", "telephone", "mobile", "cell", "cell phone", "phone number", "tel"),
        *("mobile number", "mobile phone", "telephone number", "tel nr", "whatsapp"),
    ),
    Field.STREET: ("Street", "address", "street address", "home address", "street and number"),
    Field.HOUSE_NUMBER: ("house number", "number", "no", "street number"),
    Field.BOX: ("box", "apartment", "flat"),
    Field.POSTCODE: ("Postcode", "postal code", "zip", "zip code", "post code"),
    Field.LOCALITY: ("Town", "city", "locality", "municipality", "commune", "place", "village"),
    Field.LANGUAGES: ("Languages", "spoken languages", "languages spoken", "language skills"),
    Field.HOME_LANGUAGE: ("mother tongue", "home language", "first language", "native language"),
    Field.CONTACT_LANGUAGE: (
        *("Contact language", "preferred language", "correspondence language", "write in"),
        "language of communication",
    ),
    Field.OFFERS: ("Offers", "can help with", "offer", "help offered", "wants to do", "can offer"),
    Field.AVAILABILITY: ("Availability", "available", "availabilities", "when", "free", "times"),
    Field.MAX_DISTANCE: (
        *("Farthest distance (km)", "max distance", "maximum distance", "distance", "max km", "km"),
        *("distance km", "max distance km", "radius"),
    ),
    Field.GENDER: ("Gender", "sex", "salutation"),
    Field.BIRTH_YEAR: ("Birth year", "year of birth", "date of birth", "birth date", "age", "born"),
    Field.ONLY_WOMEN: ("Women only", "only women"),
    Field.SINCE: ("Since", "registered on", "date", "registration date", "signed up on"),
    Field.CAPACITY: (
        *("How many households", "households", "capacity", "number of households", "families"),
        *("how many families", "number of families", "places"),
    ),
    Field.INFORMED: ("Note read on", "information note", "informed", "informed on", "note read"),
    Field.TRAINED: ("Trained on", "trained", "training", "training date"),
    Field.NO_CHILDREN: ("No children", "no households with children"),
    Field.STEP_FREE: ("Step-free", "meets without stairs"),
    Field.NEEDS: ("Needs", "need", "help needed", "help wanted", "wishes", "requests", "request"),
    Field.MEMBERS: (
        *(
            "Birth years of the others",
            "birth years",
            "members",
            "family members",
            "years of birth",
        ),
        *("birth years children", "birth years of children", "children", "children born"),
    ),
    Field.CHILDRENS_AGES: ("ages of children", "children ages", "childrens ages", "ages"),
    Field.WANTED: ("How many volunteers", "volunteers wanted", "wanted", "number of volunteers"),
    Field.ALIAS: ("Alias", "called", "name to show"),
    Field.INTERPRETER: ("Interpreter available", "interpreter"),
    Field.STEP_FREE_ONLY: ("Step-free only", "without stairs only", "wheelchair"),
}
_FR: dict[Field, tuple[str, ...]] = {
    Field.FIRST_NAME: ("Prénom", "prénoms", "prénom du contact"),
    Field.LAST_NAME: ("Nom de famille", "patronyme", "nom du contact"),
    Field.FULL_NAME: (
        *("Nom complet", "prénom et nom", "prénom nom", "personne de contact"),
        "personne contact",
    ),
    Field.LAST_AND_FIRST_NAME: ("nom et prénom", "nom prénom", "noms et prénoms"),
    Field.EMAIL: (
        *("E-mail", "courriel", "adresse mail", "adresse e-mail", "adresse courriel", "mail"),
        *("adresse électronique", "email", "mél"),
    ),
    Field.PHONE: (
        *(
            "Téléphone",
            "gsm",
            "tél",
            "portable",
            "numéro de téléphone",
            "n° de téléphone",
            "n° gsm",
        ),
        *("téléphone portable", "numéro de gsm", "numéro gsm", "mobile", "n° tél", "whatsapp"),
    ),
    Field.STREET: ("Rue", "adresse", "adresse postale", "domicile", "rue et numéro", "rue et n°"),
    Field.HOUSE_NUMBER: ("numéro", "n°", "nr", "num"),
    Field.BOX: ("boîte", "bte", "appartement"),
    Field.POSTCODE: ("Code postal", "cp", "c.p."),
    Field.LOCALITY: ("Commune", "ville", "localité", "municipalité", "village", "lieu"),
    Field.LANGUAGES: (
        *("Langues", "langues parlées", "connaissances linguistiques", "langue parlée"),
        "langue(s) parlée(s)",
    ),
    Field.HOME_LANGUAGE: ("langue maternelle", "langue d'origine", "première langue"),
    Field.CONTACT_LANGUAGE: (
        *("Langue de contact", "langue de correspondance", "langue préférée"),
        "langue de communication",
    ),
    Field.OFFERS: (
        *("Aide proposée", "offres", "offre", "propose", "peut aider pour", "aide offerte"),
        *("activités proposées", "propositions"),
    ),
    Field.AVAILABILITY: (
        *("Disponibilités", "disponibilité", "disponible", "jours", "quand", "horaires", "horaire"),
        *("moments", "jours et moments"),
    ),
    Field.MAX_DISTANCE: (
        *("Distance maximale (km)", "distance", "distance max", "distance maximale", "rayon", "km"),
        *("distance max km", "distance km"),
    ),
    Field.GENDER: ("Genre", "sexe", "civilité"),
    Field.BIRTH_YEAR: (
        *("Année de naissance", "date de naissance", "naissance", "né en", "né(e) en", "né(e) le"),
        *("né le", "âge"),
    ),
    Field.ONLY_WOMEN: ("Femmes uniquement", "seulement des femmes", "uniquement des femmes"),
    Field.SINCE: ("Depuis", "inscrit le", "inscrit(e) le", "date d'inscription", "date"),
    Field.CAPACITY: (
        *("Nombre de familles", "familles", "nombre de ménages", "ménages", "capacité", "places"),
        "combien de familles",
    ),
    Field.INFORMED: ("Note lue le", "note d'information", "note légale", "informé", "informé le"),
    Field.TRAINED: (
        *("Formation le", "formation", "formé", "formé(e)", "formé le", "date de formation"),
        "formation suivie",
    ),
    Field.NO_CHILDREN: ("Sans enfants", "pas d'enfants"),
    Field.STEP_FREE: ("Sans escaliers",),
    Field.NEEDS: ("Besoins", "besoin", "demandes", "demande", "souhaits", "aide demandée"),
    Field.MEMBERS: (
        *("Années de naissance des autres", "années de naissance", "membres", "composition"),
        *("année de naissance des enfants", "années de naissance des enfants", "enfants"),
        *("membres du ménage", "composition de la famille", "composition du ménage"),
    ),
    Field.CHILDRENS_AGES: ("âge des enfants", "âges des enfants", "âges"),
    Field.WANTED: ("Nombre de bénévoles", "bénévoles souhaités", "nombre de volontaires"),
    Field.ALIAS: ("Alias", "surnom", "nom à montrer"),
    Field.INTERPRETER: ("Interprète disponible", "interprète"),
    Field.STEP_FREE_ONLY: ("Uniquement sans escaliers", "fauteuil roulant", "pmr"),
}
_NL: dict[Field, tuple[str, ...]] = {
    Field.FIRST_NAME: ("Voornaam", "voornamen", "voornaam contactpersoon"),
    Field.LAST_NAME: ("Familienaam", "achternaam", "naam contactpersoon"),
    Field.FULL_NAME: (
        *("Volledige naam", "voornaam en naam", "voornaam en familienaam", "contactpersoon"),
        *("voornaam naam", "voor- en achternaam", "voornaam en achternaam", "voor- en familienaam"),
    ),
    Field.LAST_AND_FIRST_NAME: (
        *("naam en voornaam", "naam voornaam", "familienaam en voornaam"),
        "achternaam en voornaam",
    ),
    Field.EMAIL: ("E-mail", "e-mailadres", "mailadres", "mail", "email", "emailadres"),
    Field.PHONE: (
        *("Telefoon", "gsm", "telefoonnummer", "gsm-nummer", "gsm nr", "tel", "mobiel", "tel.nr"),
        *("mobiel nummer", "telefoon nr", "whatsapp"),
    ),
    Field.STREET: (
        "Straat",
        "adres",
        "straat en nummer",
        "straat + nr",
        "woonadres",
        "straat en nr",
    ),
    Field.HOUSE_NUMBER: ("huisnummer", "nummer", "nr", "huisnr"),
    Field.BOX: ("bus", "busnummer", "appartement"),
    Field.POSTCODE: ("Postcode", "postnummer", "pc", "zip"),
    Field.LOCALITY: ("Gemeente", "stad", "plaats", "woonplaats", "dorp", "deelgemeente", "woonst"),
    Field.LANGUAGES: ("Talen", "gesproken talen", "talenkennis", "taalkennis", "spreekt"),
    Field.HOME_LANGUAGE: ("moedertaal", "thuistaal", "eerste taal"),
    Field.CONTACT_LANGUAGE: ("Contacttaal", "voorkeurstaal", "correspondentietaal", "voertaal"),
    Field.OFFERS: (
        *("Aanbod", "biedt aan", "kan helpen met", "wil helpen met", "helpt met"),
        *("aangeboden hulp", "wil doen"),
    ),
    Field.AVAILABILITY: (
        *("Beschikbaarheid", "beschikbaar", "beschikbaarheden", "wanneer", "dagen", "momenten"),
        *("dagen en momenten", "tijdstip"),
    ),
    Field.MAX_DISTANCE: (
        *("Verste afstand (km)", "afstand", "max afstand", "maximale afstand", "straal", "km"),
        *("max afstand km", "afstand km", "maximumafstand"),
    ),
    Field.GENDER: ("Geslacht", "gender", "aanspreking", "aanspreektitel"),
    Field.BIRTH_YEAR: (
        *("Geboortejaar", "geboortedatum", "geboren", "leeftijd", "geboren in", "geboren op"),
        "gebdatum",
    ),
    Field.ONLY_WOMEN: ("Alleen vrouwen", "enkel vrouwen"),
    Field.SINCE: ("Sinds", "ingeschreven op", "inschrijvingsdatum", "aangemeld op", "datum"),
    Field.CAPACITY: (
        *("Aantal gezinnen", "gezinnen", "hoeveel gezinnen", "capaciteit", "plaatsen"),
        "aantal huishoudens",
    ),
    Field.INFORMED: (
        *("Nota gelezen op", "informatienota", "geïnformeerd", "geïnformeerd op"),
        "infonota",
    ),
    Field.TRAINED: ("Opleiding op", "opleiding", "opgeleid", "vorming", "opgeleid op", "training"),
    Field.NO_CHILDREN: ("Geen kinderen", "zonder kinderen"),
    Field.STEP_FREE: ("Zonder trappen",),
    Field.NEEDS: (
        *("Noden", "behoeften", "hulpvragen", "hulpvraag", "vragen", "vraag", "wensen"),
        *("gevraagde hulp", "nood", "behoefte"),
    ),
    Field.MEMBERS: (
        *("Geboortejaren van de anderen", "geboortejaren", "gezinsleden", "gezinssamenstelling"),
        *("geboortejaar kinderen", "geboortejaren kinderen", "kinderen"),
    ),
    Field.CHILDRENS_AGES: ("leeftijd kinderen", "leeftijden kinderen", "leeftijden"),
    Field.WANTED: ("Aantal vrijwilligers", "gewenste vrijwilligers", "hoeveel vrijwilligers"),
    Field.ALIAS: ("Alias", "roepnaam", "schuilnaam"),
    Field.INTERPRETER: ("Tolk beschikbaar", "tolk"),
    Field.STEP_FREE_ONLY: ("Alleen zonder trappen", "rolstoel"),
}
ALIASES: Aliases = {"en": _EN, "fr": _FR, "nl": _NL}
# 'Language' alone says what is spoken, and how to write to them where nothing else does.
PLAIN_LANGUAGE = {
    "en": ("language", "language(s)"),
    "fr": ("langue", "langue(s)"),
    "nl": ("taal", "taal/talen"),
}
KIND_WORDS = {
    Kind.VOLUNTEERS: (
        *("volunteer", "volunteers", "benevole", "benevoles", "volontaire", "volontaires"),
        *("vrijwilliger", "vrijwilligers", "buddy", "buddys", "buddies", "freiwillige"),
    ),
    Kind.HOUSEHOLDS: (
        *("household", "households", "family", "families", "menage", "menages", "famille"),
        *("familles", "gezin", "gezinnen", "huishouden", "huishoudens", "haushalte", "familien"),
    ),
}
