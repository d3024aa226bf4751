import { describe, expect, test } from "vitest";
import { createFreshness } from "../../src/collect/freshness.ts";
import { papers } from "../support/builders.ts";
import { gone } from "../support/fake-source.ts";
import { aNewsroom, type Newsroom } from "../support/newsroom.ts";

const thursday = "2026-11-19";
const eight = `${thursday}T08:00:00Z`;
const asker = ({ source, store, time }: Newsroom) => createFreshness({ source, store, clock: time.clock });

describe("how fresh the store is", () => {
  test("a store that is an hour old is refreshed first, and then there is no trouble", async () => {
    const room = await aNewsroom(eight);
    room.list(thursday, papers(3));
    expect(await asker(room)()).toEqual({});
    expect(await room.store.papers.newestListDays(thursday, 1)).toEqual([thursday]);
  });

  test("one answer serves all who ask within a minute", async () => {
    const room = await aNewsroom(eight);
    const freshness = asker(room);
    await Promise.all([freshness(), freshness(), freshness()]);
    expect(new Set(room.source.asked).size).toBe(room.source.asked.length);
    room.source.trouble = gone;
    room.time.set(`${thursday}T08:00:59Z`);
    expect(await freshness()).toEqual({});
  });

  test("a minute later it is asked again: trouble passes", async () => {
    const room = await aNewsroom(eight);
    const freshness = asker(room);
    room.source.trouble = gone;
    expect((await freshness()).trouble).toBe(gone().message);
    room.source.trouble = () => undefined;
    room.time.set(`${thursday}T08:01:00Z`);
    expect(await freshness()).toEqual({});
  });

  test("also when the clock was set back", async () => {
    const room = await aNewsroom(eight);
    const freshness = asker(room);
    room.source.trouble = gone;
    await freshness();
    room.source.trouble = () => undefined;
    room.time.set(`${thursday}T03:00:00Z`);
    expect(await freshness()).toEqual({});
  });

  test("trouble comes with the time of the last answer", async () => {
    const room = await aNewsroom(eight);
    await asker(room)();
    room.source.trouble = gone;
    room.time.set(`${thursday}T11:00:00Z`);
    expect(await asker(room)()).toEqual({ trouble: gone().message, answeredAt: new Date(eight) });
  });

  test("trouble without any answer ever says so by leaving the time out", async () => {
    const room = await aNewsroom(eight);
    room.source.trouble = gone;
    expect(await asker(room)()).toEqual({ trouble: gone().message });
  });
});
