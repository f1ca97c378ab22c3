"""The messenger: what has changed reaches whoever wants it in writing, once, or is left to a person."""

import os
import stat
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from fixtures.moments import moment
from scheduler.domain.client import Channel
from scheduler.domain.messages import MessageKind, MessageState
from scheduler.domain.notices import Notice, NoticeOutcome
from scheduler.services.erasing import forget_records
from scheduler.services.ports import Carried, CarryFailure, Parcel
from tests.messages.told_town import JANINA, MAIL, PIOTR, R1, Moody, Told, outbox

EVE = timedelta(days=-1)
BUSY = Carried(failure=CarryFailure.BUSY, status=503)


def hour(town: Told, clock: str, *, eve: bool = False) -> datetime:
    return moment(town.day + EVE if eve else town.day, clock)


def changed(town: Told, *, said: str = "14:00", after: str = "10:40", key: str = "N-x") -> None:
    """Tell at an hour of the eve that Janina's visit has moved."""
    town.office.clock.moment = hour(town, said, eve=True)
    town.moved(hour(town, "09:10"), hour(town, after), key=key)


def the(town: Told, key: str = "N-x") -> Notice:
    return next(one for one in town.notices() if one.id == key)


def test_another_crew_is_written_to_whoever_wants_it_in_writing(tmp_path: Path) -> None:
    """A resident who does not hear would be phoned about the stranger at the door."""
    town = Told(outbox(tmp_path))
    town.office.clock.moment = hour(town, "14:00", eve=True)
    town.other_worker(R1)
    town.messenger.go_round()
    assert town.at(hour(town, "14:02", eve=True)) == 1
    (page,) = (tmp_path / "out").iterdir()
    heads, _, text = page.read_text().partition("\n\n")
    assert "To: +48600700800" in heads.splitlines()
    assert text.startswith(f"{town.office.town.name}: przyjedzie kto inny. Jutro, ")
    assert "J. Los-Wrobel." in text
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
    (told,) = town.notices()
    assert told.outcome is NoticeOutcome.TOLD
    assert [(one.channel, one.by, one.outcome) for one in told.attempts] == [(Channel.SMS, "", NoticeOutcome.TOLD)]


def test_what_changes_twice_within_minutes_is_written_once_as_it_is_now() -> None:
    """A resident would get two letters, and believe the one that came last on their telephone."""
    town = Told(Moody())
    changed(town, after="10:40")
    town.messenger.go_round()
    with town.office.store.writing(town.office.id) as unit:
        unit.notices.put(_needless(the(town)))
    changed(town, said="14:01", after="11:20", key="N-y")
    town.messenger.go_round()
    town.at(hour(town, "14:10", eve=True))
    assert isinstance(town.carrier, Moody)
    assert len(town.carrier.got) == 1
    assert "11:20" in town.carrier.got[0].text
    assert "10:40" not in town.carrier.got[0].text
    assert (the(town).outcome, the(town, "N-y").outcome) == (NoticeOutcome.NEEDLESS, NoticeOutcome.TOLD)


def test_what_is_not_true_any_more_is_dropped() -> None:
    """A resident would be told an hour that the office had put back a minute later."""
    town = Told(Moody())
    changed(town)
    town.messenger.go_round()
    with town.office.store.writing(town.office.id) as unit:
        unit.notices.put(_needless(the(town)))
    assert town.at(hour(town, "14:10", eve=True)) == 0
    assert [(one.state, one.why) for one in town.messages()] == [(MessageState.DROPPED, "needless")]


def _needless(notice: Notice) -> Notice:
    return Notice(**{**vars(notice), "outcome": NoticeOutcome.NEEDLESS})


def test_an_outbox_that_nobody_empties_leaves_the_call_to_a_person(tmp_path: Path) -> None:
    """An office that never set up a gateway would believe that residents know."""
    town = Told(outbox(tmp_path, tells=False))
    changed(town)
    town.at(hour(town, "14:00", eve=True))
    town.at(hour(town, "14:02", eve=True))
    assert [one.state for one in town.messages()] == [MessageState.FILED]
    assert the(town).outcome is NoticeOutcome.TO_DO
    assert town.at(hour(town, "15:00", eve=True)) == 0
    (page,) = (tmp_path / "out").iterdir()
    (tmp_path / "out" / "notes.txt").write_text("somebody's own")
    assert town.messenger.tidy() == 0
    town.office.clock.moment = hour(town, "15:00") + timedelta(days=7)
    town.messenger.tidy()
    assert (page.exists(), (tmp_path / "out" / "notes.txt").exists()) == (False, True)


