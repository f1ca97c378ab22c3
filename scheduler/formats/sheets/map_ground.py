"""What lies under the routes: districts with their names, bases, requests not served, scale and north."""

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup

from scheduler.domain.itinerary import DayView, UnassignedCard
from scheduler.domain.place import District, GeoPoint
from scheduler.formats.sheets.declutter import Label
from scheduler.formats.sheets.map_routes import Sketch
from scheduler.formats.sheets.plain import one_line
from scheduler.formats.sheets.projection import Frame, Xy, scale_bar_m
from scheduler.formats.sheets.svg import el, join, text_width
from scheduler.formats.sheets.words import Words

NAME_SIZE = 11.5


def district_shapes(districts: Sequence[District], frame: Frame) -> Markup:
    """Return the districts as filled shapes; the names come later, over the lines."""
    return el("g", *(_shape(district, frame) for district in districts), class_="districts")


def _shape(district: District, frame: Frame) -> Markup:
    rings = [[frame.xy(point) for point in ring] for ring in district.rings if ring]
    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "z" for ring in rings)
    return el("path", el("title", one_line(district.name)), d=path, class_="district")


def district_names(districts: Sequence[District], sketch: Sketch) -> Markup:
    """Return the districts' names, each in the middle of its largest part, and keep labels away from them."""
    return el("g", *(_name(district, sketch) for district in districts), class_="names")


def _name(district: District, sketch: Sketch) -> Markup:
    frame = sketch.frame
    rings = [[frame.xy(point) for point in ring] for ring in district.rings if len(ring) > 3]
    if not rings:
        return Markup("")
    area, middle = max(_area_and_middle(ring) for ring in rings)
    if area < 300 or not frame.holds(middle):
        return Markup("")
    name = one_line(district.name)[:40]
    x, y = sketch.placer.place(middle, text_width(name, NAME_SIZE) + 6, 15)
    return el("text", name, x=x, y=y + 4, text_anchor="middle")


def _area_and_middle(ring: Sequence[Xy]) -> tuple[float, Xy]:
    """Return a ring's area and centre of mass."""
    doubled = sum_x = sum_y = 0.0
    for a, b in pairwise(ring):
        cross = a[0] * b[1] - b[0] * a[1]
        doubled += cross
        sum_x += (a[0] + b[0]) * cross
        sum_y += (a[1] + b[1]) * cross
    if not doubled:
        return 0.0, ring[0]
    return abs(doubled) / 2, (sum_x / (3 * doubled), sum_y / (3 * doubled))


def bases(view: DayView, sketch: Sketch) -> list[tuple[str, Xy]]:
    """Return name and position of every place where shifts start or end, and keep labels away from it."""
    found: dict[GeoPoint, str] = {}
    for itinerary in view.itineraries:
        if itinerary.start_place:  # else the shift is planned from where it is on the road
            found.setdefault(itinerary.start_point, itinerary.start_place)
        found.setdefault(itinerary.end_point, itinerary.end_place)
    placed = [(one_line(name), sketch.xy(point)) for point, name in found.items()]
    for name, (x, y) in placed:
        sketch.placer.block(Label((x, y), 22, 22))
        sketch.placer.block(Label((x, y + 18), text_width(name[:40], 11), 13))
    return placed


def base_marks(placed: Sequence[tuple[str, Xy]], *, names: bool) -> Markup:
    """Return a house for every base."""
    return el("g", *(_house(name, xy, names=names) for name, xy in placed), class_="bases")


def _house(name: str, xy: Xy, *, names: bool) -> Markup:
    house = el("path", d="M-9 -1L0 -9L9 -1V9H-9z")
    door = el("path", d="M-2.5 9V2.5H2.5V9z", class_="door")
    label = el("text", name[:40], x=0, y=22, text_anchor="middle") if names else ""
    return el(
        "g", el("title", name), house, door, label, class_="base", transform=f"translate({xy[0]:.1f} {xy[1]:.1f})"
    )


def unassigned_marks(view: DayView, sketch: Sketch) -> Markup:
    """Return a cross in a diamond for every request that is not served."""
    marks = (_missed(number, card, sketch) for number, card in enumerate(view.unassigned, start=1))
    return el("g", *marks, class_="missed")


def _missed(number: int, card: UnassignedCard, sketch: Sketch) -> Markup:
    code = f"{sketch.times.words('missed.letter')}{number}"
    point = sketch.xy(card.point)
    x, y = sketch.placer.place(point, 24, 24)
    leader = el("line", x1=point[0], y1=point[1], x2=x, y2=y) if (x, y) != point else ""
    label = " · ".join(
        [code, sketch.times.words("missed.one"), one_line(", ".join(card.clients)), one_line(card.service)]
    )
    mark = join(
        leader,
        el("path", d="M0 -13L13 0L0 13L-13 0z", transform=f"translate({x:.1f} {y:.1f})"),
        el("text", code, x=x, y=y + 3.6, text_anchor="middle"),
        el("title", label),
    )
    return el("a", mark, href=f"#missed-{number}", aria_label=label) if sketch.links else el("g", mark)


def credit(frame: Frame, words: Words) -> Markup:
    """Return whose roads these are, which the licence of OpenStreetMap asks to be said on the map."""
    return el("text", words("map.credit"), class_="credit", x=12, y=frame.height - 10)


def scale_and_north(frame: Frame, lat: float, words: Words) -> Markup:
    """Return a scale bar and an arrow to the north."""
    per_px = frame.metres_per_px(lat)
    metres = scale_bar_m(per_px, 130)
    length = metres / per_px
    text = f"{words.number(metres)} m" if metres < 1000 else f"{words.number(metres // 1000)} km"
    x, y = frame.width - 24 - length, frame.height - 18
    plate = max(length, text_width(text, 11)) + 16
    return el(
        "g",
        el("rect", class_="plate", x=frame.width - 16 - plate, y=y - 22, width=plate, height=32, rx=6),
        el("path", class_="bar", d=f"M{x:.1f} {y - 5:.1f}v5h{length:.1f}v-5"),
        el("text", text, x=x + length / 2, y=y - 7, text_anchor="middle"),
        el("path", class_="north", d=f"M{frame.width - 28:.1f} 40l7 -20l7 20l-7 -4.5z"),
        el("text", words("map.north"), x=frame.width - 21, y=54, text_anchor="middle"),
        class_="scale",
        aria_hidden="true",
    )
