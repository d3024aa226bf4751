import type { PostId } from "../../src/chat/incoming.ts";
import type { Message } from "../../src/chat/message.ts";
import { withSavers } from "../../src/digest/card.ts";
import { keepSaversShown } from "../../src/jobs/show-savers.ts";
import type { Logger } from "../../src/logger.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import type { Post, Store } from "../../src/store/store.ts";
import { papers } from "./builders.ts";
import { type FakeAdapter, fakeAdapter } from "./fake-adapter.ts";
import { aPost, first, team } from "./library.ts";
import { openForTest } from "./open-store.ts";
import { createTime, type TestTime } from "./time.ts";

export const start = new Date("2026-11-20T08:00:00Z");
export const inSeconds = (n: number): Date => new Date(start.getTime() + n * 1000);

/** Posts of ours on a platform, a store that knows what they say, and the loop that writes them anew. */
export interface Noticeboard {
  readonly store: Store;
  readonly time: TestTime;
  readonly slack: FakeAdapter;
  readonly errors: unknown[];
  /** Posts what shows these papers. */
  post(over?: Partial<Post>, at?: Date): Promise<PostId>;
  /** Somebody of the team saves the first paper, or another, right now. */
  save(name: string, paper?: string): Promise<void>;
  unsave(name: string, paper?: string): Promise<void>;
  /** The program runs until then, so many seconds after the start. */
  runUntil(seconds: number, adapter?: FakeAdapter, on?: Store): Promise<void>;
  /** When which post was written anew, in seconds after the start, and who it names: "0 slack:T1/C1/1: Ana, -". */
  edits(of?: FakeAdapter): string[];
}

export async function aNoticeboard(file = ":memory:", time = createTime(start)): Promise<Noticeboard> {
  const store = await openForTest(() => openStore(file));
  await store.papers.upsert(papers(9), new Date(0));
  const slack = fakeAdapter("slack", time);
  const errors: unknown[] = [];
  const silent = (): void => {};
  const log = (entry: unknown): void => void errors.push(entry);
  const logger = { debug: silent, info: silent, warn: silent, error: log } as unknown as Logger;
  const by = (name: string, paper: string) => ({ team, user: `${team}/${name}`, paper, origin: "command" });
  return {
    store,
    time,
    slack,
    errors,
    async post(over = {}, at = time.clock()) {
      const post = aPost(over);
      await store.posts.record(post, at, JSON.stringify(messageOf(post.papers)));
      return post.id as PostId;
    },
    async save(name, paper = first) {
      await store.saves.add(by(name, paper), name, time.clock());
    },
    async unsave(name, paper = first) {
      await store.saves.removeAll(by(name, paper), time.clock());
    },
    async runUntil(seconds, adapter = slack, on = store) {
      const stop = new AbortController();
      const deps = { store: on, clock: time.clock, sleep: time.sleep, logger };
      const running = keepSaversShown(adapter, deps, stop.signal);
      await time.until(inSeconds(seconds));
      stop.abort();
      await running;
    },
    edits(of = slack) {
      return of.edits.map(({ post, message, at }) => {
        const names = (message.cards ?? []).map(({ savedBy = "-" }) => savedBy);
        return `${(at.getTime() - start.getTime()) / 1000} ${post}: ${names.join("; ")}`;
      });
    },
  };
}

/** What a post of these papers says, and that nobody saved them. */
export function messageOf(shown: readonly string[]): Message {
  const cards = shown.map((id, i) => ({ number: i + 1, title: `Paper ${id}` }));
  return withSavers({ message: { title: "Daily Papers", cards }, papers: shown }, new Map());
}
