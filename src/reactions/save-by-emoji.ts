import { type ReactionIncoming, type ReactionMeaning, teamOf } from "../chat/incoming.ts";
import type { CommandDeps } from "../commands/command.ts";
import type { Shown } from "../digest/card.ts";
import { reactionOrigin } from "../store/library.ts";
import type { Post } from "../store/store.ts";
import { count } from "../text.ts";

/**
 * Saves, or takes back, what a reaction on one of our messages means: a keycap its paper at that place, 🔖 all of them.
 * @returns what changed; nothing where the message is not ours or shows no such paper
 */
export async function saveByEmoji(
  reaction: ReactionIncoming,
  { store }: CommandDeps,
): Promise<Shown | undefined> {
  const team = teamOf(reaction.channel);
  const post = await store.posts.get(team, reaction.post);
  // A member's message with links is not ours: the message menu saves from it.
  const meant = post && post.kind !== "link" ? papersMeant(post, reaction.means) : [];
  if (meant.length === 0) return undefined;
  const origin = reactionOrigin(reaction.post, reaction.means);
  let changed = 0;
  for (const paper of meant) {
    const save = { team, user: reaction.user.id, paper, origin };
    const did = reaction.added
      ? await store.saves.add(save, reaction.user.name, reaction.at)
      : await store.saves.remove(save, reaction.user.name, reaction.at);
    if (did) changed++;
  }
  const [only] = meant.length === 1 ? await store.papers.getMany(meant) : [];
  const what = only ? `"${only.title}"` : count(meant.length, "paper");
  return { message: { note: `${sayOutcome(reaction.added, changed, meant.length, what)}.` } };
}

/** The papers of a post that a reaction means: the one at its place, or all of them. */
export function papersMeant({ papers }: Post, means: ReactionMeaning): readonly string[] {
  return means === "all" ? papers : papers.slice(means - 1, means);
}

function sayOutcome(added: boolean, changed: number, meant: number, what: string): string {
  if (changed === 0)
    return added
      ? `Already saved: ${what}`
      : `Not saved by a reaction here: ${what}. To take back any save: /papers unsave #1`;
  const before = changed < meant ? ` (${changed} of them ${added ? "new" : "were not saved otherwise"})` : "";
  return `${added ? "Saved" : "No longer saved"}: ${what}${before}`;
}
