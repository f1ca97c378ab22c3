// The phone's own copy: the route, and the reports that wait to be sent. All tabs of the phone share it.

const NAME = "dojazd-phone";
const SHARED = new BroadcastChannel(NAME);
let opened = null;

/** What is kept of one kind, by its name in "facts"; what has not been kept yet. */
const NOTHING = { day: null, seen: {}, ended: {}, acknowledgements: [], clock: null, device: null, leaving: null, user: null };

/** Return everything that is kept, as one picture. */
export async function read() {
  const [facts, events] = await within("readonly", (facts, events) => [all(facts), events.getAll()]);
  return { ...structuredClone(NOTHING), ...facts, events: events.sort((a, b) => a.sequence - b.sequence) };
}

/** Change facts, in one step: `change` gets what is kept and returns the facts that are others now. */
export async function change(make) {
  await transaction(async (facts, events) => {
    const kept = { ...structuredClone(NOTHING), ...(await settled(all(facts))), events: await settled(events.getAll()) };
    const { events: changed = [], forget = [], ...rest } = make(kept) ?? {};
    for (const [name, value] of Object.entries(rest)) facts.put(value, name);
    for (const one of changed) events.put(one);
    for (const id of forget) events.delete(id);
  });
  SHARED.postMessage("changed");
}

/** Call something whenever another tab has changed what is kept. */
export const whenChanged = (act) => SHARED.addEventListener("message", act);

/** Return reports with the device's next numbers; to be put by `change` in the same step. */
export function numbered(kept, events) {
  const device = kept.device ?? { id: `phone-${crypto.randomUUID().slice(0, 13)}`, sequence: 0 };
  const made = events.map((one, index) => ({ ...one, sequence: device.sequence + index + 1 }));
  return { device: { ...device, sequence: device.sequence + events.length }, events: made };
}

async function within(mode, act) {
  const database = await open();
  const transaction = database.transaction(["facts", "events"], mode);
  const asked = act(transaction.objectStore("facts"), transaction.objectStore("events"));
  return Promise.all(asked.map(settled));
}

async function transaction(act) {
  const database = await open();
  const made = database.transaction(["facts", "events"], "readwrite", { durability: "strict" });
  const ended = new Promise((done, failed) => {
    made.oncomplete = done;
    made.onerror = made.onabort = () => failed(made.error);
  });
  await act(made.objectStore("facts"), made.objectStore("events"));
  await ended;
}

/** Ask for all facts by name. */
function all(store) {
  const found = {};
  const request = store.openCursor();
  return new Promise((done, failed) => {
    request.onerror = () => failed(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return done(found);
      found[cursor.key] = cursor.value;
      cursor.continue();
    };
  });
}

function settled(asked) {
  if (asked instanceof Promise) return asked;
  return new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

function open() {
  opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("facts");
      asked.result.createObjectStore("events", { keyPath: "id" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  return opened;
}
