import { papersMeant } from "../bot/reaction-meaning.ts";
import type { ChatAdapter, Standing } from "../chat/adapter.ts";
import { type PostId, platformOf, teamOf } from "../chat/incoming.ts";
import { type Clock, type Sleep, unlessAborted } from "../clock.ts";
import { DeliveryError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { reactionOrigin, type SaveByPost, type SaveChange } from "../store/library.ts";
import type { Post, Store } from "../store/store.ts";

const week = 7 * 86_400_000;
const mostPosts = 200;
/** Failures in a row after which the platform is left alone for a while. */
const mostFailures = 5;
/** Milliseconds between looks for new posts, and until a post is asked for again. */
const pause = 1000;
const tryAgain = 15_000;
/** Less than what the store takes for a wait that a wrong clock set. */
const longestWait = 3_000_000;
/** Milliseconds for which a platform may not yet say that a reaction stands of which it told. */
const hearsay = 10_000;

export interface CatchUpDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Posts of which a reaction could not be counted, as where the disk was full. */
  readonly missed?: Set<PostId>;
}

/**
 * Reads again which reactions stand on the posts of the last 7 days, the newest 200: what came and went while the bot was away. Those
 * that cannot be read now are read later, as new ones are. Never rejects.
 */
export async function readMissedReactions(
  adapter: ChatAdapter,
  { store, clock, logger }: CatchUpDeps,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  try {
    const began = clock();
    const since = new Date(began.getTime() - week);
    for (const post of await store.posts.recent(adapter.platform, since, mostPosts)) {
      if (signal.aborted) return;
      const later = (): Promise<void> =>
        store.posts.markRead(post.id, new Date(clock().getTime() + tryAgain));
      if (failures >= mostFailures) {
        await later();
        continue;
      }
      try {
        await readReactions(post, adapter, store, { began }, signal);
        failures = 0;
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        failures++;
        await later();
        logger.debug({ err: error, post: post.id }, "the reactions to a post could not be read");
      }
    }
  } catch (error) {
    logger.error({ err: error }, "missed reactions could not be read");
  }
}

/**
 * Reads once which reactions stand on each post that was recorded, until aborted: those that came before then, while the bot was
 * posting or away. Which ones are not read yet, the store knows: a restart loses nothing. Never rejects.
 */
export async function keepReactionsRead(
  adapter: ChatAdapter,
  deps: CatchUpDeps & { readonly sleep: Sleep },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    let wait = pause;
    try {
      if (!(await readNewPosts(adapter, deps, signal))) wait = tryAgain;
    } catch (error) {
      deps.logger.error({ err: error }, "the reactions to new posts could not be read; it is tried again");
      wait = tryAgain;
    }
    await deps.sleep(wait, signal).catch(() => {});
  }
}

/** Reads the reactions of every post that is to be read now. @returns whether the platform answered each time */
export async function readNewPosts(
  adapter: ChatAdapter,
  { store, clock, logger, missed = new Set() }: CatchUpDeps,
  signal: AbortSignal,
): Promise<boolean> {
  for (const id of missed) {
    if (platformOf(id) !== adapter.platform) continue;
    await store.posts.markRead(id, clock());
    missed.delete(id);
  }
  let failures = 0;
  let isMissing = false;
  while (!signal.aborted) {
    const began = clock();
    const inMs = (ms: number): Date => new Date(began.getTime() + ms);
    const post = await store.posts.nextUnread(adapter.platform, inMs(-week), began);
    if (!post) return !isMissing;
    try {
      const when = { began, sureUntil: inMs(-hearsay) };
      const isDoubtful = await readReactions(post, adapter, store, when, signal);
      if (!signal.aborted) await store.posts.markRead(post.id, isDoubtful ? inMs(tryAgain) : undefined);
      failures = 0;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      logger.debug({ err: error, post: post.id }, "the reactions to a post could not be read");
      const { after = 0, retry } = error;
      const wait = retry ? Math.max(after, tryAgain) : longestWait;
      await store.posts.markRead(post.id, inMs(Math.min(wait, longestWait)));
      isMissing = true;
      // One that cannot be read just now keeps no other waiting.
      if (after > 0 || ++failures >= mostFailures) return false;
    }
  }
  return true;
}

interface When {
  /** What was kept private or taken back since is newer than a reaction that nobody told of. */
  readonly began: Date;
  /** What was told after that, the platform may not say yet where it is asked. */
  readonly sureUntil?: Date;
}

/**
 * Brings the saves by reactions to one post to what the platform says. A save that was taken back otherwise stays so.
 * @returns whether something does not stand that was told too late to be sure
 * @throws DeliveryError
 */
async function readReactions(
  post: Post,
  adapter: ChatAdapter,
  store: Store,
  { began, sureUntil }: When,
  signal: AbortSignal,
): Promise<boolean> {
  const { team } = post;
  // What is told while the platform is being asked, its answer need not know: whatever the clocks say.
  const before = await store.saves.byPost(team, post.id);
  // The platform may have asked for a long pause.
  const standing = await unlessAborted(adapter.reactions(post.id as PostId), signal);
  if (signal.aborted || !standing) return false;
  for (const { user } of standing) await store.people.meet(user.id, user.name);
  const stands = new Set(savesOf(post, standing).map(keyOf));
  const fallen = before.filter((save) => save.state !== "off" && !stands.has(keyOf(save)));
  const sure = fallen.filter(({ changedAt }) => sureUntil === undefined || changedAt <= sureUntil);
  const come = await missing(post, standing, store, began);
  await store.saves.changeAll([...sure.map(takenBack), ...come]);
  return sure.length < fallen.length;
}

const keyOf = ({ user, origin, paper }: Pick<SaveByPost, "user" | "origin" | "paper">): string =>
  `${user} ${origin} ${paper}`;

/** Every save that the reactions to a post stand for. */
function savesOf(post: Post, standing: readonly Standing[]) {
  const { id, team } = post;
  return standing
    .filter(({ user }) => teamOf(user.id) === team)
    .flatMap(({ user, means, variant }) => {
      const save = { team, user: user.id, name: user.name, origin: reactionOrigin(id, means, variant) };
      return papersMeant(post, means).map((paper) => ({ ...save, paper }));
    });
}

/** Right behind what was known of it: whatever happened since counts, by the platform's clock. */
function takenBack({ state: _, changedAt, ...save }: SaveByPost): SaveChange {
  return { ...save, added: false, at: new Date(changedAt.getTime() + 1) };
}

/** What stands and is not known. What is known of somebody who was forgotten is from after that. */
async function missing(
  post: Post,
  standing: readonly Standing[],
  { saves, people }: Store,
  began: Date,
): Promise<readonly SaveChange[]> {
  const known = new Map((await saves.byPost(post.team, post.id)).map((save) => [keyOf(save), save.state]));
  const forgotten = await people.forgotten(post.team, new Date(began.getTime() - week));
  return savesOf(post, standing)
    .filter((save) => {
      const state = known.get(keyOf(save));
      return state === "off" || (state === undefined && !forgotten.has(save.user));
    })
    .map((save) => ({ ...save, added: true, at: began }));
}