@pytest.mark.parametrize("tells", [False, True], ids=["nobody empties it", "the town's program empties it"])
def test_of_somebody_who_was_erased_no_file_lies_about(tmp_path: Path, *, tells: bool) -> None:
    """Name, telephone and hours would lie in the clear for a week after the office has said that all is gone."""
    town = Told(outbox(tmp_path, tells=tells))
    changed(town)
    town.moved(hour(town, "09:10"), hour(town, "10:40"), client=PIOTR, key="N-p")
    at = hour(town, "14:00", eve=True)
    trial = Parcel(id="T-1", to="+48600700800", subject="", text="a trial", sender="CUS", made_at=at)
    town.carrier.carry(trial)
    town.at(hour(town, "14:00", eve=True))
    town.at(hour(town, "14:02", eve=True))
    crashed, fresh = tmp_path / "out" / ".a.draft", tmp_path / "out" / ".b.draft"
    for draft in (crashed, fresh):
        draft.write_text("half of it")
    os.utime(crashed, (0, 0))
    os.utime(fresh, (town.office.clock.now().timestamp(),) * 2)
    with town.office.store.writing(town.office.id) as unit:
        forget_records(unit, JANINA)
    town.messenger.tidy()
    left = [one.read_text() for one in (tmp_path / "out").iterdir()]
    assert sorted(text.partition("\n")[0] for text in left) == ["To: +48600700800", f"To: {MAIL}", "half of it"]
    assert not any("J. Los-Wrobel" in text for text in left)


def test_a_gateway_that_is_down_is_asked_again_and_then_somebody_phones() -> None:
    """A resident would wait at the old hour because a gateway had a bad evening."""
    town = Told(Moody(BUSY))
    changed(town, said="10:00")
    at, last = hour(town, "10:00", eve=True), hour(town, "15:00", eve=True)
    while at < last:
        town.at(at)
        at += timedelta(minutes=1)
    (message,) = town.messages()
    assert (message.state, message.why, message.status) == (MessageState.FAILED, "busy", 503)
    assert 8 <= message.attempts <= 20
    assert the(town).outcome is NoticeOutcome.NO_ANSWER
    assert the(town).attempts[-1].channel is Channel.SMS


def test_what_is_tried_again_says_what_is_so_by_then() -> None:
    """A part that was put back, or somebody who has the old number now, would be in the second attempt."""
    town = Told(Moody(BUSY, Carried(reference="7")))
    assert isinstance(town.carrier, Moody)
    changed(town)
    town.moved(hour(town, "09:30"), hour(town, "13:20"), key="N-y")
    town.at(hour(town, "14:00", eve=True))
    town.at(hour(town, "14:02", eve=True))
    with town.office.store.writing(town.office.id) as unit:
        unit.notices.put(_needless(the(town)))
        unit.clients.put(replace(unit.clients.get(JANINA), phone="+48 511 222 333"))
    town.at(hour(town, "14:05", eve=True))
    first, second = town.carrier.got
    assert ("10:40" in first.text, "13:20" in first.text) == (True, True)
    assert ("10:40" in second.text, "13:20" in second.text) == (False, True)
    assert (first.to, second.to) == ("+48600700800", "+48511222333")


def test_what_a_gateway_did_not_take_in_the_evening_waits_for_the_morning() -> None:
    """Old people would be woken at ten because the gateway had a bad evening."""
    town = Told(Moody(BUSY))
    assert isinstance(town.carrier, Moody)
    changed(town, said="19:50", after="12:40")
    at, last = hour(town, "19:50", eve=True), hour(town, "23:59", eve=True)
    while at < last:
        town.at(at)
        at += timedelta(minutes=1)
    tried = len(town.carrier.got)
    (message,) = [one for one in town.messages() if one.kind is MessageKind.MOVED]
    assert message.attempts >= 4
    assert (message.state, message.due_at) == (MessageState.WAITING, hour(town, "07:30"))
    assert message.until > message.due_at
    town.at(hour(town, "07:30"))
    assert [one.text.count("nowa pora") for one in town.carrier.got[tried:]].count(1) == 1


