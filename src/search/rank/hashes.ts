import { casedForm, hyphenatedForm, isTelling, joined, stemOf } from "../../text/stems.ts";
import { eachTiedWord, hashOf } from "../../text/words.ts";

// Words that were met, and pairs with a hyphen, in eight numbers each: the hash of the word as it is written, those of its stem and of
// its form with capitals, and what it is. A vocabulary is small and a stem takes long; and whoever reads every word of every paper
// waits for memory most of all, of which texts in a Map need ten times as much. A word is at the place that its hash says, or behind.
const places = 2 ** 17;
const width = 8;
const words = new Int32Array(width * places);
const [isThere, tells, hasCapitals] = [1, 2, 4];
let met = 0;
/** When there are more, all are forgotten. */
const usual = places / 2;

/**
 * The terms of a text (terms.ts) by their hashes, for the index, several times faster.
 * @param visit is told the two halves of the hash
 */
export function eachHash(text: string, visit: (one: number, other: number, isForm: boolean) => void): void {
  eachTiedWord(
    text,
    (plain, start, end, one, other) => {
      const at = find(one, other);
      if (words[at + 6] === 0) {
        const written = plain.slice(start, end);
        note(at, one, other, stemOf(written), casedForm(written));
      }
      const what = words[at + 6] ?? 0;
      visit(words[at + 2] ?? 0, words[at + 3] ?? 0, false);
      if ((what & hasCapitals) !== 0) visit(words[at + 4] ?? 0, words[at + 5] ?? 0, true);
      return (what & tells) !== 0;
    },
    (before, after) => {
      const { one, other } = hashOf(`${before}-${after}`);
      const at = find(one, other);
      if (words[at + 6] === 0) note(at, one, other, hyphenatedForm(joined(before, after)), undefined);
      visit(words[at + 2] ?? 0, words[at + 3] ?? 0, true);
    },
  );
}

function find(one: number, other: number): number {
  if (met > usual) forget();
  for (let place = one & (places - 1); ; place = (place + 1) & (places - 1)) {
    const at = width * place;
    if (words[at + 6] === 0 || (words[at] === one && words[at + 1] === other)) return at;
  }
}

function note(at: number, one: number, other: number, stem: string, cased: string | undefined): void {
  const stemHash = hashOf(stem);
  const casedHash = hashOf(cased ?? "");
  const what = isThere | (isTelling(stem) ? tells : 0) | (cased === undefined ? 0 : hasCapitals);
  words.set([one, other, stemHash.one, stemHash.other, casedHash.one, casedHash.other, what], at);
  met++;
}

function forget(): void {
  words.fill(0);
  met = 0;
}
