"""What a round of the yearly evaluation says: counts only, and frozen when the round closes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from web.models import EvaluationAnswer, EvaluationRound, Household, Match
from web.models.vocabulary import CHILDREN_OUTCOMES, NOT_WRITTEN_AFTER, MatchState, Outcome, Side
from web.queries.endurance import Cause, Endurance, Point, endurance
from web.queries.rounds import own_questions
from web.queries.suppression import SMALLEST, suppressed

SCALE = (1, 2, 3, 4, 5)
ADULT_AGE = 18
Cells = dict[str, int | None]


@dataclass(frozen=True, slots=True)
class SideFigures:
    """One side's answers; None stands for a number that a reader may not see.

    Attributes:
        turnout: "invited", "answered".
        still_meet: "yes", "no".
        satisfaction: by "1" (very bad) to "5" (very good).
        outcomes: by outcome, then by "1" (no) to "5" (yes, very much).
        own: the same by the number of the scheme's own question.
    """

    turnout: Cells
    still_meet: Cells
    satisfaction: Cells
    outcomes: dict[str, Cells]
    own: dict[str, Cells] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """A round's figures by side, and the endurance of the scheme's matches on its last day.

    Attributes:
        own_words: the scheme's own questions as they were asked, by number and language.
    """

    sides: dict[str, SideFigures]
    endurance: Endurance
    own_words: dict[str, dict[str, str]] = field(default_factory=dict)


def rounds(session: Session, scheme_id: int) -> list[EvaluationRound]:
    """The scheme's rounds, newest first."""
    found = select(EvaluationRound).where(EvaluationRound.scheme_id == scheme_id)
    return list(session.scalars(found.order_by(EvaluationRound.year.desc())))


def outcomes_asked(household: Household, year: int) -> tuple[Outcome, ...]:
    """The outcomes that both sides of this household's match are asked about."""
    children = any(year - member.birth_year < ADULT_AGE for member in household.members)
    return tuple(name for name in Outcome if children or name not in CHILDREN_OUTCOMES)


def figures(
    session: Session, evaluation_round: EvaluationRound, today: date, *, for_reader: bool
) -> Figures:
    """The frozen figures of a closed round, else the counts as they stand today."""
    kept = evaluation_round.figures
    full = counted(session, evaluation_round, today) if kept is None else thawed(kept)
    return _for_reader(full) if for_reader else full


def endurance_now(session: Session, scheme_id: int, today: date, *, for_reader: bool) -> Endurance:
    """The endurance of the scheme's matches as it stands today."""
    full = endurance(session, scheme_id, today)
    return _endurance_for_reader(full) if for_reader else full


def counted(session: Session, evaluation_round: EvaluationRound, today: date) -> Figures:
    """The counts as they stand today."""
    answers = session.scalars(
        select(EvaluationAnswer).where(EvaluationAnswer.round_id == evaluation_round.id)
    ).all()
    own = {str(row.number): row.words for row in own_questions(session, evaluation_round)}
    return Figures(
        {
            side.value: _side([row for row in answers if row.side is side], list(own))
            for side in Side
        },
        endurance(session, evaluation_round.scheme_id, today),
        own,
    )


def comments(session: Session, evaluation_round: EvaluationRound) -> list[tuple[Side, str]]:
    """What people wrote, without their names, in no order that would tell who."""
    answers = session.scalars(
        select(EvaluationAnswer).where(
            EvaluationAnswer.round_id == evaluation_round.id,
            EvaluationAnswer.answered_at.is_not(None),
        )
    )
    return sorted((row.side, row.comment) for row in answers if row.comment)


def frozen(full: Figures) -> dict[str, Any]:
    """As JSON, for the row of the round."""
    kept = asdict(full)
    kept["endurance"]["today"] = full.endurance.today.isoformat()
    return kept


def thawed(kept: Mapping[str, Any]) -> Figures:
    """The figures that `frozen` kept."""
    lasted = kept["endurance"]
    return Figures(
        {side: SideFigures(**answers) for side, answers in kept["sides"].items()},
        Endurance(
            date.fromisoformat(lasted["today"]),
            lasted["counts"],
            tuple(Point(**point) for point in lasted["curve"]),
            tuple((months, Point(**point)) for months, point in lasted["table"]),
            tuple(Cause(**cause) for cause in lasted["causes"]),
        ),
        # Rounds that closed before schemes could ask anything of their own have none.
        kept.get("own_words", {}),
    )


def _side(answers: list[EvaluationAnswer], own: list[str]) -> SideFigures:
    given = [row for row in answers if row.answered_at is not None]
    return SideFigures(
        {"invited": len(answers), "answered": len(given)},
        {
            "yes": sum(row.still_meet is True for row in given),
            "no": sum(row.still_meet is False for row in given),
        },
        _on_scale(row.satisfaction for row in given),
        {name.value: _on_scale(row.outcomes.get(name.value) for row in given) for name in Outcome},
        {number: _on_scale(row.own_marks.get(number) for row in given) for number in own},
    )


def _on_scale(marks: Iterable[int | None]) -> Cells:
    given = list(marks)
    return {str(mark): given.count(mark) for mark in SCALE}


def _for_reader(full: Figures) -> Figures:
    """The same figures with every cell below five hidden.

    The curve is drawn from whole months only, so that no step of it is one match's last day.
    """
    return Figures(
        {side: _side_for_reader(answers) for side, answers in full.sides.items()},
        _endurance_for_reader(full.endurance),
        full.own_words,
    )


def _side_for_reader(full: SideFigures) -> SideFigures:
    return SideFigures(
        _hidden(full.turnout),
        _hidden(full.still_meet),
        _hidden(full.satisfaction),
        {name: _hidden(cells) for name, cells in full.outcomes.items()},
        {number: _hidden(cells) for number, cells in full.own.items()},
    )


def _hidden(cells: Cells) -> Cells:
    return suppressed({key: count or 0 for key, count in cells.items()})


def _endurance_for_reader(full: Endurance) -> Endurance:
    matches = full.counts["matches"] or 0
    table = tuple((after, point) for after, point in full.table if point.at_risk >= SMALLEST)
    visible = suppressed({cause.reason: cause.ended or 0 for cause in full.causes})
    return Endurance(
        full.today,
        {
            "matches": matches if matches >= SMALLEST else None,
            **_hidden({key: full.counts[key] for key in ("alive", "ended")}),
        },
        tuple(point for _, point in table),
        table,
        tuple(
            Cause(cause.reason, visible[cause.reason], cause.within_year)
            for cause in full.causes
            if visible[cause.reason] is not None
        ),
    )


def lived_in(session: Session, evaluation_round: EvaluationRound, today: date) -> list[Match]:
    """The matches whose sides are asked in a round."""
    year = evaluation_round.year
    lived = select(Match).where(
        Match.scheme_id == evaluation_round.scheme_id,
        Match.state.in_((MatchState.ACTIVE, MatchState.PAUSED, MatchState.ENDED)),
        Match.first_meeting_on <= min(date(year, 12, 31), today),
        or_(Match.ended_on.is_(None), Match.ended_on >= date(year, 1, 1)),
        may_be_asked(),
    )
    return list(session.scalars(lived.order_by(Match.id)))


def may_be_asked() -> ColumnElement[bool]:
    """How pleased they were, about a match that did not end by death, illness or for safety."""
    spared = [reason.value for reason in NOT_WRITTEN_AFTER]
    return or_(Match.state != MatchState.ENDED, Match.reason.is_(None), Match.reason.not_in(spared))
