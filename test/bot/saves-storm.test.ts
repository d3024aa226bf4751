import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { ReactionIncoming } from "../../src/chat/incoming.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import { aScene, now } from "../support/bot.ts";
import { papers } from "../support/builders.ts";
import { channel, reaction } from "../support/happenings.ts";
import { openForTest, tempFolder } from "../support/open-store.ts";
import { seeded } from "../support/random.ts";

const team = "test:team";
const post = {
  id: "test:digest",
  team,
  channel,
  kind: "digest",
  papers: papers(3).map(({ id }) => id),
} as const;
const everybody = Array.from({ length: 250 }, (_, i) => `Person ${i}`);

/** Everybody saves number one, takes it back, saves all, and number two beside; every fifth takes "all" back as well. */
const fourEach = everybody.flatMap((name, i): ReactionIncoming[] => {
  const did = (second: number, over: Partial<ReactionIncoming>) =>
    reaction(post.id, {
      user: { id: `${team}/${i}`, name },
      at: new Date(+now + second * 1000 + i),
      ...over,
    });
  const last = i % 5 === 0 ? { means: "all", added: false } : { means: 2 };
  return [
    did(1, { means: 1 }),
    did(1000, { means: 1, added: false }),
    did(2000, { means: "all" }),
    did(3000, last as Partial<ReactionIncoming>),
  ];
});

/** Frames of a write-ahead log that end a commit: https://www.sqlite.org/fileformat.html#the_write_ahead_log */
function commitsIn(log: string): number {
  const bytes = readFileSync(log);
  const frame = 24 + bytes.readUInt32BE(8);
  const [salt, size] = [bytes.readBigUInt64BE(16), 4];
  const frames = Array.from({ length: Math.floor((bytes.length - 32) / frame) }, (_, i) => 32 + i * frame);
  return frames.filter((at) => bytes.readBigUInt64BE(at + 8) === salt && bytes.readUInt32BE(at + size) > 0)
    .length;
}

it("a 🔖 for ten papers is written to the disk once", async () => {
  const file = join(tempFolder(), "paperboy.db");
  const store = await openForTest(() => openStore(file));
  const { bot } = await aScene({ store, papers: papers(10) });
  const ten = { ...post, papers: papers(10).map(({ id }) => id) };
  await store.posts.record(ten, now);
  const before = commitsIn(`${file}-wal`);
  await bot.handle(reaction(post.id));
  await bot.handle(reaction(post.id, { added: false, at: new Date(+now + 1000) }));
  expect(commitsIn(`${file}-wal`) - before).toBe(2);
});

it("reactions that come at once are written to the disk together, and one that cannot be written fails alone", async () => {
  const file = join(tempFolder(), "paperboy.db");
  const store = await openForTest(() => openStore(file));
  const { bot, errors } = await aScene({ store, papers: papers(3) });
  await store.posts.record(post, now);
  const unknown = { ...post, id: "test:unknown", papers: ["2611.99999"] } as const;
  await store.posts.record(unknown, now);
  const before = commitsIn(`${file}-wal`);
  const by = (i: number) => ({ user: { id: `${team}/${i}`, name: `Person ${i}` } }) as const;
  const all = Array.from({ length: 100 }, (_, i) => reaction(i === 50 ? unknown.id : post.id, by(i)));
  const replies = await Promise.all(all.map((one) => bot.handle(one)));
  expect(replies.flatMap((reply, i) => (reply?.error ? [i] : []))).toEqual([50]);
  expect(errors).toHaveLength(1);
  expect(await store.saves.savers(team, "2611.00001")).toHaveLength(99);
  expect(commitsIn(`${file}-wal`) - before).toBeLessThan(10);
});

it("a thousand reactions at once leave what was done last, and every name", async () => {
  const file = join(tempFolder(), "paperboy.db");
  const { bot, store, errors } = await aScene({
    store: await openForTest(() => openStore(file)),
    papers: papers(3),
  });
  await store.posts.record(post, now);
  const random = seeded(7);
  const shuffled = fourEach.map((incoming) => ({ incoming, turn: random() })).sort((a, b) => a.turn - b.turn);
  const replies = await Promise.all(shuffled.map(({ incoming }) => bot.handle(incoming)));
  expect(replies.filter((reply) => reply?.error !== undefined)).toEqual([]);
  expect(errors).toEqual([]);

  const savers = everybody.filter((_, i) => i % 5 !== 0);
  const again = await openForTest(() => openStore(file));
  for (const { saves } of [store, again]) {
    const saved = await saves.saversOf(team, post.papers);
    for (const paper of post.papers) expect([...(saved.get(paper) ?? [])].sort()).toEqual(savers.toSorted());
  }
  const reactions = await again.saves.byPost(team, post.id);
  expect(reactions.filter(({ state }) => state === "withdrawn")).toEqual([]);
  expect(reactions.filter(({ state }) => state === "on")).toHaveLength(200 * 4);
});
