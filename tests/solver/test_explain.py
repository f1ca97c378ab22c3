"""Every kind of reason on a problem of a few lines, and each proposed change proved by trying all places by hand."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from solver.explain.asking import Change, ChangeKind, Explanation, Verdict, explain, explain_all
from solver.explain.change import KINDS, earlier, later
from solver.explain.words import render
from solver.facts.shifts import SkillFact
from solver.facts.ties import Cap, Engagement, Gap, StaffLink
from solver.lowering import lowered
from solver.problem import Problem
from solver.rulekit.tiny import hm, member, ride, shift, tiny, visit
from solver.rules import all_rules
from solver.schedule import schedule
from solver.solution import Solution
from tests.solver.trying import check_words, prove


def planned(problem: Problem, routes: Mapping[str, str]) -> Solution:
    """Return exact times of routes written by hand."""
    task = {t.id: number for number, t in enumerate(problem.tasks)}
    number = {s.id: index for index, s in enumerate(problem.shifts)}
    orders = {number[name]: [task[one] for one in order.split()] for name, order in routes.items()}
    solution = schedule(lowered(problem), orders)
    assert solution is not None
    return solution


def told(problem: Problem, routes: Mapping[str, str], request: str) -> Explanation:
    """Return why a request is not in these routes, after proving all that is proposed."""
    solution = planned(problem, routes)
    ids = [r.id for r in problem.requests]
    found = explain(problem, solution, ids.index(request))
    assert found.not_computed == ()
    prove(problem, solution, found)
    for lang in ("pl", "en"):
        check_words(render(found, problem, lang), found)
    return found


def at(opens: int, closes: int) -> dict[str, Any]:
    """Return the fields of a task with one window."""
    return {"windows_s": ((opens, closes),)}


def skilled(name: str, *codes: str, **fields: Any) -> Any:
    """Return a worker with these skills."""
    return member(name, skills=tuple(SkillFact(code=code) for code in codes), **fields)


def kinds(found: Explanation) -> dict[ChangeKind, Change]:
    """Return the changes by kind."""
    return {change.kind: change for change in found.changes}


def test_outside_every_shifts_time() -> None:
    """A client who can only in the evening would be told that the plan is full, and would ask again every week."""
    problem = tiny(requests=[visit("V1", "B", task=at(hm(17), hm(18)))])

    found = told(problem, {}, "V1")

    assert found.alone.possible is False
    assert (found.reason.rule, found.reason.verdict) == ("shift_span", Verdict.NOT_ALONE)
    assert found.reason.violation is not None
    assert found.reason.violation.facts["end_s"] == hm(17, 40)
    assert found.change is not None
    assert (found.change.kind, found.change.amount, found.change.start_s) == (ChangeKind.EARLIER, 6000, hm(15, 20))
    assert kinds(found)[ChangeKind.OVERTIME].amount == 6000
    assert "17:40" in render(found, problem, "en").alone


def test_a_skill_that_nobody_has() -> None:
    """The office would go on looking for a free slot instead of a physiotherapist."""
    problem = tiny(requests=[visit("V1", "B", skills=("physio",))], shifts=[shift(), shift("van")])

    found = told(problem, {}, "V1")

    assert found.alone.by_rule == ((("skill",), (0, 1)),)
    assert found.reason.rule == "skill"
    assert found.changes == ()


def test_a_qualification_that_has_expired() -> None:
    """A certificate that ran out last week would look like a full day."""
    crew = member(skills=(SkillFact(code="physio", valid_until_s=hm(9)),))
    problem = tiny(requests=[visit("V1", "B", skills=("physio",))], shifts=[shift(members=(crew,))])

    found = told(problem, {}, "V1")

    assert found.reason.rule == "skill"
    assert found.alone.possible is False


def test_a_lift_that_is_too_weak() -> None:
    """Nobody would learn that a lift for 60 kg more is all that is needed."""
    buses = [shift("old", lift_kg=200), shift("new", lift_kg=250)]
    problem = tiny(requests=[ride("R1", "BC", load=(0, 1), lift_kg=310)], shifts=buses)

    found = told(problem, {}, "R1")

    assert found.reason.rule == "lift"
    assert found.alone.closest is not None
    assert found.alone.closest.shift == 1
    assert "250 kg" in render(found, problem, "en").summary
    assert found.changes == ()


def test_the_only_one_with_the_skill_is_ruled_out() -> None:
    """The office would hire another physiotherapist's hours where a talk with the client would do."""
    crews = [shift("s1", members=(skilled("jan", "physio"),)), shift("s2"), shift("s3")]
    problem = tiny(requests=[visit("V1", "B", skills=("physio",), excluded_staff=("jan",))], shifts=crews)

    found = told(problem, {}, "V1")

    assert found.reason.rule == "excluded_staff"
    assert found.reason.shift == 0
    assert dict(found.alone.by_rule) == {("excluded_staff",): (0,), ("skill",): (1, 2)}
    assert found.changes == ()


