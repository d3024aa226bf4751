import type { Post, Posts } from "../store.ts";
import type { Connection } from "./database.ts";

type Row = Omit<Post, "papers"> & { readonly papers: string };

export function createPosts(db: Connection): Posts {
  const read = (row: Row | undefined): Post | undefined => row && { ...row, papers: JSON.parse(row.papers) };
  return {
    async record({ id, team, channel, kind, papers }, at) {
      db.prepare<[string, string, string, string, string, number]>(
        `INSERT INTO post (id, team, channel, kind, papers, at) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET papers = excluded.papers, kind = excluded.kind, at = excluded.at`,
      ).run(id, team, channel, kind, JSON.stringify(papers), at.getTime());
    },
    async get(team, id) {
      return read(
        db
          .prepare<[string, string], Row>(
            "SELECT id, team, channel, kind, papers FROM post WHERE id = ? AND team = ?",
          )
          .get(id, team),
      );
    },
    async shownSince(team, channel, since) {
      return db
        .prepare<[string, string, number], string>(
          `SELECT DISTINCT value FROM post, json_each(post.papers)
           WHERE team = ? AND channel = ? AND kind = 'digest' AND at >= ?`,
        )
        .pluck()
        .all(team, channel, since.getTime());
    },
    async latestDigest(team, channel) {
      return read(
        db
          .prepare<[string, string], Row>(
            `SELECT id, team, channel, kind, papers FROM post
             WHERE team = ? AND channel = ? AND kind = 'digest' ORDER BY at DESC, id DESC LIMIT 1`,
          )
          .get(team, channel),
      );
    },
    async digestOf(team, channel, paper) {
      const at = db
        .prepare<[string, string, string], number | null>(
          `SELECT min(at) FROM post, json_each(post.papers)
           WHERE team = ? AND channel = ? AND kind = 'digest' AND value = ?`,
        )
        .pluck()
        .get(team, channel, paper);
      return at == null ? undefined : new Date(at);
    },
    async recent(platform, since, most) {
      return db
        .prepare<[string, string, number, number], Row>(
          `SELECT id, team, channel, kind, papers FROM post
           WHERE id >= ? || ':' AND id < ? || ';' AND at >= ? AND papers <> '[]' ORDER BY at DESC, id DESC LIMIT ?`,
        )
        .all(platform, platform, since.getTime(), most)
        .map((row) => ({ ...row, papers: JSON.parse(row.papers) }));
    },
    async markSeen(channel, papers, at) {
      db.prepare<[string, number, string]>(
        "INSERT INTO seen (channel, paper, at) SELECT ?, value, ? FROM json_each(?) WHERE true ON CONFLICT DO NOTHING",
      ).run(channel, at.getTime(), JSON.stringify(papers));
    },
  };
}
