"""What a name sounds like without its vowels, so that one script finds another.

عائشة and Aïcha share one consonant and a vowel before it, محمد and Mohamed four consonants. Rough
on purpose: it is asked only between words of different scripts, where nothing better is known.
"""

from __future__ import annotations

import re

from web.models.folding import Script, Word

# That a word begins with a vowel is heard in every script; which one is not.
_BEGINNING = {**dict.fromkeys("aeiouاع", "0"), "w": "w", "و": "w", "y": "y", "ي": "y"}
_DOUBLED = re.compile(r"(.)\1+")
_SOFT_C = re.compile("c(?=[eiy])")
_SOUND = re.compile("tch|sch|sh|ch|kh|gh|dj|dh|th|ph|.")
_H_IN_A_SOUND = ("ch", "sh", "kh", "gh", "dh", "th", "ph")
_LATIN = {
    **dict.fromkeys("aeiouwy", ""),
    **dict.fromkeys(("tch", "sch", "sh", "ch"), "S"),
    **dict.fromkeys(("gh", "dj", "j"), "g"),
    **dict.fromkeys(("ph", "v"), "f"),
    **dict.fromkeys("cq", "k"),
    "kh": "K",
    "dh": "d",
    "th": "t",
    "x": "ks",
}
_ARABIC = {
    letter: sound
    for letters, sound in (
        ("اعوي", ""),
        ("ب", "b"),
        ("پ", "p"),
        ("تثطټٹ", "t"),
        ("جغگګ", "g"),
        ("شچښ", "S"),
        ("خ", "K"),
        ("دذضډڈ", "d"),
        ("رړڑ", "r"),
        ("زظژځ", "z"),
        ("سصڅ", "s"),
        ("فڤ", "f"),
        ("كق", "k"),
        ("ل", "l"),
        ("م", "m"),
        ("نڼں", "n"),
        ("حه", "h"),
    )
    for letter in letters
}
_ARTICLE = "ال"
_SHORTEST_WITH_ARTICLE = 5


def consonants_of(word: Word) -> set[str]:
    """The sounds of a word, also without its Arabic article: المصري is found as masri."""
    if word.script is not Script.ARABIC:
        return {_latin(word.text)}
    readings = {_arabic(word.text)}
    if word.text.startswith(_ARTICLE) and len(word.text) >= _SHORTEST_WITH_ARTICLE:
        readings.add(_arabic(word.text.removeprefix(_ARTICLE)))
    return readings


def _latin(text: str) -> str:
    plain = _SOFT_C.sub("s", _DOUBLED.sub(r"\1", text))
    # An h that closes a word is not heard: Sarah, Sara.
    heard = plain.removesuffix("h") if not plain.endswith(_H_IN_A_SOUND) else plain
    sounds = "".join(_LATIN.get(sound, sound) for sound in _SOUND.findall(heard))
    return _BEGINNING.get(plain[0], "") + sounds


def _arabic(text: str) -> str:
    plain = _DOUBLED.sub(r"\1", text)
    sounds = "".join(_ARABIC.get(letter, letter) for letter in plain.removesuffix("ه"))
    return _BEGINNING.get(plain[0], "") + sounds
