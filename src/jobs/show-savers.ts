import type { ChatAdapter } from "../chat/adapter.ts";
import type { PostId } from "../chat/incoming.ts";
import type { Message } from "../chat/message.ts";
import { type Clock, type Sleep, unlessAborted } from "../clock.ts";
import { withSavers } from "../digest/card.ts";
import { DeliveryError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { StalePost, Store } from "../store/store.ts";

/** Milliseconds between two edits of one post, between looks for posts to edit, and until a failed edit is tried again. */
const spacing = 5000;
const pause = 1000;
const tryAgain = 60_000;
/** Milliseconds for which a post is one program's alone: longer than any edit takes. */
const lease = 120_000;
/** Less than what the store takes for a wait that a wrong clock set. */
const longestWait = 3_000_000;

export interface ShowSaversDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: Logger;
}

/** Has the posts of one platform say who saved their papers, until aborted. Which ones do not, the store knows: a restart loses nothing. Never rejects. */
export async function keepSaversShown(
  adapter: ChatAdapter,
  deps: ShowSaversDeps,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    let wait = pause;
    try {
      await showSavers(adapter, deps, signal);
    } catch (error) {
      deps.logger.error({ err: error }, "posts could not be written anew; it is tried again");
      wait = spacing;
    }
    await deps.sleep(wait, signal).catch(() => {});
  }
}

/** Writes every post anew that is stale now. */
export async function showSavers(
  adapter: ChatAdapter,
  deps: ShowSaversDeps,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock } = deps;
  while (!signal.aborted) {
    const post = await store.posts.claimStale(adapter.platform, clock(), lease);
    if (!post) return;
    await write(post, adapter, deps, signal);
  }
}

async function write(
  post: StalePost,
  adapter: ChatAdapter,
  deps: ShowSaversDeps,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, logger } = deps;
  const savers = await store.saves.saversOf(post.team, post.papers);
  const before = JSON.parse(post.message) as Message;
  const message = withSavers({ message: before, papers: post.papers }, savers);
  try {
    // What was saved and taken back again needs no edit.
    const isEdited = namesIn(message) !== namesIn(before);
    if (isEdited) await unlessAborted(adapter.edit(post.id as PostId, message), signal);
    const next = new Date(clock().getTime() + (isEdited ? spacing : 0));
    // What is not said to be written is written again.
    if (signal.aborted) await store.posts.unwritten(post.id, next);
    else await store.posts.rewritten(post, JSON.stringify(message), next);
  } catch (error) {
    const { after = tryAgain, retry } = error instanceof DeliveryError ? error : { retry: true };
    if (error instanceof DeliveryError)
      logger.debug({ post: post.id, reason: error.message }, "a post was not written anew");
    else logger.error({ err: error, post: post.id }, "a post was not written anew");
    await store.posts.unwritten(
      post.id,
      retry ? new Date(clock().getTime() + Math.min(after, longestWait)) : undefined,
    );
  }
}

function namesIn({ cards = [] }: Message): string {
  return JSON.stringify(cards.map(({ savedBy = null }) => savedBy));
}
