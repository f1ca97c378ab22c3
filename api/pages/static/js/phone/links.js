// Calling and finding the way: links that the phone's own programs open. They hold numbers and places, never names.

/** Return the link that calls a number. */
export const call = (phone) => `tel:${phone.replace(/[^\d+]/g, "")}`;

/** Return the link that the phone's own map opens. */
export const way = ({ lat, lon }) => `geo:${lat},${lon}?q=${lat},${lon}`;

/** Return the links of the usual maps, for phones that know no geo: links. */
export function maps({ lat, lon }) {
  return [
    ["google", `https://www.google.com/maps/dir/?api=1&destination=${lat},${lon}`],
    ["apple", `https://maps.apple.com/?daddr=${lat},${lon}`],
    ["osm", `https://www.openstreetmap.org/directions?to=${lat},${lon}`],
  ];
}
