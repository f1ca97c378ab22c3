// A chosen file as text that JSON can carry.

const PIECE = 0x8000;

/** Return a file in Base64. */
export async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const pieces = [];
  for (let k = 0; k < bytes.length; k += PIECE) pieces.push(String.fromCharCode(...bytes.subarray(k, k + PIECE)));
  return btoa(pieces.join(""));
}

/** Return what a spreadsheet calls a column: 1 is A, 27 is AA. */
export function letter(number) {
  let rest = number;
  let name = "";
  while (rest > 0) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
    rest = Math.floor((rest - 1) / 26);
  }
  return name;
}
