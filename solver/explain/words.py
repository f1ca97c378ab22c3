"""Explanations as sentences that a dispatcher can read out over the phone, in Polish and English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from solver.explain.facts import Alone, Change, ChangeKind, Explanation, Obstacle, ShiftVerdict, Verdict
from solver.problem import Problem
from solver.rule import Violation
from solver.rules import all_rules
from solver.sentences import NO_NAMES, Names, amount_text, minutes, sentence

WORDS: Mapping[str, Mapping[str, str]] = {
    "pl": {
        "price": "Jest miejsce ({shift}, {at}), ale kosztowałoby {zl} zł więcej niż brak realizacji.",
        "pays": "Jest miejsce ({shift}, {at}), o {zl} zł taniej niż brak realizacji; układanie planu go nie znalazło.",
        "must": "Jest miejsce ({shift}, {at}), ale układanie planu go nie znalazło.",
        "not_alone": "Niemożliwe nawet w dniu bez innych zleceń.",
        "alone_here": "Nawet bez innych zleceń: {said}",
        "taken": "W tym planie nie ma miejsca.",
        "unknown": "Nie sprawdzono: zabrakło czasu.",
        "broken": "Nie można sprawdzić: sam plan łamie zasady.",
        "possible": "Możliwe w dniu bez innych zleceń.",
        "closest": "Najbliżej możliwości: {said}",
        "group": "{shifts}: {summary}",
        "more": "{names} i inne ({count})",
        "obstacle": "Przeszkodą jest {request}, nierozłączne z tym zleceniem.",
        "no_rule": "Nie zmieści się do końca dnia.",
        "besides": "Nawet bez tego coś jeszcze stoi na przeszkodzie.",
        "help": "Zmieściłoby się: {change}.",
        "not_all": "Nie wszystko sprawdzono: zabrakło czasu.",
        "later": "{who}o {amount} później ({shift}, {at})",
        "earlier": "{who}o {amount} wcześniej ({shift}, {at})",
        "longer_ride": "{who}przejazd dłuższy o {amount} ({shift}, {at})",
        "other_later": "{who}o {amount} później, a wtedy {shift}, {at}",
        "other_earlier": "{who}o {amount} wcześniej, a wtedy {shift}, {at}",
        "other_longer_ride": "{who}przejazd dłuższy o {amount}, a wtedy {shift}, {at}",
        "overtime": "{shift}: nadgodziny dłuższe o {amount} (początek {at})",
        "place": "{shift}: więcej miejsc ({place}) o {amount} (początek {at})",
        "attendant": "{shift}: druga osoba do pomocy w załodze (początek {at})",
        "allow": "{shift}: zgoda dyspozytora na odstępstwo {amount}od zasady „{summary}” (początek {at})",
    },
    "en": {
        "price": "There is room ({shift} at {at}), but it would cost {zl} zł more than leaving it out.",
        "pays": "There is room ({shift} at {at}), {zl} zł cheaper than leaving it out; the planning did not find it.",
        "must": "There is room ({shift} at {at}), but the planning did not find it.",
        "not_alone": "Impossible even on a day without other work.",
        "alone_here": "Even without other work: {said}",
        "taken": "There is no room in this plan.",
        "unknown": "Not checked: time ran out.",
        "broken": "It cannot be checked: the plan itself breaks a rule.",
        "possible": "Possible on a day without other work.",
        "closest": "Closest to possible: {said}",
        "group": "{shifts}: {summary}",
        "more": "{names} and others ({count})",
        "obstacle": "The obstacle is {request}, which cannot be parted from it.",
        "no_rule": "It does not fit before the end of the day.",
        "besides": "Even without that something else would be in the way.",
        "help": "It would fit: {change}.",
        "not_all": "Not everything was checked: time ran out.",
        "later": "{who}{amount} later ({shift} at {at})",
        "earlier": "{who}{amount} earlier ({shift} at {at})",
        "longer_ride": "{who}a ride {amount} longer ({shift} at {at})",
        "other_later": "{who}{amount} later, and then {shift} at {at}",
        "other_earlier": "{who}{amount} earlier, and then {shift} at {at}",
        "other_longer_ride": "{who}a ride {amount} longer, and then {shift} at {at}",
        "overtime": "{shift}: {amount} more overtime (starting at {at})",
        "place": "{shift}: {amount} more places ({place}; starting at {at})",
        "attendant": "{shift}: a second person on the crew to help (starting at {at})",
        "allow": "{shift}: the dispatcher accepts an exception {amount}to the rule “{summary}” (starting at {at})",
    },
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """An explanation in one language.

    Attributes
    ----------
    alone : str
        Why it is impossible even on an empty day; empty if it is possible, or not known.
    per_shift : mapping of shift to str
    change : str
        The smallest change that would let it in; empty: none found. `changes` has the others too.
    """

    summary: str
    alone: str = ""
    per_shift: Mapping[int, str] = field(default_factory=dict)
    change: str = ""
    changes: tuple[str, ...] = ()


def render(explanation: Explanation, problem: Problem, lang: str = "pl", *, names: Names = NO_NAMES) -> Told:
    """Return an explanation as sentences.

    Parameters
    ----------
    lang : str
        "pl" or "en".
    names : Names
        What people call a request, shift, worker, client or kind of place, and what their clocks show.
    """
    teller = _Teller(problem=problem, lang=lang, names=names)
    changes = tuple(teller.change(change, explanation) for change in explanation.changes)
    return Told(
        summary=teller.summary(explanation, changes),
        alone=teller.alone(explanation.alone),
        per_shift={verdict.shift: teller.verdict(verdict, explanation) for verdict in explanation.per_shift},
        change=changes[0] if changes else "",
        changes=changes,
    )


def _unknown(explanation: Explanation) -> str:
    return "broken" if explanation.plan_broken else "unknown"


@dataclass(frozen=True, kw_only=True)
class _Teller:
    problem: Problem
    lang: str
    names: Names

    def say(self, key: str, **facts: str | int) -> str:
        return WORDS[self.lang][key].format_map(facts)

    def shift(self, number: int) -> str:
        facts = self.problem.shifts[number]
        return self.names.get(facts.id, facts.name or facts.id)

    def request(self, number: int) -> str:
        facts = self.problem.requests[number]
        return self.names.get(facts.id, self.names.get(facts.source_id, facts.source_id))

    def _source(self, request: int) -> str:
        return self.problem.requests[request].source_id

    def law(self, rule: str) -> str:
        return next((one.summary[self.lang] for one in all_rules() if one.code == rule), rule)

    def summary(self, explanation: Explanation, changes: Sequence[str]) -> str:
        reason = explanation.reason
        verdict = next((v for v in explanation.per_shift if v.shift == reason.shift), None)
        if reason.verdict is Verdict.UNKNOWN:
            known = [self.say("possible")] if explanation.alone.possible else []
            return " ".join([*known, self.say(_unknown(explanation))])
        parts = [self._room(verdict)] if verdict and reason.verdict is Verdict.FITS else [self.say(reason.verdict)]
        if verdict and verdict.obstacle:
            parts.append(self.say("closest", said=self._obstacle(verdict.shift, verdict.obstacle)))
            parts += [] if verdict.obstacle.enough else [self.say("besides")]
        if self._source(explanation.obstacle) != self._source(explanation.request):
            parts.append(self.say("obstacle", request=self.request(explanation.obstacle)))
        if changes:
            parts.append(self.say("help", change=changes[0]))
        if explanation.not_computed:
            parts.append(self.say("broken" if explanation.plan_broken else "not_all"))
        return " ".join(parts)

    def alone(self, alone: Alone) -> str:
        if alone.possible is not False:
            return ""
        said = [self.say(Verdict.NOT_ALONE)]
        if alone.closest and alone.closest.obstacle:
            said.append(self.say("closest", said=self._obstacle(alone.closest.shift, alone.closest.obstacle)))
        nearest = alone.closest.shift if alone.closest else -1
        groups = ((rules, [shift for shift in shifts if shift != nearest]) for rules, shifts in alone.by_rule)
        for rules, shifts in ((rules, shifts) for rules, shifts in groups if shifts):
            summary = " ".join(map(self.law, rules)) or self.say("no_rule")
            said.append(self.say("group", shifts=self._some(shifts), summary=summary))
        return " ".join(said)

    def _some(self, shifts: Sequence[int]) -> str:
        names = ", ".join(self.shift(number) for number in shifts[:3])
        return names if len(shifts) <= 3 else self.say("more", names=names, count=len(shifts))

    def verdict(self, verdict: ShiftVerdict, explanation: Explanation) -> str:
        if verdict.verdict is Verdict.FITS:
            return self._room(verdict)
        if verdict.obstacle is None:
            return self.say(_unknown(explanation))
        said = self._obstacle(verdict.shift, verdict.obstacle)
        return self.say("alone_here", said=said) if verdict.verdict is Verdict.NOT_ALONE else said

    def _room(self, verdict: ShiftVerdict) -> str:
        price_gr = verdict.price_gr
        key = "must" if price_gr is None else "price" if price_gr > 0 else "pays"
        zl = -(-abs(price_gr or 0) // 100)
        return self.say(key, shift=self.shift(verdict.shift), at=self.names.clock(verdict.start_s or 0), zl=zl)

    def _obstacle(self, shift: int, obstacle: Obstacle) -> str:
        """Return what one shift misses: the figures where there are some, else the law."""
        if not obstacle.rules:
            return self.say("no_rule")
        told: dict[str, str] = {}
        for violation in obstacle.violations:
            told.setdefault(violation.rule, self._violation(shift, violation))
        return " ".join(told.get(rule, self.law(rule)) for rule in obstacle.rules)

    def _violation(self, shift: int, violation: Violation) -> str:
        text = sentence(violation, self.lang, names=self.names).rstrip(".") + "."
        return text if "shift" in violation.facts else f"{self.shift(shift)}: {text}"

    def change(self, change: Change, explanation: Explanation) -> str:
        mine = change.request in {-1, explanation.request}
        summary = self.law(change.rule) if change.rule else ""
        kind = self.problem.load_kinds[change.load_kind] if change.load_kind >= 0 else ""
        return self.say(
            change.kind.value,
            who="" if mine else f"{self.request(change.request)} ",
            amount=self._amount(change),
            shift=self.shift(change.shift),
            at=self.names.clock(change.start_s),
            place=self.names.get(kind, kind),
            summary=summary.rstrip("."),
        )

    def _amount(self, change: Change) -> str:
        if change.kind is not ChangeKind.ALLOW:
            return minutes(change.amount) if change.unit == "s" else str(change.amount)
        said = "" if change.unit == "times" else amount_text(change.amount, change.unit, self.lang)
        return f"({said}) " if said else ""
