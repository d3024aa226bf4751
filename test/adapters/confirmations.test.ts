import { describe, expect, it } from "vitest";
import type { Wish } from "../../src/store/ledger.ts";
import type { Store } from "../../src/store/store.ts";
import { useDiscord } from "../support/discord-scene.ts";
import { useSlack } from "../support/slack-scene.ts";

/** A channel of a platform whose posts are held back. */
interface Held {
  readonly store: Store;
  /** What the channel can read, in order. */
  publicly(): readonly string[];
  /** Types a change of the time; @returns what whoever typed it is told, where that is anything. */
  change(time: string): Promise<() => string | undefined>;
  /** What becomes of the next post, and of the questions after it. */
  next(post: Fate, ...questions: Fate[]): void;
}
type Fate = "answer" | "hang" | "hang before" | "drop" | "lose answer";

const openSlack = useSlack();
const openDiscord = useDiscord();
/** Milliseconds until a request is given up. */
const patience = 700;

async function onSlack(): Promise<Held> {
  const pace = { channel: 0, workspace: 0, patience: 1000, request: patience };
  const { slack, scene } = await openSlack({ pace });
  return {
    store: scene.store,
    publicly: () =>
      slack.messages.filter((one) => !one.ephemeralTo).map(({ blocks }) => JSON.stringify(blocks)),
    async change(time) {
      const sent = await slack.command(`subscribe ${time}`);
      return () => sent.answers.at(-1)?.message?.text;
    },
    next(post, ...questions) {
      slack.next("chat.postMessage", post);
      slack.next("conversations.history", ...questions);
    },
  };
}

async function onDiscord(): Promise<Held> {
  const { discord, scene } = await openDiscord({ timeout: patience });
  await expect.poll(() => discord.messages.length).toBe(1);
  return {
    store: scene.store,
    publicly: () =>
      discord.messages
        .filter((one) => one.ephemeralTo === undefined)
        .map(({ components }) => JSON.stringify(components))
        .filter((said) => !said.includes("Paperboy is here")),
    async change(time) {
      const sent = await discord.command({ subcommand: "subscribe", options: { time } });
      return () => sent.answers.at(-1) && JSON.stringify(sent.answers.at(-1)?.components);
    },
    next(post, ...questions) {
      discord.next("POST /channels/:id/messages", post);
      discord.next("GET /channels/:id/messages", ...questions);
    },
  };
}

const wishes = async ({ store }: Held): Promise<Wish[]> =>
  (await store.subscriptions.all()).map(({ wish }) => wish);

describe.each([
  ["Slack", onSlack],
  ["Discord", onDiscord],
])("a change whose confirmation is held back on %s", (_, open) => {
  async function subscribed(): Promise<Held> {
    const held = await open();
    await held.change("10:00");
    await expect.poll(() => wishes(held)).toMatchObject([{ time: "10:00" }]);
    return held;
  }

  it.each(["hang", "lose answer"] as const)(
    "is made where the post is there all the same: %s",
    async (fate) => {
      const held = await subscribed();
      held.next(fate);
      const told = await held.change("11:00");
      await expect.poll(() => wishes(held), { timeout: 5000 }).toMatchObject([{ time: "11:00" }]);
      expect(held.publicly()).toHaveLength(2);
      expect(held.publicly()[1]).toContain("11:00");
      expect(told() ?? "").not.toContain("nothing was changed");
    },
  );

  it("is not made where the post is not there, and whoever asked is told so", async () => {
    const held = await subscribed();
    held.next("hang before");
    const told = await held.change("11:00");
    await expect.poll(told, { timeout: 5000 }).toContain("nothing was changed");
    expect(await wishes(held)).toMatchObject([{ time: "10:00" }]);
    expect(held.publicly()).toHaveLength(1);
  });

  it("is made where nobody can tell, and whoever asked is told both", async () => {
    const held = await subscribed();
    held.next("hang", ...Array.from({ length: 8 }, () => "drop" as const));
    const told = await held.change("11:00");
    await expect.poll(told, { timeout: 5000 }).toContain("may not have arrived");
    expect(await wishes(held)).toMatchObject([{ time: "11:00" }]);
    expect(held.publicly()[1]).toContain("11:00");
  });
});
