import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { dayOf } from "../../calendar/days.ts";
import type { Paper } from "../../model/paper.ts";
import { keysOf } from "../../search/index/keys.ts";
import { createUpkeep } from "../../search/index/upkeep.ts";
import { createIndexWriter } from "../../search/index/writer.ts";
import type { Prepared } from "../../search/search.ts";
import type { ToldPapers, UpsertCounts } from "../store.ts";
import type { Connection } from "./connection.ts";
import { columns, differ, merge, type Row, shown, texts, toRow } from "./paper-rows.ts";

type Stored = Row & { readonly rowid: number };
type Outcome = "added" | "changed" | "same";

/** A paper as it was told of. */
interface Told {
  readonly paper: Paper;
  readonly asOf: Date;
  readonly row: Row;
  /** The keys of its texts, where they are known already. */
  readonly prepared: Prepared | undefined;
}

/** What is stored of papers, what of them shall be, and what that is to each that was told of. */
interface Draft {
  readonly stored: ReadonlyMap<string, Stored | undefined>;
  readonly rows: ReadonlyMap<string, Row>;
  readonly outcomes: readonly Outcome[];
}

/** Texts, and the keys they are found by. */
interface Keyed {
  readonly row: Row;
  readonly keys: Prepared;
}

/**
 * Papers that are written in one transaction, and how many characters they may have then: about ten milliseconds of work. Whatever else
 * this process or another one has to write or to answer gets its turn before the next.
 */
export const papersAtOnce = 25;
const charactersAtOnce = 60_000;
/** Milliseconds in between, for another process looks only now and then whether it may write. */
const pause = 1;

export interface PaperWriter {
  /** In parts of so few, each wholly or not at all. */
  write(answers: readonly ToldPapers[]): Promise<UpsertCounts>;
  /** Resolves when nothing is being written. */
  idle(): Promise<void>;
}

