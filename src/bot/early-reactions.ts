import type { ChatAdapter } from "../chat/adapter.ts";
import {
  type ChannelId,
  type EmojiIncoming,
  platformOf,
  type ReactionIncoming,
  teamOf,
} from "../chat/incoming.ts";
import type { Clock, Sleep } from "../clock.ts";
import type { CommandDeps } from "../commands/command.ts";
import type { Logger } from "../logger.ts";
import type { EarlyReaction } from "../store/early.ts";
import { reactionOrigin, type SaveChange } from "../store/library.ts";
import type { Post, Store } from "../store/store.ts";
import { paperDiscussed, papersMeant } from "./reaction-meaning.ts";

/** Milliseconds between looks for what counts by now, and until what failed is tried again. */
const pause = 1000;
const tryAgain = 15_000;
/** Milliseconds for which a reaction is kept: while a post is not settled, and while all are. An answer to a command is settled in less. */
const keptFor = { unsettled: 3_600_000, settled: 60_000 };
const mostAtOnce = 500;

export interface ReactionDeps extends CommandDeps {
  readonly underWay: UnderWay;
}

/** The posts that are being made and stand in no ledger, such as answers before everyone. */
export interface UnderWay {
  during<T>(channel: ChannelId, posting: () => Promise<T>): Promise<T>;
  /** Whether there is one in a channel; with `isOurs`, anywhere on its platform. */
  has(channel: ChannelId, isOurs: boolean): boolean;
}

export function createUnderWay(): UnderWay {
  const open: ChannelId[] = [];
  return {
    async during(channel, posting) {
      open.push(channel);
      try {
        return await posting();
      } finally {
        open.splice(open.indexOf(channel), 1);
      }
    },
    has: (channel, isOurs) =>
      open.some((one) => (isOurs ? platformOf(one) === platformOf(channel) : one === channel)),
  };
}

/** The post that somebody reacted to. A reaction to one that may be recorded in a moment is kept until then. */
export async function postOf(
  reaction: ReactionIncoming | EmojiIncoming,
  { store, clock, underWay }: ReactionDeps,
): Promise<Post | undefined> {
  const { channel, isOurs } = reaction;
  const find = (): Promise<Post | undefined> => store.posts.get(teamOf(channel), reaction.post);
  const post = await find();
  if (post || isOurs === false) return post;
  const isPosting = underWay.has(channel, isOurs === true);
  const kept = await store.early.keep(toEarly(reaction), { isOurs: isOurs === true, isPosting }, clock());
  return kept === "known" ? find() : undefined;
}

function toEarly(reaction: ReactionIncoming | EmojiIncoming): EarlyReaction {
  const { post, channel, added, at, user } = reaction;
  const of = { post, channel, added, at, user: user.id, name: user.name };
  if (reaction.kind === "emoji") return { ...of, ref: `${post} ${reaction.emoji}` };
  const { means, variant } = reaction;
  return { ...of, means, ref: reactionOrigin(post, means, variant) };
}

export interface EarlyDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: Logger;
}

/** Has reactions count that came before their post was recorded, until aborted. Never rejects. */
export async function keepEarlyCounted(
  { platform }: Pick<ChatAdapter, "platform">,
  { store, clock, sleep, logger }: EarlyDeps,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    let wait = pause;
    try {
      await countEarly(platform, store);
      await store.early.prune(platform, clock(), keptFor);
    } catch (error) {
      logger.error({ err: error }, "reactions to new posts could not be counted; it is tried again");
      wait = tryAgain;
    }
    await sleep(wait, signal).catch(() => {});
  }
}

/** Counts every kept reaction whose post is recorded by now. Killed in between, it does the same again. */
export async function countEarly(platform: string, store: Store): Promise<void> {
  for (;;) {
    const early = await store.early.known(platform, mostAtOnce);
    if (early.length === 0) return;
    const changes: SaveChange[] = [];
    for (const one of early) {
      const team = teamOf(one.user as ChannelId);
      const post = await store.posts.get(team, one.post);
      if (!post || post.kind === "link") continue;
      const { user, name, added, at, ref, means } = one;
      if (means !== undefined) {
        for (const paper of papersMeant(post, means))
          changes.push({ team, user, paper, origin: ref, name, added, at });
        continue;
      }
      const paper = paperDiscussed(post, user);
      const act = { team, user, channel: post.channel, kind: "reaction", ref } as const;
      if (paper !== undefined) await store.activity.record({ ...act, paper }, at, added);
    }
    await store.saves.changeAll(changes);
    await store.early.settled(early);
  }
}
