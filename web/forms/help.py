"""Choosing among the help categories that a scheme has: offers by ticking, needs by priority."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wtforms import Field, SelectMultipleField, widgets
from wtforms.validators import ValidationError

from web.auth import current_scheme
from web.messages.complaints import complaint
from web.messages.words import category_name, priority_name
from web.models.vocabulary import HelpCategory
from web.services.normalise import Complaint

PRIORITIES = (1, 2, 3)
_USUAL = 2


def categories() -> tuple[HelpCategory, ...]:
    """Those that the scheme of this request has not switched off."""
    scheme = current_scheme()
    off = set(scheme.categories_off) if scheme else set()
    return tuple(category for category in HelpCategory if category.value not in off)


def _named_categories() -> dict[str, str]:
    return {category.value: category_name(category) for category in categories()}


class CategoriesField(SelectMultipleField):
    """Boxes to tick, one a category."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def __init__(self, *args: Any, needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, choices=_named_categories, **kwargs)
        # Not by a validator: each box would then be announced as required.
        self.flags.required = needed

    @property
    def chosen(self) -> frozenset[HelpCategory]:
        return frozenset(HelpCategory(value) for value in self.data or ())

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 - WTForms' signature
        if not set(self.data or ()) <= set(_named_categories()):
            raise ValidationError(complaint(Complaint.CATEGORY_UNKNOWN))
        if not self.data and self.flags.required:
            raise ValidationError(complaint(Complaint.CHOOSE_ONE))


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One category as the page draws it: a box, and a list of priorities beside it."""

    category: HelpCategory
    label: str
    box: str
    ticked: bool
    rank: str
    priorities: tuple[tuple[int, str, bool], ...]


class NeedsField(Field):
    """Boxes to tick, each with how important it is. `data` is {category: 1, 2 or 3}."""

    data: dict[HelpCategory, int]
    ranks: dict[HelpCategory, int]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read a box and a list per category, each by its own name."""
        super().process(formdata, data, extra_filters)
        if formdata is None:
            self.data = self.ranks = dict(self.data or {})
            return
        # Also of boxes that are not ticked: who unticked one by mistake finds it as it was.
        self.ranks = {category: self._rank_in(formdata, category) for category in categories()}
        self.data = {
            category: rank
            for category, rank in self.ranks.items()
            if formdata.get(self._box(category))
        }

    @property
    def rows(self) -> tuple[NeedRow, ...]:
        return tuple(self._row(category) for category in categories())

    def _row(self, category: HelpCategory) -> NeedRow:
        rank = self.ranks.get(category, _USUAL)
        return NeedRow(
            category,
            category_name(category),
            self._box(category),
            category in self.data,
            self._rank(category),
            tuple((number, priority_name(number), number == rank) for number in PRIORITIES),
        )

    def _rank_in(self, formdata: Any, category: HelpCategory) -> int:
        typed = formdata.get(self._rank(category), "")
        return int(typed) if typed in {str(number) for number in PRIORITIES} else _USUAL

    def _box(self, category: HelpCategory) -> str:
        return f"{self.name}-{category.value}"

    def _rank(self, category: HelpCategory) -> str:
        return f"{self.name}-{category.value}-rank"
