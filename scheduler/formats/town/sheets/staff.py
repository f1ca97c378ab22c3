"""Workers."""

from collections.abc import Iterator

from scheduler.domain.ids import ContractTypeId
from scheduler.domain.roster import Staff
from scheduler.domain.town import Town
from scheduler.formats.town.cell import identifier
from scheduler.formats.town.column import Sheet, maybe, optional, required
from scheduler.formats.town.compound import expiring, set_of
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.numeric import zloty
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import DISTRICT, NAME, PHONE, PROVIDER, SKILL, STAFF, Line, line

_EMPLOYMENT = ContractTypeId("employment")

ID = required("id", STAFF, "the worker", "nowak-ewa")
STAFF_NAME = required("name", NAME, "name", "Ewa Nowak")
TELEPHONE = optional("phone", PHONE, "", "phone", "600 100 200")
SKILLS = optional("skills", expiring(SKILL), {}, "what the worker is qualified for", "physio:2027-05-31|lift")
PROVIDER_ID = maybe("provider", PROVIDER, "who employs the worker; empty: the town", "spoldzielnia", refers="providers")
CONTRACT = optional(
    "contract", identifier(ContractTypeId), _EMPLOYMENT, "contract type, for breaks and rest", "mandate",
    refers="contracts",
)  # fmt: skip
COST = optional("cost_zl_per_h", zloty(10_000), 0, "cost of an hour of working time", "42.50")
FAMILIAR = optional(
    "familiar", set_of(DISTRICT), frozenset(), "districts the worker knows", "lazy|bugaj", refers="districts"
)

SHEET = Sheet(
    name="staff",
    says="a worker",
    columns=(ID, STAFF_NAME, TELEPHONE, SKILLS, PROVIDER_ID, CONTRACT, COST, FAMILIAR),
    key=ID,
)


def lines(town: Town) -> Iterator[Line]:
    """Yield the rows that say what `town` holds."""
    for worker in town.staff.values():
        yield line(
            ID.of(worker.id),
            STAFF_NAME.of(worker.name),
            TELEPHONE.of(worker.phone),
            SKILLS.of(worker.skills),
            PROVIDER_ID.of(worker.provider_id),
            CONTRACT.of(worker.contract_id),
            COST.of(worker.cost_gr_per_h),
            FAMILIAR.of(worker.familiar),
        )


def take(rows: list[Row], draft: Draft) -> None:
    """Put the workers into `draft`."""
    for row in rows:
        if row.whole:
            draft.staff[row[ID]] = _worker(row)


def _worker(row: Row) -> Staff:
    return Staff(
        id=row[ID],
        name=row[STAFF_NAME],
        phone=row[TELEPHONE],
        skills=row[SKILLS],
        provider_id=row[PROVIDER_ID],
        contract_id=row[CONTRACT],
        cost_gr_per_h=row[COST],
        familiar=row[FAMILIAR],
    )
