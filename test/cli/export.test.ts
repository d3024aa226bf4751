import { join } from "node:path";
import { parse as parseBibtex } from "@retorquere/bibtex-parser";
import { beforeAll, describe, expect, it } from "vitest";
import { exportPapers } from "../../src/export/index.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import { papers } from "../support/builders.ts";
import { aPlace, type Outcome, type Place } from "../support/program.ts";

const day = 86_400_000;
const id = (n: number): string => `2611.${String(n).padStart(5, "0")}`;

/** A place whose teams saved these papers, paper `n` as many days ago. */
async function aPlaceOf(teams: Readonly<Record<string, readonly number[]>>): Promise<Place> {
  const place = aPlace();
  const store = openStore(join(place.folder, "paperboy.db"));
  await store.papers.upsert(papers(40), new Date());
  for (const [team, numbers] of Object.entries(teams)) {
    for (const n of numbers) {
      const save = { team, user: `${team}/U1`, paper: id(n), origin: "command" };
      await store.saves.add(save, "Ana", new Date(Date.now() - n * day));
    }
  }
  await store.close();
  return place;
}
const oneLine = ({ stdout, stderr }: Outcome): string => {
  expect(stdout).toBe("");
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  return stderr.trimEnd();
};

describe("paperboy export of the only team", () => {
  let place: Place;
  beforeAll(async () => {
    place = await aPlaceOf({ "slack:T1": [1, 2, 35] });
  });

  it("writes just the file on standard output, newest first", async () => {
    const { status, stdout, stderr } = await place.run(["export", "json"]);
    expect([status, stderr]).toEqual([0, ""]);
    const rows = JSON.parse(stdout) as { readonly id: string; readonly saved_by: unknown }[];
    expect(rows.map((row) => row.id)).toEqual([1, 2, 35].map(id));
    expect(rows[0]?.saved_by).toEqual(["Ana"]);
    const savedAt = (n: number) => new Date((rows[n - 1] as unknown as { saved_at: string }).saved_at);
    const expected = papers(2).map((paper, i) => ({ paper, savedAt: savedAt(i + 1), savedBy: ["Ana"] }));
    const { stdout: file } = await place.run(["export", "json", "--since", "30d", "--team", "slack:T1"]);
    expect(file).toBe(exportPapers("json", expected).content);
  });

  it("is what a reader of the format reads", async () => {
    const { stdout } = await place.run(["export", "BIB"]);
    expect(parseBibtex(stdout).errors).toEqual([]);
    expect(parseBibtex(stdout).entries.map(({ fields }) => fields.eprint)).toEqual([1, 2, 35].map(id));
  });

  it("refuses what is no format or no day with status 2, and one line that has the mend", async () => {
    const [pdf, never, none] = await Promise.all([
      place.run(["export", "pdf"]),
      place.run(["export", "csv", "--since", "never"]),
      place.run(["export"]),
    ]);
    expect(pdf.status).toBe(2);
    expect(oneLine(pdf)).toBe('"pdf" is not a format. There are bibtex, ris, csv, json, markdown.');
    expect(never.status).toBe(2);
    expect(oneLine(never)).toMatch(
      /^"--since never" is not a day: write --since \d{4}-\d\d-\d\d, or --since 30d/,
    );
    expect(none.status).toBe(2);
    expect(oneLine(none)).not.toBe("");
  });

  it("ends with status 1 where that team, or nobody since then, saved anything", async () => {
    const [unknown, late] = await Promise.all([
      place.run(["export", "csv", "--team", "slack:T9"]),
      place.run(["export", "csv", "--since", "0d"]),
    ]);
    expect(unknown.status).toBe(1);
    expect(oneLine(unknown)).toBe('Team "slack:T9" has saved nothing. These have: slack:T1');
    expect(late.status).toBe(1);
    expect(oneLine(late)).toBe('Team "slack:T1" has saved nothing since then.');
  });
});

describe("paperboy export elsewhere", () => {
  it("asks which team where several saved something, naming them, and takes the one that is named", async () => {
    const place = await aPlaceOf({ "slack:T1": [1], "discord:7": [2] });
    const [which, named] = await Promise.all([
      place.run(["export", "ris"]),
      place.run(["export", "ris", "--team", "discord:7"]),
    ]);
    expect(which.status).toBe(2);
    expect(oneLine(which)).toBe(
      "Several teams have saved papers; say which with --team: discord:7, slack:T1",
    );
    expect(named.status).toBe(0);
    expect(named.stdout.match(/^TY {2}- /gm)).toHaveLength(1);
    expect(named.stdout).toContain(id(2));
  });

  it("says so where nothing is saved yet, or only by people for themselves", async () => {
    const place = await aPlaceOf({});
    const store = openStore(join(place.folder, "paperboy.db"));
    const save = { team: "slack:T1", user: "slack:T1/U1", paper: id(1) };
    await store.saves.keepPrivate(save, "Ana", new Date());
    await store.close();
    const { status, ...written } = await place.run(["export", "csv"]);
    expect(status).toBe(1);
    expect(oneLine({ status, ...written })).toBe(
      "No team has saved anything yet, so there is nothing to export.",
    );
  });
});
