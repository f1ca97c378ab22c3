"""A small town written by hand, all files valid; tests break one thing in it."""

from collections.abc import Mapping
from pathlib import Path

TOML = """\
id = "testowo"
name = "Testowo"
centre_lat = 51.037
centre_lon = 21.071

[[providers]]
id = "gmina"
name = "Gmina"

[[providers]]
id = "dlon"
name = "Spółdzielnia Dłoń"
own = false
social_economy = true

[[purposes]]
id = "lekarz"
name = "Lekarz"
priority = 1

[[contracts]]
id = "nocna"
name = "umowa nocna"

[[contracts.breaks]]
from_work_min = 360
duration_min = 15
article = "umowa, § 3"

[policy]
longest_ride_min = 50

[policy.prices]
call_zl = 3.5

[policy.contracted_share]
target_percent = 35
price_zl_per_unit = 20

[policy.booking]
horizon_days = 21
days_off = ["2026-12-31"]

[policy.booking.default]
notice_min = 60
free_programmes = ["cus-2026"]

[[policy.booking.services]]
service = "bus"
holidays = "keep"
per_request_zl = 5

[policy.live]
late_after_min = 5

[policy.live.open_returns]
first_h = 9
last_h = 15
call_by = "14:30"

[[policy.speed_bands]]
start_h = 7
end_h = 9
speed_percent = 80

[[policy.district_minutes]]
from = "lazy"
to = "lazy"
minutes = 12
"""

DISTRICTS = """\
{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"id": "lazy", "name": "Łazy"}, "geometry": {"type": "Polygon",
 "coordinates": [[[21.05, 51.03], [21.09, 51.03], [21.09, 51.06], [21.05, 51.03]]]}}
]}
"""

GOOD: Mapping[str, str] = {
    "town.toml": TOML,
    "districts.geojson": DISTRICTS,
    "places.csv": """\
id,name,address,district,entrance,lat,lon,public
baza,Baza,ul. Majówka 21a,,,51.035,21.065,
dom-1,Szkolna 4,ul. Szkolna 4,lazy,,51.041,21.075,
dom-2,Polna 7,ul. Polna 7,lazy,,51.043,21.079,
szpital,Szpital,ul. Radomska 70,,Poradnie,51.049,21.082,yes
szpital,,,,Izba przyjęć,51.050,21.083,
""",
    "clients.csv": """\
id,name,home,mobility,wheelchair,excluded,preferred,email,channel
K-1,Maria Kowalska,dom-1,walks,,,ewa,,
K-2,Jan Żółć,dom-2,wheelchair,manual,adam,,jan@example.org,sms
""",
    "services.csv": """\
id,name,kind,skill,service_min
fizjo,Fizjoterapia,visit,fizjo,45
bus,Bus seniora,ride,,3
obiad,Obiad,delivery,,4
""",
    "staff.csv": """\
id,name,skills,provider,contract,cost_zl_per_h
ewa,Ewa Nowak,fizjo:2027-05-31,gmina,,40
adam,Adam Maj,,dlon,driver,35.50
""",
    "vehicles.csv": """\
id,name,layouts,lift_max_kg,cost_zl_per_km
bus-1,Bus 1,8+0|4+2,350,1.15
""",
    "shifts.csv": """\
id,date,name,staff,vehicle,mode,start,end,start_at,districts
S-1,2026-11-23,Bus 1,adam,bus-1,van,07:00,15:00,baza,
S-2,2026-11-23,Fizjo,ewa,,table,08:00,16:00,baza,lazy
""",
    "patterns.csv": """\
id,name,weekdays,every_weeks,start,end,valid_from,valid_until,on_holidays,staff,vehicle,mode,start_at
W-1,Bus 1,mon|wt|wed,,07:00,15:00,2026-11-24,,,adam,bus-1,van,baza
W-2,Fizjo w weekendy,sat|sun,2,22:00,06:00,2026-11-24,2027-06-30,yes,ewa,,,baza
""",
    "requests.csv": """\
id,date,service,clients,from,to,window,arrive,leave,wish,group,journey,leg,after,programme,purpose,preferred
Z-1,2026-11-23,fizjo,K-1,,,09:00-12:00|13:00-15:00,,,,,,,,cus-2026,,ewa
Z-2,2026-11-23,bus,K-2,home,szpital/Poradnie,,09:30-10:00,,09:45,P-1,J-1,1,,,lekarz,
Z-3,2026-11-23,bus,K-2,szpital/Poradnie,home,,,11:00-12:00,,P-1,J-1,2,,,lekarz,
Z-4,2026-11-23,obiad,K-1,baza,,12:00-13:00,,,,,,,Z-1:0-600,,,
""",
    "entitlements.csv": """\
id,client,programme,services,unit,amount,used,period_start,period_end
U-1,K-1,cus-2026,fizjo,visits,30,12,2026-01-01,2026-12-31
""",
    "contacts.csv": """\
client,name,phone,may_book
K-1,Anna Kowalska,600 300 400,yes
""",
    "promises.csv": """\
request,window,made_at,made_by
Z-2,09:40-09:55,2026-11-19T08:12,Basia
""",
    "pins.csv": """\
kind,requests,shift,start
shift,Z-2,S-1,
start,Z-4,,12:30
order,Z-2|Z-3,S-1,
""",
    "overrides.csv": """\
rule,request,shift,amount,reason
longest_ride,Z-2,S-1,600,zgodziła się
""",
    "published.csv": """\
request,shift,start
Z-1,S-2,09:30
""",
    "start_states.csv": """\
shift,lat,lon,free_at,aboard,done,next
S-1,51.04,21.07,09:52,Z-2@09:43,Z-4,Z-2:dropoff
""",
}


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a town folder's files as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def changed(file: str, old: str, new: str) -> Mapping[str, str]:
    """Return the good files with one piece of text replaced; it has to be there, once."""
    assert GOOD[file].count(old) == 1, f"{old!r} stands {GOOD[file].count(old)} times in {file}"
    return {**GOOD, file: GOOD[file].replace(old, new)}
