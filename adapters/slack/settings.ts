import { z } from "zod";
import { httpAddress, settingsSchema } from "../../src/config.ts";
import { namesOfSaveEmoji } from "./emoji.ts";

const token = (prefix: string, where: string): z.ZodString =>
  z
    .string()
    .trim()
    .regex(new RegExp(`^${prefix}-[\\w-]+$`), `must begin with ${prefix}-: copy it from ${where}`);

const own = z.object({
  SLACK_BOT_TOKEN: token("xoxb", "OAuth & Permissions, Bot User OAuth Token").describe(
    "Slack's bot token, `xoxb-...`: switches Slack on.",
  ),
  SLACK_APP_TOKEN: token("xapp", "Basic Information, App-Level Tokens")
    .optional()
    .describe("Slack's app-level token, `xapp-...`, with the scope `connections:write`: Socket Mode."),
  SLACK_SIGNING_SECRET: z
    .string()
    .trim()
    .regex(/^[\w-]{16,}$/, "must be the Signing Secret of Basic Information")
    .optional()
    .describe(
      "In place of the app-level token: HTTP mode, where Slack calls `https://your.host/slack/events`.",
    ),
  PORT: z
    .string()
    .trim()
    .regex(
      /^(?:(?:[\w.-]+|\[[\da-f:.]+\]):)?\d{1,5}$/i,
      "must be a port such as 3000, or an address and a port such as 0.0.0.0:3000",
    )
    .optional()
    .describe(
      "Where HTTP mode listens: `3000` for this machine only, as behind a proxy on it; `0.0.0.0:3000` for all of its addresses.",
    ),
  SLACK_API_URL: httpAddress
    .regex(/\/api\/$/, "must end in /api/")
    .default("https://slack.com/api/")
    .describe("Slack's Web API; another one for GovSlack."),
});

/** Slack's settings, and two that all platforms share; the descriptions become the README's table and .env.example. */
export const settings = own
  .extend(settingsSchema.pick({ SAVE_EMOJI: true, CONFIGURE: true }).shape)
  .refine(({ SAVE_EMOJI: emoji }) => namesOfSaveEmoji(emoji).length > 0, {
    path: ["SAVE_EMOJI"],
    message:
      "must be an emoji that Slack has a name for, or that name, such as :star:, because Slack tells reactions by name",
  });
export type SlackSettings = z.output<typeof settings>;
