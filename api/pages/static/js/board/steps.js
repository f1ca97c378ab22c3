// Changes of the day that can be taken back: each is done, and what undoes it is remembered.

import { Refused } from "../api.js";
import { t } from "../texts.js";

/**
 * Move a request, and remember how to move it back.
 *
 * @param {{hand: Hand, history: History, day: Day}} work
 * @param {object} wish - what the API is told
 * @param {{shift_id: string, at: number[]|null}|null} present - where it was; null: nowhere
 */
export async function kept({ hand, history, day }, wish, present) {
  const before = hand.fixed(wish.request_id);
  await hand.move(wish);
  const who = day.request(wish.request_id)?.clients.join(", ") || wish.request_id;
  history.add({
    said: t("board.step.moved", { who }),
    back: async () => {
      await backTo(hand, wish.request_id, present);
      await hand.restore(wish.request_id, before);
    },
    again: () => hand.move(wish),
  });
}

/** Pin requests to their shifts, or let go of them, and remember the opposite. */
export async function pinned({ hand, history }, things, is) {
  const before = things.map((one) => ({ ...one, fixed: hand.fixed(one.id) }));
  const does = async () => {
    for (const { id, shiftId } of things) await (is ? hand.pin(id, shiftId) : hand.unpin(id));
  };
  await does();
  history.add({
    said: is ? t("board.step.pinned") : t("board.step.unpinned"),
    back: async () => {
      for (const { id, fixed } of before) await hand.restore(id, fixed);
    },
    again: does,
  });
}

/** Move a request to where it was; if others have changed that shift meanwhile, to the cheapest place on it. */
async function backTo(hand, requestId, present) {
  const wish = { request_id: requestId, shift_id: present?.shift_id ?? null, at: present?.at ?? null };
  try {
    await hand.move(wish);
  } catch (error) {
    if (!(error instanceof Refused) || ![409, 422].includes(error.status) || wish.at === null) throw error;
    await hand.move({ ...wish, at: null });
  }
}
