import type { Connection } from "./connection.ts";
import { createDocuments, type IndexState } from "./documents.ts";
import { createFresh, type FreshPostings, sortByBucket } from "./fresh.ts";
import { eachPosting, type Key, type Postings, rowOf, span, stepBits } from "./postings.ts";

/** So many spans are counted to estimate how common a key is. */
const mostCounted = 4;

export interface IndexReader {
  /** The papers of a key, in no order. */
  read(key: Key): Postings;
  /** About how many they are: of many papers a few spans are counted. */
  estimate(key: Key): number;
  /** How many papers there are. */
  papers(): number;
}

/** What is kept of the index between two changes of it. */
interface View {
  readonly state: IndexState;
  /** By document the paper, 0 where it is none's any more. */
  readonly papers: Int32Array;
  readonly fresh: FreshPostings;
  /** By span the part of its documents that are of a paper. */
  readonly shares: Float64Array;
}

export function createIndexReader(db: Connection): IndexReader {
  const select = db.prepare<[number], Buffer>("SELECT postings FROM posting WHERE row = ?").pluck();
  const version = db.prepare<[], number>("SELECT version FROM index_state").pluck();
  const documents = createDocuments(db);
  const newDocuments = createFresh(db);
  let view: View | undefined;
  let found = new Int32Array(0);
  let count = 0;

  const look = (): View => {
    if (view !== undefined && version.get() === view.state.version) return view;
    const state = documents.state();
    const papers = documents.papers(state.newest);
    const isSame = view?.state.newest === state.newest && view.state.merged === state.merged;
    const fresh =
      view && isSame
        ? view.fresh
        : sortByBucket(newDocuments.upTo(state.newest).filter(({ document }) => papers[document] !== 0));
    view = { state, papers, fresh, shares: sharesOf(papers, state.newest) };
    return view;
  };
  const readSpan = ({ bucket, tag }: Key, first: number, papers: Int32Array): void => {
    const bytes = select.get(rowOf(first, bucket));
    if (bytes === undefined) return;
    const into = withRoom(count + bytes.length);
    let end = count;
    eachPosting(bytes, tag, (lower) => {
      const paper = papers[first + (lower >> stepBits)] ?? 0;
      if (paper !== 0) into[end++] = (paper << stepBits) | (lower & stepsMask);
    });
    count = end;
  };
  const withRoom = (length: number): Int32Array => {
    if (found.length < length) {
      const larger = new Int32Array(2 * length);
      larger.set(found);
      found = larger;
    }
    return found;
  };
  const readFresh = ({ bucket, tag }: Key, isWanted: (document: number) => boolean = () => true): void => {
    const { state, papers, fresh } = look();
    const merged = bucket < state.merged_buckets ? state.merging : state.merged;
    const [from, to] = [fresh.starts[bucket] ?? 0, fresh.starts[bucket + 1] ?? 0];
    const into = withRoom(count + to - from);
    for (let at = from; at < to; at++) {
      const rest = fresh.rests[at] ?? 0;
      const document = fresh.documents[at] ?? 0;
      if (rest >>> stepBits !== tag || document <= merged || !isWanted(document)) continue;
      const paper = papers[document] ?? 0;
      if (paper !== 0) into[count++] = (paper << stepBits) | (rest & stepsMask);
    }
  };

  return {
    papers: () => look().state.papers,
    read(key) {
      const { papers, shares } = look();
      count = 0;
      for (let i = 0; i < shares.length; i++) if (shares[i] !== 0) readSpan(key, i * span, papers);
      readFresh(key);
      return found.slice(0, count);
    },
    estimate(key) {
      const { papers, shares } = look();
      const used = [...shares.keys()].filter((i) => shares[i] !== 0);
      const step = Math.ceil(used.length / mostCounted);
      const counted = new Set(used.filter((_, i) => i % step === 0));
      count = 0;
      for (const i of counted) readSpan(key, i * span, papers);
      readFresh(key, (document) => counted.has(Math.floor(document / span)));
      const sum = (spans: Iterable<number>): number =>
        [...spans].reduce((all, i) => all + (shares[i] ?? 0), 0);
      return count === 0 ? 0 : (count * sum(used)) / sum(counted);
    },
  };
}

const stepsMask = 2 ** stepBits - 1;

function sharesOf(papers: Int32Array, newest: number): Float64Array {
  const shares = new Float64Array(Math.floor(newest / span) + 1);
  for (let i = 0; i < shares.length; i++) {
    const [from, to] = [Math.max(1, i * span), Math.min((i + 1) * span, newest + 1)];
    let there = 0;
    for (let document = from; document < to; document++) if (papers[document] !== 0) there++;
    shares[i] = to > from ? there / (to - from) : 0;
  }
  return shares;
}
