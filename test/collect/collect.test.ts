import { describe, expect, test } from "vitest";
import {
  collectDays,
  collectNewest,
  daysToCollect,
  isFresh,
  keepCollecting,
} from "../../src/collect/collect.ts";
import { SourceError, type SourceTrouble } from "../../src/errors.ts";
import { papers } from "../support/builders.ts";
import { gone } from "../support/fake-source.ts";
import { aNewsroom, type Newsroom } from "../support/newsroom.ts";

const thursday = "2026-11-19";
const noon = `${thursday}T12:00:00Z`;
const newest = [thursday, "2026-11-18", "2026-11-17", "2026-11-16", "2026-11-13"];
const depsOf = ({ source, store, time }: Newsroom) => ({ source, store, clock: time.clock });
const broken = (trouble: SourceTrouble, status?: number) =>
  new SourceError(`Hugging Face: ${trouble}`, trouble, status === undefined ? {} : { status });
const fetchedAt = async (room: Newsroom, day: string, at: string) =>
  room.store.collection.markFetched(day, new Date(at));

describe("the newest list days", () => {
  test("are fresh where all are there and the newest was fetched within the hour", async () => {
    const room = await aNewsroom(noon);
    expect(await isFresh(depsOf(room))).toBe(false);
    for (const day of newest) await fetchedAt(room, day, noon);
    expect(await isFresh(depsOf(room))).toBe(true);
    room.time.set(`${thursday}T12:59:59Z`);
    expect(await isFresh(depsOf(room))).toBe(true);
    room.time.set(`${thursday}T13:00:00Z`);
    expect(await isFresh(depsOf(room))).toBe(false);
  });

  test("are not fresh while one of them was never fetched", async () => {
    const room = await aNewsroom(noon);
    for (const day of newest.slice(0, 4)) await fetchedAt(room, day, noon);
    expect(await isFresh(depsOf(room))).toBe(false);
  });

  test("are not fresh by a fetch in the future: a clock was set ahead and back", async () => {
    const room = await aNewsroom(noon);
    for (const day of newest) await fetchedAt(room, day, "2026-11-22T12:00:00Z");
    expect(await isFresh(depsOf(room))).toBe(false);
  });

  test("on a Sunday are those up to Friday", async () => {
    const room = await aNewsroom("2026-11-22T12:00:00Z");
    await collectNewest(depsOf(room));
    expect(room.source.asked.toSorted().at(-1)).toBe("2026-11-20");
    expect(room.source.asked).toContain("2026-11-16");
  });

  test("are kept where they could be had, also when one could not", async () => {
    const room = await aNewsroom(noon);
    for (const day of newest)
      room.list(
        day,
        papers(1, () => ({ id: `${day.slice(5, 7)}${day.slice(8)}.00001` })),
      );
    room.source.trouble = (day) => (day === "2026-11-17" ? broken("failed") : undefined);
    await expect(collectNewest(depsOf(room))).rejects.toThrow("Hugging Face: failed");
    expect((await room.store.papers.reach()).papers).toBe(4);
  });

  test("today, while the source holds it for a day to come, is no trouble and not done", async () => {
    const room = await aNewsroom(`${thursday}T00:05:00Z`);
    room.source.trouble = (day) => (day === thursday ? broken("rejected", 400) : undefined);
    await collectNewest(depsOf(room));
    expect(await isFresh(depsOf(room))).toBe(false);
  });

  test("an answer that shrank removes nothing", async () => {
    const room = await aNewsroom(noon);
    room.list(thursday, papers(3));
    await collectNewest(depsOf(room));
    room.list(thursday, []);
    await collectNewest(depsOf(room));
    expect((await room.store.papers.reach()).papers).toBe(3);
  });
});

describe("days to collect", () => {
  const toCollect = (room: Newsroom, since = "2026-11-09") => daysToCollect(since, thursday, depsOf(room));

  test("are all weekdays that were never fetched, newest first", async () => {
    const room = await aNewsroom(noon);
    expect(await toCollect(room, "2026-11-13")).toEqual(newest);
  });

  test("and those whose figures may have changed: of the last 14 days, not fetched within the hour", async () => {
    const room = await aNewsroom(noon);
    await fetchedAt(room, thursday, `${thursday}T11:30:00Z`);
    await fetchedAt(room, "2026-11-18", `${thursday}T10:00:00Z`);
    await fetchedAt(room, "2026-11-17", "2026-11-17T12:00:00Z");
    await fetchedAt(room, "2026-11-16", `${thursday}T11:59:00Z`);
    // Settled: fetched 14 days after the list day.
    await fetchedAt(room, "2026-11-05", `${thursday}T00:00:00Z`);
    await fetchedAt(room, "2026-11-04", "2026-11-17T00:00:00Z");
    for (const day of ["2026-11-09", "2026-11-10"]) await fetchedAt(room, day, `${thursday}T11:30:00Z`);
    expect(await toCollect(room, "2026-11-04")).toEqual([
      "2026-11-18",
      "2026-11-17",
      "2026-11-13",
      "2026-11-12",
      "2026-11-11",
      "2026-11-06",
      "2026-11-04",
    ]);
  });

  test("and those fetched in the future: a clock was set ahead and back", async () => {
    const room = await aNewsroom(noon);
    for (const day of newest) await fetchedAt(room, day, "2026-11-22T12:00:00Z");
    expect(await toCollect(room, "2026-11-13")).toEqual(newest);
  });
});