export function createPaperWriter(db: Connection): PaperWriter {
  const byId = db.prepare<[string], Stored>("SELECT * FROM paper WHERE id = ?");
  const insert = db.prepare<[Row]>(
    `INSERT INTO paper (${columns.join(", ")}) VALUES (${columns.map((name) => `@${name}`).join(", ")})`,
  );
  const update = db.prepare<[Row]>(
    `UPDATE paper SET ${columns
      .slice(1)
      .map((name) => `${name} = @${name}`)
      .join(", ")} WHERE id = @id`,
  );
  const list = db.prepare<[string, string]>(
    "INSERT INTO listing (paper, day) VALUES (?, ?) ON CONFLICT DO NOTHING",
  );
  const vote = db.prepare<[string, string, number, number]>(
    `INSERT INTO upvote_history (paper, day, at, upvotes) VALUES (?, ?, ?, ?)
     ON CONFLICT (paper, day) DO UPDATE SET at = excluded.at, upvotes = excluded.upvotes
     WHERE (excluded.at, excluded.upvotes) > (at, upvotes)`,
  );
  const index = createIndexWriter(db);
  const upkeep = createUpkeep(db, index);

  const draft = (told: readonly Told[]): Draft => {
    const stored = new Map<string, Stored | undefined>();
    const rows = new Map<string, Row>();
    const outcomes = told.map(({ row }): Outcome => {
      if (!stored.has(row.id)) stored.set(row.id, byId.get(row.id));
      const before = rows.get(row.id) ?? stored.get(row.id);
      const after = merge(before, row);
      rows.set(row.id, after);
      if (!before) return "added";
      return differ(before, after, shown) ? "changed" : "same";
    });
    return { stored, rows, outcomes };
  };
  /** Keys take longer than all else. */
  const keysFor = (told: readonly Told[], { stored, rows }: Draft): ReadonlyMap<string, Keyed> => {
    const known = new Map<string, Keyed>();
    for (const { row, prepared } of told) if (prepared) known.set(row.id, { row, keys: prepared });
    for (const [id, row] of rows)
      if (isOther(stored.get(id), row, texts)) known.set(id, keyed(row, known.get(id)));
    return known;
  };
  const write = ({ stored, rows }: Draft, known: ReadonlyMap<string, Keyed>): void => {
    const placed = [];
    for (const [id, row] of rows) {
      const before = stored.get(id);
      if (!isOther(before, row, columns)) continue;
      const rowid = before ? before.rowid : Number(insert.run(row).lastInsertRowid);
      if (before) update.run(row);
      if (!isOther(before, row, texts)) continue;
      placed.push({ rowid, texts: row, keys: keyed(row, known.get(id)).keys });
    }
    index.put(placed);
  };
  /** Notes its list days and its votes. @returns whether one of the days was new */
  const note = ({ paper: { id, listDays, upvotes }, asOf }: Told): boolean => {
    if (upvotes !== undefined) vote.run(id, dayOf(asOf), asOf.getTime(), upvotes);
    return listDays.filter((day) => list.run(id, day).changes > 0).length > 0;
  };
  // Tells whether another connection wrote since (https://www.sqlite.org/pragma.html#pragma_data_version).
  const version = db.prepare<[], number>("PRAGMA data_version").pluck();
  const writeDrafted = db.transaction(
    (told: readonly Told[], drafted: Draft, known: ReadonlyMap<string, Keyed>, since: unknown) => {
      const current = version.get() === since ? drafted : draft(told);
      write(current, known);
      const relisted = told.map(note);
      return current.outcomes.map((outcome, i) => (outcome === "same" && relisted[i] ? "changed" : outcome));
    },
  );
  /** What takes long is made ready before others have to wait. */
  const writePart = (told: readonly Told[]): readonly Outcome[] => {
    const since = version.get();
    const drafted = draft(told);
    const known = keysFor(told, drafted);
    try {
      return unhurried(db, () => writeDrafted.immediate(told, drafted, known, since));
    } catch (error) {
      index.rolledBack();
      throw error;
    }
  };

  const writeAll = async (answers: readonly ToldPapers[]): Promise<UpsertCounts> => {
    const counts = { added: 0, changed: 0, same: 0 };
    let isFirst = true;
    for (const told of partsOf(answers)) {
      if (!isFirst) await sleep(pause);
      isFirst = false;
      for (const outcome of writePart(told)) counts[outcome]++;
      while (unhurried(db, upkeep)) await turn();
    }
    return { added: counts.added, changed: counts.changed };
  };
  const writing = new Set<Promise<unknown>>();
  return {
    write(answers) {
      const written = writeAll(answers).finally(() => writing.delete(written));
      writing.add(written);
      return written;
    },
    async idle() {
      while (writing.size > 0) await Promise.allSettled(writing);
    },
  };
}

const keyed = (row: Row, known: Keyed | undefined): Keyed =>
  known && !differ(known.row, row, texts) ? known : { row, keys: keysOf(row) };

const isOther = (before: Row | undefined, after: Row, names: readonly (keyof Row)[]): boolean =>
  before === undefined || differ(before, after, names);

/**
 * Without the wait for the disk at each commit: of papers a power cut may cost the newest, which are fetched again, for the line that
 * says they were comes with the next commit that waits.
 */
function unhurried<T>(db: Connection, work: () => T): T {
  db.pragma("synchronous = NORMAL");
  try {
    return work();
  } finally {
    db.pragma("synchronous = FULL");
  }
}

function* partsOf(answers: readonly ToldPapers[]): Iterable<readonly Told[]> {
  let part: Told[] = [];
  let characters = 0;
  for (const { papers, asOf, prepared } of answers)
    for (const [i, paper] of papers.entries()) {
      const row = toRow(paper, asOf.getTime());
      const length = row.title.length + (row.abstract?.length ?? 0) + row.authors.length;
      if (part.length === papersAtOnce || (part.length > 0 && characters + length > charactersAtOnce)) {
        yield part;
        part = [];
        characters = 0;
      }
      part.push({ paper, asOf, row, prepared: prepared?.[i] });
      characters += length;
    }
  if (part.length > 0) yield part;
}
