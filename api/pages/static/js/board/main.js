// The board: its parts, each of which draws what the day's store holds and asks it to change.

import "../frame.js";
import { listen } from "../changes.js";
import { Day } from "./day.js";
import { openFitting } from "./fitting.js";
import { Hand } from "./hand.js";
import { startHead } from "./head.js";
import { History } from "./history.js";
import { startList } from "./list.js";
import { isFinal } from "./steps.js";
import { Bar } from "./timeline/bar.js";
import { startChoice } from "./timeline/choice.js";
import { Dragging } from "./timeline/dragging.js";
import { Moving } from "./timeline/moving.js";
import { listenToPointer } from "./timeline/pointer.js";
import { Timeline } from "./timeline/timeline.js";
import { startTools } from "./tools.js";
import { Work } from "./work.js";
import { startMap } from "./map.js";
import { startPlans } from "./plans.js";
import { startStrip } from "./strip.js";

const body = (id) => document.querySelector(`#${id} .board-body`);
const day = new Day(document.getElementById("board").dataset.day);
const [hand, history, moving] = [new Hand(day), new History(isFinal), new Moving(day)];
const saying = document.getElementById("board-said");

startHead(day);
const work = new Work({ day, hand, history, moving, said: (words) => (saying.textContent = words) });
work.on(new Timeline(body("board-timeline"), { day, work }));
work.bar = new Bar(document.getElementById("board-timeline"), { moving, day, keep: (reason) => work.keep(reason), end: () => moving.end() });
startChoice(document.getElementById("board-timeline"), { timeline: work.timeline, work, moving });
startTools(document.getElementById("board-tools"), { timeline: work.timeline, work, history });
startList(body("board-list"), day, { find: (requestId) => work.form([], requestId), fit: (one) => openFitting(day, one) });
listenToPointer(body("board-list"), work.timeline.view, {
  hand: new Dragging(work),
  found: (element) => {
    const id = element.closest("button") ? null : element.closest("[data-request]")?.dataset.request;
    return id ? { requestIds: [id], shiftId: null } : null;
  },
  click: (thing) => day.select(thing.requestIds[0], { from: "list" }),
});
startMap(day);
startStrip(day);
startPlans(day);
day.load();
listen();
