"""What a number or an id has to be, said in one place."""

from numbers import Integral

from matcher.errors import MatcherError

MOST = 10**9
"""Nobody has so many places, metres or points; sums of these stay within 64 bits."""

MOST_YEAR = 9999


def check_whole(value: object, name: str, least: int = 0, most: int = MOST) -> None:
    """MatcherError unless this is a whole number between the two."""
    if not isinstance(value, Integral):
        raise MatcherError(f"{name} is not a whole number: {value!r}")
    if int(value) < least:
        raise MatcherError(f"{name} is {'negative' if least == 0 else 'too small'}: {value}")
    if int(value) > most:
        raise MatcherError(f"{name} is too large: {value}")


def check_id(party: str) -> None:
    """MatcherError for an id that UTF-8 cannot write, or a column of texts not keep as it is."""
    try:
        party.encode()
    except UnicodeEncodeError as error:
        raise MatcherError(f"the id {party!r} is no text: {error.reason}") from error
    if party.endswith("\0"):
        raise MatcherError(f"the id {party!r} ends with nothing")
