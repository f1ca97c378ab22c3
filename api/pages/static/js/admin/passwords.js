// A first password that nobody guesses and everybody can read out: four groups of letters and digits.

const SIGNS = "abcdefghjkmnpqrstuvwxyz23456789";
const FAIR = 256 - (256 % SIGNS.length);

/**
 * Return a new password; signs that look alike are left out.
 *
 * @param {function(Uint8Array): Uint8Array} [fill] - fills with random bytes
 */
export function newPassword(fill = (bytes) => crypto.getRandomValues(bytes)) {
  let found = "";
  while (found.length < 16) {
    const [byte] = fill(new Uint8Array(1));
    if (byte < FAIR) found += SIGNS[byte % SIGNS.length];
  }
  return found.match(/.{4}/g).join("-");
}
