import { findArxivIds } from "../text/arxiv-id.ts";
import { quote } from "../text/clean.ts";
import type { CommandContext } from "./command.ts";

/** Ids that the store does not know are looked up; more of them would take too long. */
const mostLookedUp = 2;

/** Papers that a text names by their ids or links, in its order, and what to say of those that had to be looked up. */
export async function findNamed(
  text: string,
  { store, lookup }: CommandContext,
): Promise<{ readonly ids: readonly string[]; readonly notes: readonly string[] }> {
  const named = findArxivIds(text);
  const known = new Set((await store.papers.getMany(named)).map(({ id }) => id));
  const unknown = named.filter((id) => !known.has(id));
  const notes: string[] = [];
  for (const id of unknown.slice(0, mostLookedUp)) {
    const { found, from, trouble } = await lookup.paper(id);
    if (found) known.add(id);
    if (found) notes.push(`${quote(id)} came from ${from} just now.`);
    else if (trouble === undefined) notes.push(`There is no paper ${quote(id)}.`);
    else notes.push(`${quote(id)} is not stored, and could not be looked up: ${trouble}.`);
  }
  for (const id of unknown.slice(mostLookedUp)) notes.push(`${quote(id)} is not stored.`);
  return { ids: named.filter((id) => known.has(id)), notes };
}
