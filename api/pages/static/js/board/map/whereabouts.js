// Where a crew is to be expected now: at a stop, or on the way between two, by what was reported and what is expected.

/**
 * Return where a crew is to be expected.
 *
 * @param {object} row - BoardRowShown
 * @param {(taskId: string) => object|undefined} liveOf - LiveTaskShown of a task
 * @param {Date} now
 * @param {string|null} [homeAt] - when it is to be expected back
 * @returns {{leg: number, part: number, at: boolean}|null} the leg it is on (0 leads to the first stop), how much of it is behind
 *   it (0 to 1), and whether it stands at the leg's end; null: it has not left yet, or is back
 */
export function whereabouts(row, liveOf, now, homeAt = null) {
  const halts = row.stops.map((stop) => halt(stop, liveOf));
  const moment = now.getTime();
  let left = halts[0]?.setOff ?? Date.parse(row.start);
  if (!halts.length || (moment < left && !halts[0].begun)) return null;
  for (let leg = 0; leg < halts.length; leg++) {
    const { arrival, departure, over, begun, setOff } = halts[leg];
    if (!over && !halts.slice(leg + 1).some((one) => one.begun)) {
      if (begun === "there" || moment >= arrival) return { leg, part: 1, at: true };
      return { leg, part: part(setOff ?? left, arrival, moment), at: false };
    }
    left = departure;
  }
  const home = homeAt ? Date.parse(homeAt) : Date.parse(row.end);
  return moment >= home ? null : { leg: halts.length, part: part(left, home, moment), at: false };
}

const part = (from, to, moment) => (to > from ? Math.min(1, Math.max(0, (moment - from) / (to - from))) : 1);
const OPEN = new Set(["planned", "en_route", "arrived"]);

function halt(stop, liveOf) {
  const told = stop.tasks.map((task) => liveOf(task.task_id)).filter(Boolean);
  const arrived = told.map((task) => task.arrived_at).filter(Boolean).map(Date.parse);
  const expected = told.map((task) => task.expected_arrival).filter(Boolean).map(Date.parse);
  const setOff = told.map((task) => task.en_route_at).filter(Boolean).map(Date.parse);
  const ended = told.map((task) => task.ended_at).filter(Boolean).map(Date.parse);
  const over = told.length > 0 && told.every((task) => !OPEN.has(task.status));
  return {
    arrival: arrived.length ? Math.min(...arrived) : expected.length ? Math.min(...expected) : Date.parse(stop.arrival),
    departure: over && ended.length ? Math.max(...ended) : Date.parse(stop.departure),
    setOff: setOff.length ? Math.min(...setOff) : null,
    over,
    begun: begun(told),
  };
}

/** Return how far a stop has begun: "there", "on the way", or false. */
function begun(told) {
  if (told.some((task) => task.status !== "planned" && task.status !== "en_route")) return "there";
  return told.some((task) => task.status === "en_route") ? "on the way" : false;
}
