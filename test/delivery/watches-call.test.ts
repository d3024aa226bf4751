import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { addDays, weekdaysBack } from "../../src/calendar/days.ts";
import { runProgram } from "../../src/cli/program.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import { papers } from "../support/builders.ts";
import { aHost, aPlatform } from "../support/host.ts";

const at = "2026-11-20T08:00:30Z";
const noon = new Date("2026-11-19T12:00:00Z");
const [ana, li] = ["owl:t/ana", "owl:t/li"] as const;

/** Ana in Berlin and Li in New York watch robots since yesterday, and two are new. */
async function aNight(now = at) {
  const owl = aPlatform("owl");
  const out = () => new PassThrough() as unknown as NodeJS.WriteStream & PassThrough;
  const host = aHost([owl.entry], { OWL_TOKEN: "hoot" }, { clock: () => new Date(at) });
  const store = openStore(host.env.DATABASE_URL ?? "");
  for (const [user, zone, due] of [
    [ana, "Europe/Berlin", "2026-11-20T08:00:00Z"],
    [li, "America/New_York", "2026-11-20T14:00:00Z"],
  ] as const) {
    await store.watches.add({ team: "owl:t", user, query: "robots", tell: "dm" }, [], noon);
    await store.watches.plan({ team: "owl:t", user, zone }, new Date(due));
  }
  await store.papers.upsert(
    papers(2, () => ({ title: "Robots" })),
    noon,
  );
  for (const day of weekdaysBack("2026-11-20", addDays("2026-11-20", -20)))
    await store.collection.markFetched(day, new Date(now));
  await store.close();
  const run = async (...words: string[]) => {
    const stdout = out();
    const status = await runProgram(["deliver", ...words], { ...host, stdout });
    stdout.end();
    return { status, lines: (await text(stdout)).trim().split("\n").filter(Boolean) };
  };
  return { owl, host, run };
}

test("paperboy deliver tells whoever is due what their watches found, once", async () => {
  const { owl, host, run } = await aNight();
  expect((await run()).status).toBe(0);
  expect(owl.posts.map(({ place, message }) => [place, message.lead])).toEqual([[ana, "2 new matches"]]);
  expect(host.complaints()).toContain("1 delivery taken up.");
  await run();
  expect(owl.posts).toHaveLength(1);
});

test("paperboy deliver --at tells whoever is due at that time", async () => {
  const { owl, run } = await aNight("2026-11-20T14:00:00Z");
  await run("--at", "2026-11-20T14:00:30Z");
  expect(owl.posts.map(({ place }) => place).toSorted()).toEqual([ana, li]);
});

test("with --dry-run it prints a line for whoever would be told, and tells nobody before it is run", async () => {
  const { owl, host, run } = await aNight();
  const dry = await run("--dry-run");
  expect(dry.lines).toEqual([`${ana} watch 2026-11-20 0: Your watches, Fri 20 Nov (2 papers)`]);
  expect(await run("--dry-run")).toEqual(dry);
  expect(owl.posts).toEqual([]);
  await run();
  expect(owl.posts).toHaveLength(1);
  expect(await run("--dry-run")).toEqual({ status: 0, lines: [] });
  expect(host.complaints()).toContain("Nothing would be posted.");
});
