import { dayOf } from "../../calendar.ts";
import { known, type Paper } from "../../paper.ts";
import type { Papers, Prepared, ToldPapers, UpsertCounts } from "../store.ts";
import type { Connection } from "./database.ts";
import { createIndexWriter } from "./index-writer.ts";
import { columns, differ, merge, type Row, shown, texts, toPaper, toRow } from "./paper-rows.ts";

type Stored = Row & { readonly rowid: number };
type Outcome = "added" | "changed" | "same";

export function createPapers(db: Connection): Papers {
  const byId = db.prepare<[string], Stored>("SELECT * FROM paper WHERE id = ?");
  const daysOf = db.prepare<[string], string>("SELECT day FROM listing WHERE paper = ? ORDER BY day").pluck();
  const insert = db.prepare<[Row]>(
    `INSERT INTO paper (${columns.join(", ")}) VALUES (${columns.map((name) => `@${name}`).join(", ")})`,
  );
  const index = createIndexWriter(db);
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
  const read = (row: Row): Paper => toPaper(row, daysOf.all(row.id));

  /** Writes what is told of each paper, and says what that was to each that was given. */
  const describe = (answers: readonly ToldPapers[]): readonly Outcome[] => {
    const stored = new Map<string, Stored | undefined>();
    const rows = new Map<string, Row>();
    const prepared = new Map<string, Prepared | undefined>();
    const outcomes = answers.flatMap(({ papers, asOf, prepared: parts }) =>
      papers.map((paper, i): Outcome => {
        // Of a paper that is told twice the texts may be of both.
        prepared.set(paper.id, prepared.has(paper.id) ? undefined : parts?.[i]);
        if (!stored.has(paper.id)) stored.set(paper.id, byId.get(paper.id));
        const before = rows.get(paper.id) ?? stored.get(paper.id);
        const after = merge(before, toRow(paper, asOf.getTime()));
        rows.set(paper.id, after);
        if (!before) return "added";
        return differ(before, after, shown) ? "changed" : "same";
      }),
    );
    for (const [id, before] of stored) {
      const after = rows.get(id);
      if (!before || !after || !differ(before, after, columns)) continue;
      update.run(after);
      if (differ(before, after, texts)) index.replace(before.rowid, before, after);
    }
    index.add(
      [...rows.values()]
        .filter(({ id }) => !stored.get(id))
        .map((row) => ({
          rowid: Number(insert.run(row).lastInsertRowid),
          texts: row,
          prepared: prepared.get(row.id),
        })),
    );
    return outcomes;
  };
  /** Notes its list days and its votes. @returns whether one of the days was new */
  const note = ({ id, listDays, upvotes }: Paper, asOf: Date): boolean => {
    if (upvotes !== undefined) vote.run(id, dayOf(asOf), asOf.getTime(), upvotes);
    return listDays.filter((day) => list.run(id, day).changes > 0).length > 0;
  };
  const upsertTold = db.transaction((answers: readonly ToldPapers[]): UpsertCounts => {
    const counts = { added: 0, changed: 0, same: 0 };
    const outcomes = describe(answers);
    const relisted = answers.flatMap(({ papers, asOf }) => papers.map((paper) => note(paper, asOf)));
    for (const [i, outcome] of outcomes.entries())
      counts[outcome === "same" && relisted[i] ? "changed" : outcome]++;
    return { added: counts.added, changed: counts.changed };
  });
  const upsertAll = (answers: readonly ToldPapers[]): UpsertCounts => {
    try {
      return upsertTold.immediate(answers);
    } catch (error) {
      index.rolledBack();
      throw error;
    }
  };

  return {
    async upsert(papers, asOf) {
      return upsertAll([{ papers, asOf }]);
    },
    async upsertAll(answers) {
      return upsertAll(answers);
    },
    async get(id) {
      const row = byId.get(id);
      return row && read(row);
    },
    async getMany(ids) {
      return ids.flatMap((id) => {
        const row = byId.get(id);
        return row ? [read(row)] : [];
      });
    },
    async listed(from, to) {
      return db
        .prepare<[string, string], string>(
          `SELECT id FROM paper WHERE id IN (SELECT paper FROM listing WHERE day BETWEEN ? AND ?)
           ORDER BY coalesce(upvotes, 0) DESC, coalesce(comments, 0) DESC, id`,
        )
        .pluck()
        .all(from, to);
    },
    async newestListDays(upTo, most) {
      return db
        .prepare<[string, number], string>(
          "SELECT DISTINCT day FROM listing WHERE day <= ? ORDER BY day DESC LIMIT ?",
        )
        .pluck()
        .all(upTo, most);
    },
    async upvoteHistory(id) {
      return db
        .prepare<[string], { at: number; upvotes: number }>(
          `SELECT at, upvotes FROM (
             SELECT at, upvotes, lag(upvotes) OVER (ORDER BY at) AS before FROM upvote_history WHERE paper = ?
           ) WHERE upvotes IS NOT before ORDER BY at`,
        )
        .all(id)
        .map(({ at, upvotes }) => ({ at: new Date(at), upvotes }));
    },
    async reach() {
      const row = db
        .prepare<[], { papers: number; oldest: string | null; newest: string | null }>(
          "SELECT (SELECT count(*) FROM paper) AS papers, min(day) AS oldest, max(day) AS newest FROM listing",
        )
        .get();
      return { papers: row?.papers ?? 0, ...known({ oldest: row?.oldest, newest: row?.newest }) };
    },
  };
}
