import { type EmojiIncoming, type RepliedIncoming, teamOf } from "../chat/incoming.ts";
import { postOf, type ReactionDeps } from "./early-reactions.ts";
import { paperDiscussed } from "./reaction-meaning.ts";

/** A reaction that saves nothing, or an answer: somebody cares about the paper of that message, where it shows just one. */
export async function rememberInterest(
  incoming: EmojiIncoming | RepliedIncoming,
  deps: ReactionDeps,
): Promise<void> {
  const { activity, posts } = deps.store;
  const team = teamOf(incoming.channel);
  const { id: user } = incoming.user;
  const post =
    incoming.kind === "emoji" ? await postOf(incoming, deps) : await posts.get(team, incoming.post);
  const paper = post && paperDiscussed(post, user);
  if (!post || paper === undefined) return;
  // Where its thread is a channel of its own, what is discussed there is discussed in the post's channel.
  const who = { team, user, paper, channel: post.channel };
  if (incoming.kind === "replied") {
    return activity.record({ ...who, kind: "reply", ref: post.id }, incoming.at);
  }
  const { emoji, at, added } = incoming;
  return activity.record({ ...who, kind: "reaction", ref: `${post.id} ${emoji}` }, at, added);
}
