import type { Hash } from "./words.ts";

/**
 * Sums up the weights of a paper's terms, by their hashes, in arrays that are used again and again: so small a table stays in the
 * processor's cache, which a Map that is made for each paper does not.
 */
export function createSums() {
  let places = new Int32Array(1024);
  let hashes: Hash[] = [];
  let weights: number[] = [];
  let names = 0;

  /** Where the number of a term is, or will be. */
  const find = ({ one, other }: Hash): number => {
    for (let at = one & (places.length - 1); ; at = (at + 1) & (places.length - 1)) {
      const hash = hashes[(places[at] ?? 0) - 1];
      if (!hash || (hash.one === one && hash.other === other)) return at;
    }
  };
  const grow = (): void => {
    places = new Int32Array(2 * places.length);
    for (const [i, hash] of hashes.entries()) places[find(hash)] = i + 1;
  };
  return {
    /** @param isName whether it is an author's; names come last */
    add(hash: Hash, weight: number, isName: boolean): void {
      const at = find(hash);
      const number = places[at] ?? 0;
      if (number > 0) {
        weights[number - 1] = (weights[number - 1] ?? 0) + weight;
        return;
      }
      places[at] = hashes.push(hash);
      weights.push(weight);
      if (isName) names++;
      if (hashes.length > places.length / 2) grow();
    },
    /** Tells every term, and whether only authors are called so; and begins anew. */
    end(visit: (hash: Hash, weight: number, isName: boolean) => void): void {
      const firstName = hashes.length - names;
      for (const [i, hash] of hashes.entries()) visit(hash, weights[i] ?? 0, i >= firstName);
      places.fill(0);
      hashes = [];
      weights = [];
      names = 0;
    },
  };
}
