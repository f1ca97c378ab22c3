// The way of each leg of a shift, as points.

const PRECISION = 1e5;

/** Return the points of an encoded polyline of five digits, as [latitude, longitude] in degrees. */
export function decoded(text) {
  const points = [];
  let place = 0;
  let lat = 0;
  let lon = 0;
  const next = () => {
    let value = 0;
    for (let shift = 0, part = 32; part >= 32; shift += 5) {
      part = text.charCodeAt(place++) - 63;
      value |= (part & 31) << shift;
    }
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  while (place < text.length) {
    lat += next();
    lon += next();
    points.push([lat / PRECISION, lon / PRECISION]);
  }
  return points;
}

/**
 * Return the legs of a row: to each of its stops, and home.
 *
 * @param {object} row - BoardRowShown
 * @returns {number[][][]} as many as it has stops and one, straight where no way is known; none where a place is not told
 */
export function legs(row) {
  if (row.stops.length === 0) return [];
  if (row.ways.length === row.stops.length + 1 && row.ways.every(Boolean)) return row.ways.map(decoded);
  const path = [row.start_point, ...row.stops.map((stop) => stop.point), row.end_point];
  if (path.some((point) => !point)) return [];
  return path.slice(1).map((point, at) => [pair(path[at]), pair(point)]);
}

/** Return whether ways follow roads: whoever drew them has to be named then. */
export const areRoads = (rows) => rows.some((row) => row.ways.some((way) => decoded(way).length > 2));

/** Return the point at a part (0 to 1) of the length of a line. */
export function along(points, part) {
  const lengths = points.slice(1).map((point, at) => distance(points[at], point));
  let left = Math.min(1, Math.max(0, part)) * lengths.reduce((sum, one) => sum + one, 0);
  for (let at = 0; at < lengths.length; at++) {
    if (left <= lengths[at] && lengths[at] > 0) return between(points[at], points[at + 1], left / lengths[at]);
    left -= lengths[at];
  }
  return points[points.length - 1];
}

/** Return a point of the API as a pair of degrees. */
export const pair = (point) => [point.lat, point.lon];

const between = (a, b, part) => [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];

function distance(a, b) {
  const east = (b[1] - a[1]) * Math.cos((((a[0] + b[0]) / 2) * Math.PI) / 180);
  return Math.hypot(b[0] - a[0], east);
}
