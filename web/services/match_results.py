"""What a run found, as the JSON that its pages read."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

from matcher import CriterionScore, Matching, PartResult, Score, explain_pair
from web.services.matching_input import Inputs


def criteria_to_json(criteria: tuple[CriterionScore, ...]) -> list[dict[str, Any]]:
    """One dict a criterion: `criterion`, `points`, `maximum`, `facts`."""
    return [
        {
            "criterion": score.criterion.value,
            "points": score.points,
            "maximum": score.maximum,
            "facts": _plain(asdict(score.facts)),
        }
        for score in criteria
    ]


def waiting_to_json(matching: Matching) -> list[dict[str, Any]]:
    """One dict a waiting household: `household`, `funnel` of {step, remaining}, `relaxation`."""
    return [
        {
            "household": one.household_id,
            "funnel": [asdict(step) for step in one.funnel],
            "relaxation": _plain(asdict(one.relaxation)) if one.relaxation else None,
        }
        for one in matching.waiting
    ]


def alternatives_to_json(
    matching: Matching, inputs: Inputs, now: datetime
) -> dict[str, list[dict[str, Any]]]:
    """By household: {volunteer, points, value, free}, best first; points without bonuses."""
    volunteers = {party.id: party for party in inputs.volunteers}
    households = {party.id: party for party in inputs.households}
    found: dict[str, list[dict[str, Any]]] = {}
    for household, alternatives in matching.alternatives.items():
        rows = []
        for one in alternatives:
            score = explain_pair(
                volunteers[one.volunteer_id], households[household], inputs.policy, now
            )
            if isinstance(score, Score):
                rows.append(
                    {
                        "volunteer": one.volunteer_id,
                        "points": score.points,
                        "value": one.value,
                        "free": one.free,
                    }
                )
        if rows:
            found[household] = rows
    return found


def receipt_to_json(matching: Matching, inputs: Inputs, parts: int = 1) -> dict[str, Any]:
    """Hashes of what went in and what came out, versions, who took part, in how many parts."""
    receipt = matching.receipt
    return {
        "inputs": receipt.inputs,
        "policy": receipt.policy,
        "versions": dict(receipt.versions),
        "digest": receipt.digest,
        "result": result_hash(matching),
        "pairs": len(matching.pairs),
        "waiting": len(matching.waiting),
        "entrants": inputs.entrants(),
        **({"parts": parts} if parts > 1 else {}),
    }


def result_hash(matching: Matching) -> str:
    """SHA-256 (hex) of the pairs with their points, and of the total."""
    pairs = [[pair.volunteer_id, pair.household_id, pair.points] for pair in matching.pairs]
    text = json.dumps([pairs, matching.certificate.total], separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def part_to_json(result: PartResult) -> dict[str, Any]:
    """What a part found; by public ids."""
    return _plain(asdict(result))


def part_from_json(stored: dict[str, Any]) -> PartResult:
    """The inverse of `part_to_json`."""
    pairs = {
        name: tuple((one, other) for one, other in stored[name])
        for name in ("pairs", "volunteer_prices", "household_prices")
    }
    return PartResult(**pairs, raised_by=stored["raised_by"], inputs=stored["inputs"])


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Tuples as lists, so that a row reads back as it was written."""
    return json.loads(json.dumps(value))
