import { afterEach, describe, expect, it } from "vitest";
import { addDays, dayOf, weekdaysBack } from "../../src/calendar/days.ts";
import { aRecord } from "../support/builders.ts";
import { type FakeHuggingFace, startHuggingFace } from "../support/huggingface-server.ts";
import { aPlace, type Place } from "../support/program.ts";

let server: FakeHuggingFace | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

/** Tomorrow, for the program: a subscription of today is due then. */
const tomorrow = addDays(dayOf(new Date()), 1);
const env = { DEFAULT_TIME_ZONE: "UTC" };

/** A subscribed terminal, and a source with twelve papers on tomorrow's newest list day. */
async function aSubscribedPlace(wish = "subscribe 09:00 UTC daily"): Promise<Place> {
  const [day = ""] = weekdaysBack(tomorrow, addDays(tomorrow, -7));
  const records = Array.from({ length: 12 }, (_, i) =>
    aRecord({
      id: `2611.000${10 + i}`,
      title: `Walk ${i}`,
      upvotes: 90 - i,
      submittedOnDailyAt: `${day}T00:00:00.000Z`,
    }),
  );
  server = await startHuggingFace({ days: new Map([[day, records]]), today: "2100-01-01" });
  const place = aPlace(server.url);
  await place.run(["ask", wish], { env });
  return place;
}

describe("paperboy deliver", () => {
  it("posts what is due once", async () => {
    const place = await aSubscribedPlace();
    const first = await place.run(["deliver", "--at", `${tomorrow}T09:00:20Z`], { env });
    expect(first.stdout).toContain("12 new on the list, 10 shown");
    expect(first.stderr).toContain("1 delivery taken up.");
    expect(first.status).toBe(0);
    const second = await place.run(["deliver", "--at", `${tomorrow}T09:05:00Z`], { env });
    expect(second.stdout).toBe("");
    expect(second.stderr).toBe("Nothing is due.\n");
  });

  it("shows the next day what was not shown before", async () => {
    const place = await aSubscribedPlace();
    await place.run(["deliver", "--at", `${tomorrow}T09:00:20Z`], { env });
    const next = await place.run(["deliver", "--at", `${addDays(tomorrow, 1)}T09:00:20Z`], { env });
    expect(next.stdout).toContain("2 new on the list, 2 shown");
    expect(next.stdout).toContain("1. Walk 10");
  });

  it("with --dry-run prints a line for each post and records nothing", async () => {
    const place = await aSubscribedPlace("subscribe 09:00 UTC daily top:12");
    const words = ["deliver", "--at", `${tomorrow}T09:00:20Z`, "--dry-run"];
    const dry = await place.run(words, { env });
    expect(dry.stdout.trim().split("\n")).toEqual([
      expect.stringContaining(`local:me/terminal digest ${tomorrow} 0: Daily Papers`),
      expect.stringContaining(`local:me/terminal digest ${tomorrow} 1: Daily Papers`),
    ]);
    expect((await place.run(words, { env })).stdout).toBe(dry.stdout);
    const bare = await place.run([...words, "--as", "local"], { env });
    expect(JSON.parse(bare.stdout.split("\n")[0] ?? "")).toContain("1.  Walk 0");
  });

  it.each([
    [["--at", "teatime"], '"--at teatime" is not a time'],
    [["--at", "2026-02-30T09:00Z"], '"--at 2026-02-30T09:00Z" is not a time'],
    [["--at", "-1"], '"--at -1" is not a time'],
    [["--at", "+275760-09-13T00:00:00Z"], "is not a time"],
    [["--as", "local"], "--as goes with --dry-run"],
    [["--dry-run", "--as", "pigeon"], '"--as pigeon" is no platform here'],
  ])("%j is wrong usage", async (words, sentence) => {
    const { status, stderr } = await aPlace().run(["deliver", ...words]);
    expect(stderr).toContain(sentence);
    expect(status).toBe(2);
  });
});
