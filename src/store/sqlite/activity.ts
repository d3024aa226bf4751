import type { Activity, PaperWarmth } from "../library.ts";
import type { Connection } from "./connection.ts";

export function createActivity(db: Connection): Activity {
  const record = db.prepare<object>(
    `INSERT INTO act (team, paper, user, kind, ref, channel, done, changed_at)
     SELECT @team, @paper, @user, @kind, @ref, @channel, @done, @at
     WHERE NOT EXISTS (SELECT 1 FROM forgotten WHERE user = forgotten_mark(@user) AND at >= @at)
     ON CONFLICT DO UPDATE SET done = excluded.done, changed_at = excluded.changed_at, channel = excluded.channel
     WHERE excluded.changed_at >= changed_at`,
  );
  const clear = db.prepare<object>(
    `UPDATE act SET done = 0, changed_at = @at WHERE team = @team AND paper = @paper AND kind = 'reaction'
     AND ref >= @post || ' ' AND ref < @post || '!' AND changed_at <= @at
     AND (@refs IS NULL OR ref IN (SELECT value FROM json_each(@refs)))`,
  );
  const since = db.prepare<{ team: string; since: number }, PaperWarmth>(
    `SELECT paper,
       count(DISTINCT iif(kind = 'save', user, NULL)) AS savers,
       count(DISTINCT iif(kind IN ('share', 'link'), user, NULL)) AS sharers,
       count(DISTINCT iif(kind = 'reply', user, NULL)) AS discussers,
       count(DISTINCT iif(kind = 'reaction', user, NULL)) AS reactors
     FROM (
       SELECT paper, user, kind FROM act WHERE team = @team AND done AND changed_at >= @since
       UNION ALL
       SELECT paper, user, 'save' FROM save_origin
       WHERE team = @team AND state = 'on' AND origin <> 'private' AND at >= @since
     ) GROUP BY paper ORDER BY paper`,
  );
  const discussed = db
    .prepare<[string, string], string>(
      `SELECT channel FROM act WHERE team = ? AND paper = ? AND done AND kind IN ('link', 'share', 'reply')
       GROUP BY channel ORDER BY max(changed_at) DESC, channel`,
    )
    .pluck();

  return {
    async record(act, at, done = true) {
      record.run({ ...act, at: at.getTime(), done: done ? 1 : 0 });
    },
    async clearReactions({ post, ...of }, at, emojis) {
      const refs = emojis ? JSON.stringify(emojis.map((emoji) => `${post} ${emoji}`)) : null;
      clear.run({ ...of, post, refs, at: at.getTime() });
    },
    async since(team, moment) {
      return since.all({ team, since: moment.getTime() });
    },
    async discussed(team, paper) {
      return discussed.all(team, paper);
    },
  };
}
