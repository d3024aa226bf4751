import { setTimeout as wait } from "node:timers/promises";
import Database from "better-sqlite3";
import type { ReactionMeaning, UserId } from "../../../src/chat/incoming.ts";
import { oneOf, type Random } from "../random.ts";

/** A part of a digest that members see. */
interface Seen {
  readonly key: string;
  /** Somebody reacts, or takes it back: the program is told where it listens. */
  react(means: ReactionMeaning, person: number, there: boolean): void;
}

/** The members of a platform in a crash test, and what they see. */
export interface Members {
  seen(): readonly Seen[];
  /** The reactions that stand. */
  standing(): readonly { readonly key: string; readonly user: UserId; readonly means: ReactionMeaning }[];
}

/** People who react; milliseconds between looks for new posts, and until somebody has made up their mind. */
const people = 5;
const glance = 5;
const slowest = 250;

/** Reacts to every post as soon as it is there, also before its answer is, until aborted. Some take it back. */
export async function storm(members: Members, random: Random, signal: AbortSignal): Promise<void> {
  const known = new Set<string>();
  const acts: Promise<void>[] = [];
  while (!signal.aborted) {
    for (const post of members.seen()) {
      if (known.has(post.key)) continue;
      known.add(post.key);
      for (let person = 0; person < people; person++) acts.push(reactTo(post, person, random));
    }
    await wait(glance);
  }
  await Promise.all(acts);
}

async function reactTo(post: Seen, person: number, random: Random): Promise<void> {
  const means = oneOf<ReactionMeaning>(["all", 1, 2, 3], random);
  const [hesitates, regrets] = [random() < 0.5, random() < 0.3];
  if (hesitates) await wait(random() * slowest);
  post.react(means, person, true);
  if (!regrets) return;
  await wait(random() * slowest);
  post.react(means, person, false);
}

/** What of the reactions that stand is not saved, and what is saved though no reaction stands, read past the program. */
export function compareSaves(file: string, members: Members): readonly string[] {
  const db = new Database(file, { timeout: 5000 });
  try {
    const parts = db
      .prepare<[], { key: string; papers: string }>(
        "SELECT channel || ' ' || kind || ' ' || date || ' ' || part AS key, papers FROM delivery_part",
      )
      .all();
    const papers = new Map(parts.map((part) => [part.key, JSON.parse(part.papers) as string[]]));
    const wanted = new Set(
      members.standing().flatMap(({ key, user, means }) => {
        const of = papers.get(key) ?? [];
        return (means === "all" ? of : of.slice(means - 1, means)).map((paper) => `${user} ${paper}`);
      }),
    );
    const saved = db
      .prepare<[], string>("SELECT DISTINCT user || ' ' || paper FROM save_origin WHERE state = 'on'")
      .pluck()
      .all();
    const extra = saved.filter((save) => !wanted.delete(save));
    return [
      ...[...wanted].map((save) => `${save} is not saved`),
      ...extra.map((save) => `${save} is saved, and no reaction stands`),
    ];
  } finally {
    db.close();
  }
}
