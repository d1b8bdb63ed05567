"""What goes wrong in the matcher, in one exception."""


class MatcherError(ValueError):
    """The input cannot be matched, or a result could not be proven; the message names why."""
