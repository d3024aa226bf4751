import { z } from "zod";
import { httpAddress, settingsSchema } from "../../src/config.ts";
import { readSaveEmoji } from "./emoji.ts";

/** Discord's settings, and one that all platforms share; the descriptions become the README's table and .env.example. */
export const settings = z
  .object({
    DISCORD_TOKEN: z
      .string()
      .trim()
      .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, "must be the token of your application's Bot page")
      .describe("Discord's bot token: switches Discord on."),
    DISCORD_MESSAGE_CONTENT: z
      .enum(["on", "off"], { error: "must be on or off" })
      .default("off")
      .describe(
        "`on` where the privileged intent Message Content is enabled for the application: links that members post are remembered.",
      ),
    DISCORD_API_URL: httpAddress
      .regex(/\/api$/, "must end in /api")
      .default("https://discord.com/api")
      .describe("Discord's API."),
  })
  .extend(settingsSchema.pick({ SAVE_EMOJI: true }).shape)
  .refine(({ SAVE_EMOJI: emoji }) => readSaveEmoji(emoji) !== undefined, {
    path: ["SAVE_EMOJI"],
    message:
      'must be an emoji on Discord, such as ⭐, its name, such as :star:, or the name of a server\'s own; beside a name that only Slack knows write one: "⭐ :our-star:"',
  });
export type DiscordSettings = z.output<typeof settings>;
