import { expect, test } from "vitest";
import type { Paper } from "../../src/model/paper.ts";
import type { Connection } from "../../src/store/sqlite/connection.ts";
import { openDatabase } from "../../src/store/sqlite/database.ts";
import { createPapers } from "../../src/store/sqlite/papers.ts";
import { prepare } from "../../src/store/sqlite/prepare.ts";
import type { ToldPapers } from "../../src/store/store.ts";
import { aPaper } from "../support/builders.ts";
import { at } from "../support/open-store.ts";

const papers: readonly Paper[] = [
  aPaper(),
  aPaper({
    id: "2611.00002",
    title: "LoRA für Ölbäume",
    authors: ["İlker Şahin"],
    keywords: ["fine-tuning"],
  }),
  aPaper({ id: "2611.00003", title: "拡散モデル", abstract: "𝒳 is a 🤗 state-of-the-art emoji‑free text." }),
];

/** The index as it lies in the file, whatever the order of a paper's keys. */
function indexOf(db: Connection): readonly unknown[] {
  const rows = db.prepare<[], { paper: number; keys: Buffer }>(
    "SELECT paper, keys FROM fresh JOIN document USING (document) ORDER BY paper",
  );
  return rows.all().map(({ paper, keys }) => {
    const each = Array.from({ length: keys.length / 8 }, (_, i) => keys.toString("hex", 8 * i, 8 * i + 8));
    return [paper, each.sort()];
  });
}

async function indexAfter(...answers: readonly ToldPapers[]): Promise<readonly unknown[]> {
  const db = openDatabase(":memory:");
  await createPapers(db).upsertAll(answers);
  const index = indexOf(db);
  db.close();
  return index;
}

test("a paper's words are the same, whoever makes them ready", async () => {
  const told = { papers, asOf: at(1) };
  const plain = await indexAfter(told);
  expect(await indexAfter({ ...told, prepared: prepare(papers) })).toEqual(plain);
  expect(plain.flat(2).length).toBeGreaterThan(50);
});

test("a paper that two answers tell of is found by what it is after both", async () => {
  const [first, second] = [aPaper({ abstract: "Slow boats." }), aPaper({ abstract: "Quick boats." })];
  const answers = [first, second].map((paper, i) => ({
    papers: [paper],
    asOf: at(i + 1),
    prepared: prepare([paper]),
  }));
  expect(await indexAfter(...answers)).toEqual(await indexAfter({ papers: [second], asOf: at(2) }));
});

test("a paper that is stored already keeps what the answer does not tell", async () => {
  const { abstract, ...short } = aPaper();
  const db = openDatabase(":memory:");
  const store = createPapers(db);
  await store.upsert([aPaper()], at(1));
  const before = indexOf(db);
  await store.upsertAll([{ papers: [short], asOf: at(2), prepared: prepare([short]) }]);
  expect(abstract).toBeDefined();
  expect(indexOf(db)).toEqual(before);
  db.close();
});
