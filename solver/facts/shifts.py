"""Who does it: shifts with their crews, the breaks owed to them, and where a shift that has begun is."""

from dataclasses import dataclass

from solver.facts.requests import Span


@dataclass(frozen=True, kw_only=True)
class BreakFact:
    """A break owed to a worker.

    Attributes
    ----------
    from_work_s : int
        Owed when the working day (rostered start to the later of rostered end and coming home) is at least this
        long (`strictly_above`: longer).
    earliest_s, latest_start_s : int, int or None
        Bounds on its start, after the rostered start of the shift.
    paid : bool
        Whether it counts as working time.
    """

    from_work_s: int
    strictly_above: bool = False
    duration_s: int
    earliest_s: int = 0
    latest_start_s: int | None = None
    paid: bool = True
    article: str = ""


@dataclass(frozen=True, kw_only=True)
class SkillFact:
    """A skill and the last instant at which its qualification is valid (None: no expiry)."""

    code: str
    valid_until_s: int | None = None


@dataclass(frozen=True, kw_only=True)
class Member:
    """One worker of a crew.

    Attributes
    ----------
    rest_from_s, rest_until_s : int or None
        The route may not start before / end after these, so that daily and weekly rest are kept.
    night_s : tuple of Span
        Spans in which this worker may not be at work.
    longest_work_s : int or None
        From leaving to coming home, unpaid breaks not counted.
    overtime_allowed : bool
        False: never past the rostered end.
    """

    id: str
    skills: tuple[SkillFact, ...] = ()
    familiar: tuple[str, ...] = ()
    breaks: tuple[BreakFact, ...] = ()
    rest_from_s: int | None = None
    rest_until_s: int | None = None
    rest_article: str = ""
    night_s: tuple[Span, ...] = ()
    longest_work_s: int | None = None
    longest_work_article: str = ""
    longest_driving_s: int | None = None
    overtime_allowed: bool = True


@dataclass(frozen=True, kw_only=True)
class StartFact:
    """A shift that has begun: free at `free_s` at the shift's `start_location`; `prefix` are its next tasks."""

    free_s: int
    prefix: tuple[int, ...] = ()
    driven_s: int = 0
    worked_s: int = 0
    breaks_taken: int = 0


@dataclass(frozen=True, kw_only=True)
class Shift:
    """One working period of one crew, with at most one vehicle.

    Attributes
    ----------
    mode : int
        Index into `Problem.travel`.
    start_s, end_s : int
        Rostered; `overtime_s` more is possible.
    work_gr_per_h, overtime_gr_per_h : int
        For the whole route without unpaid breaks; on top of it for the time after the rostered end.
    use_gr : int
        Once, if it has any stop at all.
    layouts : tuple of tuple of int
        Capacity by load kind, a row per seat layout (crew's own seats already taken off); empty: no vehicle.
    hand_over_s : int
        Needed between the previous shift of the same vehicle and this one's start.
    districts : tuple of str
        Where it may serve; empty: anywhere. Out-of-town tasks ("") need `out_of_town`.
    kind : str
        Shifts of one kind share the workload.
    """

    id: str
    name: str = ""
    kind: str = ""
    members: tuple[Member, ...]
    vehicle: str | None = None
    mode: int
    start_s: int
    end_s: int
    overtime_s: int = 0
    start_location: int
    end_location: int
    layouts: tuple[tuple[int, ...], ...] = ()
    lift_kg: int = 0
    districts: tuple[str, ...] = ()
    out_of_town: bool = True
    hand_over_s: int = 0
    provider: str = ""
    contracted: bool = False
    work_gr_per_h: int = 0
    overtime_gr_per_h: int = 0
    km_gr: int = 0
    use_gr: int = 0
    request_gr: int = 0
    unfamiliar_gr: int = 0
    start: StartFact | None = None
