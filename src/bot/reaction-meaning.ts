import type { ReactionMeaning } from "../chat/incoming.ts";
import type { Post } from "../store/store.ts";

/** The papers of a post that a reaction means: the one at its place, or all of them. */
export function papersMeant({ papers }: Pick<Post, "papers">, means: ReactionMeaning): readonly string[] {
  return means === "all" ? papers : papers.slice(means - 1, means);
}

/** The one paper that a message is about; none where it shows several, or what only one person is told. */
export function paperDiscussed(post: Post, user: string): string | undefined {
  // What somebody's own watches told them in a direct message, they do not discuss with their team.
  return post.papers.length === 1 && post.channel !== user ? post.papers[0] : undefined;
}
