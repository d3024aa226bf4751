import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { openStore } from "../../src/store/sqlite/index.ts";
import { migrations } from "../../src/store/sqlite/migrations.ts";
import type { Store } from "../../src/store/store.ts";
import { ana, aPost, aSave, channel, first, li, second, team, third } from "../support/library.ts";
import { at, openForTest, tempFolder } from "../support/open-store.ts";

/** Schema 4 is the last one before the team's library. */
const version = 4;
const said = '{"title":"Daily Papers"}';
const rows = `
  INSERT INTO paper (id, title, authors, keywords, told_at) VALUES
    ('${first}', 'Walking Robots', '["Ana Müller"]', '[]', '{}'), ('${second}', 'Maps', '[]', '[]', '{}'), ('${third}', 'Snow', '[]', '[]', '{}');
  INSERT INTO person VALUES ('${ana.user}', 'Ana'), ('${li.user}', 'Li');
  INSERT INTO save_origin (team, paper, user, origin, at, state, changed_at) VALUES
    ('${team}', '${first}', '${ana.user}', 'command', ${+at(1)}, 'on', ${+at(1)}),
    ('${team}', '${first}', '${li.user}', '${aPost().id} 1', ${+at(2)}, 'on', ${+at(2)}),
    ('${team}', '${second}', '${ana.user}', '${aPost().id} 2', ${+at(1)}, 'withdrawn', ${+at(3)}),
    ('${team}', '${second}', '${li.user}', '${aPost().id} 2', ${+at(1)}, 'off', ${+at(3)});
  INSERT INTO post (id, team, channel, kind, papers, at) VALUES
    ('${aPost().id}', '${team}', '${channel}', 'digest', '["${first}","${second}"]', ${+at(1)}),
    ('slack:T1/C1/2', '${team}', '${channel}', 'digest', '["${second}","${third}","${second}"]', ${+at(2)}),
    ('slack:T1/C1/3', '${team}', '${channel}', 'answer', '[]', ${+at(3)});
  INSERT INTO list (team, channel, user, at, content) VALUES ('${team}', '${channel}', '${ana.user}', ${+at(1)}, '{"title":"Today","papers":[],"size":5}');
  INSERT INTO subscription (channel, team, wish, since, subscriber) VALUES ('${channel}', '${team}', '{}', ${+at(0)}, '${ana.user}');
  INSERT INTO delivery (channel, kind, date, team, platform, place, due_at, free_at) VALUES
    ('${channel}', 'digest', '2026-11-19', '${team}', 'slack', '${channel}', ${+at(8)}, ${+at(8)});
  INSERT INTO seen VALUES ('${channel}', '${first}', ${+at(1)});
`;

/** A database as the version before left it, opened by this one. */
async function anOlderStore(): Promise<{ readonly store: Store; readonly file: string }> {
  const file = join(tempFolder(), "paperboy.db");
  const old = new Database(file);
  for (const step of migrations.slice(0, version)) old.exec(step);
  old.pragma(`application_id = ${Buffer.from("PBOY").readInt32BE()}`);
  old.pragma(`user_version = ${version}`);
  old.exec(rows);
  old.close();
  return { store: await openForTest(() => openStore(file)), file };
}

function query(file: string, sql: string): unknown[] {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare(sql).raw().all();
  } finally {
    db.close();
  }
}

describe("a database from before the team's library", () => {
  it("keeps its saves, on, off and withdrawn", async () => {
    const { store } = await anOlderStore();
    const { saves } = store;
    expect(await saves.saved({ team })).toEqual([
      { paper: first, at: at(2), savers: ["Ana", "Li"], isPrivate: false },
    ]);
    const states = (await saves.byPost(team, aPost().id)).map(({ user, state }) => [user, state]);
    expect(states.sort()).toEqual([
      [ana.user, "withdrawn"],
      [li.user, "off"],
      [li.user, "on"],
    ]);
    expect(await store.people.holdings(ana)).toEqual({ saves: 1, notes: 0, watches: 0 });
    expect((await store.activity.since(team, at(0))).map((one) => one.savers)).toEqual([2]);
  });

  it("keeps its posts, subscriptions, deliveries and what was seen", async () => {
    const { store } = await anOlderStore();
    expect(await store.posts.get(team, aPost().id)).toEqual(aPost());
    expect((await store.posts.recent("slack", at(0), 9)).map(({ id }) => id)).toEqual([
      "slack:T1/C1/2",
      aPost().id,
    ]);
    expect(await store.deliveries.seen(channel)).toEqual(new Set([first]));
    expect((await store.subscriptions.all()).map((one) => one.channel)).toEqual([channel]);
    expect((await store.deliveries.claim("we", "slack", at(8), 60_000))?.date).toBe("2026-11-19");
  });

  it("knows which posts show which papers, each once", async () => {
    const { store, file } = await anOlderStore();
    expect(query(file, "SELECT * FROM post_paper ORDER BY team, paper, post")).toEqual([
      [team, first, aPost().id],
      [team, second, aPost().id],
      [team, second, "slack:T1/C1/2"],
      [team, third, "slack:T1/C1/2"],
    ]);
    expect(await store.posts.digestOf(team, channel, second)).toEqual(at(1));
    expect(await store.posts.digestOf(team, channel, third)).toEqual(at(2));
  });

  it("has its posts left as they are, since what they say is not known, until they are posted anew", async () => {
    const { store } = await anOlderStore();
    await store.saves.add(aSave({ ...li }), "Li", at(4));
    await store.people.meet(li.user, "Li Wei");
    expect(await store.posts.claimStale("slack", at(4), 5000)).toBeUndefined();
    await store.posts.record(aPost({ papers: [first, third] }), at(4), said);
    await store.saves.add(aSave({ ...li, paper: third }), "Li Wei", at(5));
    expect(await store.posts.claimStale("slack", at(5), 5000)).toMatchObject({
      id: aPost().id,
      papers: [first, third],
      message: said,
    });
  });

  it("lets saves be kept private, taken back and forgotten as if they were new", async () => {
    const { store } = await anOlderStore();
    expect(await store.saves.keepPrivate(aSave(), "Ana", at(5))).toBe(true);
    expect(await store.saves.savers(team, first)).toEqual(["Li"]);
    expect(await store.saves.removeAll(aSave({ ...li }), at(5))).toBe(true);
    await store.people.forget(ana, at(6));
    expect(await store.saves.saved(ana, { withPrivate: ana.user })).toEqual([]);
    expect(await store.people.find(team, "")).toEqual([{ user: li.user, name: "Li" }]);
  });

  it("is whole afterwards, and at the newest schema", async () => {
    const { file } = await anOlderStore();
    const db = new Database(file);
    expect(db.pragma("user_version", { simple: true })).toBe(migrations.length);
    expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(db.pragma("foreign_key_check")).toEqual([]);
    db.close();
  });
});

describe("which posts show which papers", () => {
  const shows = async (file: string): Promise<unknown[]> =>
    query(file, "SELECT paper FROM post_paper ORDER BY paper").flat();

  it("follows what a post is said to show", async () => {
    const file = join(tempFolder(), "paperboy.db");
    const store = await openForTest(() => openStore(file));
    await store.posts.record(aPost({ papers: [first, second, first] }), at(1));
    expect(await shows(file)).toEqual([first, second]);
    await store.posts.record(aPost({ papers: [third] }), at(2));
    expect(await shows(file)).toEqual([third]);
    await store.posts.record(aPost({ papers: [] }), at(3));
    expect(await shows(file)).toEqual([]);
  });
});
