from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.schema import SchemaItem

from web.models.base import Base, Graded, InScheme, Public
from web.models.encryption import EncryptedText, keyring
from web.models.name_part import NamePart, parts_of
from web.models.scheme import Scheme
from web.models.vocabulary import (
    AgeBand,
    Campaign,
    Channel,
    Gender,
    HelpCategory,
    Level,
    PauseReason,
    Role,
)

# What stands where the name of somebody stood who was erased.
ERASED = "–"


class Party(InScheme, Public, Base):
    """Someone we write to: a volunteer, a household's contact person, or staff.

    What all three share lives here once, so that a message, a link or a code has one kind of
    recipient. Names and contacts are encrypted; equal contacts are found by keyed hash.
    """

    __tablename__ = "party"
    __table_args__: tuple[SchemaItem, ...] = (
        UniqueConstraint("scheme_id", "id"),
        UniqueConstraint("scheme_id", "origin_key"),
        Index(None, "scheme_id", "created_at"),
        Index(None, "scheme_id", "kind"),
        Index(
            "uq_party_email",
            "scheme_id",
            "kind",
            "email_key",
            unique=True,
            sqlite_where=text("email_key IS NOT NULL AND kind <> 'household'"),
            postgresql_where=text("email_key IS NOT NULL AND kind <> 'household'"),
        ),
        Index(
            "uq_party_phone",
            "scheme_id",
            "kind",
            "phone_key",
            unique=True,
            sqlite_where=text("phone_key IS NOT NULL AND kind <> 'household'"),
            postgresql_where=text("phone_key IS NOT NULL AND kind <> 'household'"),
        ),
        CheckConstraint("slots BETWEEN 0 AND 2097151", name="slots"),
    )
    __mapper_args__ = {"polymorphic_on": "kind"}

    kind: Mapped[str] = mapped_column(String(12))
    first_name: Mapped[str] = mapped_column(EncryptedText)
    last_name: Mapped[str] = mapped_column(EncryptedText, default="")
    email: Mapped[str | None] = mapped_column(EncryptedText)
    email_key: Mapped[str | None] = mapped_column(String(64), index=True)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    phone_key: Mapped[str | None] = mapped_column(String(64), index=True)
    language: Mapped[str] = mapped_column(String(12))
    channel: Mapped[Channel] = mapped_column(default=Channel.EMAIL)
    gender: Mapped[Gender | None]
    age_band: Mapped[AgeBand | None]
    # Place: what matching may know of an address. The address itself is a row of its own.
    postcode: Mapped[str | None] = mapped_column(String(4))
    locality: Mapped[str | None] = mapped_column(String(80))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    # 21 bits: day x 3 + part of the day, Monday morning first.
    slots: Mapped[int] = mapped_column(default=0)
    max_distance_m: Mapped[int] = mapped_column(default=3000)
    only_women: Mapped[bool] = mapped_column(default=False)
    # Of a pause: why, and the day on which it ends by itself.
    pause_reason: Mapped[PauseReason | None]
    paused_until: Mapped[date | None]
    # A form sent twice or a file imported twice carries the same key and makes one row.
    origin_key: Mapped[str | None] = mapped_column(String(64))
    # Nothing where the address did not say.
    campaign: Mapped[Campaign | None]
    # The scheme's own code for it, where they came by one.
    campaign_code: Mapped[str | None] = mapped_column(String(12))
    # Since when what is known may only be kept: they asked for it, or object to its use.
    restricted_at: Mapped[datetime | None]
    # Since when nobody is reached there; another address or number begins anew.
    email_failed_at: Mapped[datetime | None]
    phone_failed_at: Mapped[datetime | None]
    # A number that WhatsApp does not know may take text messages all the same.
    whatsapp_failed_at: Mapped[datetime | None]
    # Since when they want no questions of ours; what concerns a match still reaches them.
    unsubscribed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    scheme: Mapped[Scheme] = relationship(viewonly=True)
    address: Mapped[Address | None] = relationship(
        back_populates="party", cascade="all, delete-orphan"
    )
    languages: Mapped[list[SpokenLanguage]] = relationship(
        cascade="all, delete-orphan", order_by="SpokenLanguage.level.desc()"
    )
    offers: Mapped[list[Offer]] = relationship(cascade="all, delete-orphan")
    name_parts: Mapped[list[NamePart]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def role(self) -> Role:
        return Role(self.kind)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_erased(self) -> bool:
        return self.first_name == ERASED

    @property
    def has_place(self) -> bool:
        return self.latitude is not None and self.longitude is not None

    def set_name(self, first_name: str, last_name: str) -> None:
        """Keep a name and what it is found by together; the scheme must be known."""
        self.first_name, self.last_name = first_name, last_name
        wanted = parts_of(self.scheme_id, self.full_name)
        kept = [part for part in self.name_parts if part.key in wanted]
        new = wanted - {part.key for part in kept}
        self.name_parts[:] = [*kept, *(NamePart(key=key) for key in sorted(new))]

    def set_email(self, email: str | None) -> None:
        """Keep a normalised address and its search hash together."""
        if email != self.email:
            self.email_failed_at = None
        self.email = email
        self.email_key = keyring.keyed_hash(email.casefold()) if email else None

    def set_phone(self, phone: str | None) -> None:
        """Keep a number in E.164 and its search hash together."""
        if phone != self.phone:
            self.phone_failed_at = self.whatsapp_failed_at = None
        self.phone = phone
        self.phone_key = keyring.keyed_hash(phone) if phone else None


class Address(Base):
    """Level 4: the street. Read only to bring two people together, and each reading is audited."""

    __tablename__ = "address"

    party_id: Mapped[int] = mapped_column(
        ForeignKey("party.id", ondelete="CASCADE"), primary_key=True
    )
    street: Mapped[str] = mapped_column(EncryptedText)

    party: Mapped[Party] = relationship(back_populates="address")


class SpokenLanguage(Base):
    """A BCP 47 tag and a level."""

    __tablename__ = "spoken_language"

    party_id: Mapped[int] = mapped_column(
        ForeignKey("party.id", ondelete="CASCADE"), primary_key=True
    )
    tag: Mapped[str] = mapped_column(String(12), primary_key=True)
    level: Mapped[Level] = mapped_column(Graded(Level))


class Offer(Base):
    """A help category that somebody offers; a household may offer too."""

    __tablename__ = "offer"

    party_id: Mapped[int] = mapped_column(
        ForeignKey("party.id", ondelete="CASCADE"), primary_key=True
    )
    category: Mapped[HelpCategory] = mapped_column(primary_key=True)
