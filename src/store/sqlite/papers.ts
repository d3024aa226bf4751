import { known, type Paper } from "../../model/paper.ts";
import type { Papers, StoredTexts } from "../store.ts";
import type { Connection } from "./connection.ts";
import { type Row, texts, toPaper } from "./paper-rows.ts";
import { createPaperWriter, type PaperWriter } from "./paper-writer.ts";

/** And `idle`, which resolves when no paper is being written. */
export function createPapers(db: Connection): Papers & Pick<PaperWriter, "idle"> {
  const byId = db.prepare<[string], Row>("SELECT * FROM paper WHERE id = ?");
  const daysOf = db.prepare<[string], string>("SELECT day FROM listing WHERE paper = ? ORDER BY day").pluck();
  const { write, idle } = createPaperWriter(db);
  const read = (row: Row): Paper => toPaper(row, daysOf.all(row.id));

  return {
    upsert: (papers, asOf) => write([{ papers, asOf }]),
    upsertAll: write,
    idle,
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
    async textsAfter(position, most) {
      return db
        .prepare<[number, number], Placed>("SELECT * FROM paper WHERE rowid > ? ORDER BY rowid LIMIT ?")
        .all(position, most)
        .map(toTexts);
    },
  };
}

type Placed = Row & { readonly rowid: number };

function toTexts(row: Placed): StoredTexts {
  const toldAt: Readonly<Record<string, number>> = JSON.parse(row.told_at);
  const times = texts.map((name) => toldAt[name] ?? 0);
  return { position: row.rowid, paper: toPaper(row, []), toldAt: new Date(Math.max(...times)) };
}
