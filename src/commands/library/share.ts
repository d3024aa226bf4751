import type { Shown } from "../../digest/card.ts";
import { UserError } from "../../errors.ts";
import { type CommandContext, defineCommand, text } from "../command.ts";
import { showPage } from "../list.ts";
import { findList, listIsGone } from "../page.ts";
import { parseLine } from "../parse.ts";

/** What Share presses: it puts a private answer before everyone, with the name of who shared it. */
export const share = defineCommand({
  name: "share",
  summary: "Posts an answer to the channel.",
  args: {
    what: text("<what>", "a list and a page, or a command", "share needs an answer: use the button Share"),
  },
  example: "share show 2606.14777",
  visibility: "channel",
  hidden: true,
  async run({ what }, context) {
    const { caller } = context;
    const { message, papers = [] } = await answerTo(what, context);
    const { buttons: _, note, ...shown } = message;
    return {
      message: { ...shown, note: [`Shared by ${caller.user.name}.`, note].filter(Boolean).join(" ") },
      papers,
      proves: true,
      commit: () => rememberShare(papers, context),
    };
  },
});

async function rememberShare(
  papers: readonly string[],
  { caller: { team, channel, user }, clock, store }: CommandContext,
): Promise<void> {
  await store.posts.markSeen(channel, papers, clock());
  for (const paper of papers) {
    await store.activity.record(
      { team, user: user.id, paper, channel, kind: "share", ref: channel },
      clock(),
    );
  }
}

/** A page of a stored list as it was answered; any other answer anew. */
async function answerTo(what: string, context: CommandContext): Promise<Shown> {
  const page = await findList(what, context);
  const shared = { ...context, forEveryone: true };
  if (page) {
    if (page.list.personal)
      throw new UserError("That list holds what only you can see, so it cannot be shared.");
    return showPage(page.id, page.list, page.number, shared);
  }
  if (/^\d+ \d+$/.test(what)) throw new UserError(listIsGone);
  const { command, args } = parseLine(what, context.commands);
  if (!command.shareable) throw new UserError(`The answer of ${command.name} cannot be shared.`);
  return command.run(args, shared);
}
