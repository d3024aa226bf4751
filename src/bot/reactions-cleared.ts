import { type ClearedIncoming, teamOf } from "../chat/incoming.ts";
import type { CommandDeps } from "../commands/command.ts";
import { reactionOrigin } from "../store/library.ts";

/** Takes back what a post's reactions saved, all or those with one emoji, as each of them does by itself; saves made otherwise stay. */
export async function takeBackReactions(
  { post: id, channel, at, only }: ClearedIncoming,
  { store }: CommandDeps,
): Promise<void> {
  const team = teamOf(channel);
  const { means } = only ?? {};
  const origins =
    only && (means === undefined ? [] : only.variants.map((variant) => reactionOrigin(id, means, variant)));
  const acts = only?.emojis.map((emoji) => `${id} ${emoji}`);
  await store.early.clear(id, at, only && [...(origins ?? []), ...(acts ?? [])]);
  const post = await store.posts.get(team, id);
  if (!post) return;
  await store.saves.clear({ team, post: id }, at, origins);
  const [paper, ...others] = post.papers;
  if (paper !== undefined && others.length === 0)
    await store.activity.clearReactions({ team, paper, post: id }, at, only?.emojis);
  // One that came right before may be told right behind.
  if (post.kind !== "link") await store.posts.markRead(id, at);
}
