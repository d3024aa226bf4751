import { describe, expect, it } from "vitest";
import { useDiscord } from "../../support/discord-scene.ts";

const open = useDiscord();
const soon = { timeout: 20_000 };
const events = [
  ...["INTERACTION_CREATE", "MESSAGE_CREATE", "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"],
  ...[
    "GUILD_CREATE",
    "GUILD_DELETE",
    "GUILD_UPDATE",
    "CHANNEL_CREATE",
    "CHANNEL_DELETE",
    "GUILD_ROLE_UPDATE",
  ],
  ...[
    "THREAD_CREATE",
    "THREAD_LIST_SYNC",
    "GUILD_MEMBER_UPDATE",
    "USER_UPDATE",
    "PRESENCE_UPDATE",
    "TYPING_START",
  ],
  ...["MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK", "MESSAGE_REACTION_REMOVE_ALL"],
  ...["MESSAGE_REACTION_REMOVE_EMOJI", "VOICE_STATE_UPDATE", "NEVER_HEARD_OF", "error", "close", "__proto__"],
];
const bodies: readonly unknown[] = [null, 5, "a", [], {}, { id: null, type: 2, data: null, guild_id: 5 }];
const frames: readonly unknown[] = [
  ...[null, 5, "a", [], true, {}, { op: 10 }, { op: 10, d: null }, { op: 9 }, { op: 9, d: null }, { op: 0 }],
  ...[
    { op: 0, t: "READY", s: 2 },
    { op: 0, t: "READY", d: {} },
    { op: 0, t: "RESUMED", d: null },
  ],
  ...[{ op: 11 }, { op: 1, d: null }, { op: "0", t: null }, { op: 99, d: {} }],
];

describe("what Discord never sends", () => {
  it.each(events)("does not end the bot, as %s", async (t) => {
    const { discord, logged } = await open();
    for (const d of bodies) discord.raw({ op: 0, t, s: 1, d });
    await expect.poll(() => discord.sessions, soon).toBe(1);
    const sent = await discord.command({ subcommand: "status" });
    expect(JSON.stringify((await sent.answer()).components)).toContain("Paperboy");
    logged.splice(0);
  });

  it.each(frames.map((frame) => [JSON.stringify(frame), frame]))(
    "does not end the bot, nor keep it from hearing, as the frame %s",
    async (_, frame) => {
      const { discord, logged, scene } = await open();
      discord.raw(frame);
      await expect
        .poll(async () => {
          await discord.ready();
          await discord.write("status", { dm: true });
          return discord.messages.some((message) => JSON.stringify(message.components).includes("Paperboy"));
        }, soon)
        .toBe(true);
      expect(scene.errors).toEqual([]);
      logged.splice(0);
    },
  );
});
