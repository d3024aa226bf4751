import { describe, expect, test } from "vitest";
import { SourceError } from "../../src/errors.ts";
import { papers } from "../support/builders.ts";
import { gone } from "../support/fake-source.ts";
import { aNewsroom, type Newsroom } from "../support/newsroom.ts";

const thursday = "2026-11-19";
const at = (time: string) => `${thursday}T${time}:00Z`;
const notes = ({ slack }: Newsroom) => slack.posts.map(({ message }) => message.note);

/** A newsroom that read the list at half past six in Berlin, and cannot read it since. */
async function cutOff(wish: Parameters<Newsroom["subscribe"]>[0] = {}, listed = 3): Promise<Newsroom> {
  const room = await aNewsroom(at("05:30"));
  room.list(thursday, papers(listed));
  await room.deps.freshness();
  room.source.trouble = gone;
  room.time.set(at("07:59"));
  await room.subscribe(wish);
  return room;
}

describe("a source that does not answer at slot time", () => {
  test("is asked again for 20 minutes; when it answers, the digest is whole", async () => {
    const room = await cutOff();
    await room.runUntil(at("08:15"));
    expect(room.slack.posts).toEqual([]);
    expect(await room.outcome(thursday)).toBe(`waits: ${gone().message}`);
    room.source.trouble = () => undefined;
    room.list(thursday, papers(5));
    await room.runUntil(at("08:19"));
    expect(room.slack.posts[0]?.message.cards).toHaveLength(5);
    expect(notes(room)[0]).not.toMatch(/has not answered/);
  });

  test("then it is posted from what is stored, and says since when, by the channel's clock", async () => {
    const room = await cutOff();
    await room.runUntil(at("08:19"));
    expect(room.slack.posts).toEqual([]);
    await room.runUntil(at("08:25"));
    expect(notes(room)).toEqual([
      expect.stringMatching(/^Hugging Face has not answered since 06:30\. React/),
    ]);
    expect(room.slack.posts[0]?.message.cards).toHaveLength(3);
    expect(await room.outcome(thursday)).toBe(
      "source down: 3 papers from the store; Hugging Face could not be reached (connection refused)",
    );
  });

  test("says so in the headline of a thread", async () => {
    const room = await cutOff({ layout: "thread" });
    await room.runUntil(at("08:25"));
    expect(notes(room)[0]).toMatch(/^Hugging Face has not answered since 06:30\./);
  });

  test("after downtime it has its 20 minutes too: the network may be as new as the start", async () => {
    const room = await cutOff();
    room.sleepUntil(at("14:00"));
    await room.runUntil(at("14:02"));
    expect(room.slack.posts).toEqual([]);
    room.source.trouble = () => undefined;
    await room.runUntil(at("14:05"));
    expect(await room.outcome(thursday)).toMatch(/^late: 3 papers/);
  });

  test("is asked once for all channels that are due together", async () => {
    const room = await cutOff();
    for (let i = 0; i < 100; i++) await room.subscribe({}, { channel: `slack:T1/D${i}` });
    room.source.asked.length = 0;
    await room.runUntil("2026-11-19T08:00:30Z");
    expect(new Set(room.source.asked).size).toBe(room.source.asked.length);
  });

  test("that answered less than 60 minutes ago is not asked at all", async () => {
    const room = await aNewsroom(at("07:30"));
    room.list(thursday, papers(3));
    await room.deps.freshness();
    await room.subscribe();
    room.source.asked.length = 0;
    await room.runUntil(at("08:05"));
    expect(room.source.asked).toEqual([]);
    expect(room.slack.posts).toHaveLength(1);
  });
});

describe('never silence, and never "no papers" when the fetch failed', () => {
  test.each([
    ["nothing was ever stored", 0],
    ["everything stored was seen or filtered out", 3],
  ])("where %s", async (_name, listed) => {
    const room = await cutOff({ min: 1000 }, listed);
    await room.runUntil(at("08:25"));
    expect(notes(room)).toEqual([
      "Daily Papers, Thu 19 Nov: Hugging Face has not answered since 06:30, and nothing unseen is stored.",
    ]);
    expect(await room.outcome(thursday)).toMatch(/^source down: nothing unseen in the store/);
  });

  test("where it has never answered at all", async () => {
    const room = await aNewsroom(at("07:59"));
    room.source.trouble = gone;
    await room.subscribe();
    await room.runUntil(at("08:25"));
    expect(notes(room)).toEqual([
      "Daily Papers, Thu 19 Nov: Hugging Face has not answered yet, and nothing unseen is stored.",
    ]);
  });

  test.each(["garbage", "failed", "limited", "timeout", "rejected"] as const)(
    "where the answer for today's list is: %s",
    async (trouble) => {
      const room = await cutOff();
      room.source.trouble = (day) =>
        day === thursday ? new SourceError(`Hugging Face: ${trouble}`, trouble) : undefined;
      await room.runUntil(at("08:25"));
      expect(await room.outcome(thursday)).toMatch(/^source down: 3 papers from the store/);
    },
  );

  test("a list that is empty all day is no trouble", async () => {
    const room = await aNewsroom();
    await room.subscribe({ sayEmpty: true });
    await room.runUntil(at("08:05"));
    expect(notes(room)).toEqual(["Daily Papers, Thu 19 Nov: nothing new on the list."]);
  });

  test("a list that grows after the digest is in the next one", async () => {
    const room = await aNewsroom();
    room.list(thursday, papers(2));
    await room.subscribe();
    await room.runUntil(at("08:05"));
    room.list(thursday, papers(6));
    room.sleepUntil("2026-11-20T07:59:00Z");
    await room.runUntil("2026-11-20T08:05:00Z");
    expect(room.slack.posts.map(({ message }) => message.cards?.length)).toEqual([2, 4]);
  });
});
