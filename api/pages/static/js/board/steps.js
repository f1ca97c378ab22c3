// Changes of the day that can be taken back: each is done, and what undoes it is remembered.

import { Refused, ask } from "../api.js";
import { byShift, nearestPlace } from "./timeline/choosing.js";

const NOT_AS_THINGS_ARE = [404, 409, 422];

/** Return whether the day itself refuses something: asked again it would do so again. */
export const isFinal = (error) => error instanceof Refused && NOT_AS_THINGS_ARE.includes(error.status);

/**
 * Do things one after another, and remember them as one step, which is taken back as one.
 *
 * @param {{history: History, day: Day}} work
 * @param {string} said - what it is, for whoever takes it back
 * @param {string[]} requestIds - what it is about
 * @param {(() => Promise<{back: function, again: function}>)[]} does - if one is refused, those before it are remembered
 */
export async function kept({ history, day }, said, requestIds, does) {
  const done = [];
  try {
    for (const one of does) {
      done.push(await one());
      await day.load(); // where the next one stands now
    }
  } finally {
    if (done.length) history.add({ said, requestIds, ...together(done, day) });
  }
}

/** Return how to take several things back, the last one first; what was interrupted goes on where it stopped. */
function together(steps, day) {
  let stands = steps.length;
  return {
    back: async () => {
      for (; stands > 0; stands -= 1, await day.load()) await steps[stands - 1].back();
    },
    again: async () => {
      for (; stands < steps.length; stands += 1, await day.load()) await steps[stands].again();
    },
  };
}

/**
 * Move a request, and return how to move it back.
 *
 * @param {object} wish - what the API is told
 * @param {{version: number, start: number}|null} [seen] - the version of the day that the wish's positions are of, and when
 *   what is moved would start there
 */
export async function move({ hand, day }, wish, seen = null) {
  const id = wish.request_id;
  const was = standing(day.board, id);
  const before = hand.fixed(id);
  await hand.move(wish, seen?.version);
  const after = hand.fixed(id);
  return {
    back: async () => {
      await put({ hand, day }, { request_id: id, shift_id: was.shiftId, at: null }, (kind) => was.starts[kind]);
      await hand.restore(id, before, after);
    },
    again: () => put({ hand, day }, { ...wish, at: null }, () => seen?.start),
  };
}

/** Pin a request to its shift, or let go of it, and return the opposite. */
export async function pin({ hand }, { id, shiftId }, is) {
  const does = () => (is ? hand.pin(id, shiftId) : hand.unpin(id));
  const before = hand.fixed(id);
  await does();
  const after = hand.fixed(id);
  return { back: () => hand.restore(id, before, after), again: does };
}

/** Return on which shift a request is, null: none, and when each of its tasks starts there, by kind. */
function standing(board, requestId) {
  for (const row of board.rows) {
    const tasks = row.stops.flatMap((stop) => stop.tasks).filter((task) => task.request_id === requestId);
    if (tasks.length) return { shiftId: row.shift_id, starts: Object.fromEntries(tasks.map((one) => [one.kind, Date.parse(one.start)])) };
  }
  return { shiftId: null, starts: {} };
}

/**
 * Move a request to the place of a shift that is nearest to when it was there before.
 *
 * Positions of then would mean other places by now: crews go on, and others move stops, too.
 */
async function put({ hand, day }, wish, startOf) {
  const { data } = await ask("POST", `/days/${day.date}/moves/places`, { body: { request_id: wish.request_id } });
  const start = startOf(data.timed);
  const place = start === undefined || wish.reason ? null : nearestPlace(byShift(data.places).get(wish.shift_id), start);
  await hand.move({ ...wish, at: place?.at ?? null }, data.version);
}
