import type { Paper } from "../../src/model/paper.ts";
import type { Store } from "../../src/store/store.ts";
import { parseQuery } from "../../src/text/query.ts";
import { at, type Open, openForTest } from "./open-store.ts";

/** The day that `since:7d` counts back from. */
export const today = "2026-11-20";

/** A paper that says nothing but its title and what is in `over`. */
export function aBook(id: string, title: string, over: Partial<Paper> = {}): Paper {
  return { id, title, authors: ["Ana Park"], keywords: [], listDays: ["2026-11-19"], upvotes: 5, ...over };
}

/** Papers on something else, so that what is looked for is as rare as it would be in a real store. */
export function gardens(n: number): Paper[] {
  return Array.from({ length: n }, (_, i) =>
    aBook(`9.${i}`, "Gardens at Night", { abstract: "Flowers open late, and bees sleep.", upvotes: 40 }),
  );
}

/** A store with these papers and a few on something else. */
export async function aShelf(open: Open, books: readonly Paper[], few = 12): Promise<Store> {
  const store = await openForTest(open);
  await store.papers.upsert([...books, ...gardens(few)], at(1));
  return store;
}

export async function find(store: Store, text: string, most = 50) {
  const { ids, total, complete } = await store.search.find(parseQuery(text, today), most);
  return { ids, total, complete };
}

/** Ids of what is found, best first. */
export async function idsOf(store: Store, text: string, most?: number): Promise<readonly string[]> {
  return (await find(store, text, most)).ids;
}
