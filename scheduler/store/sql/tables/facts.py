"""Tables of what a town has: people, places, vehicles, services, rosters' patterns."""

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.sql.tables.base import Base, Closed, Documented, OfTown, Sealed, Thing


class HeadRow(Thing, Documented, Base):
    """A town's name, place, clock and policy."""

    __tablename__ = "heads"


class DistrictRow(Thing, Documented, Base):
    """A district."""

    __tablename__ = "districts"


class PlaceRow(Thing, Sealed, Base):
    """A place; all of it is sealed but what statistics ask for."""

    __tablename__ = "places"

    district_id: Mapped[str | None]
    public: Mapped[bool]


class ClientRow(Thing, Sealed, Base):
    """A client; all of it is sealed but the id."""

    __tablename__ = "clients"


class ClientPhoneRow(OfTown, Base):
    """A telephone number of a client or of a contact, as a keyed digest."""

    __tablename__ = "client_phones"

    client_id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(primary_key=True)

    __table_args__ = (
        ForeignKeyConstraint(["town_id", "client_id"], ["clients.town_id", "clients.id"], ondelete="CASCADE"),
        Index(None, "town_id", "digest"),
    )


class PurposeRow(Thing, Documented, Base):
    """A purpose of rides."""

    __tablename__ = "purposes"


class ServiceRow(Thing, Documented, Base):
    """A service."""

    __tablename__ = "services"


class ProviderRow(Thing, Documented, Base):
    """A provider."""

    __tablename__ = "providers"


class ContractRow(Thing, Documented, Base):
    """A type of contract."""

    __tablename__ = "contracts"


class StaffRow(Thing, Documented, Sealed, Base):
    """A worker; name and phone are sealed."""

    __tablename__ = "staff"


class VehicleRow(Thing, Documented, Sealed, Base):
    """A vehicle; its registration is sealed."""

    __tablename__ = "vehicles"


class PatternRow(Thing, Documented, Sealed, Base):
    """A weekly pattern; what it is called is sealed."""

    __tablename__ = "patterns"


class AbsenceRow(Thing, Closed, Base):
    """An absence; all of it is sealed, for it may be an illness."""

    __tablename__ = "absences"


class EntitlementRow(Thing, Documented, Base):
    """An entitlement."""

    __tablename__ = "entitlements"

    client_id: Mapped[str]
