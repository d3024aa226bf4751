/**
 * Sums up the weights of a paper's terms, by their hashes, in arrays that are used again and again: so small a table stays in the
 * processor's cache, which a Map that is made for each paper does not.
 */
export function createSums() {
  let places = new Int32Array(1024);
  // Two numbers a term, and half as many terms as places.
  let hashes = new Int32Array(places.length);
  let weights = new Float64Array(places.length / 2);
  let terms = 0;
  let names = 0;

  /** Where the number of a term is, or will be; numbers begin with 1. */
  const find = (one: number, other: number): number => {
    const last = places.length - 1;
    for (let at = one & last; ; at = (at + 1) & last) {
      const number = places[at] ?? 0;
      if (number === 0 || (hashes[2 * number - 2] === one && hashes[2 * number - 1] === other)) return at;
    }
  };
  const grow = (): void => {
    const [before, weighed] = [hashes, weights];
    places = new Int32Array(2 * places.length);
    hashes = new Int32Array(places.length);
    weights = new Float64Array(places.length / 2);
    hashes.set(before);
    weights.set(weighed);
    for (let i = 0; i < terms; i++) places[find(hashes[2 * i] ?? 0, hashes[2 * i + 1] ?? 0)] = i + 1;
  };
  return {
    /** @param isName whether it is an author's; names come last */
    add(one: number, other: number, weight: number, isName: boolean): void {
      const at = find(one, other);
      const number = places[at] ?? 0;
      if (number > 0) {
        weights[number - 1] = (weights[number - 1] ?? 0) + weight;
        return;
      }
      hashes[2 * terms] = one;
      hashes[2 * terms + 1] = other;
      weights[terms] = weight;
      places[at] = ++terms;
      if (isName) names++;
      if (terms === weights.length) grow();
    },
    size: (): number => terms,
    /** Tells every term, and whether only authors are called so; and begins anew. */
    end(visit: (one: number, other: number, weight: number, isName: boolean) => void): void {
      const firstName = terms - names;
      for (let i = 0; i < terms; i++)
        visit(hashes[2 * i] ?? 0, hashes[2 * i + 1] ?? 0, weights[i] ?? 0, i >= firstName);
      places.fill(0);
      terms = 0;
      names = 0;
    },
  };
}