def test_what_is_refused_for_good_is_not_tried_again() -> None:
    """A wrong number would be paid for all evening, and nobody phone."""
    town = Told(Moody(Carried(failure=CarryFailure.REFUSED, status=400)))
    changed(town)
    town.at(hour(town, "14:00", eve=True))
    assert town.at(hour(town, "14:02", eve=True)) == 1
    assert town.at(hour(town, "14:30", eve=True)) == 0
    assert [one.state for one in town.messages()] == [MessageState.REFUSED]
    assert the(town).outcome is NoticeOutcome.NO_ANSWER


def test_a_server_that_dies_while_it_sends_repeats_once_at_most() -> None:
    """A resident would get the same message all night, or a change never reach them."""
    town = Told(Moody())
    assert isinstance(town.carrier, Moody)
    changed(town)
    town.at(hour(town, "14:00", eve=True))
    for minute in (2, 4, 6, 8):
        town.carrier.meanwhile = _power_cut
        town.office.clock.moment = hour(town, f"14:{minute:02}", eve=True)
        if minute <= 4:
            with pytest.raises(_PowerCutError):
                town.another_server().go_round()
        else:
            town.another_server().go_round()
    assert len(town.carrier.got) == 2
    assert len({one.id for one in town.carrier.got}) == 1
    (message,) = town.messages()
    assert (message.state, message.why) == (MessageState.FAILED, "unsure")
    assert the(town).outcome is NoticeOutcome.NO_ANSWER


class _PowerCutError(BaseException):
    """Nothing catches it, as nothing catches a power cut."""


def _power_cut() -> None:
    raise _PowerCutError


def test_of_two_servers_one_sends() -> None:
    """Residents would get everything twice as soon as there is a second server."""
    town = Told(Moody())
    assert isinstance(town.carrier, Moody)
    changed(town)
    town.at(hour(town, "14:00", eve=True))
    other = town.another_server()
    town.carrier.meanwhile = other.go_round
    town.at(hour(town, "14:02", eve=True))
    other.go_round()
    assert len(town.carrier.got) == 1


def test_at_night_nobodys_telephone_rings_unless_it_would_be_too_late() -> None:
    """Old people would be woken, or wait at the kerb for a bus that goes an hour earlier now."""
    town = Told(Moody())
    changed(town, said="21:00", after="10:40", key="N-late")
    town.moved(hour(town, "09:10"), hour(town, "07:20"), client=PIOTR, key="N-early")
    town.messenger.go_round()
    found = {one.client_id: one.due_at for one in town.messages()}
    assert found[JANINA] == hour(town, "07:30")  # an hour and a half before nine, when the plan has her
    assert found[PIOTR] == hour(town, "05:50")
    assert town.at(hour(town, "05:00")) == 0
    assert town.at(hour(town, "05:50")) == 1
    assert town.at(hour(town, "07:30")) == 1


def test_one_thing_that_cannot_be_read_holds_up_nobody_elses_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """A running day with a broken report would keep the whole town from being written to."""
    town = Told(Moody())
    assert isinstance(town.carrier, Moody)
    changed(town)
    town.messenger.go_round()
    monkeypatch.setattr("scheduler.services.messages.sending.announced", _broken)
    with pytest.raises(KeyError):
        town.at(hour(town, "14:02", eve=True))
    assert len(town.carrier.got) == 1
    assert the(town).outcome is NoticeOutcome.TOLD


def _broken(*_: object) -> None:
    raise KeyError("R-9:visit")


def test_a_letter_says_all_in_its_own_letters() -> None:
    """A resident would have to open a link to learn when somebody comes."""
    town = Told(Moody())
    assert isinstance(town.carrier, Moody)
    town.office.clock.moment = hour(town, "14:00", eve=True)
    town.moved(hour(town, "09:10"), hour(town, "10:40"), client=PIOTR)
    town.messenger.go_round()
    town.at(hour(town, "14:02", eve=True))
    (parcel,) = town.carrier.got
    assert parcel.to == MAIL
    assert "nowa pora" in parcel.subject
    assert "Dotyczy: Piotr Łoś" in parcel.text
    assert [one.kind for one in town.messages()] == [MessageKind.MOVED]
