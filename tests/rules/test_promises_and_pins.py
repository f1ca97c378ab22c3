"""What several rules say of one start, one shift, or one beginning of a route."""

from solver.facts.locks import Allowance, Lock, LockKind
from solver.facts.requests import Span
from solver.facts.shifts import StartFact
from solver.lowering import lowered
from solver.problem import Problem
from solver.rulekit.narrowing import common
from solver.rulekit.tiny import aboard, hm, member, shift, tiny, visit
from solver.rules import all_rules

RULES = {rule.code: rule for rule in all_rules()}
OPEN = ((hm(9), hm(10)), (hm(11), hm(12)))


def _windows(promise: Span, *, pinned_s: int | None = None, allowed_s: int = 0) -> tuple[tuple[Span, ...], bool]:
    """Return the windows of a visit with opening hours and a promise, and whether any shift may serve it."""
    problem = tiny(
        requests=[visit("V1", "B", task={"windows_s": OPEN}, promise_s=promise)],
        locks=() if pinned_s is None else (Lock(kind=LockKind.START, tasks=(0,), start_s=pinned_s),),
        allowances=(Allowance(rule="promise", subject="V1", amount=allowed_s),) if allowed_s else (),
    )
    arrays = lowered(problem, [RULES[code] for code in ("promise", "time_window", "pinned_start")])
    return arrays.windows[0], bool(arrays.compatible.any())


def test_a_promise_lies_within_the_opening_hours() -> None:
    """A promise given across the lunch break would send somebody to a closed door."""
    assert _windows((hm(9, 30), hm(11, 30))) == (((hm(9, 30), hm(10)), (hm(11), hm(11, 30))), True)


def test_what_is_left_of_nothing_is_not_any_time() -> None:
    """A promise outside the opening hours would be planned in the middle of the night."""
    assert _windows((hm(14), hm(15)))[1] is False


def test_a_pin_inside_the_promise_is_a_second() -> None:
    """The start that a dispatcher has fixed would drift within the promise."""
    assert _windows((hm(9, 30), hm(11, 30)), pinned_s=hm(9, 45)) == (((hm(9, 45), hm(9, 45)),), True)
    assert _windows((hm(9, 30), hm(11, 30)), pinned_s=hm(9))[1] is False


def test_lateness_agreed_on_the_phone_widens_the_promise_only() -> None:
    """Ten minutes late, agreed with the client, would open the day centre ten minutes longer."""
    assert _windows((hm(9, 30), hm(9, 50)), allowed_s=600)[0] == ((hm(9, 20), hm(10)),)


def test_a_pin_the_past_has_broken_gives_way_both_ways() -> None:
    """A bus that is late already could not be planned at all, or only ever later."""
    problem = tiny(
        requests=[visit("V1", "B")],
        locks=(Lock(kind=LockKind.START, tasks=(0,), start_s=hm(9)),),
        allowances=(Allowance(rule="pinned_start", subject="V1", amount=60, inherited=True),),
    )

    assert lowered(problem, [RULES["pinned_start"]]).windows[0] == ((hm(9) - 60, hm(9) + 60),)


def test_windows_in_common() -> None:
    """Two windows that touch in one second would count as apart."""
    assert common(OPEN, ((hm(10), hm(11)),)) == ((hm(10), hm(10)), (hm(11), hm(11)))
    assert common(OPEN, ((hm(10) + 1, hm(11) - 1),)) == ()


def _frozen(pinned: tuple[int, ...], begun: tuple[int, ...], **fields: object) -> Problem:
    return tiny(
        requests=[visit(f"V{n}", "B") for n in range(4)],
        shifts=[shift(begun=StartFact(free_s=hm(8), prefix=begun)), shift("s2")],
        locks=(Lock(kind=LockKind.PREFIX, tasks=pinned, shift=0),),
        **fields,
    )


def test_a_pinned_beginning_goes_on_where_the_shift_is() -> None:
    """The visit that the driver is on the way to would have to be done twice, or be forgotten."""
    arrays = lowered(_frozen((1, 2), (0, 1)), [RULES["pinned_prefix"], RULES["start_state"]])

    assert arrays.prefixes == [(0, 1, 2), ()]
    assert arrays.must_serve.tolist() == [True, True, True, False]
    assert arrays.compatible.tolist() == [[True, False]] * 3 + [[True, True]]


def test_whoever_is_aboard_is_never_left_out() -> None:
    """Somebody would stay in the bus over night: leaving him out was cheaper."""
    problem = tiny(requests=[aboard("R1", "C", since_s=0), visit("V1", "B")], shifts=[shift("s1"), shift("s2")])
    arrays = lowered(problem, [RULES["start_state"]])

    assert arrays.must_serve.tolist() == [True, False]
    assert arrays.compatible.tolist() == [[True, False], [True, True]]


def test_a_pin_does_not_make_a_shift_suitable() -> None:
    """Pinned to a shift without the skill, a visit would be planned there all the same."""
    lock = Lock(kind=LockKind.SHIFT, tasks=(0,), shift=1)
    skilled = member(skills=())
    problem = tiny(
        requests=[visit("V1", "B", skills=("physio",))],
        shifts=[shift("s1"), shift("s2", members=(skilled,))],
        locks=(lock,),
    )

    assert not lowered(problem, [RULES["skill"], RULES["pinned_shift"]]).compatible.any()


def test_pins_that_say_nothing() -> None:
    """A pin without a shift or a time, as a half-filled form sends it, would stop the whole day's plan."""
    locks = (Lock(kind=LockKind.SHIFT, tasks=(0,)), Lock(kind=LockKind.START, tasks=(0,)))
    problem = tiny(requests=[visit("V1", "B")], locks=(*locks, Lock(kind=LockKind.PREFIX, tasks=(0,))))

    assert not any(RULES[f"pinned_{what}"].applies(problem) for what in ("shift", "start", "prefix"))
