// Which reports a stop asks for next. No page, no clock.

import { noShowFrom, openTasks, phaseOf } from "./progress.js";

const ENDS = { pickup: "aboard", dropoff: "done", visit: "done", load: "done", drop: "done" };

/**
 * Return the buttons of a stop, the one that comes next first.
 *
 * @returns {{key: string, kind: string, word: string, tasks: object[], main: boolean, from?: number|null,
 *   nobodyAnswers?: boolean, of?: object}[]} `word` names its text; `from` is before when it may not be used
 */
export function actionsAt(stop, states) {
  const open = openTasks(stop, states);
  const phase = phaseOf(stop, states);
  if (phase === "over") return [];
  if (phase === "planned") return [going(open, true), arriving(open, false)];
  if (phase === "en_route") return [arriving(open, true)];
  return [...together(open), ...open.flatMap((task) => atDoor(task, states.get(task.task_id), open.length > 1))];
}

const going = (tasks, main) => ({ key: "go", kind: "en_route", word: "en_route", tasks, main });
const arriving = (tasks, main) => ({ key: "come", kind: "arrived", word: "arrived", tasks, main });

/** Return the button for all who get out, or are handed something, at once. */
function together(open) {
  const kinds = new Set(open.map((task) => task.kind));
  if (open.length < 2 || kinds.size > 1) return [];
  const [kind] = kinds;
  return [{ key: "all", kind: ENDS[kind], word: `all_${kind}`, tasks: open, main: true }];
}

function atDoor(task, state, several) {
  const end = { key: `end-${task.task_id}`, kind: ENDS[task.kind], word: task.kind, main: !several };
  const found = [{ ...end, tasks: [task], of: task }];
  const from = noShowFrom(task, state);
  if (from === null) return found;
  const vain = { tasks: [task], main: false, of: task };
  found.push({ ...vain, key: `none-${task.task_id}`, kind: "no_show", word: "no_show", from });
  found.push({ ...vain, key: `fear-${task.task_id}`, kind: "no_show", word: "fear", from, nobodyAnswers: true });
  found.push({ ...vain, key: `refused-${task.task_id}`, kind: "refused", word: "refused" });
  return found;
}
