from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme
from web.models.party import Party
from web.models.vocabulary import Channel


class SchemeSender(InScheme, Base):
    """As whom a scheme writes, how much a day and when not.

    The newest row counts, the others are history. An empty text leaves it to the installation.
    """

    __tablename__ = "scheme_sender"
    # Of two who save at once, one comes second.
    __table_args__ = (UniqueConstraint("scheme_id", "version"),)

    version: Mapped[int]
    # Beside the installation's address, which mail servers check.
    sender_name: Mapped[str] = mapped_column(String(60))
    reply_to: Mapped[str] = mapped_column(String(254))
    # What a phone shows in place of a number: letters and digits only.
    text_sender: Mapped[str] = mapped_column(String(11))
    # None is no limit.
    mails_a_day: Mapped[int | None]
    texts_a_day: Mapped[int | None]
    # Full hours, by the scheme's clock.
    quiet_from: Mapped[int] = mapped_column(default=20, server_default="20")
    quiet_until: Mapped[int] = mapped_column(default=8, server_default="8")
    quiet_sundays: Mapped[bool] = mapped_column(default=True, server_default=true())
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    saved_at: Mapped[datetime]

    saved_by: Mapped[Party] = relationship()

    def most_a_day(self, channel: Channel) -> int | None:
        return self.mails_a_day if channel is Channel.EMAIL else self.texts_a_day