def test_a_district_that_no_shift_serves() -> None:
    """A street on the wrong side of a district border would never be served, and nobody would know why."""
    problem = tiny(requests=[visit("V1", "B", districts=("south",))], shifts=[shift(districts=("north",))])

    found = told(problem, {}, "V1")

    assert found.reason.rule == "district"
    assert found.change is not None
    assert (found.change.kind, found.change.rule, found.change.subject) == (ChangeKind.ALLOW, "district", "V1")


def test_a_longest_ride_shorter_than_the_way() -> None:
    """A limit set a minute too tight would keep somebody at home for ever."""
    problem = tiny(requests=[ride("R1", "BD", longest_ride_s=19 * 60 + 30)])

    found = told(problem, {}, "R1")

    assert found.reason.rule == "longest_ride"
    assert found.change is not None
    assert (found.change.kind, found.change.amount, found.change.request) == (ChangeKind.LONGER_RIDE, 60, 0)


def test_an_entitlement_that_is_used_up() -> None:
    """A family would be told that there is no room, when there is room but no entitlement left."""
    cap = Cap(id="care", client="maria", weights=((0, 2), (1, 3)), limit=4, unit="h")
    problem = tiny(requests=[visit("V1", "B"), visit("V2", "B")], caps=(cap,))

    found = told(problem, {"bus": "V1"}, "V2")

    assert found.alone.possible is True
    assert (found.reason.rule, found.reason.verdict) == ("entitlement", Verdict.TAKEN)
    assert found.reason.violation is not None
    assert found.reason.violation.amount == 1
    assert found.change is not None
    assert (found.change.kind, found.change.amount, found.change.unit) == (ChangeKind.ALLOW, 1, "h")


def test_nothing_left_of_an_entitlement() -> None:
    """What other days have used up is no matter of this plan: it is impossible even on an empty day."""
    cap = Cap(id="care", client="maria", weights=((0, 2),), limit=0, unit="h")

    found = told(tiny(requests=[visit("V1", "B")], caps=(cap,)), {}, "V1")

    assert (found.reason.rule, found.alone.possible) == ("entitlement", False)


def test_a_client_in_two_places_at_once() -> None:
    """Two carers would be sent at once to somebody who has a visit already."""
    problem = tiny(
        requests=[visit("V1", "B", task=at(hm(10), hm(10))), visit("V2", "C", task=at(hm(10), hm(10, 15)))],
        shifts=[shift("s1"), shift("s2", members=(member("jan"),))],
        engagements=(Engagement(client="maria", requests=(0,)), Engagement(client="maria", requests=(1,))),
    )

    found = told(problem, {"s1": "V1"}, "V2")

    assert found.alone.possible is True
    assert "client_in_one_place" in {rule for v in found.per_shift if v.obstacle for rule in v.obstacle.rules}
    assert found.change is not None
    assert (found.change.kind, found.change.amount, found.change.start_s) == (ChangeKind.LATER, 1500, hm(10, 40))


def test_a_crew_of_two_where_there_is_none() -> None:
    """Somebody carried down the stairs by two would wait for a bus that never has a second person."""
    problem = tiny(requests=[ride("R1", "BC", needs_attendant=True)])

    found = told(problem, {}, "R1")

    assert found.reason.rule == "attendant"
    assert found.change is not None
    assert (found.change.kind, found.change.shift) == (ChangeKind.ATTENDANT, 0)


def test_an_attendant_takes_a_seat() -> None:
    """A second crew member would be proposed for a bus that then has no seat left for the client."""
    found = told(tiny(requests=[ride("R1", "BC", needs_attendant=True)], shifts=[shift(layouts=((1, 0),))]), {}, "R1")

    assert ChangeKind.ATTENDANT not in kinds(found)


