// Sentences of the program name requests by their ids; people know them by name.

const WORD = /[\p{L}\p{N}_-]+/gu;

/** Return a sentence with the people of each request that it names, in place of its id. */
export const named = (day, text) => text.replace(WORD, (word) => day.request(word)?.clients.join(", ") || word);
