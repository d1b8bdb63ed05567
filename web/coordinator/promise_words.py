"""What the promises of a policy cost, and why a run could not keep them, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from web.coordinator.policy_forms import group_name
from web.messages.lists import listed
from web.services.preview_results import Preview


def price_of(preview: Preview) -> list[str]:
    """What all promises together cost against none, and what each group gets by them."""
    price = preview.price
    if price is None:
        return []
    sentences = []
    if price.pairs <= 0 and price.points <= 0:
        sentences.append(_("The promises cost nothing: the result is as good without them."))
    if price.pairs > 0:
        sentences.append(
            ngettext(
                "The promises cost %(num)s pair: the same policy without them makes one more.",
                "The promises cost %(num)s pairs: the same policy without them makes %(num)s more.",
                price.pairs,
            )
        )
    if price.points > 0:
        sentences.append(
            ngettext(
                "The promises cost %(points)s point.",
                "The promises cost %(points)s points.",
                price.points,
                points=format_decimal(price.points),
            )
        )
    sentences += [
        _(
            "%(group)s: %(served)s of %(all)s get somebody; without the promises, %(without)s.",
            group=group_name(effect.name),
            served=effect.within.group_served,
            all=effect.within.group,
            without=effect.without.group_served,
        )
        for effect in price.effects
    ]
    if all(one.within.group_served <= one.without.group_served for one in price.effects):
        sentences.append(_("The promises help nobody: no group gets more than without them."))
    return sentences


def why_unkept(why: str) -> str:
    """Why no result keeps the promises."""
    return {
        "pins": _("Together with the pairs that are pinned they cannot be kept."),
        "size": _("So many pairs are possible that they cannot be computed."),
        "unproven": _("A result that keeps them could not be proven in time."),
    }[why]


def unkept_by(unkept: Mapping[str, Any] | None) -> list[str]:
    """Why a run went on without the promises, and to whom they were made; nothing if it did not."""
    if not unkept:
        return []
    groups = listed([group_name(group) for group in unkept["groups"]])
    return [why_unkept(unkept["why"]), _("They were made to: %(groups)s.", groups=groups)]
