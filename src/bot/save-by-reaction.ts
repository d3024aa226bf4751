import { type ReactionIncoming, teamOf } from "../chat/incoming.ts";
import type { Shown } from "../digest/card.ts";
import { reactionOrigin } from "../store/library.ts";
import { count } from "../text/clean.ts";
import { postOf, type ReactionDeps } from "./early-reactions.ts";
import { papersMeant } from "./reaction-meaning.ts";

/**
 * Saves, or takes back, what a reaction on one of our messages means: a keycap its paper at that place, 🔖 all of them.
 * @returns what changed; nothing where the message is not ours, not known to be ours yet, or shows no such paper
 */
export async function saveByEmoji(
  reaction: ReactionIncoming,
  deps: ReactionDeps,
): Promise<Shown | undefined> {
  const { store } = deps;
  const { user, added, at, means, variant } = reaction;
  const team = teamOf(reaction.channel);
  const post = await postOf(reaction, deps);
  // A member's message with links is not ours: the message menu saves from it.
  const meant = post && post.kind !== "link" ? papersMeant(post, means) : [];
  if (meant.length === 0) return undefined;
  const origin = reactionOrigin(reaction.post, means, variant);
  const did = await store.saves.changeAll(
    meant.map((paper) => ({ team, user: user.id, paper, origin, name: user.name, added, at })),
  );
  const changed = did.filter(Boolean).length;
  const [only] = meant.length === 1 ? await store.papers.getMany(meant) : [];
  const what = only ? `"${only.title}"` : count(meant.length, "paper");
  return { message: { note: `${sayOutcome(added, changed, meant.length, what)}.` } };
}

function sayOutcome(added: boolean, changed: number, meant: number, what: string): string {
  if (changed === 0)
    return added
      ? `Already saved: ${what}`
      : `Not saved by a reaction here: ${what}. To take back any save: /papers unsave #1`;
  const before = changed < meant ? ` (${changed} of them ${added ? "new" : "were not saved otherwise"})` : "";
  return `${added ? "Saved" : "No longer saved"}: ${what}${before}`;
}
