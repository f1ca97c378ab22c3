// The day on the board: one place that reads it, keeps what was read, and says when it is another.

import { ask } from "../api.js";

const LISTS = ["alerts", "notices", "messages"];

/**
 * A service day as it is kept, with what crews have reported and what somebody has to look at.
 *
 * All parts of the board draw from one `Day` and never keep a copy; what changes a day goes through the API and comes
 * back through here. It reads the day again whenever the town changes (`dojazd:changed`), asking with `If-None-Match`.
 *
 * Events, sent to the `Day` itself:
 * - `day:changed`, detail `{what}`: a Set of what is another: "board", "live", "alerts", "notices", "messages"
 * - `day:selected`, detail `{selected, from}`: what is selected now, and which part of the board did it
 * - `day:failed`, detail `{error}`: it could not be read; what was read before still stands here
 *
 * @property {string} date - the service day, "2026-11-23"
 * @property {object|null} board - BoardShown of GET /days/{day}/board; null: not read yet. `board.day` is DayShown (version,
 *   plan, published, pins, overrides, left_out), `board.rows` the shifts with stops, breaks, ways and points,
 *   `board.requests` by id (clients' names, service, promise, places), `board.unassigned` with reasons, `board.waiting`
 * @property {object|null} live - LiveDayShown of GET /days/{day}/live; null: nothing is published
 * @property {object[]} alerts - AlertShown, the most urgent first
 * @property {object[]} notices - NoticeShown: whom to phone
 * @property {object[]} messages - MessageShown: to whom was written
 * @property {{requestId: string, shiftId: string|null, taskId: string|null}|null} selected
 */
export class Day extends EventTarget {
  board = null;
  live = null;
  alerts = [];
  notices = [];
  messages = [];
  selected = null;
  #known = {};
  #reading = null;
  #again = false;

  constructor(date) {
    super();
    this.date = date;
    document.body.addEventListener("dojazd:changed", () => this.load());
  }

  /** The version that a change has to name (If-Match); null: not read yet. */
  get version() {
    return this.board?.day.version ?? null;
  }

  /**
   * Read the day, as far as it is another than what is here.
   *
   * @returns {Promise<void>} done when all that had changed before the call has been read
   */
  load() {
    if (this.#reading) {
      this.#again = true;
      return this.#reading;
    }
    this.#reading = this.#readAll().finally(() => (this.#reading = null));
    return this.#reading;
  }

  /** Return a request of the board, or undefined. */
  request(requestId) {
    return this.board?.requests[requestId];
  }

  /** Return a row of the board, or undefined. */
  row(shiftId) {
    return this.board?.rows.find((row) => row.shift_id === shiftId);
  }

  /** Return what is reported and expected of a task (LiveTaskShown), or undefined. */
  liveTask(taskId) {
    return this.#liveTasks.get(taskId);
  }

  /**
   * Select a request everywhere, or nothing.
   *
   * @param {string|null} requestId
   * @param {object} [where] - `shiftId` and `taskId` of the stop that is meant; `from` is the part that did it: "list",
   *   "timeline", "map" or "strip", so that it need not move what it shows
   */
  select(requestId, { shiftId = null, taskId = null, from = "" } = {}) {
    this.selected = requestId === null ? null : { requestId, shiftId, taskId };
    this.dispatchEvent(new CustomEvent("day:selected", { detail: { selected: this.selected, from } }));
  }

  #liveTasks = new Map();

  async #readAll() {
    do {
      this.#again = false;
      try {
        await this.#read();
      } catch (error) {
        this.dispatchEvent(new CustomEvent("day:failed", { detail: { error } }));
      }
    } while (this.#again);
  }

  async #read() {
    const board = await this.#changed("board");
    if (board) this.board = board;
    if (board) this.#tell("board");
    const read = await Promise.allSettled([this.#readLive(), ...LISTS.map((what) => this.#readList(what))]);
    const others = LISTS.filter((_, at) => read[at + 1].value);
    if (others.length) this.#tell(...others);
    const failed = read.find((one) => one.status === "rejected");
    if (failed) throw failed.reason; // what was read besides is shown: it will not be told again
  }

  async #readLive() {
    if (this.board.day.published !== null) this.#putLive(await this.#asked());
    else if (this.live) this.#putLive(null);
  }

  /** What crews report; null: the publication was withdrawn after the board was read, and the news of it is on its way. */
  async #asked() {
    try {
      return (await ask("GET", `/days/${this.date}/live`)).data;
    } catch (error) {
      if (error.status === 404) return null;
      throw error;
    }
  }

  /** Read a list of the day. @returns whether it is another */
  async #readList(what) {
    const found = await this.#changed(what);
    if (found) this[what] = found.items;
    return found !== null;
  }

  #putLive(live) {
    this.live = live;
    this.#liveTasks = new Map((live?.shifts ?? []).flatMap((one) => one.tasks).map((task) => [task.task_id, task]));
    this.#tell("live");
  }

  /** Read a part of the day; null: it is as it was. */
  async #changed(what) {
    const { data, version, status } = await ask("GET", `/days/${this.date}/${what}`, { known: this.#known[what] });
    if (status === 304) return null;
    this.#known[what] = version;
    return data;
  }

  #tell(...what) {
    this.dispatchEvent(new CustomEvent("day:changed", { detail: { what: new Set(what) } }));
  }
}