def test_an_attendant_takes_the_seat_of_somebody_aboard() -> None:
    """A second crew member would be proposed for a bus whose last seat is somebody's."""
    problem = tiny(
        requests=[ride("R1", "BC", load=(1, 0)), ride("R2", "DE", needs_attendant=True, load=(0, 1))],
        shifts=[shift(layouts=((1, 1),))],
    )

    found = told(problem, {"bus": "R1+ R1-"}, "R2")

    assert ChangeKind.ATTENDANT not in kinds(found)


def test_a_repair_too_soon_after_its_inspection() -> None:
    """A handyman's job would be called impossible without saying that the two windows contradict each other."""
    problem = tiny(
        requests=[visit("V1", "B", task=at(hm(12), hm(13))), visit("V2", "B", task=at(hm(13), hm(14)))],
        gaps=(Gap(before=0, after=1, min_s=2 * 3600, why="repair"),),
    )

    found = told(problem, {"bus": "V1"}, "V2")

    assert found.reason.rule in {"gap", "time_window"}
    assert found.change is not None
    assert (found.change.kind, found.change.amount) == (ChangeKind.LATER, 30 * 60)


def test_an_inspection_out_of_window_takes_the_repair_along() -> None:
    """The repair would be explained by itself, and moving it would not help."""
    problem = tiny(
        requests=[visit("V1", "B", task=at(hm(17), hm(17, 30))), visit("V2", "B")],
        gaps=(Gap(before=0, after=1, why="repair"),),
    )

    found = told(problem, {}, "V2")

    assert found.requests == (0, 1)
    assert found.obstacle == 0
    assert found.reason.rule == "shift_span"
    assert "V1" in render(found, problem, "en").summary


def test_a_party_bigger_than_any_bus() -> None:
    """Six friends would be refused without a word that two seats more are needed."""
    problem = tiny(requests=[ride("R1", "BC", load=(6, 0))])

    found = told(problem, {}, "R1")

    assert found.reason.rule == "seats"
    assert found.reason.violation is not None
    assert found.reason.violation.amount == 2
    assert found.change is not None
    assert (found.change.kind, found.change.amount, found.change.load_kind) == (ChangeKind.PLACE, 2, 0)


def test_an_impossible_return_takes_the_way_there_along() -> None:
    """The office would look at the outbound ride, which is fine, and miss that nobody drives at night."""
    problem = tiny(
        requests=[
            ride("R1", "BC", pickup=at(hm(14), hm(14, 30))),
            ride("R2", "CB", pickup=at(hm(16), hm(17)), skills=("night",)),
        ],
        groups=((0, 1),),
        gaps=(Gap(before=0, after=1),),
        engagements=(Engagement(client="maria", requests=(0, 1)),),
    )

    out, back = explain_all(problem, Solution())

    assert (out.request, back.request) == (0, 1)
    assert out.requests == back.requests == (0, 1)
    assert out.obstacle == back.obstacle == 1
    assert out.reason.rule == "skill"
    assert "R2" in render(out, problem, "en").summary


def test_a_pair_that_fits_one_by_one_only() -> None:
    """Two workers at one door: each could come, but not both; nobody would know that the second is missing."""
    crews = [shift("s1", members=(skilled("jan", "care"),)), shift("s2")]
    halves = [visit(f"V1#{n}", "B", source_id="V1", skills=("care",)) for n in (1, 2)]
    problem = tiny(
        requests=halves, shifts=crews, groups=((0, 1),), same_starts=((0, 1),),
        staff_links=(StaffLink(a=0, b=1, same=False),),
    )  # fmt: skip

    (found,) = explain_all(problem, Solution())

    assert found.requests == (0, 1)
    assert found.alone.possible is False
    assert found.obstacle == 1
    assert dict(found.alone.by_rule)["skill",] == (1,)


