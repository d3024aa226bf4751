import type { Post, Posts, StalePost } from "../store.ts";
import type { Connection } from "./connection.ts";

type Row = Omit<Post, "papers"> & { readonly papers: string };
type StaleRow = Row & Pick<StalePost, "message" | "changes">;

const columns = "id, team, channel, kind, papers";
/** Milliseconds: a wait that ends later than any could is from a clock that was set back since. */
const longestWait = 3_600_000;

export function createPosts(db: Connection): Posts {
  const read = <R extends Row>(row: R): Omit<R, "papers"> & Pick<Post, "papers"> => ({
    ...row,
    papers: JSON.parse(row.papers),
  });
  // "+id" leaves the search to the index of what is stale: by id it would read every post of the platform.
  const claimStale = db.prepare<object, StaleRow>(
    `UPDATE post SET write_after = @until WHERE id = (
       SELECT id FROM post WHERE stale > 0 AND (write_after <= @now OR write_after > @beyond)
         AND +id >= @platform || ':' AND +id < @platform || ';' ORDER BY write_after LIMIT 1
     ) RETURNING ${columns}, message, stale AS changes`,
  );
  // It is asked every second, so the index has only those; "+id" as above.
  const nextUnread = db.prepare<object, Row>(
    `SELECT ${columns} FROM post WHERE read_after IS NOT NULL AND kind <> 'link' AND papers <> '[]'
     AND (read_after <= @now OR read_after > @beyond) AND at >= @since
     AND +id >= @platform || ':' AND +id < @platform || ';' ORDER BY read_after, at DESC LIMIT 1`,
  );
  const markRead = db.prepare<[number | null, string]>("UPDATE post SET read_after = ? WHERE id = ?");
  const isStale = db.prepare<[], number>("SELECT 1 FROM post WHERE stale > 0 LIMIT 1").pluck();

  return {
    async record({ id, team, channel, kind, papers }, at, message) {
      // Saves may have come since it was composed, so it is looked at once.
      db.prepare<object>(
        `INSERT INTO post (${columns}, at, message, stale)
         VALUES (@id, @team, @channel, @kind, @papers, @at, @message, @message IS NOT NULL)
         ON CONFLICT (id) DO UPDATE SET papers = excluded.papers, kind = excluded.kind, at = excluded.at,
           message = coalesce(excluded.message, message), stale = stale + excluded.stale`,
      ).run({
        ...{ id, team, channel, kind },
        papers: JSON.stringify(papers),
        at: at.getTime(),
        message: message ?? null,
      });
    },
    async get(team, id) {
      const row = db
        .prepare<[string, string], Row>(`SELECT ${columns} FROM post WHERE id = ? AND team = ?`)
        .get(id, team);
      return row && read(row);
    },
    async shownSince(team, channel, since) {
      const rows = db
        .prepare<[string, string, number], { readonly paper: string; readonly at: number }>(
          `SELECT value AS paper, min(at) AS at FROM post, json_each(post.papers)
           WHERE team = ? AND channel = ? AND kind = 'digest' AND at >= ? GROUP BY value ORDER BY min(at), value`,
        )
        .all(team, channel, since.getTime());
      return new Map(rows.map(({ paper, at }) => [paper, new Date(at)]));
    },
    async latestDigest(team, channel, upTo) {
      const row = db
        .prepare<[string, string, number], Row>(
          `SELECT ${columns} FROM post
           WHERE team = ? AND channel = ? AND kind = 'digest' AND at <= ? ORDER BY at DESC, id DESC LIMIT 1`,
        )
        .get(team, channel, upTo?.getTime() ?? Number.MAX_SAFE_INTEGER);
      return row && read(row);
    },
    async digestOf(team, channel, paper) {
      const at = db
        .prepare<[string, string, string], number | null>(
          `SELECT min(at) FROM post_paper JOIN post ON post.id = post_paper.post
           WHERE post_paper.team = ? AND channel = ? AND kind = 'digest' AND paper = ?`,
        )
        .pluck()
        .get(team, channel, paper);
      return at == null ? undefined : new Date(at);
    },
    async recent(platform, since, most) {
      return db
        .prepare<[string, string, number, number], Row>(
          `SELECT ${columns} FROM post WHERE id >= ? || ':' AND id < ? || ';' AND at >= ? AND papers <> '[]'
           AND kind <> 'link' ORDER BY at DESC, id DESC LIMIT ?`,
        )
        .all(platform, platform, since.getTime(), most)
        .map(read);
    },
    async nextUnread(platform, since, now) {
      const at = now.getTime();
      const row = nextUnread.get({ platform, since: since.getTime(), now: at, beyond: at + longestWait });
      return row && read(row);
    },
    async markRead(id, next) {
      markRead.run(next?.getTime() ?? null, id);
    },
    async claimStale(platform, now, lease) {
      // Looked for before it is written: it is asked every second.
      if (isStale.get() === undefined) return undefined;
      const at = now.getTime();
      const row = claimStale.get({ platform, now: at, until: at + lease, beyond: at + longestWait });
      return row && read(row);
    },
    async rewritten({ id, changes }, message, next) {
      db.prepare<[string, number, number, string]>(
        "UPDATE post SET message = ?, stale = max(0, stale - ?), write_after = ? WHERE id = ?",
      ).run(message, changes, next.getTime(), id);
    },
    async unwritten(id, tryAfter) {
      if (tryAfter === undefined) {
        db.prepare<[string]>("UPDATE post SET message = NULL, stale = 0 WHERE id = ?").run(id);
        return;
      }
      db.prepare<[number, string]>("UPDATE post SET write_after = ? WHERE id = ?").run(
        tryAfter.getTime(),
        id,
      );
    },
    async markSeen(channel, papers, at) {
      db.prepare<[string, number, string]>(
        "INSERT INTO seen (channel, paper, at) SELECT ?, value, ? FROM json_each(?) WHERE true ON CONFLICT DO NOTHING",
      ).run(channel, at.getTime(), JSON.stringify(papers));
    },
    async showBesideLink(channel, paper, at, notSince) {
      // Whatever is in the future is from a clock that was set back since.
      const { changes } = db
        .prepare<[string, string, number, number]>(
          `INSERT INTO shown_link (channel, paper, at) VALUES (?, ?, ?)
           ON CONFLICT DO UPDATE SET at = excluded.at WHERE at <= ? OR at > excluded.at`,
        )
        .run(channel, paper, at.getTime(), notSince.getTime());
      return changes > 0;
    },
    async unshowBesideLink(channel, paper) {
      db.prepare<[string, string]>("DELETE FROM shown_link WHERE channel = ? AND paper = ?").run(
        channel,
        paper,
      );
    },
  };
}
