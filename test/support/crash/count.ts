import type { Posted } from "../counting-server.ts";
import { type Ledger, nameOf } from "./ledger.ts";
import { papersOf, type Slot } from "./world.ts";

/** What a crash test found out. */
export interface Verdict {
  readonly slots: number;
  readonly posted: number;
  /** One line for each post too many: a part that is there already, or a paper that the channel or person was shown before. */
  readonly doubled: readonly string[];
  /** One line for each part that was to be posted and is not there, each paper that nobody was told of, and each slot that did not come to its end. */
  readonly missing: readonly string[];
  /** Slots of which the ledger says that nobody can tell. */
  readonly unknown: readonly Slot[];
}

/**
 * Compares what the server has with what had to be posted.
 * @param mayBeUnknown whether the platform cannot tell: then a part may be missing where the ledger says so
 */
export function judge(
  slots: readonly Slot[],
  posts: readonly Posted[],
  ledger: Ledger,
  mayBeUnknown: boolean,
): Verdict {
  const isUnknown = new Set(
    ledger.deliveries
      .filter(({ outcome }) => mayBeUnknown && outcome === "unknown")
      .map((delivery) => nameOf(delivery)),
  );
  return {
    slots: slots.length,
    posted: posts.length,
    doubled: [...doubledParts(posts), ...doubledPapers(posts)],
    missing: [
      ...missingParts(posts, ledger, isUnknown),
      ...untoldPapers(slots, posts, isUnknown),
      ...openEnds(slots, ledger, isUnknown, mayBeUnknown),
    ],
    unknown: slots.filter((slot) => isUnknown.has(nameOf(slot))),
  };
}

function doubledParts(posts: readonly Posted[]): string[] {
  const keys = new Set<string>();
  return posts.flatMap(({ key }) => {
    if (keys.has(key)) return [`${key} is there once more`];
    keys.add(key);
    return [];
  });
}

/** A recap shows again what digests have shown; a part that is doubled is counted as a part. */
function doubledPapers(posts: readonly Posted[]): string[] {
  const firsts = new Map(posts.toReversed().map((post) => [post.key, post]));
  const shown = new Set<string>();
  return [...firsts.values()].flatMap(({ key, content }) => {
    const [channel, kind] = key.split(" ");
    if (kind !== "digest" && kind !== "watch") return [];
    const papers = papersIn(content);
    const again = [...papers].filter((paper) => shown.has(`${channel} ${paper}`));
    for (const paper of papers) shown.add(`${channel} ${paper}`);
    return again.map((paper) => `${paper} is in ${key} and was shown before`);
  });
}

const papersIn = (content: unknown): ReadonlySet<string> =>
  new Set(JSON.stringify(content).match(/\b\d{4}\.\d{5}\b/g));

/** Whoever watches is told of every paper on its date. */
function untoldPapers(
  slots: readonly Slot[],
  posts: readonly Posted[],
  isUnknown: ReadonlySet<string>,
): readonly string[] {
  const contents = new Map(posts.map(({ key, content }) => [key, content]));
  const told = slots.filter((slot) => slot.kind === "watch" && !isUnknown.has(nameOf(slot)));
  return told.flatMap((slot) => {
    const papers = papersIn(contents.get(`${nameOf(slot)} 0`) ?? "");
    return papersOf(slot.date)
      .filter((paper) => !papers.has(paper))
      .map((paper) => `${paper} is not in ${nameOf(slot)}`);
  });
}

function missingParts(
  posts: readonly Posted[],
  { parts }: Ledger,
  isUnknown: ReadonlySet<string>,
): readonly string[] {
  const there = new Set(posts.map(({ key }) => key));
  return parts
    .filter((part) => !isUnknown.has(nameOf(part)) && !there.has(`${nameOf(part)} ${part.part}`))
    .map((part) => `${nameOf(part)} ${part.part} is not there, the ledger says ${part.state}`);
}

/** Every slot has something to post: any other end than posted is one that was lost. */
function openEnds(
  slots: readonly Slot[],
  { deliveries, parts }: Ledger,
  isUnknown: ReadonlySet<string>,
  mayBeUnknown: boolean,
): readonly string[] {
  const rows = new Map(deliveries.map((delivery) => [nameOf(delivery), delivery]));
  const frozen = new Set(parts.map(nameOf));
  return slots.flatMap((slot) => {
    const name = nameOf(slot);
    const { outcome = "no entry", reason = "" } = rows.get(name) ?? {};
    const isPosted = outcome === "posted" || outcome === "late";
    if (isUnknown.has(name) || (isPosted && frozen.has(name))) return [];
    // Where nobody can tell of any digest of the week, a recap has nothing that was surely shown.
    if (mayBeUnknown && slot.kind === "recap" && outcome === "nothing new") return [];
    return [`${name} has ${outcome ?? "no outcome"} (${reason ?? ""})`];
  });
}
