import { describe, expect, test } from "vitest";
import { composeRecap, type Remembered } from "../../src/digest/recap.ts";
import { aPaper } from "../support/builders.ts";
import { aNewsroom } from "../support/newsroom.ts";
import { channel } from "../support/subscriptions.ts";

const friday = "2026-11-20";
const shown = (
  id: string,
  upvotes: number,
  names: readonly string[] = [],
  over: Partial<Remembered> = {},
): Remembered => ({
  paper: aPaper({ id, title: `Paper ${id}`, upvotes }),
  names,
  upvotesThen: upvotes,
  ...{ savers: names.length, sharers: 0, discussers: 0, reactors: 0 },
  ...over,
});
const week = [
  shown("a", 10),
  shown("b", 90),
  shown("c", 3, ["Ana"]),
  shown("d", 5, ["Ana", "Li"]),
  shown("e", 40, ["Li"]),
  shown("f", 20),
  shown("g", 30),
];

describe("the weekly recap", () => {
  test("is what the team saved most, and then what rose highest, five in all", () => {
    const [recap] = composeRecap(week, friday);
    expect(recap?.papers).toEqual(["d", "e", "c", "b", "g"]);
    expect(recap?.message.cards?.map(({ number, title }) => `${number} ${title}`)).toEqual([
      "1 Paper d",
      "2 Paper e",
      "3 Paper c",
      "4 Paper b",
      "5 Paper g",
    ]);
  });

  test("says how many were shown and saved, and of each by how many", () => {
    const [recap] = composeRecap(week, friday);
    expect(recap?.message).toMatchObject({
      title: "The week in papers, Fri 20 Nov",
      lead: "7 papers shown this week, 3 saved",
    });
    expect(recap?.message.cards?.map(({ facts }) => facts?.at(-1))).toEqual([
      "most saved: 2, not discussed yet",
      "most saved: 1, not discussed yet",
      "saved, not discussed yet",
      "not saved yet",
      "not saved yet",
    ]);
  });

  test("ties are told apart by upvotes and id, whatever the order", () => {
    const tied = [shown("b", 5), shown("a", 5), shown("c", 9)];
    expect(composeRecap(tied, friday)[0]?.papers).toEqual(["c", "a", "b"]);
    expect(composeRecap(tied.toReversed(), friday)[0]?.papers).toEqual(["c", "a", "b"]);
  });

  test("has a Save button on every card", () => {
    const [recap] = composeRecap([shown("a", 1)], friday);
    expect(recap?.message.cards?.[0]?.buttons).toEqual([{ label: "Save", action: "save a" }]);
  });

  test("is nothing where nothing was shown", () => {
    expect(composeRecap([], friday)).toEqual([]);
  });
});

describe("as a delivery", () => {
  test("comes on its own weekday with what the channel's digests showed that week, once", async () => {
    const room = await aNewsroom();
    room.list("2026-11-19", [
      aPaper({ id: "2611.00001", title: "Saved" }),
      aPaper({ id: "2611.00002", upvotes: 99 }),
    ]);
    await room.subscribe({ recap: 6 });
    await room.runUntil("2026-11-19T08:05:00Z");
    const saved = { team: "slack:T1", user: "slack:T1/U1", paper: "2611.00001", origin: "command" };
    await room.store.saves.add(saved, "Ana", room.time.clock());
    room.sleepUntil("2026-11-21T07:59:00Z");
    await room.runUntil("2026-11-21T08:05:00Z");
    const recaps = room.slack.posts.filter(({ message }) => message.title?.startsWith("The week"));
    expect(recaps.map(({ place, message }) => [place, message.lead])).toEqual([
      [channel, "2 papers shown this week, 1 saved"],
    ]);
    expect(recaps[0]?.message.cards?.[0]?.title).toBe("Saved");
    expect(await room.outcome("2026-11-21", { kind: "recap" })).toBe("posted: the week's recap");
  });

  test("does not move what #3 means: that stays the last digest", async () => {
    const room = await aNewsroom();
    room.list("2026-11-19", [aPaper()]);
    await room.subscribe({ recap: 4 });
    await room.runUntil("2026-11-19T08:05:00Z");
    expect((await room.store.posts.latestDigest("slack:T1", channel))?.papers).toEqual(["2611.00001"]);
  });

  test("without anything shown is no post, and the outcome says why", async () => {
    const room = await aNewsroom();
    await room.subscribe({ recap: 4 });
    await room.runUntil("2026-11-19T08:05:00Z");
    expect(room.slack.posts).toEqual([]);
    expect(await room.outcome("2026-11-19", { kind: "recap" })).toBe(
      "nothing new: no paper was shown here this week",
    );
  });
});
