"""One change each to the good town, and the one problem that has to come of it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Slip:
    """In `file`, `old` becomes `new`; `says` stands in what is wrong or what would be right."""

    file: str
    old: str
    new: str
    row: int | None
    column: str | None
    says: str


def slip(file: str, old: str, new: str, where: str, says: str) -> Slip:
    """Return a slip; `where` is ``row:column``, either may be missing."""
    row, _, column = where.partition(":")
    return Slip(file=file, old=old, new=new, row=int(row) if row else None, column=column or None, says=says)


TOWN = (
    slip("town.toml", 'id = "testowo"', 'id = "test owo"', ":id", "letters, digits"),
    slip("town.toml", 'name = "Testowo"', 'nmae = "x"\nname = "T"', ":nmae", "did you mean name?"),
    slip("town.toml", 'name = "Testowo"\n', "", ":name", "is empty"),
    slip("town.toml", 'name = "Testowo"', 'name = "T\\u202Eowo"', ":name", "U+202E (right-to-left override)"),
    slip("town.toml", "own = false", "own = false\ncontract_from = 2026-03-01\ncontract_until = 2026-02-28",
         ":providers[2].contract_until", "before the contract starts"),
    slip("town.toml", "centre_lat = 51.037", "centre_lat = 0.1", ":centre_lat", "outside Poland"),
    slip("town.toml", "centre_lat = 51.037", "centre_lat = nan", ":centre_lat", "is not a number"),
    slip("town.toml", "centre_lat = 51.037", "centre_lat = 91", ":centre_lat", "use -90 to 90"),
    slip("town.toml", "centre_lat = 51.037", "centre_lat = [[51]]", ":centre_lat", "list of lists"),
    slip("town.toml", 'name = "Testowo"', 'name = "T"\ntime_zone = "Europe/Warszawa"', ":time_zone", "Europe/Warsaw?"),
    slip("town.toml", 'name = "Testowo"', 'name = "T"\ntime_zone = "../../etc"', ":time_zone", "not a time zone"),
    slip("town.toml", "longest_ride_min = 50", "ride_factor_percent = 50", ":policy.ride_factor_percent", "100 to"),
    slip("town.toml", "longest_ride_min = 50", "longest_ride_min = -1", ":policy.longest_ride_min", "is negative"),
    slip("town.toml", "longest_ride_min = 50", "longest_ride_min = 1e99999999", ":policy.longest_ride_min", "a number"),
    slip("town.toml", "longest_ride_min = 50", "longest_ride_min = {a = 1}", ":policy.longest_ride_min", "is a table"),
    slip("town.toml", "[policy.live]", "[policy.messages]\nreminder_at = '20:00'\n[policy.live]",
         ":policy.messages.reminder_at", "before 20:00 (quiet_from)"),
    slip("town.toml", "longest_ride_min = 50", "boarding_min = 5", ":policy.boarding_min", "is not a table"),
    slip("town.toml", "call_zl = 3.5", "call_zl = 3.555", ":policy.prices.call_zl", "whole number of grosze"),
    slip("town.toml", "call_zl = 3.5", "call_zl = inf", ":policy.prices.call_zl", "is not a number"),
    slip("town.toml", "t_percent = 35", "t_percent = 101", ":policy.contracted_share.target_percent", "use 0 to 100"),
    slip("town.toml", "target_percent = 35\n", "", ":policy.contracted_share.target_percent", "is empty"),
    slip("town.toml", "t_percent = 35", "t_percent = 35\ncounted_from = 2026-03-01\nperiod_end = 2026-02-28",
         ":policy.contracted_share.period_end", "is before what is counted (2026-03-01)"),
    slip("town.toml", "[[policy.speed_bands]]", "[policy.speed_bands]", ":policy.speed_bands", "write [[policy.speed"),
    slip("town.toml", "[[policy.speed_bands]]", "[[policy.speed_bands]]\nstart_h = 8\nend_h = 12\nspeed_percent = 90\n"
         "[[policy.speed_bands]]", ":policy.speed_bands[2].start_h", "overlaps another band"),
    slip("town.toml", "[[policy.district_minutes]]", '[[policy.district_minutes]]\nfrom = "lazy"\nto = "lazy"\n'
         "minutes = 1\n[[policy.district_minutes]]", ":policy.district_minutes[2].from", "a second time"),
    slip("town.toml", "end_h = 9", "end_h = 7", ":policy.speed_bands[1].end_h", "not after start_h"),
    slip("town.toml", 'to = "lazy"', 'to = "łazy"', ":policy.district_minutes[1].to", "did you mean lazy?"),
    slip("town.toml", "[[purposes]]", '[[providers]]\nid = "gmina"\nname = "G"\n[[purposes]]', ":providers[3].id",
         "stands in providers[1] already"),
    slip("town.toml", "priority = 1", "priority = 6", ":purposes[1].priority", "use 1 to 5"),
    slip("town.toml", "duration_min = 15", "duration_min = 15\nearliest_start_min = 60\nlatest_start_min = 30",
         ":contracts[1].breaks[1].latest_start_min", "is before earliest_start_min"),
    slip("town.toml", "[policy.prices]", "[policy.speeds.velo]\nfixed_s = 1\n[policy.prices]", ":policy.speeds.velo",
         "not a travel mode"),
    slip("town.toml", "[policy.prices]", "[policy.unassigned_zl]\n1 = 9\n2 = 8\n3 = 7\n4 = 6\n[policy.prices]",
         ":policy.unassigned_zl.5", "is empty"),
)  # fmt: skip

BOOKING = tuple(
    slip("town.toml", old, new, f":policy.booking{where}", says)
    for old, new, where, says in (
        ("horizon_days = 21", "step_min = 0", ".step_min", "use 1 to 240"),
        ("horizon_days = 21", 'region = "PX"', ".region", "such as PL or DE-SN"),
        ("horizon_days = 21", 'region = "DE-XX"', ".region", "part of DE that is not known"),
        ("horizon_days = 21", 'region = "PL-14"', ".region", "write PL"),
        ("horizon_days = 21", "ahead = 21", ".ahead", "not a key of this table"),
        ('["2026-12-31"]', '["2026-13-31"]', ".days_off", "not a day of the calendar"),
        ('["2026-12-31"]', '["2026-12-31", "2026-12-31"]', ".days_off", "twice"),
        ("notice_min = 60", "notice_min = 40000", ".default.notice_min", "longer than horizon_days"),
        ("notice_min = 60", "notice = 60", ".default.notice", "did you mean notice_min?"),
        ('["cus-2026"]', '["cus-2025"]', ".default.free_programmes", "did you mean cus-2026?"),
        ('service = "bus"', 'service = "buss"', ".services[1].service", "did you mean bus?"),
        ('holidays = "keep"', "notice_min = 40000", ".services[1].notice_min", "longer than horizon_days"),
        ('holidays = "keep"', 'holidays = "kep"', ".services[1].holidays", "did you mean keep?"),
        ("per_request_zl = 5", "per_request_zl = 5.005", ".services[1].per_request_zl", "whole number of grosze"),
        ("[[policy.booking.services]]", '[[policy.booking.services]]\nservice = "bus"\n[[policy.booking.services]]',
         ".services[2].service", "a second time"),
        ("[[policy.booking.services]]", "[policy.booking.services]", ".services", "write [[policy.booking.services]]"),
    )
)  # fmt: skip

LIVE = tuple(
    slip("town.toml", old, new, f":policy.live{where}", says)
    for old, new, where, says in (
        ("late_after_min = 5", "late_min = 5", ".late_min", "did you mean late_after_min?"),
        ("last_h = 15", "last_h = 9", ".open_returns.last_h", "is not after first_h"),
        ('"14:30"', '"14:30+1"', ".open_returns.call_by", "not an hour of the clock"),
        ('"14:30"', '"25:30"', ".open_returns.call_by", "is not a time"),
    )
)

DISTRICTS = (
    slip("districts.geojson", "FeatureCollection", "Features", "", "is not a FeatureCollection"),
    slip("districts.geojson", "[21.05, 51.03]]]}}", "[21.05, 51.04]]]}}", ":features[1].geometry", "is not closed"),
    slip("districts.geojson", '"Polygon"', '"LineString"', ":features[1].geometry", "is not a polygon"),
    slip("districts.geojson", '"Polygon"', '["Polygon"]', ":features[1].geometry", "is not a polygon"),
    slip("districts.geojson", "[21.09, 51.03], [21.09, 51.06]", "[21.09, 51.03]", ":features[1].geometry", "3 points"),
    slip("districts.geojson", "[21.09, 51.06]", "[21.07, 51.03]", ":features[1].geometry", "encloses no area"),
    slip("districts.geojson", "[21.09, 51.06]", "[51.06, 21.09]", ":features[1].geometry", "swap lat and lon"),
    slip("districts.geojson", "[21.09, 51.06]", "[21.09, 151.06]", ":features[1].geometry", "not on the globe"),
    slip("districts.geojson", "[21.09, 51.06]", "[21.09, null]", ":features[1].geometry", "not two numbers"),
    slip("districts.geojson", "[21.09, 51.06]", "[21.09, NaN]", "", "is not JSON"),
    slip("districts.geojson", "[21.09, 51.06]", "[21.09, 1" + "0" * 5000 + "]", "", "is not JSON"),
    slip("districts.geojson", '"name": "Łazy"', '"nazwa": "Łazy"', ":features[1].name", "is empty"),
    slip("districts.geojson", '"features"', '"crs": {"properties": {"name": "EPSG:2180"}}, "features"', "",
         "export it in EPSG:4326"),
)  # fmt: skip

PLACES = (
    slip("places.csv", "51.041,21.075", "21.075,51.041", "3:lat", "swap lat and lon"),
    slip("places.csv", "51.041,21.075", "0,0", "3:lat", "sea off Africa"),
    slip("places.csv", "51.041,21.075", "54.6,19.2", "3:lat", "in the Baltic Sea"),
    slip("places.csv", "51.041,21.075", "53.12,23.15", "3:lat", "km from the town's centre"),
    slip("places.csv", "51.041,21.075", "48.2,16.4", "3:lat", "outside Poland"),
    slip("places.csv", "51.041,21.075", "51.041,Infinity", "3:lon", "is not a number"),
    slip("places.csv", "51.041,21.075", "51.041,21.075,,9", "3:", "has 10 cells, the header names 8"),
    slip("places.csv", "51.041,21.075", "51.041", "3:", "has 7 cells, the header names 8"),
    slip("places.csv", "ul. Szkolna 4,lazy", "ul. Szkolna 4,lasy", "3:district", "did you mean lazy?"),
    slip("places.csv", "szpital,,,,Izba przyjęć", "szpital,,,,Poradnie", "6:entrance", "already has"),
    slip("places.csv", "szpital,,,,Izba przyjęć", "szpital,Klinika,,,Izba", "6:name", "differs from row 5"),
    slip("places.csv", "szpital,,,,Izba przyjęć", "szpital,,,,Izba/SOR", "6:entrance", "write it without /"),
    slip("places.csv", "dom-2,Polna 7", "dom-2,", "4:name", "is empty"),
    slip("places.csv", "szpital,,,,Izba przyjęć", "home,Dom,,,", "6:id", "choose another id"),
    slip("places.csv", "Polna 7,ul. Polna 7", "Polna 7," + "x" * 10_000, "4:address", "is 10000 characters long"),
    slip("places.csv", "21.075,\n", "21.075,perhaps\n", "3:public", "write yes or no"),
    slip("places.csv", "21.082,yes\nszpital,,,,Izba przyjęć,51.050,21.083,",
         "21.082,\nszpital,,,,Izba przyjęć,51.050,21.083,yes", "6:public", "differs from row 5"),
    slip("places.csv", "address,district", "adress,district", "1:adress", "did you mean address?"),
)  # fmt: skip

PEOPLE = (
    slip("clients.csv", "Maria Kowalska,dom-1", "Maria Kowalska,dom1", "2:home", "did you mean dom-1?"),
    slip("clients.csv", "Maria Kowalska,dom-1", "Maria Kowalska,szpital/Poradnia", "2:home", "did you mean Poradnie?"),
    slip("clients.csv", "Maria Kowalska,dom-1", "Maria Kowalska,szpital/", "2:home", "names no entrance"),
    slip("clients.csv", "Maria Kowalska", "", "2:name", "is empty"),
    slip("clients.csv", "Maria Kowalska", "Maria\u202eKowalska", "2:name", "U+202E"),
    slip("clients.csv", "Maria Kowalska", "Maria\x07Kowalska", "2:name", "U+0007 (a control character)"),
    slip("clients.csv", "dom-1,walks", "dom-1,wolks", "2:mobility", "did you mean walks?"),
    slip("clients.csv", "jan@example.org", "jan(at)example.org", "3:email", "such as anna@example.org"),
    slip("clients.csv", "example.org,sms", "example.org,smms", "3:channel", "did you mean sms?"),
    slip("clients.csv", "walks,,,ewa", "walks,,ewa,ewa", "2:preferred", "who is excluded too"),
    slip("clients.csv", "walks,,,ewa", "walks,,,ewa|eva", "2:preferred", "names eva, which is not among the staff"),
    slip("clients.csv", "walks,,,ewa", "walks,,,ewa|ewa", "2:preferred", "names ewa twice"),
    slip("clients.csv", "walks,,,ewa", "walks,,,ewa|", "2:preferred", "has an empty item"),
    slip("staff.csv", "fizjo:2027-05-31", "fizjo:2027-02-30", "2:skills", "not a day of the calendar"),
    slip("staff.csv", "fizjo:2027-05-31", "fizjo:31.05.1927", "2:skills", "wrong century"),
    slip("staff.csv", "Adam Maj,,dlon", "Adam Maj,,dloń", "3:provider", "did you mean dlon?"),
    slip("staff.csv", "dlon,driver", "dlon,drivers", "3:contract", "did you mean driver?"),
    slip("staff.csv", "gmina,,40", "gmina,,-40", "2:cost_zl_per_h", "is negative"),
    slip("staff.csv", "gmina,,40", "gmina,,12.maj", "2:cost_zl_per_h", "format the column as text"),
    slip("staff.csv", "gmina,,40", "gmina,,9999999", "2:cost_zl_per_h", "use 0 to 10000"),
    slip("services.csv", "fizjo,45", "fizjo,45.001", "2:service_min", "whole number of seconds"),
    slip("services.csv", "fizjo,45", "fizjo,", "2:service_min", "is empty"),
    slip("services.csv", "fizjo,45", "fizjo,9000", "2:service_min", "use 0 to 1440"),
    slip("vehicles.csv", "8+0|4+2", "8+0|4x2", "2:layouts", "write 8+0 (seats + wheelchairs)"),
    slip("vehicles.csv", "8+0|4+2", "seats=8 weelchairs=1", "2:layouts", "did you mean wheelchairs?"),
    slip("vehicles.csv", "8+0|4+2", "", "2:layouts", "is empty"),
    slip("contacts.csv", "600 300 400", "w domu", "2:phone", "write a phone number"),
    slip("contacts.csv", "400,yes", "400,maybe", "2:may_book", "write yes or no"),
    slip("contacts.csv", "K-1,Anna", "K-7,Anna", "2:client", "not among the clients"),
    slip("entitlements.csv", "2026-12-31", "2025-12-31", "2:period_end", "before the period starts"),
    slip("entitlements.csv", "fizjo,visits", "fizjo|bas,visits", "2:services", "did you mean bus?"),
    slip("entitlements.csv", "30,12", "NaN,12", "2:amount", "is not a number"),
)  # fmt: skip

SHIFTS = (
    slip("shifts.csv", "07:00,15:00", "07:00,06:00", "2:end", "such as 06:00+1"),
    slip("shifts.csv", "07:00,15:00", "07:00,07:01+1", "2:end", "24.0 h long"),
    slip("shifts.csv", "07:00,15:00", "7,15:00", "2:start", "write a time such as 09:30"),
    slip("shifts.csv", "07:00,15:00", "07:00,25:00", "2:end", "not a time of the day"),
    slip("shifts.csv", "S-1,2026-11-23", "S-1,2026-11-31", "2:date", "not a day of the calendar"),
    slip("shifts.csv", "S-1,2026-11-23", "S-1,23/11/2026", "2:date", "write it as 2026-11-23"),
    slip("shifts.csv", "Bus 1,adam", "Bus 1,adam|adam", "2:staff", "names adam twice"),
    slip("shifts.csv", "Bus 1,adam", "Bus 1,", "2:staff", "is empty"),
    slip("shifts.csv", "bus-1,van", "bus-2,van", "2:vehicle", "did you mean bus-1?"),
    slip("shifts.csv", "bus-1,van", "bus-1,vann", "2:mode", "did you mean van?"),
    slip("shifts.csv", "16:00,baza,lazy", "16:00,baza,lazy|bugaj", "3:districts", "names bugaj"),
    slip("shifts.csv", "16:00,baza,lazy", "16:00,bazar,lazy", "3:start_at", "did you mean baza?"),
    slip("patterns.csv", "mon|wt|wed", "mon|wt|wen", "2:weekdays", "did you mean wed?"),
    slip("patterns.csv", "mon|wt|wed", "1-5", "2:weekdays", "names 1-5, which is no day of the week"),
    slip("patterns.csv", "mon|wt|wed", "mon|wt|mon", "2:weekdays", "names mon twice"),
    slip("patterns.csv", "mon|wt|wed", "", "2:weekdays", "is empty"),
    slip("patterns.csv", "07:00,15:00", "07:00,06:00+1", "2:end", "on the next day"),
    slip("patterns.csv", "22:00,06:00", "2026-11-24T22:00,06:00", "3:start", "write the clock alone"),
    slip("patterns.csv", "sun,2,", "sun,0,", "3:every_weeks", "use 1 to 520"),
    slip("patterns.csv", "2027-06-30", "2026-06-30", "3:valid_until", "is before the first day"),
    slip("patterns.csv", "06-30,yes,ewa", "06-30,yes,ewaa", "3:staff", "did you mean ewa?"),
    slip("patterns.csv", "bus-1,van", "bus-1,table1", "2:mode", "did you mean table?"),
    slip("start_states.csv", "Z-2@09:43", "Z-2", "2:aboard", "write R-1@09:43"),
    slip("start_states.csv", "Z-2:dropoff", "Z-9:dropoff", "2:next", "names Z-9"),
    slip("start_states.csv", "Z-2:dropoff", "Z-2:drop off", "2:next", "write a task"),
    slip("start_states.csv", "51.04,21.07", "51.04,-21.07", "2:lat", "outside Poland"),
    slip("start_states.csv", "Z-2@09:43,Z-4", "Z-2@09:43,Z-2|Z-4", "2:done", "still aboard"),
)  # fmt: skip

_Z1 = "09:00-12:00|13:00-15:00"
REQUESTS = (
    slip("requests.csv", _Z1, "12:00-09:00", "2:window", "write 09:00+1 if the next day"),
    slip("requests.csv", _Z1, "9-12", "2:window", "write a window such as"),
    slip("requests.csv", _Z1, "09:00", "2:window", "is not a window"),
    slip("requests.csv", _Z1, "", "2:window", "write when it may start"),
    slip("requests.csv", _Z1, "2025-11-23T09:00/10:00", "2:window", "days from the row's date"),
    slip("requests.csv", "Z-1,2026-11-23,fizjo", "Z-1,2026-11-23,fizio", "2:service", "did you mean fizjo?"),
    slip("requests.csv", "Z-1,2026-11-23,fizjo", "Z-1,23 XI,fizjo", "2:date", "is not a date"),
    slip("requests.csv", "Z-4,2026-11-23,obiad,K-1", "Z-4,2026-11-23,obiad,K-11", "5:clients", "did you mean K-1?"),
    slip("requests.csv", "obiad,K-1,baza", "obiad,K-1,", "5:from", "but this is a delivery"),
    slip("requests.csv", "home,szpital/Poradnie", ",szpital/Poradnie", "3:from", "but this is a ride"),
    slip("requests.csv", "home,szpital/Poradnie", "home,szpital/SOR", "3:to", "which szpital does not have"),
    slip("requests.csv", "09:30-10:00,,09:45", "09:30-10:00,09:30-10:00,09:45", "3:arrive", "and so is leave"),
    slip("requests.csv", "09:30-10:00,,09:45", "09:30-10:00,any,09:45", "3:arrive", "is filled, and so is leave"),
    slip("requests.csv", "09:30-10:00,,09:45", ",,09:45", "3:arrive", "is empty, and so is leave"),
    slip("requests.csv", "09:45,P-1", "9.45,P-1", "3:wish", "is not a time"),
    slip("requests.csv", "11:00-12:00,,P-1,J-1,2", "11:00-12:00,,P-1,J-1,3", "4:leg", "leaves out leg 2"),
    slip("requests.csv", "11:00-12:00,,P-1,J-1,2", "11:00-12:00,,P-1,J-1,1", "4:leg", "already has"),
    slip("requests.csv", "11:00-12:00,,P-1,J-1,2", "11:00-12:00,,P-1,,2", "4:leg", "belongs to no journey"),
    slip("requests.csv", "11:00-12:00,,P-1,J-1,2", "11:00-12:00,,P-1,J-1,0", "4:leg", "use 1 to"),
    slip("requests.csv", "Z-1:0-600", "Z-4:0-600", "5:after", "goes round in a circle: Z-4 after Z-4"),
    slip("requests.csv", "Z-1:0-600", "Z-1:60-30", "5:after", "longest gap below the shortest"),
    slip("requests.csv", "cus-2026", "cus-2025", "2:programme", "did you mean cus-2026?"),
    slip("requests.csv", "1,,,lekarz", "1,,,leka", "3:purpose", "did you mean lekarz?"),
    slip("requests.csv", "12:00-13:00,,,,,,,Z-1:0-600,,,", "12:00-13:00,,,,,,,Z-1:0-600,,lekarz,", "5:purpose",
         "means nothing for a delivery"),
    slip("requests.csv", ",cus-2026,,ewa", ",cus-2026,,basia", "2:preferred", "not among the staff"),
)  # fmt: skip

TOLD = (
    slip("promises.csv", "09:40-09:55", "09:55-09:40", "2:window", "ends before it starts"),
    slip("promises.csv", "Z-2,", "Z-22,", "2:request", "did you mean Z-2?"),
    slip("promises.csv", "2026-11-19T08:12", "2026-11-19 8h", "2:made_at", "is not a time"),
    slip("pins.csv", "shift,Z-2,S-1,", "shift,Z-2|Z-3,S-1,", "2:requests", "names one"),
    slip("pins.csv", "shift,Z-2,S-1,", "shift,Z-2,,", "2:shift", "names a shift"),
    slip("pins.csv", "start,Z-4,,12:30", "start,Z-4,,", "3:start", "is empty"),
    slip("pins.csv", "shift,Z-2,S-1,", "hold,Z-2,S-1,", "2:kind", "use one of"),
    slip("overrides.csv", "zgodziła się", "", "2:reason", "is empty"),
    slip("overrides.csv", "Z-2,S-1,600", ",,600", "2:request", "which request or which shift"),
    slip("published.csv", "Z-1,S-2", "Z-1,S-22", "2:shift", "did you mean S-2?"),
)

SLIPS = (*TOWN, *BOOKING, *LIVE, *DISTRICTS, *PLACES, *PEOPLE, *SHIFTS, *REQUESTS, *TOLD)
