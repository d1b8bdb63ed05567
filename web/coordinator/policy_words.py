"""What another policy would change, as the rows and lists of its preview."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from babel.numbers import format_decimal
from flask_babel import get_locale
from flask_babel import gettext as _

from web.messages.explanations import distance_in_words
from web.queries.map import Change, Mark, Point, RunMap
from web.services.preview_results import Preview

NOTHING = "–"
_ROWS = (Mark.LOSES, Mark.GAINS, "")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure under both policies; `change` is a dash where there is none."""

    label: str
    now: str
    other: str
    change: str


@dataclass(frozen=True, slots=True)
class Shift:
    """A household and whom it would meet under either policy, by first names."""

    household: Point
    now: Sequence[str]
    other: Sequence[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A household, and its points under both policies where it gets somebody under both."""

    household: str
    points: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Households that a policy treats alike; the first few are shown."""

    title: str
    shown: Sequence[Shown]
    total: int


def reach_in_words(metres: int | None) -> str:
    """How far a policy lets people live apart."""
    return _("No limit") if metres is None else distance_in_words(metres)


def figures_of(preview: Preview) -> list[Figure]:
    """Both results in numbers, as rows of a table."""
    now, other = preview.comparison.now, preview.comparison.other
    return [
        _count(_("Pairs"), now.pairs, other.pairs),
        _count(_("Households with a proposal"), now.households_served, other.households_served),
        _count(_("Left waiting"), now.households_waiting, other.households_waiting),
        _count(_("Points by the policy in force"), now.points.by_now, other.points.by_now),
        _count(_("Points by the policy tried"), now.points.by_other, other.points.by_other),
        _distance(now.median_distance_m, other.median_distance_m),
    ]


def groups_of(preview: Preview) -> list[Group]:
    """Who gains and who loses, with those who gain or lose most first where points tell."""
    found, totals = preview.comparison, preview.totals

    def waiting(title: str, name: str) -> Group:
        return Group(title, [Shown(one) for one in getattr(found, name)], totals[name])

    def suiting(title: str, name: str) -> Group:
        shown = [
            Shown(one.household_id, (one.now.by_now, one.other.by_now))
            for one in getattr(found, name)
        ]
        return Group(title, shown, totals[name])

    return [
        waiting(_("No longer waiting"), "households_gaining"),
        waiting(_("Waiting instead"), "households_losing"),
        suiting(_("Somebody who suits better"), "more_points"),
        suiting(_("Somebody who suits less well"), "fewer_points"),
    ]


def shown_in(groups: Sequence[Group]) -> list[str]:
    """Public ids of the households that the groups show."""
    return [one.household for one in chain.from_iterable(group.shown for group in groups)]


def shifts_of(drawn: RunMap) -> list[Shift]:
    """What the map shows of change as rows: the households that would be with somebody else."""
    people = drawn.people
    now: dict[str, list[str]] = defaultdict(list)
    other: dict[str, list[str]] = defaultdict(list)
    moved = {pair.household for pair in drawn.pairs if pair.change is not Change.KEPT}
    for pair in drawn.pairs:
        name = people[pair.volunteer].name
        if pair.change is not Change.GAINED:
            now[pair.household].append(name)
        if pair.change is not Change.LOST:
            other[pair.household].append(name)
    rows = [Shift(point, now[key], other[key]) for key, point in people.items() if key in moved]
    return sorted(rows, key=lambda row: (_ROWS.index(row.household.mark), row.household.name))


def _distance(now: float | None, other: float | None) -> Figure:
    """The median in words; a change that the words do not show is none."""
    here, there = (
        NOTHING if one is None else distance_in_words(round(one)) for one in (now, other)
    )
    change = NOTHING
    if now is not None and other is not None and here != there:
        sign = "+" if other > now else "−"
        change = sign + distance_in_words(round(abs(other - now)))
    return Figure(_("Half of the pairs live within"), here, there, change)


def _count(label: str, now: int, other: int) -> Figure:
    change = _number(other - now, "+#,##0;−#,##0") if other != now else NOTHING
    return Figure(label, _number(now), _number(other), change)


def _number(number: int, pattern: str | None = None) -> str:
    return str(format_decimal(number, format=pattern, locale=get_locale() or "en"))
