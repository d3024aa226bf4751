import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { addDays, dayOf, weekdaysBack } from "../../src/calendar/days.ts";
import { aRecord } from "../support/builders.ts";
import { type FakeHuggingFace, startHuggingFace } from "../support/huggingface-server.ts";
import { aPlace, collect } from "../support/program.ts";

let server: FakeHuggingFace | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

/** The newest weekdays, today's or Friday's first. */
const weekdays = [...weekdaysBack(dayOf(new Date()), addDays(dayOf(new Date()), -10))];

async function aServer(): Promise<FakeHuggingFace> {
  const days = new Map(
    weekdays.slice(0, 3).map((day, d) => [
      day,
      Array.from({ length: 6 }, (_, i) =>
        aRecord({
          id: `2611.0${d}00${i}`,
          title: `Walk ${d}-${i}`,
          upvotes: 60 - 10 * i - d,
          submittedOnDailyAt: `${day}T00:00:00.000Z`,
        }),
      ),
    ]),
  );
  server = await startHuggingFace({ days });
  return server;
}

describe("paperboy without a token", () => {
  it("shows today's digest from Hugging Face, answers the lines it reads, and exits 0 at their end", async () => {
    const { url } = await aServer();
    const { status, stdout } = await aPlace(url).run([], {
      input: "/papers show #1\n/papers search walk top:3\n",
    });
    expect(stdout).toContain("18 new on the list, 10 shown");
    expect(stdout.indexOf("Walk 0-0")).toBeLessThan(
      stdout.indexOf("arXiv: https://arxiv.org/abs/2611.00000"),
    );
    expect(stdout).toContain("Search: walk top:3".replace(" top:3", ""));
    expect(status).toBe(0);
  });

  it("says in one line what failed and works on the sample where nothing can be fetched or is stored", async () => {
    const place = aPlace();
    const { status, stdout } = await place.run([], { input: "/papers week\nreact 1 🔖\n/papers show #1\n" });
    const text = stdout.replaceAll("\n", " ");
    expect(text).toMatch(
      /^Hugging Face could not be reached \(connection refused\), and nothing is stored yet: this is the bundled sample of 40 papers\./,
    );
    expect(text).toContain("40 new on the list, 10 shown");
    expect(text).toContain("saved by you");
    expect(status).toBe(0);
    const stored = await place.run(["ask", "--json", "/papers today"]);
    expect(JSON.parse(stored.stdout).message.cards).toBeUndefined();
  });

  it("shows what is stored where the source fails, and says why", async () => {
    const place = aPlace();
    writeFileSync(join(place.folder, "day.json"), JSON.stringify([aRecord({ title: "Stored before" })]));
    await place.run(["import", "day.json"]);
    const { status, stdout } = await place.run([]);
    expect(stdout).toContain("1. Stored before");
    expect(stdout).toContain("Hugging Face could not be reached (connection refused). React");
    expect(status).toBe(0);
  });

  it("fills the archive in the background and goes on with it at the next start", async () => {
    const { url, requests } = await aServer();
    const place = aPlace(url);
    const child = place.start([]);
    const shown = collect(child);
    const asked = () => requests.map((request) => new URL(request.url, url).searchParams.get("date"));
    await until(() => new Set(asked()).size > 7);
    child.stdin?.end();
    const [status] = await once(child, "close");
    expect(status).toBe(0);
    expect(shown().stderr).not.toMatch(/error|archive/i);
  });

  it.skipIf(process.platform === "win32")(
    "ends when it is interrupted while it still waits for the source",
    async () => {
      const { url, next, requests } = await aServer();
      next(...Array(5).fill("hang"));
      const child = aPlace(url).start([]);
      await until(() => requests.length > 0);
      child.kill("SIGINT");
      expect((await once(child, "close"))[0]).toBe(0);
    },
  );

  it("names itself to the source", async () => {
    const { url, requests } = await aServer();
    await aPlace(url).run(["ask", "search nothing of the kind"]);
    expect(requests[0]?.headers["user-agent"]).toMatch(/^paperboy\/\d/);
  });

  it.skipIf(process.platform === "win32").each(["SIGINT", "SIGTERM"] as const)(
    "ends with status 0 on %s",
    async (signal) => {
      const { url } = await aServer();
      const child = aPlace(url).start([]);
      const shown = collect(child);
      await until(() => shown().stdout.includes("10 shown"));
      child.kill(signal);
      const [status] = await once(child, "close");
      expect(status).toBe(0);
      expect(shown().stderr).not.toContain("stopped by");
    },
  );
});

/** Waits, for at most some seconds, until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !isSo(); i++) await new Promise((done) => setTimeout(done, 50));
  expect(isSo()).toBe(true);
}
