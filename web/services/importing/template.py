from __future__ import annotations

import codecs

from web.services.importing.aliases import ALIASES
from web.services.importing.fields import Field, Kind, fields_of

# One way to say each thing is enough in a form that we hand out.
_OTHER_WAYS = frozenset(
    {
        Field.FULL_NAME,
        Field.LAST_AND_FIRST_NAME,
        Field.HOUSE_NUMBER,
        Field.BOX,
        Field.HOME_LANGUAGE,
        Field.CHILDRENS_AGES,
        Field.IGNORE,
    }
)


def template(kind: Kind, language: str) -> bytes:
    """An empty file with a header for every field, as Belgian spreadsheets open it.

    Args:
        language: of the headers; English where we recognise none in it.
    """
    named = ALIASES.get(language, ALIASES["en"])
    wanted = fields_of(kind) - _OTHER_WAYS
    header = ";".join(named[field][0] for field in Field if field in wanted)
    return codecs.BOM_UTF8 + f"{header}\r\n".encode()
