import type { MenuIncoming } from "../chat/incoming.ts";
import type { CommandContext } from "../commands/command.ts";
import { savePaper, sayAtFirst } from "../commands/library/save.ts";
import type { Shown } from "../digest/card.ts";
import { UserError } from "../errors.ts";
import { findArxivIds } from "../text/arxiv-id.ts";

/** Papers of one message at most: more is a reading list, and each may have to be looked up. */
const most = 10;

/**
 * Saves the papers that a message links.
 * @throws UserError where it links none
 */
export async function saveFromMenu({ text }: MenuIncoming, context: CommandContext): Promise<Shown> {
  const linked = findArxivIds(text);
  const ids = linked.slice(0, most);
  if (ids.length === 0) {
    throw new UserError(
      "That message has no link to a paper. Links to arxiv.org, huggingface.co/papers, alphaxiv.org and arXiv DOIs count.",
    );
  }
  const saveAll = async (): Promise<string> => {
    const notes: string[] = [];
    for (const id of ids) notes.push(await trySave(id, context));
    if (linked.length > most)
      notes.push(`That message links ${linked.length} papers: the first ${most} were taken.`);
    return notes.join("\n");
  };
  return { message: { note: await sayAtFirst(saveAll, context) } };
}

/** One paper that cannot be found keeps no other from being saved. */
async function trySave(id: string, context: CommandContext): Promise<string> {
  try {
    return await savePaper(id, context);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