describe("collecting days", () => {
  const collect = async (room: Newsroom, days: readonly string[] = newest) => {
    const reports: [string, number][] = [];
    const failures = await collectDays(days, depsOf(room), {}, (day, { read }) => reports.push([day, read]));
    return { reports, failures };
  };

  test("tells of each day what was read", async () => {
    const room = await aNewsroom(noon);
    room.list(thursday, papers(3));
    const { reports, failures } = await collect(room, newest.slice(0, 2));
    expect(reports).toEqual([
      [thursday, 3],
      ["2026-11-18", 0],
    ]);
    expect(failures).toEqual([]);
  });

  test.each(["rejected", "garbage", "failed"] as const)("leaves out a day that is %s", async (trouble) => {
    const room = await aNewsroom(noon);
    room.source.trouble = (day) => (day === "2026-11-17" ? broken(trouble) : undefined);
    const { reports, failures } = await collect(room);
    expect(failures).toEqual([{ day: "2026-11-17", reason: `Hugging Face: ${trouble}` }]);
    expect(reports).toHaveLength(5);
  });

  test("ends after three failures in a row, and not after three with good days between", async () => {
    const room = await aNewsroom(noon);
    room.source.trouble = (day) => (day >= "2026-11-17" ? broken("garbage") : undefined);
    await expect(collect(room)).rejects.toThrow("garbage");
    expect(room.source.asked).toEqual(newest.slice(0, 3));
    room.source.trouble = (day) => (day.endsWith("8") || day.endsWith("3") ? broken("garbage") : undefined);
    expect((await collect(room)).failures).toHaveLength(2);
  });

  test("tells of a day that failed that it did, so that nobody counts it as done", async () => {
    const room = await aNewsroom(noon);
    room.source.trouble = (day) => (day >= "2026-11-17" ? broken("rejected") : undefined);
    const reports: [string, string | undefined][] = [];
    const all = collectDays(newest, depsOf(room), {}, (day, _, failure) =>
      reports.push([day, failure?.reason]),
    );
    await expect(all).rejects.toThrow("rejected");
    expect(reports).toEqual(newest.slice(0, 3).map((day) => [day, "Hugging Face: rejected"]));
  });

  test("ends at once where the source cannot be reached", async () => {
    const room = await aNewsroom(noon);
    room.source.trouble = gone;
    await expect(collect(room)).rejects.toThrow(gone().message);
    expect(room.source.asked).toEqual([thursday]);
  });

  test("waits before each request, as it is told", async () => {
    const room = await aNewsroom(noon);
    let waits = 0;
    await collectDays(
      newest,
      depsOf(room),
      {},
      () => {},
      async () => {
        waits++;
      },
    );
    expect(waits).toBe(5);
  });
});

describe("collecting in the background", () => {
  const run = async (room: Newsroom, until: string): Promise<string[]> => {
    const said: string[] = [];
    const logger = {
      ...room.deps.logger,
      info: (...words: unknown[]) => said.push(String(words.at(-1))),
    } as typeof room.deps.logger;
    const stop = new AbortController();
    const running = keepCollecting(depsOf(room), logger, room.time.sleep, stop.signal);
    await room.time.until(until);
    stop.abort();
    await room.time.run(running);
    return said;
  };

  test("takes the newest days first and together, then the archive behind them, a second apart", async () => {
    const room = await aNewsroom(noon);
    await run(room, `${thursday}T12:00:10Z`);
    expect(room.source.asked.slice(0, 5).toSorted()).toEqual(newest.toSorted());
    expect(room.source.asked.slice(5, 9)).toEqual(["2026-11-12", "2026-11-11", "2026-11-10", "2026-11-09"]);
    expect(room.source.asked).toHaveLength(15);
  });

  test("says in one line that it could not, and tries again in an hour", async () => {
    const room = await aNewsroom(noon);
    room.source.trouble = gone;
    const said = await run(room, `${thursday}T12:59:00Z`);
    expect(said).toEqual([expect.stringContaining("tried again in an hour")]);
    room.source.trouble = () => undefined;
    room.source.asked.length = 0;
    room.time.set(`${thursday}T13:01:00Z`);
    await run(room, `${thursday}T13:01:01Z`);
    expect(room.source.asked).toContain(thursday);
  });
});
