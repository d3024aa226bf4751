import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { aPaper, aRecord } from "../support/builders.ts";
import { atomFeed } from "../support/huggingface-server.ts";
import { aPlace } from "../support/program.ts";
import { describeRecorded, recordedFiles } from "../support/recorded.ts";

describe("paperboy import", () => {
  it("reads files in any order, several times, without doubling anything, and ends with counts", async () => {
    const place = aPlace();
    const old = [aRecord({ upvotes: 5, submittedOnDailyAt: "2026-11-17T00:00:00.000Z" })];
    const fresh = [aRecord({ upvotes: 50 }), aRecord({ id: "2611.00002", title: "Another" })];
    writeFileSync(join(place.folder, "old.json"), `\uFEFF${JSON.stringify(old)}`);
    writeFileSync(join(place.folder, "fresh.json"), JSON.stringify(fresh));
    writeFileSync(join(place.folder, "atom.xml"), atomFeed([aPaper({ id: "2601.00007" })]));
    const first = await place.run(["import", "fresh.json", "old.json", "atom.xml"]);
    expect(first.stdout).toBe("read 4, new 3, changed 1, skipped 0\n");
    const again = await place.run(["import", "old.json", "fresh.json", "atom.xml"]);
    expect(again.stdout).toBe("read 4, new 0, changed 0, skipped 0\n");
    const shown = await place.run(["ask", "show 2611.00001"]);
    expect(shown.stdout).toContain("▲ 50");
    expect(shown.stdout).toContain("listed Tue 17 Nov 2026 and Thu 19 Nov 2026");
  });

  it("skips, counts and names single records that cannot be used, and exits 0", async () => {
    const place = aPlace();
    writeFileSync(
      join(place.folder, "some.json"),
      JSON.stringify([aRecord(), aRecord({ id: "2611.00002", title: 7 }), { nothing: true }]),
    );
    const { status, stdout, stderr } = await place.run(["import", "some.json"]);
    expect(stdout).toBe("read 3, new 1, changed 0, skipped 2\n");
    expect(stderr).toContain("2611.00002");
    expect(stderr).toContain("title is missing or of a wrong type");
    expect(status).toBe(0);
  });

  it.each([
    ["no.json", undefined, "cannot be read"],
    ["text.json", "hello", "is not JSON"],
    ["cut.json", '[{"paper":', "is not JSON"],
    ["object.json", '{"error":"Not found"}', "no list of papers"],
    ["numbers.json", "[1,2,3]", "not of papers"],
    ["people.json", '[{"name":"bob"},null,[]]', "not of papers"],
    ["page.html", "<html><body>Sign in</body></html>", "no Atom feed"],
  ])(
    "%s: one line names the file and the mend, and the other files are still read",
    async (name, content, sentence) => {
      const place = aPlace();
      if (content !== undefined) writeFileSync(join(place.folder, name), content);
      writeFileSync(join(place.folder, "good.json"), JSON.stringify([aRecord()]));
      const { status, stdout, stderr } = await place.run(["import", name, "good.json"]);
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect(stderr).toContain(`"${name}"`);
      expect(stderr).toContain(sentence);
      expect(stdout).toContain("read 1, new 1");
      expect(status).toBe(1);
    },
  );
});

describe("paperboy import, of what is no file", () => {
  it("says so in words", async () => {
    const { status, stderr } = await aPlace().run(["import", "nofile.json", "."]);
    expect(stderr).toContain(
      '"nofile.json" cannot be read (there is no such file or folder): name a saved answer',
    );
    expect(stderr).toContain('"." cannot be read (it is a folder): name a saved answer');
    expect(stderr).not.toMatch(/ENOENT|EISDIR/);
    expect(status).toBe(1);
  });
});

describe("paperboy backup", () => {
  it("writes one file that works in the database's place", async () => {
    const place = aPlace();
    writeFileSync(join(place.folder, "day.json"), JSON.stringify([aRecord()]));
    await place.run(["import", "day.json"]);
    const { status, stdout } = await place.run(["backup", "copy.db"]);
    expect(stdout).toContain("Written: copy.db");
    expect(status).toBe(0);
    const copy = await place.run(["ask", "show 2611.00001"], { env: { DATABASE_URL: "copy.db" } });
    expect(copy.stdout).toContain("Walking Robots That Read Maps");
  });

  it("does not write over a file that is something else, or over the database", async () => {
    const place = aPlace();
    await place.run(["ask", "status"]);
    writeFileSync(join(place.folder, "letter.txt"), "Dear Ana, this is not a database.");
    expect((await place.run(["backup", "letter.txt"])).status).toBe(1);
    expect(readFileSync(join(place.folder, "letter.txt"), "utf8")).toContain("Dear Ana");
    expect((await place.run(["backup", "paperboy.db"])).stderr).toContain("is there already");
    expect((await place.run(["backup", "no/such/place.db"])).stderr).toBe(
      "The backup no/such/place.db cannot be written (there is no such file or folder): name a file in a folder you may write to.\n",
    );
  });

  it("says so where there is no database yet, and makes none", async () => {
    const place = aPlace();
    expect((await place.run(["backup", "copy.db"])).stderr).toContain("There is no database");
    expect(() => statSync(join(place.folder, "paperboy.db"))).toThrow();
  });
});

describeRecorded("recorded answers", () => {
  it("give all 34 papers of 16 June through the pages, by their newest known upvotes", async () => {
    const place = aPlace();
    const imported = await place.run(["import", ...recordedFiles("hf", ".json").reverse()]);
    expect(imported.stdout).toBe("read 187, new 186, changed 1, skipped 0\n");
    const pages = Array.from({ length: 7 }, (_, i) => `/papers date 2026-06-16 page:${i + 1}`);
    const { stdout } = await place.run(["ask", "-"], { input: pages.join("\n") });
    const cards = stdout
      .trim()
      .split("\n")
      .flatMap((line) => JSON.parse(line).message.cards);
    expect(new Set(cards.map(({ url }) => url)).size).toBe(34);
    expect(cards.map(({ number }) => number)).toEqual(Array.from({ length: 34 }, (_, i) => i + 1));
    const votes = cards.map(({ facts }) => Number(/▲ (\d+)/.exec(facts[0])?.[1]));
    expect(votes).toEqual(votes.toSorted((a, b) => b - a));
  });

  it("know both list days of a paper that was listed twice", async () => {
    const place = aPlace();
    await place.run(["import", ...recordedFiles("hf", ".json")]);
    expect((await place.run(["ask", "/papers show 2606.11176"])).stdout).toContain(
      "listed Wed 10 Jun 2026 and Tue 16 Jun 2026",
    );
  });
});
