"""Which campaign brought whom, beside the address that each is counted by."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext as _

from config.settings import Settings
from web.auth import current_scheme
from web.coordinator import shared
from web.extensions import db
from web.messages.recruiting import campaign_name
from web.models.vocabulary import Campaign, Side
from web.queries import campaigns


@dataclass(frozen=True, slots=True)
class Row:
    """What one campaign brought; no address where it is not known."""

    name: str
    address: str
    volunteers: int
    households: int

    @property
    def people(self) -> int:
        return self.volunteers + self.households


def brought() -> list[Row]:
    """Every campaign, and last whoever came without one."""
    scheme = shared.found(current_scheme())
    counted = campaigns.brought(db.session(), scheme.id)
    settings: Settings = current_app.config["PALIER"]
    page = settings.base_url + url_for("public.scheme", scheme_slug=scheme.slug)

    def row(campaign: Campaign | None, name: str, address: str) -> Row:
        volunteers, households = (
            counted.get((campaign, side), 0) for side in (Side.VOLUNTEER, Side.HOUSEHOLD)
        )
        return Row(name, address, volunteers, households)

    known = [row(one, campaign_name(one), f"{page}?from={one.value}") for one in Campaign]
    return [*known, row(None, _("Not known"), "")]
