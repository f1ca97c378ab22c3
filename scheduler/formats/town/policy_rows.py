"""What is made of the policy tables of town.toml, and how a policy is written."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from scheduler.domain.ids import DistrictId
from scheduler.domain.policy import DEFAULT_SPEEDS, ContractedShare, Policy, Prices, RoadPolicy, SpeedBand, TravelSpeed
from scheduler.domain.roster import TravelMode
from scheduler.formats.town import policy_tables as sheet
from scheduler.formats.town.booking_rows import booking_lines, take_booking
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.live_rows import live_lines, take_live
from scheduler.formats.town.message_tables import message_lines, take_messages
from scheduler.formats.town.problems import one_of
from scheduler.formats.town.references import check_references
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import line
from scheduler.formats.town.toml_table import TomlReader, toml_lines

_INNER = (
    "boarding_min", "unassigned_zl", "prices", "contracted_share", "speeds", "speed_bands", "roads",
    "district_minutes", "booking", "live", "messages",
)  # fmt: skip
_PER_ZLOTY = 100


def take_policy(toml: Mapping[str, Any], reader: TomlReader, draft: Draft) -> None:
    """Read the policy into `draft`; it stays None if anything in it is wrong."""
    table = reader.table(toml, "policy", "policy")
    before = draft.problems.count
    limits = reader.row(table, sheet.LIMITS, "policy", _INNER)
    prices = _prices(table, reader)
    share = _share(table, reader)
    speeds = _speeds(table, reader)
    boarding = _boarding(table, reader)
    bands = _bands(table, reader)
    roads = _roads(table, reader)
    districts = _district_minutes(table, reader, draft)
    booking = take_booking(table, reader, draft)
    live = take_live(table, reader)
    messages = take_messages(table, reader)
    if draft.problems.count > before or prices is None:
        return
    draft.policy = Policy(
        must_up_to_priority=limits[sheet.MUST],
        longest_ride=limits[sheet.LONGEST_RIDE],
        ride_factor_permille=limits[sheet.RIDE_FACTOR],
        ride_slack=limits[sheet.RIDE_SLACK],
        longest_wait_aboard=limits[sheet.LONGEST_WAIT],
        longest_carry=limits[sheet.LONGEST_CARRY],
        out_of_district=limits[sheet.OUT_OF_DISTRICT],
        journeys_whole=limits[sheet.JOURNEYS_WHOLE],
        call_tolerance=limits[sheet.CALL_TOLERANCE],
        lift_kg_standing=limits[sheet.LIFT_STANDING],
        boarding_by_mobility=boarding,
        prices=prices,
        contracted_share=share,
        speeds=speeds,
        speed_bands=bands,
        roads=roads,
        district_minutes=districts,
        booking=booking,
        live=live,
        messages=messages,
    )


def _prices(table: Mapping[str, Any], reader: TomlReader) -> Prices | None:
    row = reader.row(reader.table(table, "prices", "policy.prices"), sheet.PRICES, "policy.prices")
    unassigned = dict(Prices().unassigned)
    if "unassigned_zl" in table:
        path = "policy.unassigned_zl"
        classes = reader.row(reader.table(table, "unassigned_zl", path), sheet.UNASSIGNED, path)
        unassigned = {int(column.name): classes[column] for column in sheet.UNASSIGNED if classes.ok(column)}
    if not row.whole:
        return None
    return Prices(
        unassigned=unassigned,
        excess_ride_per_min=row[sheet.EXCESS_RIDE],
        deviation_per_min=row[sheet.DEVIATION],
        other_than_preferred=row[sheet.OTHER_WORKER],
        unfamiliar_district=row[sheet.UNFAMILIAR],
        call=row[sheet.CALL],
        call_today=row[sheet.CALL_TODAY],
        late_today_per_min=row[sheet.LATE_TODAY],
        overtime_permille=row[sheet.OVERTIME],
        stranded_per_min=row[sheet.STRANDED],
        workload_spread_per_h=row[sheet.SPREAD],
    )


def _share(table: Mapping[str, Any], reader: TomlReader) -> ContractedShare | None:
    path = "policy.contracted_share"
    if "contracted_share" not in table:
        return None
    row = reader.row(reader.table(table, "contracted_share", path), sheet.SHARE, path)
    first, last = (row[sheet.COUNTED_FROM], row[sheet.PERIOD_END]) if row.whole else (None, None)
    if first and last and last < first:
        row.wrong(sheet.PERIOD_END, f"is before what is counted ({first.isoformat()})", "put the earlier date first")
    if not row.whole:
        return None
    return ContractedShare(
        measure=row[sheet.MEASURE],
        target_permille=row[sheet.TARGET],
        balance_contracted=row[sheet.BALANCE],
        balance_all=row[sheet.BALANCE_ALL],
        counted_from=row[sheet.COUNTED_FROM],
        period_end=row[sheet.PERIOD_END],
        social_economy_only=row[sheet.SOCIAL_ONLY],
        price_gr_per_unit=row[sheet.SHARE_PRICE] * _PER_ZLOTY,
    )


def _speeds(table: Mapping[str, Any], reader: TomlReader) -> Mapping[TravelMode, TravelSpeed]:
    speeds = dict(DEFAULT_SPEEDS)
    modes = {mode.value: mode for mode in TravelMode}
    written = reader.table(table, "speeds", "policy.speeds")
    for name in written:
        path = f"policy.speeds.{name}"
        if name not in modes:
            reader.wrong(path, "is not a travel mode", one_of(name, modes))
            continue
        row = reader.row(reader.table(written, name, path), sheet.SPEED, path)
        if row.whole:
            speeds[modes[name]] = TravelSpeed(
                fixed_s=row[sheet.FIXED_S],
                s_per_km=row[sheet.S_PER_KM],
                fixed_m=row[sheet.FIXED_M],
                detour_permille=row[sheet.DETOUR],
            )
    return speeds


def _boarding(table: Mapping[str, Any], reader: TomlReader) -> Mapping[str, timedelta]:
    path = "policy.boarding_min"
    row = reader.row(reader.table(table, "boarding_min", path), sheet.BOARDING, path)
    return {column.name: row[column] for column in sheet.BOARDING if row.ok(column) and row[column] is not None}


def _numbered(table: Mapping[str, Any], key: str, reader: TomlReader) -> Iterator[tuple[Mapping[str, Any], str]]:
    for number, each in enumerate(reader.tables(table, key, f"policy.{key}"), start=1):
        yield each, f"policy.{key}[{number}]"


def _bands(table: Mapping[str, Any], reader: TomlReader) -> tuple[SpeedBand, ...]:
    bands: list[SpeedBand] = []
    for each, path in _numbered(table, "speed_bands", reader):
        row = reader.row(each, sheet.BAND, path)
        if row.ok(sheet.BAND_START, sheet.BAND_END):
            _check_band(row, bands)
        if row.whole:
            bands.append(
                SpeedBand(start_h=row[sheet.BAND_START], end_h=row[sheet.BAND_END], permille=row[sheet.BAND_SPEED])
            )
    return tuple(bands)


def _check_band(row: Row, before: list[SpeedBand]) -> None:
    start, end = row[sheet.BAND_START], row[sheet.BAND_END]
    if end <= start:
        row.wrong(sheet.BAND_END, "is not after start_h", "write a band over midnight as two")
    if any(start < band.end_h and band.start_h < end for band in before):
        row.wrong(sheet.BAND_START, "overlaps another band", "let each hour stand in one band")


def _roads(table: Mapping[str, Any], reader: TomlReader) -> RoadPolicy:
    row = reader.row(reader.table(table, "roads", "policy.roads"), sheet.ROADS, "policy.roads")
    if not row.whole:
        return RoadPolicy()
    return RoadPolicy(
        time_permille={mode: row[column] for mode, column in sheet.ROAD_TIMES.items()},
        within_m=row[sheet.WITHIN],
        estimate_outside=row[sheet.OUTSIDE],
    )


def _district_minutes(
    table: Mapping[str, Any], reader: TomlReader, draft: Draft
) -> Mapping[tuple[DistrictId, DistrictId], timedelta]:
    found: dict[tuple[DistrictId, DistrictId], timedelta] = {}
    for each, path in _numbered(table, "district_minutes", reader):
        row = reader.row(each, sheet.PAIR, path)
        check_references(row, sheet.PAIR, draft)
        if row.ok(sheet.PAIR_FROM, sheet.PAIR_TO):
            pair = (row[sheet.PAIR_FROM], row[sheet.PAIR_TO])
            if pair in found:
                row.wrong(sheet.PAIR_FROM, f"gives {pair[0]} to {pair[1]} a second time", "keep one of the two")
            found[pair] = row[sheet.PAIR_MIN] if row.ok(sheet.PAIR_MIN) else timedelta(0)
    return found


def policy_lines(policy: Policy) -> Iterator[str]:
    """Yield the tables that say what `policy` holds, all values spelled out."""
    limits = line(
        sheet.MUST.full(policy.must_up_to_priority),
        sheet.LONGEST_RIDE.full(policy.longest_ride),
        sheet.RIDE_FACTOR.full(policy.ride_factor_permille),
        sheet.RIDE_SLACK.full(policy.ride_slack),
        sheet.LONGEST_WAIT.full(policy.longest_wait_aboard),
        sheet.LONGEST_CARRY.full(policy.longest_carry),
        sheet.OUT_OF_DISTRICT.full(policy.out_of_district),
        sheet.JOURNEYS_WHOLE.full(policy.journeys_whole),
        sheet.CALL_TOLERANCE.full(policy.call_tolerance),
        sheet.LIFT_STANDING.full(policy.lift_kg_standing),
    )
    yield from ["", "[policy]", *toml_lines(limits, sheet.LIMITS)]
    boarding = line(*(col.of(policy.boarding_by_mobility.get(col.name)) for col in sheet.BOARDING))
    yield from ["", "[policy.boarding_min]", *toml_lines(boarding, sheet.BOARDING)]
    yield from _price_lines(policy.prices)
    yield from _share_lines(policy.contracted_share)
    yield from _speed_lines(policy)
    yield from _road_lines(policy.roads)
    yield from booking_lines(policy.booking)
    yield from live_lines(policy.live)
    yield from message_lines(policy.messages)
    for (start, end), length in policy.district_minutes.items():
        pair = line(sheet.PAIR_FROM.of(start), sheet.PAIR_TO.of(end), sheet.PAIR_MIN.of(length))
        yield from ["", "[[policy.district_minutes]]", *toml_lines(pair, sheet.PAIR, explained=False)]


def _price_lines(prices: Prices) -> Iterator[str]:
    classes = line(*(col.of(prices.unassigned[int(col.name)]) for col in sheet.UNASSIGNED))
    yield from ["", "[policy.unassigned_zl]", *toml_lines(classes, sheet.UNASSIGNED)]
    cells = line(
        sheet.EXCESS_RIDE.full(prices.excess_ride_per_min),
        sheet.DEVIATION.full(prices.deviation_per_min),
        sheet.OTHER_WORKER.full(prices.other_than_preferred),
        sheet.UNFAMILIAR.full(prices.unfamiliar_district),
        sheet.CALL.full(prices.call),
        sheet.CALL_TODAY.full(prices.call_today),
        sheet.LATE_TODAY.full(prices.late_today_per_min),
        sheet.STRANDED.full(prices.stranded_per_min),
        sheet.SPREAD.full(prices.workload_spread_per_h),
        sheet.OVERTIME.full(prices.overtime_permille),
    )
    yield from ["", "[policy.prices]", *toml_lines(cells, sheet.PRICES)]


def _share_lines(share: ContractedShare | None) -> Iterator[str]:
    if share is not None:
        cells = line(
            sheet.MEASURE.full(share.measure),
            sheet.TARGET.full(share.target_permille),
            sheet.SOCIAL_ONLY.full(share.social_economy_only),
            sheet.SHARE_PRICE.full(share.price_gr_per_unit / Decimal(_PER_ZLOTY)),
            sheet.BALANCE.full(share.balance_contracted),
            sheet.BALANCE_ALL.full(share.balance_all),
            sheet.COUNTED_FROM.of(share.counted_from),
            sheet.PERIOD_END.of(share.period_end),
        )
        yield from ["", "[policy.contracted_share]", *toml_lines(cells, sheet.SHARE)]


def _road_lines(roads: RoadPolicy) -> Iterator[str]:
    cells = line(
        *(column.full(roads.time_permille[mode]) for mode, column in sheet.ROAD_TIMES.items()),
        sheet.WITHIN.full(roads.within_m),
        sheet.OUTSIDE.full(roads.estimate_outside),
    )
    yield from ["", "[policy.roads]", *toml_lines(cells, sheet.ROADS)]


def _speed_lines(policy: Policy) -> Iterator[str]:
    for mode, speed in policy.speeds.items():
        cells = line(
            sheet.FIXED_S.of(speed.fixed_s),
            sheet.S_PER_KM.of(speed.s_per_km),
            sheet.FIXED_M.of(speed.fixed_m),
            sheet.DETOUR.of(speed.detour_permille),
        )
        yield from ["", f"[policy.speeds.{mode}]", *toml_lines(cells, sheet.SPEED, explained=mode is TravelMode.CAR)]
    for band in policy.speed_bands:
        cells = line(
            sheet.BAND_START.of(band.start_h), sheet.BAND_END.of(band.end_h), sheet.BAND_SPEED.of(band.permille)
        )
        yield from ["", "[[policy.speed_bands]]", *toml_lines(cells, sheet.BAND, explained=False)]