@pytest.mark.parametrize("journey_first", [False, True])
def test_a_visit_at_home_after_coming_back(*, journey_first: bool) -> None:
    """Tried leg by leg a client would count as away for ever, and no journey would fit on a day with a visit."""
    engaged = (Engagement(client="maria", requests=(0,)), Engagement(client="maria", requests=(1, 2)))
    problem = tiny(
        requests=[
            visit("V1", "B", task=at(hm(15), hm(15, 10))),
            ride("R1", "BC", pickup=at(hm(9), hm(9))),
            ride("R2", "CB", pickup=at(hm(11), hm(11)), load=(5, 0)),
        ],
        shifts=[shift(), shift("s2", members=(member("jan"),), layouts=())],
        groups=((1, 2),),
        engagements=engaged[::-1] if journey_first else engaged,
    )

    found = told(problem, {"s2": "V1"}, "R1")

    assert (found.obstacle, found.reason.rule) == (2, "seats")
    assert found.change is not None
    assert (found.change.kind, found.change.amount) == (ChangeKind.PLACE, 1)


def full_morning() -> Problem:
    """Return a bus with a visit at B from 10:00 and one at C at 11:00 at the latest; V3 at D wants 10:15 to 10:30."""
    return tiny(
        requests=[
            visit("V1", "B", task=at(hm(10), hm(10))),
            visit("V2", "C", task=at(hm(10, 40), hm(11))),
            visit("V3", "D", task=at(hm(10, 15), hm(10, 30))),
        ]
    )


def test_everything_taken_in_this_plan() -> None:
    """A dispatcher would not see that 20 minutes on the phone would win a visit."""
    found = told(full_morning(), {"bus": "V1 V2"}, "V3")

    assert found.alone.possible is True
    assert (found.reason.rule, found.reason.verdict) == ("time_window", Verdict.TAKEN)
    assert found.change is not None
    assert found.change.kind is ChangeKind.LATER
    assert found.change.start_s == hm(10, 30) + found.change.amount


def test_somebody_elses_promise_in_the_way() -> None:
    """A visit would be squeezed in by moving someone who was promised a time."""
    requests = [
        visit("V1", "B", promise_s=(hm(9), hm(9, 10)), task=at(hm(9), hm(9, 10))),
        visit("V2", "C", task=at(hm(8, 40), hm(8, 45))),
    ]

    found = told(tiny(requests=requests), {"bus": "V1"}, "V2")

    assert found.changes
    assert all(change.request == 1 for change in found.changes)


def test_a_neighbour_who_could_wait() -> None:
    """Asking the neighbour for five minutes is often easier than asking the client for an hour."""
    requests = [
        visit("V1", "B", task=at(hm(9), hm(9, 10))),
        visit("V2", "C", task=at(hm(8, 40), hm(8, 45))),
    ]

    found = told(tiny(requests=requests), {"bus": "V1"}, "V2")

    other = kinds(found)[ChangeKind.OTHER_LATER]
    assert (other.request, other.shift) == (0, 0)
    assert "V1" in render(found, tiny(requests=requests), "en").changes[found.changes.index(other)]


def test_what_was_promised_moves_with_the_window() -> None:
    """Somebody whose promise cannot be kept would be offered a new time that the plan still refuses."""
    requests = [visit("V1", "B", task=at(hm(10), hm(10))), visit("V2", "B", promise_s=(hm(9, 45), hm(10, 10)))]

    found = told(tiny(requests=requests), {"bus": "V1"}, "V2")

    assert kinds(found)[ChangeKind.LATER].amount == 20 * 60


def test_the_shift_that_is_nearly_free_is_told() -> None:
    """Nine shifts without the skill would hide the one that is only busy until half past ten."""
    requests = [
        visit("V1", "B", task=at(hm(10), hm(10)), skills=("physio",)),
        visit("V2", "B", task=at(hm(10), hm(10, 5)), skills=("physio",)),
    ]
    crews = [shift(f"s{n}", members=(member(f"w{n}"),)) for n in range(3)]
    able = shift("able", members=(skilled("jan", "physio"),))

    found = told(tiny(requests=requests, shifts=[*crews, able]), {"able": "V1"}, "V2")

    assert (found.reason.rule, found.reason.shift) == ("time_window", 3)


def test_nearest_of_two_that_are_impossible_anyway() -> None:
    """A shift that ends ten minutes too early is worth a call; one without the skill is not."""
    late = visit("V1", "B", task=at(hm(15, 30), hm(16)), skills=("physio",))
    crews = [shift("unable", end_s=hm(20)), shift("able", members=(skilled("jan", "physio"),))]

    found = told(tiny(requests=[late], shifts=crews), {}, "V1")

    assert (found.reason.rule, found.reason.shift) == ("shift_span", 1)


