"""A worded message as the text and the page of a mail, and as a text message."""

from __future__ import annotations

from functools import cache

from babel import Locale
from jinja2 import Environment, PackageLoader, StrictUndefined

from web.messages import colours
from web.messages.message import Message
from web.models import Scheme


def plain(message: Message, scheme: Scheme) -> str:
    """The mail for who reads no HTML."""
    signature = "\n".join(("-- ", *_signature(scheme)))
    bodies = [part for one in (message, *message.also) for part in _body(one)]
    parts = (*bodies, message.closing, signature)
    return "\n\n".join(part for part in parts if part) + "\n"


def _body(message: Message) -> tuple[str, ...]:
    links = (f"{words}\n{url}" for words, url in message.links)
    button = f"{message.button}\n{message.url}" if message.url else ""
    return (*message.paragraphs, *links, button)


def page(message: Message, scheme: Scheme, locale: Locale) -> str:
    """The same words as HTML, in the direction that the language is read."""
    return (
        _environment()
        .get_template("messages/mail.html")
        .render(
            message=message,
            signature=_signature(scheme),
            accent=colours.readable(scheme.accent),
            language=str(locale).replace("_", "-"),
            direction=locale.text_direction,
        )
    )


def text_message(message: Message) -> str:
    """One sentence and the link."""
    return f"{message.text} {message.url}".strip()


def _signature(scheme: Scheme) -> tuple[str, ...]:
    return tuple(line for line in (scheme.association, scheme.phone, scheme.email) if line)


@cache
def _environment() -> Environment:
    # Mails are worded where no request runs, so the application's own templates are not at hand.
    return Environment(
        loader=PackageLoader("web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
