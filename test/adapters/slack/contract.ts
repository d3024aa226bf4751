import { z } from "zod";
import type { Payload } from "../../../adapters/slack/render.ts";
import { blocksOf, elementsOf, type SlackBlock } from "../../support/slack/blocks.ts";
import { messageText } from "../../support/slack/schema.ts";
import { aSlackScene } from "../../support/slack-scene.ts";
import type { Contract } from "../contract.ts";

const payload = z.strictObject({
  text: messageText,
  blocks: blocksOf(50).min(1),
  unfurl_links: z.literal(false),
  unfurl_media: z.literal(false),
  parse: z.literal("none"),
});

/** What Slack shows of mrkdwn, as plain text: links by their labels, the marks that nothing follows, the three escapes. */
function shown(text: string): string {
  return text
    .replace(/<https?:[^|>]*\|([^>]*)>/g, "$1")
    .replaceAll("\u200B", "")
    .replaceAll("∣", "|")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function textsOf(value: unknown): string[] {
  if (!(value instanceof Object)) return [];
  if ("type" in value && "text" in value && typeof value.text === "string") {
    return [value.type === "mrkdwn" ? shown(value.text) : value.text];
  }
  return Object.values(value).flatMap(textsOf);
}

export const contract: Contract = {
  problems(form) {
    const read = payload.safeParse(form);
    return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  },
  texts: (form) => textsOf((form as Payload).blocks),
  actions: (form) =>
    ((form as Payload).blocks as SlackBlock[])
      .flatMap(elementsOf)
      .flatMap((element) => ("value" in element && element.value !== undefined ? [element.value] : [])),
  async acknowledged(bot) {
    const scene = await aSlackScene({ bot });
    try {
      return (await scene.slack.command("today")).ackedAfter;
    } finally {
      await scene.stop();
    }
  },
};
