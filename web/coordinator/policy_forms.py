"""What a coordinator fills in about a policy: shares in percent, kept in the matcher's points."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal, format_percent
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, StringField
from wtforms.validators import Length, ValidationError

from web.coordinator.forms import VersionForm
from web.forms import Needed
from web.messages.complaints import complaint
from web.messages.explanations import criterion_name
from web.models.vocabulary import PromisedGroup
from web.services.normalise import Complaint
from web.services.policies import CRITERIA, OBJECTIVES
from web.services.promises import PROMISES
from web.services.what_if import FURTHER

WHOLE = 10_000
BONUSES = ("waiting_bonus_per_week", "waiting_bonus_cap")
_KILOMETRES = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?\s*(?:km)?")
_SHARE = re.compile(r"(-?)([0-9]{1,6})(?:[.,]([0-9]{1,2}))?\s*%?")

_short = Length(max=80)


def percent(points: int) -> str:
    """Points of 10,000 as people read them: 12.5%."""
    return str(
        format_percent(Decimal(points) / WHOLE, locale=_locale(), decimal_quantization=False)
    )


class PercentField(StringField):
    """A share from 0 to 100 with at most two decimals; `data` is in points of 10,000."""

    data: int | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms
        super().__init__(*args, **kwargs)
        self.flags.required = True

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; a comma is as good as a point."""
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            raise ValueError(complaint(Complaint.REQUIRED))
        share = _SHARE.fullmatch(typed)
        if share is None:
            raise ValueError(_("Please write a number from 0 to 100, such as 12.5."))
        points = int(share[2]) * 100 + int((share[3] or "").ljust(2, "0"))
        if share[1] and points:
            raise ValueError(_("This cannot be less than 0."))
        if points > WHOLE:
            raise ValueError(_("This cannot be more than 100."))
        self.data = points

    def _value(self) -> str:
        """What was typed, right or wrong; else the share as it is written here."""
        if self.raw_data:
            return str(self.raw_data[0])
        share = Decimal(self.data or 0) / 100
        return str(format_decimal(share, format="0.##", locale=_locale()))


class KilometresField(StringField):
    """Kilometres with at most two decimals, or nothing; `data` is in metres."""

    data: int | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; a comma is as good as a point."""
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            return
        far = _KILOMETRES.fullmatch(typed)
        if far is None:
            raise ValueError(_("Please write a number of kilometres up to 999, such as 7.5."))
        self.data = int(far[1]) * 1000 + int((far[2] or "").ljust(2, "0")) * 10

    def _value(self) -> str:
        """What was typed, right or wrong; else the distance as it is written here."""
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        return str(format_decimal(Decimal(self.data) / 1000, format="0.##", locale=_locale()))


class ReachField(KilometresField):
    """The same, where None is no limit."""

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 - WTForms' signature
        """Nobody could be matched within nothing."""
        if self.data == 0:
            raise ValidationError(_("This must be more than 0. Left empty, it sets no limit."))


class PolicyForm(VersionForm):
    """A policy of the scheme; carries the version of the one in force when it was opened."""

    proximity = PercentField()
    language = PercentField()
    needs = PercentField()
    availability = PercentField()
    life = PercentField()
    reciprocity = PercentField()
    objective = RadioField(_l("What comes first"), validators=[Needed()])
    waiting_bonus_per_week = PercentField(_l("For each week of waiting"))
    waiting_bonus_cap = PercentField(_l("For waiting, at most"))
    reach = ReachField(_l("How far people may live apart, in kilometres"))
    further = KilometresField(_l("What if everybody went further, in kilometres"))
    promise_children = PercentField(default=0)
    promise_alone = PercentField(default=0)
    promise_long_wait = PercentField(default=0)
    name = StringField(
        _l("Name of this policy"),
        filters=[lambda text: " ".join((text or "").split())],
        validators=[Needed(), _short],
    )

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        for field in self.weights:
            field.label.text = criterion_name(field.name)
        for group in PromisedGroup:
            self[_promise(group)].label.text = group_name(group)
        self.objective.choices = [(word, objective_name(word)) for word in OBJECTIVES]

    @classmethod
    def of(cls, decided: Mapping[str, Any], name: str, version: int | None) -> PolicyForm:
        """A form that holds a policy, to be changed upon the one in force with this version."""
        shown = {field: decided[field] for field in ("objective", *BONUSES)}
        promised = {_promise(group): decided[PROMISES].get(group, 0) for group in PromisedGroup}
        seen = "" if version is None else str(version)
        told = {"name": name, "version": seen, "reach": decided["reach_m"]}
        told["further"] = decided.get(FURTHER)
        return cls(formdata=None, data={**decided["weights"], **shown, **promised, **told})

    @property
    def weights(self) -> list[Field]:
        return [self[name] for name in CRITERIA]

    @property
    def promises(self) -> list[tuple[PromisedGroup, Field]]:
        return [(group, self[_promise(group)]) for group in PromisedGroup]

    @property
    def decided(self) -> dict[str, Any]:
        """As a policy is stored."""
        return {
            "weights": {field.name: field.data for field in self.weights},
            "objective": self.objective.data,
            **{name: self[name].data for name in BONUSES},
            "reach_m": self.reach.data,
            PROMISES: {group.value: field.data for group, field in self.promises if field.data},
        }

    @property
    def tried(self) -> dict[str, Any]:
        """What a preview tries: the policy, and what is asked of nobody yet."""
        return {**self.decided, FURTHER: self.further.data or 0}

    def validate(self, extra_validators: object = None) -> bool:
        good = bool(super().validate(extra_validators))
        if any(field.errors for field in self.weights):
            return False
        total = sum(field.data for field in self.weights)
        if total != WHOLE:
            self.form_errors.append(_sum_complaint(total))
            return False
        return good

    def validate_for_preview(self) -> bool:
        """A policy that is only tried needs no name yet."""
        self.name.validators = (_short,)
        return self.validate()


def group_name(group: str) -> str:
    """A group of households that a promise can be made to."""
    return {
        PromisedGroup.CHILDREN: _("Households with children"),
        PromisedGroup.ALONE: _("People who live alone"),
        PromisedGroup.LONG_WAIT: _("Who has waited for half a year or longer"),
    }[PromisedGroup(group)]


def _promise(group: PromisedGroup) -> str:
    return f"promise_{group.value}"


def objective_name(objective: str) -> str:
    return {
        "coverage": _("As many households as possible; among those, the most points"),
        "quality": _("The most points, even if fewer households get somebody"),
    }[objective]


def _sum_complaint(total: int) -> str:
    told = {"total": percent(total), "whole": percent(WHOLE), "rest": percent(abs(WHOLE - total))}
    if total < WHOLE:
        return _(
            "Together the six weights make %(total)s, not %(whole)s: %(rest)s is missing.", **told
        )
    return _("Together the six weights make %(total)s, not %(whole)s: %(rest)s too much.", **told)


def _locale() -> str:
    return str(get_locale() or "en")
