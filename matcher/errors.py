"""What goes wrong in the matcher, in one exception and its one kind."""

from enum import StrEnum


class MatcherError(ValueError):
    """The input cannot be matched, or a result could not be proven; the message names why."""


class FloorsFailure(StrEnum):
    """Why fairness floors are not kept: by pins, by the size of the run, or for want of a proof."""

    PINS = "pins"
    SIZE = "size"
    UNPROVEN = "unproven"


class FloorsError(MatcherError):
    """The fairness floors are what cannot be kept: without them the same input can be matched."""

    def __init__(self, message: str, why: FloorsFailure) -> None:
        super().__init__(message)
        self.why = why
