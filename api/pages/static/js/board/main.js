// The board: its parts, each of which draws what the day's store holds and asks it to change.

import "../frame.js";
import { listen } from "../changes.js";
import { Day } from "./day.js";
import { startHead } from "./head.js";

const day = new Day(document.getElementById("board").dataset.day);

startHead(day);
day.load();
listen();
