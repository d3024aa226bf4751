import type { Act, Reader, Save } from "../../src/store/library.ts";
import type { Post, Store } from "../../src/store/store.ts";
import { papers } from "./builders.ts";
import { at, type Open, openForTest } from "./open-store.ts";

export const team = "slack:T1";
export const channel = "slack:T1/C1";
export const elsewhere = "slack:T2";
export const ana: Reader = { team, user: "slack:T1/U1" };
export const li: Reader = { team, user: "slack:T1/U2" };
export const [first, second, third] = ["2611.00001", "2611.00002", "2611.00003"] as const;

/** A store with the first papers in it. */
export async function aLibrary(open: Open): Promise<Store> {
  const store = await openForTest(open);
  await store.papers.upsert(papers(9), at(0));
  return store;
}

/** Ana saves the first paper by a command. */
export const aSave = (over: Partial<Save> = {}): Save => ({
  ...ana,
  paper: first,
  origin: "command",
  ...over,
});

/** A digest that shows the first two papers. */
export const aPost = (over: Partial<Post> = {}): Post => ({
  id: "slack:T1/C1/1",
  team,
  channel,
  papers: [first, second],
  kind: "digest",
  ...over,
});

/** Ana links the first paper. */
export const anAct = (over: Partial<Act> = {}): Act => ({
  ...ana,
  paper: first,
  channel,
  kind: "link",
  ref: channel,
  ...over,
});
