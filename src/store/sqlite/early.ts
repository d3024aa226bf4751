import type { EarlyReaction, EarlyReactions } from "../early.ts";
import type { Connection } from "./connection.ts";
import type { Together } from "./together.ts";

/** More than any storm brings before a post is recorded; what is above is read from the platform afterwards. */
const most = 20_000;
interface Row extends Omit<EarlyReaction, "added" | "at" | "means"> {
  readonly added: 0 | 1;
  readonly at: number;
  readonly means: string | null;
}

const columns = "post, user, ref, channel, name, means, added, at";

export function createEarlyReactions(db: Connection, together: Together): EarlyReactions {
  const isKnown = db.prepare<[string], number>("SELECT 1 FROM post WHERE id = ?").pluck();
  // Without a channel: anywhere on the platform.
  const isBeingPosted = db
    .prepare<object, number>(
      `SELECT 1 FROM delivery_part WHERE state = 'posting'
       AND channel >= @platform || ':' AND channel < @platform || ';'
       AND (@channel IS NULL OR channel = @channel) LIMIT 1`,
    )
    .pluck();
  const isKept = db
    .prepare<[string, string, string], number>(
      "SELECT 1 FROM early_reaction WHERE post = ? AND user = ? AND ref = ?",
    )
    .pluck();
  const count = db.prepare<[], number>("SELECT count(*) FROM early_reaction").pluck();
  const insert = db.prepare<object>(
    `INSERT INTO early_reaction (${columns}, kept_at)
     SELECT @post, @user, @ref, @channel, @name, @means, @added, @at, @now
     WHERE NOT EXISTS (SELECT 1 FROM forgotten WHERE user = forgotten_mark(@user) AND at >= @at)
     ON CONFLICT DO UPDATE SET added = excluded.added, at = excluded.at, name = excluded.name
     WHERE excluded.at >= at`,
  );
  type Whence = Parameters<EarlyReactions["keep"]>[1];
  const judge = (reaction: EarlyReaction, { isOurs, isPosting }: Whence): "kept" | "known" | "dropped" => {
    const { post, user, ref, channel } = reaction;
    if (isKnown.get(post) !== undefined) return "known";
    const platform = post.slice(0, post.indexOf(":"));
    const isExpected =
      isPosting ||
      isKept.get(post, user, ref) !== undefined ||
      isBeingPosted.get({ platform, channel: isOurs ? null : channel }) !== undefined;
    return isExpected && (count.get() ?? 0) < most ? "kept" : "dropped";
  };
  const keep = db.transaction((reaction: EarlyReaction, whence: Whence, now: number) => {
    const verdict = judge(reaction, whence);
    const { means = null, added, at } = reaction;
    const values = { means: means === null ? null : String(means), added: added ? 1 : 0, at: at.getTime() };
    if (verdict === "kept") insert.run({ ...reaction, ...values, now });
    return verdict;
  });
  const known = db.prepare<object, Row>(
    `SELECT ${columns} FROM early_reaction WHERE post >= @platform || ':' AND post < @platform || ';'
     AND EXISTS (SELECT 1 FROM post AS recorded WHERE recorded.id = early_reaction.post)
     ORDER BY at LIMIT @most`,
  );
  const settle = db.prepare<[string, string, string, number]>(
    "DELETE FROM early_reaction WHERE post = ? AND user = ? AND ref = ? AND at <= ?",
  );
  const clear = db.prepare<object>(
    `UPDATE early_reaction SET added = 0, at = @at WHERE post = @post AND at <= @at
     AND (@refs IS NULL OR ref IN (SELECT value FROM json_each(@refs)))`,
  );
  // Whatever is in the future is from a clock that was set back since.
  const prune = db.prepare<object>(
    `DELETE FROM early_reaction WHERE post >= @platform || ':' AND post < @platform || ';'
     AND (kept_at < @before OR kept_at > @now)`,
  );

  return {
    async keep(reaction, whence, now) {
      // Of messages that are nobody's business there may be thousands: they wait for no other's writing.
      const verdict = judge(reaction, whence);
      return verdict === "kept" ? together(() => keep(reaction, whence, now.getTime())) : verdict;
    },
    async known(platform, most) {
      return known.all({ platform, most }).map(toReaction);
    },
    async settled(reactions) {
      db.transaction(() => {
        for (const { post, user, ref, at } of reactions) settle.run(post, user, ref, at.getTime());
      }).immediate();
    },
    async clear(post, at, refs) {
      clear.run({ post, at: at.getTime(), refs: refs ? JSON.stringify(refs) : null });
    },
    async prune(platform, now, { unsettled, settled }) {
      // It is asked every second.
      if ((count.get() ?? 0) === 0) return;
      const isOpen = isBeingPosted.get({ platform, channel: null }) !== undefined;
      const before = now.getTime() - (isOpen ? unsettled : settled);
      prune.run({ platform, now: now.getTime(), before });
    },
  };
}

function toReaction({ means, added, at, ...row }: Row): EarlyReaction {
  return {
    ...row,
    ...(means === null ? {} : { means: means === "all" ? means : Number(means) }),
    added: added === 1,
    at: new Date(at),
  };
}
