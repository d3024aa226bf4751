import { create } from "../../../adapters/discord/index.ts";
import type { Payload } from "../../../adapters/discord/render.ts";
import { summaries } from "../../../src/bot/bot.ts";
import { nested } from "../../support/discord/components.ts";
import { readMessage } from "../../support/discord/office.ts";
import { apiProblems } from "../../support/discord/openapi.ts";
import { DiscordProblem } from "../../support/discord/problem.ts";
import { startDiscord } from "../../support/discord/server.ts";
import { listeningLogger, memoryIn } from "../../support/edge.ts";
import type { Contract } from "../contract.ts";

/** What Discord shows of its markdown, as plain text: links by their labels, the marks of headings, of small print and of bold, what is escaped. */
function shown(text: string): string {
  return text
    .replace(/^(?:## |-# )/gm, "")
    .replace(/\[((?:\\.|[^\]\\])*)\]\(https?:[^)]*\)/g, "$1")
    .replace(/(\\.)|\*\*/gs, "$1")
    .replace(/\\(.)/gs, "$1")
    .replaceAll("\u200B", "");
}

export const contract: Contract = {
  problems(form) {
    const { attachments = [] } = form as Payload;
    const files = attachments.map(({ id, filename }) => ({
      part: `files[${id}]`,
      name: filename,
      content: "",
    }));
    try {
      readMessage("create", form, files);
      return apiProblems("POST /channels/:id/messages", form);
    } catch (error) {
      if (error instanceof DiscordProblem) return [JSON.stringify(error.body)];
      throw error;
    }
  },
  texts: (form) =>
    nested((form as Payload).components).flatMap(({ type, content }) =>
      type === 10 ? [shown(String(content))] : [],
    ),
  actions: (form) =>
    nested((form as Payload).components).flatMap((each) =>
      typeof each.custom_id === "string" ? [each.custom_id] : [],
    ),
  async acknowledged(bot) {
    const discord = await startDiscord();
    const adapter = create({
      env: discord.env,
      clock: () => new Date(),
      logger: listeningLogger([]),
      memory: memoryIn(new Map()),
      ended: () => {},
    });
    try {
      await adapter.start({ ...bot, commands: summaries });
      return (await discord.command({ subcommand: "today" })).ackedAfter;
    } finally {
      await adapter.stop();
      await discord.stop();
    }
  },
};
