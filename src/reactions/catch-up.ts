import type { ChatAdapter, Standing } from "../chat/adapter.ts";
import { type PostId, teamOf } from "../chat/incoming.ts";
import { type Clock, unlessAborted } from "../clock.ts";
import { DeliveryError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { reactionOrigin } from "../store/library.ts";
import type { Post, Store } from "../store/store.ts";
import { papersMeant } from "./save-by-emoji.ts";

const week = 7 * 86_400_000;
const mostPosts = 200;
/** Failures in a row after which the platform is left alone until the next start. */
const mostFailures = 5;

export interface CatchUpDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Reads again which reactions stand on the posts of the last 7 days, the newest 200: what came and went while the bot was away. Never rejects. */
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
      if (signal.aborted || failures >= mostFailures) return;
      const asOf = clock();
      try {
        // The platform may have asked for a long pause.
        const standing = await unlessAborted(adapter.reactions(post.id as PostId), signal);
        if (signal.aborted) return;
        if (standing) await settle(post, standing, store, { began, asOf });
        failures = 0;
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        failures++;
        logger.debug({ err: error, post: post.id }, "the reactions to a post could not be read");
      }
    }
  } catch (error) {
    logger.error({ err: error }, "missed reactions could not be read");
  }
}

/**
 * Brings the saves by reactions to one post to what the platform says. A save that was taken back otherwise stays so.
 * @param when the reading began: what was kept private or taken back since is newer than a reaction that nobody told of
 */
async function settle(
  post: Post,
  standing: readonly Standing[],
  { saves, people }: Store,
  { began, asOf }: { readonly began: Date; readonly asOf: Date },
): Promise<void> {
  const { team } = post;
  const known = await saves.byPost(team, post.id);
  const forgotten = await people.forgotten(team, new Date(began.getTime() - week));
  const stands = new Set<string>();
  for (const { user, means } of standing) {
    if (teamOf(user.id) !== team) continue;
    await people.meet(user.id, user.name);
    const origin = reactionOrigin(post.id, means);
    for (const paper of papersMeant(post, means)) {
      stands.add(`${user.id} ${origin} ${paper}`);
      const before = known.find(
        (one) => one.user === user.id && one.origin === origin && one.paper === paper,
      );
      if (before?.state === "on" || before?.state === "withdrawn") continue;
      // What is known of somebody who was forgotten is from after that.
      if (!before && forgotten.has(user.id)) continue;
      await saves.add({ team, user: user.id, paper, origin }, user.name, began);
    }
  }
  for (const { state, name, ...save } of known) {
    if (state === "off" || stands.has(`${save.user} ${save.origin} ${save.paper}`)) continue;
    await saves.remove(save, name, asOf);
  }
}
