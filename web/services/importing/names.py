from __future__ import annotations


def split_name(whole: str, *, last_first: bool) -> tuple[str, str]:
    """A name in one cell as first and last name, each possibly of several words.

    A comma or capitals tell the family name apart ('DUPONT Marie', 'Dupont, Marie'). Without
    them the first name is one word: the first, or the last where the header says so.
    """
    if "," in whole:
        last, _, first = (part.strip() for part in whole.partition(","))
        return (first, last) if first else (last, "")
    said = whole.split()
    loud = [word for word in said if len(word) > 1 and word.isupper()]
    if loud and len(loud) < len(said):
        return " ".join(word for word in said if word not in loud), " ".join(loud)
    if last_first:
        return said[-1], " ".join(said[:-1])
    return said[0], " ".join(said[1:])
