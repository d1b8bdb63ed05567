"""What the promises of a policy cost, in sentences."""

from __future__ import annotations

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from web.coordinator.policy_forms import group_name
from web.services.policies import Preview


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
                "The promises cost %(num)s pair: there would be one fewer in all.",
                "The promises cost %(num)s pairs: there would be so many fewer in all.",
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
    return sentences
