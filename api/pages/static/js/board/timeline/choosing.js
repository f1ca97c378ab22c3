// Which of the free places is meant: by a point in time, or by a step of the keyboard. Pure.

/** Return the free places by shift, each list in the order of time. */
export function byShift(places) {
  const found = new Map();
  for (const one of places) {
    const start = Date.parse(one.start);
    const place = { shiftId: one.shift_id, at: one.at, start, first: Date.parse(one.first), last: Date.parse(one.last), costGr: one.cost_gr };
    found.set(one.shift_id, [...(found.get(one.shift_id) ?? []), place]);
  }
  for (const list of found.values()) list.sort((a, b) => a.start - b.start);
  return found;
}

/** Return the place of a shift that lies nearest to an instant, or null: the shift has none. */
export function nearestPlace(places, at) {
  if (!places?.length) return null;
  const away = (one) => Math.abs(one.start - at);
  return places.reduce((best, one) => (away(one) < away(best) ? one : best));
}

/** Return the next place of a shift, sooner (-1) or later (1); at the end it stays where it is. */
export function stepPlace(places, place, way) {
  if (!places?.length) return null;
  if (!place) return places[0];
  return places[Math.max(0, Math.min(places.length - 1, places.indexOf(place) + way))];
}

/** Return the id of the next shift, up (-1) or down (1). */
export function stepShift(rows, shiftId, way) {
  const at = rows.findIndex((row) => row.id === shiftId);
  return rows[Math.max(0, Math.min(rows.length - 1, at + way))]?.id ?? shiftId;
}
