"""A scheme's own codes as a list: what each brought, the filter, the order, the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from config.settings import Settings
from web.access import allow, freshly_signed_in
from web.auth import current_scheme
from web.coordinator import exports, lists, shared
from web.coordinator.blueprint import blueprint
from web.extensions import db
from web.messages import recruiting
from web.models import CampaignCode
from web.models.vocabulary import Campaign, Role, Side
from web.queries import campaigns as queries
from web.queries.order import Order
from web.services.spreadsheets import Cell


class CodeColumn(StrEnum):
    """What the list can be put in order by."""

    MADE = "made"
    NAME = "name"
    SOURCE = "source"
    VOLUNTEERS = "volunteers"
    HOUSEHOLDS = "households"


USUAL_ORDER = Order(CodeColumn.MADE, descending=True)


@dataclass(frozen=True, slots=True)
class CodeFilter:
    """What the list is narrowed to, and its order; None means 'any'."""

    source: Campaign | None = None
    order: Order[CodeColumn] = USUAL_ORDER


@dataclass(frozen=True, slots=True)
class Row:
    """What one code brought."""

    code: CampaignCode
    channel: str
    address: str
    volunteers: int
    households: int


@blueprint.post("/campaigns/narrowed")
@allow(Role.COORDINATOR)
def campaign_codes_narrowed() -> ResponseReturnValue:
    return lists.narrowed("coordinator.campaign_codes", kept(wanted()))


@blueprint.post("/campaigns/export")
@allow(Role.COORDINATOR)
@freshly_signed_in
def campaign_codes_export() -> ResponseReturnValue:
    heading = [
        _("For what"),
        _("From where"),
        _("Volunteers"),
        _("Households"),
        _("Address to give"),
        _("Made on"),
        _("Retired on"),
    ]
    return exports.answer("campaign_codes", heading, _cells(wanted()))


def wanted() -> CodeFilter:
    source = shared.word_of(Campaign, request.values.get("source"))
    return CodeFilter(source, lists.order(USUAL_ORDER))


def kept(asked: CodeFilter) -> dict[str, str]:
    return lists.said(USUAL_ORDER, asked.order, source=asked.source)


def rows_of(asked: CodeFilter) -> list[Row]:
    """The codes that fit, in the order asked for; a scheme has as many as it hung posters."""
    session, scheme = db.session(), shared.found(current_scheme())
    counted = queries.brought_by_code(session, scheme.id)
    rows = [
        Row(
            code,
            recruiting.campaign_name(code.channel),
            address_of(code),
            *(counted.get((code.code, side), 0) for side in (Side.VOLUNTEER, Side.HOUSEHOLD)),
        )
        for code in queries.codes(session, scheme.id)
        if asked.source in {None, code.channel}
    ]
    return sorted(rows, key=_KEYS[asked.order.by], reverse=asked.order.descending)


_KEYS: dict[CodeColumn, Callable[[Row], Any]] = {
    CodeColumn.MADE: lambda row: row.code.id,
    CodeColumn.NAME: lambda row: (row.code.name.casefold(), row.code.id),
    CodeColumn.SOURCE: lambda row: (row.channel.casefold(), row.code.id),
    CodeColumn.VOLUNTEERS: lambda row: (row.volunteers, row.code.id),
    CodeColumn.HOUSEHOLDS: lambda row: (row.households, row.code.id),
}


def _cells(asked: CodeFilter) -> Iterator[tuple[Cell, ...]]:
    for row in rows_of(asked):
        yield (
            row.code.name,
            row.channel,
            row.volunteers,
            row.households,
            row.address,
            exports.day(row.code.made_at),
            exports.day(row.code.retired_at),
        )


def address_of(code: CampaignCode) -> str:
    settings: Settings = current_app.config["PALIER"]
    page = url_for("public.scheme", scheme_slug=shared.found(current_scheme()).slug)
    return f"{settings.base_url}{page}?from={code.code}"
