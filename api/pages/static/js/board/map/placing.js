// Names of stops beside each other: whoever comes later moves aside, or goes without where there is no place.

const RINGS = [20, 32];
const MOST = 250; // names that can be read at once
const TURNS = 8;

/**
 * Find a place for each label that covers none before it.
 *
 * @param {{x: number, y: number, width: number, height: number}[]} labels - the middle of each where it would stand, in px
 * @param {{x: number, y: number, width: number, height: number}[]} [others] - what they may not cover either
 * @returns {({dx: number, dy: number}|null)[]} how far each moves aside; null: there is no place around it
 */
export function placed(labels, others = []) {
  const taken = [...others];
  let number = 0;
  return labels.map((label) => {
    if (number === MOST) return null;
    const found = CANDIDATES.find(({ dx, dy }) => taken.every((other) => !overlap(label, dx, dy, other)));
    if (!found) return null;
    number += 1;
    taken.push({ ...label, x: label.x + found.dx, y: label.y + found.dy });
    return found;
  });
}

function* around() {
  yield { dx: 0, dy: 0 };
  for (const far of RINGS) {
    for (let turn = 0; turn < TURNS; turn++) {
      const angle = (turn * 2 * Math.PI) / TURNS - Math.PI / 2;
      yield { dx: Math.round(Math.cos(angle) * far * 1.3), dy: Math.round(Math.sin(angle) * far) };
    }
  }
}

const CANDIDATES = [...around()];

const overlap = (label, dx, dy, other) =>
  Math.abs(label.x + dx - other.x) < (label.width + other.width) / 2 &&
  Math.abs(label.y + dy - other.y) < (label.height + other.height) / 2;
