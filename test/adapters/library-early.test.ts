import { describe, expect, it } from "vitest";
import { countEarly } from "../../src/bot/early-reactions.ts";
import type { ChatAdapter } from "../../src/chat/adapter.ts";
import { libraries, type Sight } from "./library.ts";
import { type Room, soon, useRooms } from "./library-room.ts";

const minute = 60_000;
const [first, second, third] = ["2611.00001", "2611.00002", "2611.00003"] as const;

async function subscribe(room: Room): Promise<void> {
  await room.type("subscribe", { time: "09:00", zone: "Europe/Berlin", days: "daily" }, "Ana");
  await soon(() => room.store.subscriptions.all()).toHaveLength(1);
}

/** Ana subscribes, and the next morning a digest stands in the channel whose answer is under way. */
async function withUnansweredDigest(room: Room) {
  await subscribe(room);
  const { promise: until, resolve: answer } = Promise.withResolvers<void>();
  const before = room.inChannel().length;
  room.nextPost({ until });
  const delivered = room.morning();
  await soon(() => room.inChannel()).toHaveLength(before + 1);
  const post = room.inChannel().at(-1) as Sight;
  expect(await room.store.posts.get(room.team, post.id)).toBeUndefined();
  return {
    post,
    async answer() {
      answer();
      expect(await delivered).toHaveLength(1);
    },
  };
}

/** The next digest comes to the channel, and the platform's answer does not come back. */
async function withLostAnswer(room: Room): Promise<Sight> {
  await subscribe(room);
  room.nextPost("lose answer");
  const [post] = (await room.morning()) as [Sight];
  expect(room.logged.splice(0)).toEqual([expect.stringContaining("a delivery was not completed")]);
  return post;
}

/** The platform as it is where the bot may not read. */
const unreadable = (adapter: ChatAdapter): ChatAdapter => ({ ...adapter, reactions: async () => undefined });

describe.each(libraries)("a reaction to a post that is not recorded yet, on %s", (platform, library) => {
  const open = useRooms(library);
  const savers = ({ store, team }: Room, paper: string = first) => store.saves.savers(team, paper);
  /** Whatever was told before is with the core. */
  const heard = async (room: Room): Promise<void> => void (await room.ask("status", {}, "Noor"));

  it("counts once the platform has answered, as it was last done", async () => {
    const room = await open();
    const { post, answer } = await withUnansweredDigest(room);
    await room.react(post, "1️⃣", "Li");
    await room.react(post, "2️⃣", "Li");
    await room.react(post, "2️⃣", "Noor");
    await room.unreact(post, "2️⃣", "Li");
    await heard(room);
    await answer();
    expect(await savers(room)).toEqual([]);
    await countEarly(platform, room.store);
    expect(await savers(room)).toEqual(["Li"]);
    expect(await savers(room, second)).toEqual(["Noor"]);
    await room.unreact(post, "1️⃣", "Li");
    await soon(() => savers(room)).toEqual([]);
  });

  it("counts where the answer is lost and the bot restarts before it looks for the post", async () => {
    const room = await open();
    const post = await withLostAnswer(room);
    await room.react(post, "1️⃣", "Li");
    await heard(room);
    await room.restart();
    room.skip(5 * minute);
    expect(await room.deliver()).toEqual([]);
    await countEarly(platform, room.store);
    expect(await savers(room)).toEqual(["Li"]);
  });

  it("counts where it came while the bot was away, and the post is found after the start", async () => {
    const room = await open();
    const post = await withLostAnswer(room);
    await room.react(post, "1️⃣", "Li");
    await room.react(post, "2️⃣", "Li");
    await heard(room);
    await room.restart(() => {
      room.unreactUnseen(post, "1️⃣", "Li");
      room.reactUnseen(post, "3️⃣", "Noor");
    });
    room.skip(5 * minute);
    await room.deliver();
    await room.catchUp();
    expect([await savers(room), await savers(room, second), await savers(room, third)]).toEqual([
      [],
      ["Li"],
      ["Noor"],
    ]);
  });

  it("counts for an answer that somebody shares", async () => {
    const room = await open();
    const shown = await room.ask("show", { paper: first }, "Ana");
    const { promise: until, resolve: answer } = Promise.withResolvers<void>();
    room.nextPost({ until });
    const pressed = room.press(shown, "Share", "Ana");
    await soon(() => room.inChannel()).toHaveLength(1);
    const [post] = room.inChannel() as [Sight];
    await room.react(post, "🔖", "Li");
    await room.react(post, "👍", "Noor");
    await heard(room);
    answer();
    await pressed;
    await soon(() => room.store.posts.get(room.team, post.id)).toBeDefined();
    await countEarly(platform, room.store);
    expect(await savers(room)).toEqual(["Li"]);
    const [warmth] = await room.store.activity.since(room.team, new Date(0));
    expect(warmth).toMatchObject({ paper: first, savers: 1, reactors: 1 });
  });

  it("is read once from the platform, where the bot was told of none", async () => {
    const room = await open();
    const { post, answer } = await withUnansweredDigest(room);
    room.reactUnseen(post, "1️⃣", "Li");
    await answer();
    await room.catchUp();
    expect(await savers(room)).toEqual(["Li"]);
    room.reactUnseen(post, "1️⃣", "Noor");
    await room.catchUp();
    expect(await savers(room)).toEqual(["Li"]);
  });

  it("of somebody who was forgotten since does not come back", async () => {
    const room = await open();
    const { post, answer } = await withUnansweredDigest(room);
    await room.react(post, "1️⃣", "Li");
    await heard(room);
    await room.store.people.forget({ team: room.team, user: room.idOf("Li") }, room.deps.clock());
    await answer();
    await countEarly(platform, room.store);
    expect(await savers(room)).toEqual([]);
  });

  it("to anybody else's message, or while nothing is posted, is not kept", async () => {
    const room = await open();
    const said = await room.write("good morning", "Noor");
    await room.react(said, "🔖", "Li");
    const { post, answer } = await withUnansweredDigest(room);
    const other = await room.write("look at that", "Noor");
    await room.react(other, "🔖", "Li");
    await room.react(post, "1️⃣", "Li");
    await heard(room);
    await answer();
    for (const { id } of [said, other]) {
      const known = { id, team: room.team, channel: room.channel, papers: [first], kind: "answer" } as const;
      await room.store.posts.record(known, room.deps.clock());
    }
    const kept = await room.store.early.known(platform, 10);
    expect(kept.map(({ post: id }) => id)).toEqual([post.id]);
  });

  it("is kept for a minute where nothing is posted any more, and for an hour while something is", async () => {
    const room = await open();
    const { post, answer } = await withUnansweredDigest(room);
    await room.react(post, "1️⃣", "Li");
    await heard(room);
    const after = { unsettled: 60 * minute, settled: minute };
    const inMs = (ms: number): Date => new Date(room.deps.clock().getTime() + ms);
    await room.store.early.prune(platform, inMs(30 * minute), after);
    await answer();
    expect(await room.store.early.known(platform, 10)).toHaveLength(1);
    await room.store.early.prune(platform, inMs(30 * minute), after);
    expect(await room.store.early.known(platform, 10)).toEqual([]);
  });

  it("counts by its event alone where the bot may not read what stands", async () => {
    const room = await open();
    const { post, answer } = await withUnansweredDigest(room);
    await room.react(post, "🔖", "Li");
    await heard(room);
    await answer();
    expect(await unreadable(room.adapter).reactions(post.id as never)).toBeUndefined();
    await countEarly(platform, room.store);
    expect(await savers(room, third)).toEqual(["Li"]);
  });
});
