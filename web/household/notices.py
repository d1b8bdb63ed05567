"""What everybody may read of a scheme: what it keeps about people, and who can use its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from config.settings import Settings
from web.access import anyone
from web.household.blueprint import blueprint
from web.messages import notices as words
from web.models.vocabulary import Channel
from web.services import ways
from web.services.personal_data import HOLDINGS, NEVER_BEGUN
from web.services.personal_data.holding import Purpose

# When the statement was last held against the pages: `make axe`, and the browser tests.
STATED_ON = date(2026, 11, 27)


@dataclass(frozen=True, slots=True)
class _Body:
    """Whom people can turn to: a name, and ways to reach it, each with its link or none."""

    name: str
    ways: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, parts: tuple[str, ...]) -> _Body:
        name, *ways = parts
        return cls(name, tuple(_way(way) for way in ways))


def _way(way: str) -> tuple[str, str]:
    if way.startswith("https://"):
        return way.removeprefix("https://"), way
    if "@" in way:
        return way, f"mailto:{way}"
    number = way.replace(" ", "")
    return way, f"tel:{number}" if number.lstrip("+").isdigit() else ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept for one purpose: each kind with for how long, and by what right."""

    purpose: str
    kinds: tuple[tuple[str, tuple[str, ...]], ...]
    bases: tuple[str, ...]


@blueprint.get("/<scheme_slug>/privacy")
@anyone
def privacy(scheme_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the scheme of the page
    """Made from the registry and the settings, so that it tells what is there."""
    settings: Settings = current_app.config["PALIER"]
    return render_template(
        "household/privacy.html",
        kept=[_kept(purpose) for purpose in Purpose],
        never_begun=[words.erased_after(state, term) for state, term in NEVER_BEGUN.items()],
        offers_whatsapp=ways.is_open(Channel.WHATSAPP),
        geocoder=urlsplit(settings.geocoder_url).hostname,
        authority=_Body.of(settings.data_authority),
    )


@blueprint.get("/<scheme_slug>/accessibility")
@anyone
def accessibility(scheme_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the scheme of the page
    """The statement that the law asks for (its model is Commission decision 2018/1523)."""
    settings: Settings = current_app.config["PALIER"]
    return render_template(
        "household/accessibility.html", body=_Body.of(settings.equality_body), stated_on=STATED_ON
    )


def _kept(purpose: Purpose) -> Kept:
    of_purpose = [one for one in HOLDINGS if one.purpose is purpose]
    # Several tables are one thing to whom they are about; not all of it is kept equally long.
    kinds: dict[str, dict[str, None]] = {}
    for one in of_purpose:
        kinds.setdefault(words.kind_of(one.rows.name), {})[words.kept_for(one.kept)] = None
    bases = dict.fromkeys(words.basis_of(one.basis) for one in of_purpose)
    return Kept(
        words.purpose_of(purpose),
        tuple((kind, tuple(long)) for kind, long in kinds.items()),
        tuple(bases),
    )