def test_the_smallest_change_of_all_shifts() -> None:
    """A client would be asked to wait 25 minutes though another crew could come in five."""
    requests = [visit("V1", "B", task=at(hm(10), hm(10))), visit("V2", "B", task=at(hm(10), hm(10, 5)))]
    crews = [shift("busy"), shift("late", start_s=hm(10), members=(member("jan"),))]

    found = told(tiny(requests=requests, shifts=crews), {"busy": "V1"}, "V2")

    later = kinds(found)[ChangeKind.LATER]
    assert (later.amount, later.shift, later.start_s) == (300, 1, hm(10, 10))


def test_room_that_is_not_worth_its_price() -> None:
    """A request left out to save money would be called impossible."""
    problem = tiny(requests=[visit("V1", "E", unassigned_gr=500)], shifts=[shift(km_gr=100)])

    found = told(problem, {}, "V1")

    assert (found.reason.rule, found.reason.verdict) == ("", Verdict.FITS)
    assert found.reason.price_gr == 4000 - 500  # 40 km there and back
    assert "35 zł" in render(found, problem, "pl").summary
    assert found.changes == ()


def test_room_that_the_search_has_missed() -> None:
    """A plan that left something out for nothing would be defended instead of made again."""
    problem = tiny(requests=[visit("V1", "B", unassigned_gr=50_000)], shifts=[shift(km_gr=100)])

    found = told(problem, {}, "V1")

    assert found.reason.price_gr == 1000 - 50_000
    assert "did not find" in render(found, problem, "en").summary


def test_a_promise_is_never_weighed_against_its_price() -> None:
    """Somebody who was promised a visit would be told that it was too dear."""
    problem = tiny(requests=[visit("V1", "E", must=True, unassigned_gr=0)], shifts=[shift(km_gr=100)])

    found = told(problem, {}, "V1")

    assert (found.reason.verdict, found.reason.price_gr) == (Verdict.FITS, None)
    assert "zł" not in render(found, problem, "en").summary


def test_a_served_request_has_no_reason() -> None:
    """A wrong number would bring a made-up reason for somebody who is in the plan."""
    problem = tiny(requests=[visit("V1", "B")])

    with pytest.raises(ValueError, match="is served"):
        explain(problem, planned(problem, {"bus": "V1"}), 0)


def test_a_plan_that_breaks_a_rule_is_still_explained() -> None:
    """Asked about a plan made by hand with an error in it, the program would crash instead of answering."""
    problem = full_morning()
    broken = planned(replace(problem, tasks=tuple(replace(t, windows_s=()) for t in problem.tasks)), {"bus": "V2 V1"})

    found = explain(problem, broken, 2)

    assert found.alone.possible is True
    assert found.not_computed == ("per_shift", "changes")
    assert found.reason.verdict is Verdict.UNKNOWN
    assert "breaks a rule" in render(found, problem, "en").summary


@pytest.mark.parametrize("asked", [0, 1, 5, 10, 30])
def test_out_of_time_is_said(asked: int) -> None:
    """With a hundred unserved requests the plan would come minutes late, or with reasons nobody looked for."""
    problem, times = full_morning(), count()

    (found,) = explain_all(problem, planned(problem, {"bus": "V1 V2"}), deadline=lambda: next(times) >= asked)

    assert found.not_computed
    assert found.not_computed == ("alone", "per_shift", "changes")[3 - len(found.not_computed) :]
    assert found.changes == () or "changes" in found.not_computed
    words = render(found, problem, "en")
    assert "time ran out" in words.summary
    check_words(words, found)


def test_every_rule_in_an_explanation_is_known() -> None:
    """A proposal for a rule that no longer exists would never be made, and nobody would notice."""
    assert KINDS.keys() <= {rule.code for rule in all_rules()}


def test_windows_that_grow_together_become_one() -> None:
    """Windows that overlap are against the contract of the primitives, and engines differ in what they make of them."""
    windows = ((100, 200), (300, 400), (900, 950))

    assert later(windows, 98) == ((100, 298), (300, 498), (900, 1048))
    assert later(windows, 99) == ((100, 499), (900, 1049))
    assert later(windows, 120) == ((100, 520), (900, 1070))
    assert earlier(windows, 120) == ((-20, 400), (780, 950))
