import {
  commandOrigin,
  type Save,
  type SaveByPost,
  type SaveChange,
  type SavedPaper,
  type Saves,
  type WhichSaves,
} from "../library.ts";
import type { Connection } from "./connection.ts";
import { createNames } from "./names.ts";
import type { Together } from "./together.ts";

/** The origin of a save that only its owner knows of. */
const alone = "private";
/** Not an origin, but when the person last took back all others: what is told late of before is withdrawn too. */
const takenBack = "taken back";
/** Posts are written anew as long after they were posted, in milliseconds. */
const writtenAnewFor = 7 * 86_400_000;

type State = "on" | "off";
interface Change extends Save {
  readonly state: State;
  readonly at: number;
}
type ByPostRow = Omit<SaveByPost, "changedAt"> & { readonly changed_at: number };
interface SavedRow {
  readonly paper: string;
  readonly at: number;
  readonly savers: string;
  readonly is_private: 0 | 1;
}

export function createSaves(db: Connection, together: Together): Saves {
  const { meet } = createNames(db);
  const saved = db
    .prepare<[string, string, string], number>(
      "SELECT 1 FROM save_origin WHERE team = ? AND paper = ? AND user = ? AND state = 'on' LIMIT 1",
    )
    .pluck();
  // What somebody who was forgotten did before is told to nobody any more, and does not bring back their name.
  const isForgotten = db
    .prepare<[string, number], number>("SELECT 1 FROM forgotten WHERE user = forgotten_mark(?) AND at >= ?")
    .pluck();
  const change = db.prepare<[Change]>(
    `INSERT INTO save_origin (team, paper, user, origin, at, state, changed_at)
     SELECT @team, @paper, @user, @origin, @at, iif(@state = 'on' AND EXISTS (
         SELECT 1 FROM save_origin WHERE team = @team AND paper = @paper AND user = @user
           AND origin = '${takenBack}' AND changed_at > @at
       ), 'withdrawn', @state), @at
     WHERE true
     ON CONFLICT DO UPDATE SET
       at = iif(state = 'on', at, excluded.at), state = excluded.state, changed_at = excluded.changed_at
     WHERE excluded.changed_at >= changed_at`,
  );
  const withdraw = db.prepare<object>(
    `UPDATE save_origin SET state = 'withdrawn', changed_at = max(changed_at, @at)
     WHERE team = @team AND paper = @paper AND user = @user AND state = 'on'`,
  );
  const rememberTaking = db.prepare<object>(
    `INSERT INTO save_origin (team, paper, user, origin, at, state, changed_at)
     SELECT @team, @paper, @user, '${takenBack}', @at, 'off', @at WHERE EXISTS (SELECT 1 FROM person WHERE id = @user)
     ON CONFLICT DO UPDATE SET changed_at = max(changed_at, excluded.changed_at)`,
  );
  const publish = db.prepare<object>(
    `UPDATE save_origin SET state = 'off', changed_at = @at WHERE team = @team AND paper = @paper AND user = @user
     AND origin = '${alone}' AND state = 'on' AND changed_at <= @at`,
  );
  const makeStale = db.prepare<[string, string, number]>(
    `UPDATE post SET stale = stale + 1 WHERE message IS NOT NULL
     AND id IN (SELECT post FROM post_paper WHERE team = ? AND paper = ?) AND at >= ?`,
  );
  const isSaved = ({ team, paper, user }: Omit<Save, "origin">): boolean =>
    saved.get(team, paper, user) !== undefined;
  const touch = ({ team, paper }: Pick<Save, "team" | "paper">, at: number): void => {
    makeStale.run(team, paper, at - writtenAnewFor);
  };
  const newest = db
    .prepare<[string, string, string], number | null>(
      "SELECT max(changed_at) FROM save_origin WHERE team = ? AND paper = ? AND user = ?",
    )
    .pluck();
  /** What is done by a command is the newest, also after a clock was set back, or where the platform's is ahead of ours. */
  const notBefore = ({ team, paper, user }: Omit<Save, "origin">, at: number): number =>
    Math.max(at, newest.get(team, paper, user) ?? 0);
  /** @returns whether that made or ended the save */
  const changeTo = ({ added, name, at: told, ...save }: SaveChange): boolean => {
    const before = isSaved(save);
    const at = save.origin === commandOrigin ? notBefore(save, told.getTime()) : told.getTime();
    if (isForgotten.get(save.user, at)) return false;
    meet(save.user, name);
    const state = added ? "on" : "off";
    // Whoever lets the team know does not keep it for themselves any more.
    if (added) publish.run({ ...save, at });
    if (change.run({ ...save, state, at }).changes > 0) touch(save, at);
    return before !== added && isSaved(save) === added;
  };
  // Each commit waits for the disk.
  const changeAll = db.transaction((changes: readonly SaveChange[]) => changes.map(changeTo));
  // Whoever reacted to a post that is not recorded yet takes that back too.
  const meetEarly = db.prepare<[string]>(
    `INSERT INTO person (id, name) SELECT user, name FROM early_reaction WHERE user = ? AND means IS NOT NULL LIMIT 1
     ON CONFLICT DO NOTHING`,
  );
  const takeBack = (save: Omit<Save, "origin">, at: number): boolean => {
    const { changes } = withdraw.run({ ...save, at });
    meetEarly.run(save.user);
    rememberTaking.run({ ...save, at });
    if (changes > 0) touch(save, at);
    return changes > 0;
  };
  const removeAll = db.transaction(takeBack);
  const isAlone = db.prepare<[string, string, string], { readonly only: 0 | 1 | null }>(
    `SELECT min(origin = '${alone}') AS only FROM save_origin
     WHERE team = ? AND paper = ? AND user = ? AND state = 'on'`,
  );
  const keepPrivate = db.transaction((save: Omit<Save, "origin">, name: string, told: number) => {
    const at = notBefore(save, told);
    const wasAlone = isAlone.get(save.team, save.paper, save.user)?.only === 1;
    meet(save.user, name);
    // Also where nothing is seen of others: one of them may be told late.
    if (wasAlone) rememberTaking.run({ ...save, at });
    else takeBack(save, at);
    change.run({ ...save, origin: alone, state: "on", at });
    return !wasAlone;
  });

  const ofPost = db.prepare<[string, string, string], ByPostRow>(
    `SELECT team, paper, user, origin, state, changed_at, name FROM save_origin JOIN person ON person.id = user
     WHERE team = ? AND origin >= ? || ' ' AND origin < ? || '!'`,
  );
  const byPost = (team: string, post: string): readonly SaveByPost[] =>
    ofPost
      .all(team, post, post)
      .map(({ changed_at, ...save }) => ({ ...save, changedAt: new Date(changed_at) }));
  const saversOf = (team: string, papers: readonly string[]): ReadonlyMap<string, readonly string[]> => {
    const rows = savers.all(JSON.stringify([...new Set(papers)]), team);
    const byPaper = Map.groupBy(rows, ({ paper }) => paper);
    return new Map([...byPaper].map(([paper, all]) => [paper, all.map(({ name }) => name)]));
  };
  const savers = db.prepare<[string, string], { readonly paper: string; readonly name: string }>(
    `SELECT paper, person.name AS name FROM json_each(?) AS wanted
     JOIN save_origin ON save_origin.team = ? AND save_origin.paper = wanted.value
     JOIN person ON person.id = save_origin.user
     WHERE state = 'on' AND origin <> '${alone}' GROUP BY paper, user ORDER BY min(at), user`,
  );

  const newestSaved = db.prepare<object, SavedRow>(
    `WITH found AS (${meantPapers} ORDER BY max(at) DESC, paper LIMIT @most)
     SELECT paper, newest AS at, json_group_array(name ORDER BY first, user) AS savers, min(hidden) AS is_private
     FROM (
       SELECT found.paper AS paper, newest, user, min(at) AS first, min(origin = '${alone}') AS hidden
       FROM found JOIN save_origin ON save_origin.team = @team AND save_origin.paper = found.paper
       WHERE ${isMeant} GROUP BY found.paper, user
     ) JOIN person ON person.id = user
     GROUP BY paper ORDER BY newest DESC, paper`,
  );
  const countSaved = db.prepare<object, number>(`SELECT count(*) FROM (${meantPapers})`).pluck();
  const saversIn = db
    .prepare<[string], string>(
      `SELECT name FROM person WHERE id IN (
         SELECT user FROM save_origin WHERE team = ? AND state = 'on' AND origin <> '${alone}')`,
    )
    .pluck();

  return {
    async add(save, name, at) {
      return changeAll.immediate([{ ...save, added: true, name, at }])[0] === true;
    },
    async remove(save, name, at) {
      return changeAll.immediate([{ ...save, added: false, name, at }])[0] === true;
    },
    async changeAll(changes) {
      return together(() => changeAll(changes));
    },
    async keepPrivate(save, name, at) {
      return keepPrivate.immediate(save, name, at.getTime());
    },
    async removeAll(save, at) {
      return removeAll.immediate(save, at.getTime());
    },
    async byPost(team, post) {
      return byPost(team, post);
    },
    async clear({ team, post }, at, origins) {
      await together(() => {
        const standing = byPost(team, post).filter(
          ({ state, origin }) => state !== "off" && (origins?.includes(origin) ?? true),
        );
        changeAll(standing.map(({ state: _, changedAt: __, ...save }) => ({ ...save, added: false, at })));
      });
    },
    async saved(of, { most = -1, ...which } = {}) {
      return newestSaved.all({ ...meant(of, which), most }).map(toSavedPaper);
    },
    async countSaved(of, which = {}) {
      return countSaved.get(meant(of, which)) ?? 0;
    },
    async saversIn(team) {
      return saversIn.all(team);
    },
    async savers(team, paper) {
      return saversOf(team, [paper]).get(paper) ?? [];
    },
    async saversOf(team, papers) {
      return saversOf(team, papers);
    },
    async teams() {
      return db
        .prepare<[], string>(
          `SELECT DISTINCT team FROM save_origin WHERE state = 'on' AND origin <> '${alone}' ORDER BY team`,
        )
        .pluck()
        .all();
    },
  };
}

/** Of one team, or one person of it, what their reader may see. */
const isMeant = `state = 'on' AND (@user IS NULL OR user = @user) AND (origin <> '${alone}' OR user = @withPrivate)`;
const meantPapers = `SELECT paper, max(at) AS newest FROM save_origin
  WHERE team = @team AND (@paper IS NULL OR paper = @paper) AND ${isMeant} GROUP BY paper HAVING max(at) >= @since`;

function meant(
  { team, user }: { readonly team: string; readonly user?: string | undefined },
  { withPrivate, since, paper }: WhichSaves,
): object {
  return {
    team,
    user: user ?? null,
    withPrivate: withPrivate ?? null,
    paper: paper ?? null,
    since: since?.getTime() ?? 0,
  };
}

function toSavedPaper({ paper, at, savers, is_private }: SavedRow): SavedPaper {
  return { paper, at: new Date(at), savers: JSON.parse(savers), isPrivate: is_private === 1 };
}
