import { type EmojiIncoming, type RepliedIncoming, teamOf } from "../chat/incoming.ts";
import type { CommandDeps } from "../commands/command.ts";

/** A reaction that saves nothing, or an answer: somebody cares about the paper of that message, where it shows just one. */
export async function rememberInterest(
  incoming: EmojiIncoming | RepliedIncoming,
  { store }: CommandDeps,
): Promise<void> {
  const team = teamOf(incoming.channel);
  const post = await store.posts.get(team, incoming.post);
  const [paper, ...others] = post?.papers ?? [];
  if (!post || paper === undefined || others.length > 0) return;
  // What somebody's own watches told them in a direct message, they do not discuss with their team.
  if (post.channel === incoming.user.id) return;
  // Where its thread is a channel of its own, what is discussed there is discussed in the post's channel.
  const who = { team, user: incoming.user.id, paper, channel: post.channel };
  if (incoming.kind === "replied") {
    return store.activity.record({ ...who, kind: "reply", ref: post.id }, incoming.at);
  }
  const { emoji, at, added } = incoming;
  return store.activity.record({ ...who, kind: "reaction", ref: `${post.id} ${emoji}` }, at, added);
}
