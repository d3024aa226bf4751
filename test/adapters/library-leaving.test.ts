import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { aPaper } from "../support/builders.ts";
import { libraries, type Sight } from "./library.ts";
import { type Room, soon, useRooms } from "./library-room.ts";

const [first, second, third, fourth] = ["2611.00001", "2611.00002", "2611.00003", "2611.00004"] as const;
const day = 86_400_000;

/** Rows of the database that have a text in them, as "table: row". */
function traces(file: string, text: string): readonly string[] {
  const db = new Database(file, { readonly: true });
  try {
    const tables = db
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search_%'")
      .pluck()
      .all();
    const rows = tables.flatMap((table) =>
      db
        .prepare(`SELECT * FROM "${table}"`)
        .all()
        .map((row) => `${table}: ${JSON.stringify(row)}`),
    );
    return rows.filter((row) => row.includes(text));
  } finally {
    db.close();
  }
}

const savers = ({ store, team }: Room, paper: string) => store.saves.savers(team, paper);

/** Li uses everything there is, beside Ana; what matches a watch of hers is told in the morning. */
async function aBusyTeam(room: Room): Promise<Sight> {
  const found = aPaper({ id: "2611.00099", title: "Diffusion for Maps", listDays: ["2026-11-20"] });
  await room.ask("watch", { action: "add", query: "diffusion" }, "Li");
  await room.store.papers.upsert([found], room.deps.clock());
  const [post] = (await room.digest()) as [Sight];
  expect(room.directMessages("Li")).toHaveLength(1);
  await room.react(post, "2️⃣", "Ana");
  await room.react(post, "2️⃣", "Li");
  await room.says(post, 2).toContain("saved by Ana, Li");
  await room.ask("save", { paper: third }, "Li");
  await room.ask("save", { private: "private", paper: fourth }, "Li");
  await room.ask("done", { paper: third }, "Li");
  await room.ask("note", { paper: third, text: "a note of hers" }, "Li");
  await room.ask("saved", {}, "Li");
  await room.react(await linked(room), "👍", "Li");
  return post;
}

async function linked(room: Room): Promise<Sight> {
  const message = await room.write(`https://arxiv.org/abs/${first}`, "Li");
  await soon(() => room.besideLinks(message).length).toBe(1);
  return message;
}

describe.each(libraries)("who wants to be forgotten on %s", (_, library) => {
  const open = useRooms(library);

  async function forgotten(): Promise<{ readonly room: Room; readonly post: Sight }> {
    const room = await open();
    const post = await aBusyTeam(room);
    const question = await room.ask("forget", { whom: "me" }, "Li");
    expect(question.text).toContain("That is 3 saves, 1 note, 1 watch");
    await room.says(post, 2).toContain("saved by Ana, Li");
    expect((await (await room.press(question, "Delete everything", "Li")).answer()).text).toContain(
      "Forgotten",
    );
    return { room, post };
  }

  it("is, and posts do not name them any more; a reaction that still stands is not read again", async () => {
    const { room, post } = await forgotten();
    await room.says(post, 2).not.toContain("Li");
    await room.restart();
    expect(await savers(room, second)).toEqual(["Ana"]);
    expect((await room.ask("saved", { whose: "team" }, "Ana")).text).not.toContain("Paper number 3");
    expect((await room.ask("saved", { whose: "@Li" }, "Ana")).text).toContain("Nobody called");
    expect((await room.ask("saved", {}, "Li")).text).toContain("Nothing saved yet");
    expect((await room.ask("watch", { action: "list" }, "Li")).text).toContain("You watch nothing");
    await room.morning();
    expect(room.directMessages("Li")).toHaveLength(1);
  });

  it("leaves nothing that leads to them", async () => {
    const { room } = await forgotten();
    expect(traces(room.file, room.idOf("Li"))).toEqual([]);
    expect(traces(room.file, '"Li"')).toEqual([]);
  });

  it("may begin anew: what is saved from then on stays, over a restart too", async () => {
    const { room, post } = await forgotten();
    await room.unreact(post, "2️⃣", "Li");
    await room.react(post, "5️⃣", "Li");
    await room.says(post, 5).toContain("saved by Li");
    await room.restart();
    expect(await savers(room, "2611.00005")).toEqual(["Li"]);
    expect(await savers(room, second)).toEqual(["Ana"]);
  });
});

describe.each(libraries)("a team that takes the bot out on %s", (_, library) => {
  const open = useRooms(library);

  async function left(): Promise<{ readonly room: Room; readonly post: Sight }> {
    const room = await open({ isNew: true });
    await soon(() => room.inChannel().length).toBe(1);
    const post = await aBusyTeam(room);
    await room.ask("done", { paper: second }, "Ana");
    await room.takeOut();
    await soon(async () => (await room.store.subscriptions.all()).map(({ pause }) => pause?.by)).toEqual([
      "Paperboy",
    ]);
    return { room, post };
  }

  it("finds everything as it was where it is back in time", async () => {
    const { room, post } = await left();
    room.skip(29 * day);
    await room.tidy();
    await room.bringBack();
    expect((await room.ask("saved", {}, "Li")).text).toContain("Your note: a note of hers");
    room.skip(29 * day);
    await room.tidy();
    expect((await room.ask("saved", { whose: "team" }, "Ana")).text).toContain("2 papers");
    expect((await room.ask("watch", { action: "list" }, "Li")).text).toContain("diffusion");
    expect((await room.ask("settings", {}, "Ana")).text).toContain("daily at 09:00");
    await room.react(post, "2️⃣", "Noor");
    await soon(() => savers(room, second)).toEqual(["Ana", "Li", "Noor"]);
  });

  it("leaves nothing in the end", async () => {
    const { room } = await left();
    room.skip(30 * day + 60_000);
    await room.tidy();
    expect(traces(room.file, room.team)).toEqual([]);
    for (const name of ['"Ana"', '"Li"']) expect(traces(room.file, name)).toEqual([]);
  });
});
