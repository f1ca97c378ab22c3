// From what stands on the page to what is asked of the API: pure.

/**
 * Return an enquiry.
 *
 * @param {object} call - client, service, reading, and by its kind: way, place, purpose, help, back (windows and at), source,
 *   portions; party; programme, minutes, note
 */
export function enquiry(call) {
  const times = { windows: call.reading.windows, wish: call.reading.at };
  const back = call.back ? { windows: call.back.windows, wish: call.back.at } : null;
  return { requests: [asked(call, times, back)], days: call.reading.wish.days, words: call.words };
}

/** Return another time for bookings, in the order of their legs: the first at the hours of the wish, the way back at its own. */
export function otherTime(bookings, wanted) {
  const { reading, back } = wanted;
  const hours = [reading, back ?? reading];
  const requests = bookings.map((one, leg) => ({ id: one.id, windows: hours[leg].windows, wish: hours[leg].at }));
  return { requests, days: reading.wish.days, words: wanted.words };
}

/** Return a series. */
export function series(call) {
  const clock = (wish) => ({ windows: wish.hours, wish: wish.at });
  const back = call.back ? clock(call.back.wish) : null;
  return { asked: asked(call, clock(call.reading.wish), back), ...call.reading.series };
}

function asked(call, times, back) {
  const common = {
    kind: call.service.kind, service_id: call.service.id, ...times,
    party: party(call), programme_id: call.programme || null, notes: { office: call.note || "" },
  };
  if (call.minutes) common.service_time_s = call.minutes * 60;
  if (call.service.kind === "ride") return { ...common, ...ride(call, back) };
  if (call.service.kind === "delivery") return { ...common, source: { place_id: call.source.id }, portions: call.portions };
  return common;
}

function ride(call, back) {
  const place = { place_id: call.place.id };
  const way = call.way === "home" ? { origin: place, destination: null } : { origin: null, destination: place };
  const more = { arrive_by: call.reading.wish.arrive_by, purpose_id: call.purpose || null };
  if (call.help) more.help_level = call.help;
  return { ...way, ...more, back: call.way === "home" ? null : back };
}

function party({ client, second, carers = 0, rollators = 0, luggage = 0 }) {
  return { client_ids: second ? [client.id, second.id] : [client.id], carers, rollators, luggage };
}

/** Return the acceptance of an offer, with a way home at no fixed hour or without. */
export function acceptance(offer, open) {
  const windows = offer.legs.map((leg) => ({ request_id: leg.request_id, ...leg.window }));
  return { day: offer.day, windows, open_return: open ? {} : null };
}

/** Return what is missing before anything can be asked, as the key of its text and the field; null: nothing. */
export function missing(call) {
  if (call.service?.kind === "ride" && !call.place) return { key: "place", field: "place" };
  if (call.service?.kind === "delivery" && !call.source) return { key: "source", field: "source" };
  return call.service ? null : { key: "service", field: "services" };
}
