"""The yearly questionnaire in words of A1/A2: statements about what has become better."""

from __future__ import annotations

from flask_babel import gettext as _

from web.models.vocabulary import Outcome, Side


def outcome_name(outcome: str) -> str:
    """A heading for figures."""
    return {
        Outcome.CULTURE: _("Children keep the culture of their family"),
        Outcome.SKILLS: _("Children do better at school"),
        Outcome.LANGUAGE: _("Language of the place"),
        Outcome.HAPPINESS: _("Happiness"),
        Outcome.BELONGING: _("Feeling at home"),
        Outcome.BRIDGES: _("Friends from here"),
        Outcome.SUPPORT: _("Friends who help"),
    }[Outcome(outcome)]


def outcome_statement(outcome: str, side: Side) -> str:
    """What the household says of itself, or what the volunteer sees."""
    return _seen(outcome) if side is Side.VOLUNTEER else _own(outcome)


def _own(outcome: str) -> str:
    return {
        Outcome.CULTURE: _("My children are proud of where our family comes from."),
        Outcome.SKILLS: _("School goes better for my children."),
        Outcome.LANGUAGE: _("I speak the language of this place better."),
        Outcome.HAPPINESS: _("I am happier."),
        Outcome.BELONGING: _("I feel at home here."),
        Outcome.BRIDGES: _("I have friends who have lived here for a long time."),
        Outcome.SUPPORT: _("I have friends who help me."),
    }[Outcome(outcome)]


def _seen(outcome: str) -> str:
    return {
        Outcome.CULTURE: _("The children are proud of where their family comes from."),
        Outcome.SKILLS: _("School goes better for the children."),
        Outcome.LANGUAGE: _("They speak the language of this place better."),
        Outcome.HAPPINESS: _("They are happier."),
        Outcome.BELONGING: _("They feel at home here."),
        Outcome.BRIDGES: _("They have friends who have lived here for a long time."),
        Outcome.SUPPORT: _("They have friends who help them."),
    }[Outcome(outcome)]


def agreement_name(mark: int) -> str:
    """How true a statement is, 1 to 5."""
    return {
        1: _("No"),
        2: _("Not really"),
        3: _("A little"),
        4: _("Yes"),
        5: _("Yes, very much"),
    }[mark]


def satisfaction_name(mark: int) -> str:
    """How good it is, 1 to 5."""
    return {
        1: _("Very bad"),
        2: _("Bad"),
        3: _("So-so"),
        4: _("Good"),
        5: _("Very good"),
    }[mark]
