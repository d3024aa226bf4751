import type { ListDay } from "../calendar/days.ts";
import type { Clock } from "../clock.ts";
import { reasonOf, SourceError } from "../errors.ts";
import type { Paper } from "../model/paper.ts";
import type { Answer, CallOptions, PaperLookup, PaperSource } from "../sources/source.ts";
import type { Store } from "../store/store.ts";

/** What a source said when it was asked for something that the store does not know. */
export interface LookedUp<T> {
  readonly found?: T;
  /** Who answered: "Hugging Face". */
  readonly from?: string;
  /** Why nobody did: "Hugging Face answered 500". */
  readonly trouble?: string;
}

/** Asks the sources on somebody's behalf: within two seconds, and what comes back is kept. Never rejects for a source's sake. */
export interface Lookup {
  paper(id: string): Promise<LookedUp<Paper>>;
  /** Ids in the source's order. */
  search(words: string): Promise<LookedUp<readonly string[]>>;
  listDay(day: ListDay): Promise<LookedUp<readonly string[]>>;
}

export interface LookupDeps {
  readonly huggingFace: PaperSource;
  readonly arxiv: PaperLookup;
  readonly store: Store;
  readonly clock: Clock;
}

// In milliseconds: longer, and people think that nothing happens; a source that failed is left alone for a while.
const patience = 2000;
const rest = 60_000;

export function createLookup({ huggingFace, arxiv, store, clock }: LookupDeps): Lookup {
  const failures = new Map<string, { readonly until: number; readonly trouble: string }>();

  const ask = async <T>(
    name: string,
    signal: AbortSignal,
    call: (options: CallOptions) => Promise<T>,
  ): Promise<LookedUp<T>> => {
    const failure = failures.get(name);
    if (failure && clock().getTime() < failure.until) return { trouble: failure.trouble };
    try {
      const found = await call({ signal, attempts: 2, leavesReserve: true });
      await store.collection.recordHealth(name, clock());
      return { found, from: name };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      const trouble = reasonOf(error);
      if (error.trouble !== "restraint") {
        failures.set(name, { until: clock().getTime() + rest, trouble });
        await store.collection.recordHealth(name, clock(), trouble);
      }
      return { trouble };
    }
  };
  const keep = async ({ found, ...about }: LookedUp<Answer>): Promise<LookedUp<readonly string[]>> => {
    if (!found) return about;
    await store.papers.upsert(found.papers, clock());
    return { ...about, found: found.papers.map(({ id }) => id) };
  };

  return {
    async paper(id) {
      const troubles: string[] = [];
      const signal = AbortSignal.timeout(patience);
      for (const source of [huggingFace, arxiv]) {
        if (signal.aborted) break;
        const { found, trouble } = await ask(source.name, signal, (options) => source.paper(id, options));
        if (trouble !== undefined) troubles.push(trouble);
        if (!found) continue;
        await store.papers.upsert([found], clock());
        return { found: (await store.papers.get(id)) ?? found, from: source.name };
      }
      return troubles.length > 0 ? { trouble: troubles.join("; ") } : {};
    },
    async search(words) {
      return keep(
        await ask(huggingFace.name, AbortSignal.timeout(patience), (options) =>
          huggingFace.search(words, options),
        ),
      );
    },
    async listDay(day) {
      const answer = await ask(huggingFace.name, AbortSignal.timeout(patience), (options) =>
        huggingFace.listDay(day, options),
      );
      const kept = await keep(answer);
      if (kept.found) await store.collection.markFetched(day, clock());
      return kept;
    },
  };
}
