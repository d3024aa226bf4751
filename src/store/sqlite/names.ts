import type { Connection } from "./connection.ts";

/** Keeps the names of people, and has posts written anew that show a former one. */
export function createNames(db: Connection) {
  // A bare id is what an adapter says where it could not learn the name: a name that is known is better.
  const isBetter = "@name <> substr(@id, instr(@id, '/') + 1)";
  const insert = db.prepare<object>(
    "INSERT INTO person (id, name) VALUES (@id, @name) ON CONFLICT DO NOTHING",
  );
  const rename = db.prepare<object>(
    `UPDATE person SET name = @name WHERE id = @id AND name <> @name AND ${isBetter}`,
  );
  const makeStale = db.prepare<[string]>(
    `UPDATE post SET stale = stale + 1 WHERE message IS NOT NULL AND id IN (
       SELECT post FROM save_origin JOIN post_paper USING (team, paper) WHERE user = ? AND state = 'on'
     )`,
  );
  const showAnew = (id: string): void => {
    makeStale.run(id);
  };
  const meetAgain = (id: string, name: string): void => {
    if (rename.run({ id, name }).changes > 0) showAnew(id);
  };
  return {
    /** Somebody who is to be known from now on. */
    meet(id: string, name: string): void {
      if (insert.run({ id, name }).changes === 0) meetAgain(id, name);
    },
    /** Somebody who may be known. */
    meetAgain,
    /** Has posts written anew that say somebody saved something. */
    showAnew,
  };
}
