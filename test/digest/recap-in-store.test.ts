import { describe, expect, test } from "vitest";
import { startOf } from "../../src/calendar/days.ts";
import { editRecap } from "../../src/delivery/editions/recap.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import type { Store } from "../../src/store/store.ts";
import { papers } from "../support/builders.ts";

const team = "slack:T1";
const channel = "slack:T1/C1";
const date = "2026-11-20";
const hour = 3_600_000;
const shownAt = startOf(date) - 48 * hour;
const id = (n: number): string => `2611.${String(n).padStart(5, "0")}`;

/** A week in which a digest showed papers 1 to `n`, each with 20 upvotes. */
async function aWeek(n: number, kind: "digest" | "answer" = "digest") {
  const store = openStore(":memory:");
  await store.papers.upsert(
    papers(n, () => ({ upvotes: 20 })),
    new Date(shownAt - hour),
  );
  const ids = Array.from({ length: n }, (_, i) => id(i + 1));
  await store.posts.record({ id: "slack:p1", team, channel, papers: ids, kind }, new Date(shownAt));
  return { store, ...whatPeopleDo(store) };
}

function whatPeopleDo(store: Store) {
  const at = new Date(shownAt + hour);
  const as = (name: string, paper: number, of = team) => ({
    team: of,
    user: `${of}/${name}`,
    paper: id(paper),
  });
  return {
    save: (name: string, paper: number, when = at, of?: string) =>
      store.saves.add({ ...as(name, paper, of), origin: "command" }, name, when),
    keep: (name: string, paper: number) => store.saves.keepPrivate(as(name, paper), name, at),
    talk: (name: string, paper: number, when = at) =>
      store.activity.record({ ...as(name, paper), channel, kind: "reply", ref: "slack:p1" }, when),
    rise: (paper: number, upvotes: number) =>
      store.papers.upsert(papers(paper, () => ({ upvotes })).slice(-1), new Date(shownAt + 24 * hour)),
  };
}

/** "1 most saved: 2 by Ana, Li" of each card. */
async function recapOf(store: Store): Promise<readonly string[]> {
  const { parts } = await editRecap({ team, channel, date }, store);
  return (parts[0]?.message.cards ?? []).map(
    ({ title, facts = [], savedBy }) =>
      `${title.replace("Paper number ", "")} ${facts.at(-1)}${savedBy === undefined ? "" : ` by ${savedBy}`}`,
  );
}

describe("the recap of a week that a store remembers", () => {
  test("names most saved, most discussed, saved and not discussed, late risers with both figures, and the rest", async () => {
    const { store, save, talk, rise } = await aWeek(10);
    for (const name of ["Ana", "Li", "Bo"]) await save(name, 1);
    for (const name of ["Ana", "Li"]) await save(name, 2);
    await talk("Li", 2);
    for (const name of ["Ana", "Li"]) await talk(name, 3);
    await talk("Bo", 4);
    await save("Ana", 5);
    await rise(6, 60);
    await rise(7, 40);
    await rise(8, 39);
    expect(await recapOf(store)).toEqual([
      "1 most saved: 3, not discussed yet by Ana, Bo +1",
      "2 most saved: 2 by Ana, Li",
      "3 most discussed: 2 people",
      "4 most discussed: 1 person",
      "5 saved, not discussed yet by Ana",
      "6 rose late, from ▲ 20",
      "7 rose late, from ▲ 20",
    ]);
    const { parts, outcome } = await editRecap({ team, channel, date }, store);
    expect(parts[0]?.message.cards?.[5]?.facts?.[0]).toBe("▲ 60");
    expect(parts[0]?.message.lead).toBe("10 papers shown this week, 3 saved");
    expect(parts[0]?.papers).toEqual([1, 2, 3, 4, 5, 6, 7].map(id));
    expect(outcome).toEqual({ kind: "posted", reason: "the week's recap" });
  });

  test("measures a rise from what was known when the paper was shown", async () => {
    const { store, rise } = await aWeek(2);
    await store.papers.upsert(
      papers(1, () => ({ upvotes: 2 })),
      new Date(shownAt - 48 * hour),
    );
    await rise(1, 45);
    expect((await recapOf(store))[0]).toBe("1 rose late, from ▲ 20");
  });

  test("a rise of less than twice, or of less than ten, is none", async () => {
    const { store, rise } = await aWeek(1);
    await rise(1, 39);
    expect(await recapOf(store)).toEqual(["1 not saved yet"]);
    await rise(1, 40);
    expect(await recapOf(store)).toEqual(["1 rose late, from ▲ 20"]);
  });

  test("fills up with what nobody has saved, to five", async () => {
    const { store, save } = await aWeek(9);
    await save("Ana", 9);
    expect(await recapOf(store)).toEqual([
      "9 most saved: 1, not discussed yet by Ana",
      ...[1, 2, 3, 4].map((n) => `${n} not saved yet`),
    ]);
  });

  test("has nobody's private save, in no count", async () => {
    const { store, keep } = await aWeek(2);
    await keep("Ana", 1);
    const { parts } = await editRecap({ team, channel, date }, store);
    expect(parts[0]?.message.lead).toBe("2 papers shown this week, 0 saved");
    expect(await recapOf(store)).toEqual(["1 not saved yet", "2 not saved yet"]);
  });

  test("counts saves of before this week, but no talk of before it", async () => {
    const { store, save, talk } = await aWeek(2);
    const before = new Date(startOf(date) - 8 * 24 * hour);
    await save("Ana", 2, before);
    await talk("Ana", 1, before);
    expect(await recapOf(store)).toEqual(["2 most saved: 1, not discussed yet by Ana", "1 not saved yet"]);
  });

  test("is of this team alone, and of what digests showed in this channel", async () => {
    const { store, save } = await aWeek(1);
    await save("Zoe", 1, new Date(shownAt + hour), "slack:T2");
    expect(await recapOf(store)).toEqual(["1 not saved yet"]);
    const other = await editRecap({ team, channel: "slack:T1/C2", date }, store);
    expect(other.outcome).toEqual({ kind: "nothing new", reason: "no paper was shown here this week" });
    expect((await editRecap({ team, channel, date }, (await aWeek(1, "answer")).store)).parts).toEqual([]);
  });

  test("reaches back a week to the moment", async () => {
    const { store } = await aWeek(2);
    const at = (days: number) => new Date(startOf(date) - days * 24 * hour);
    await store.papers.upsert(papers(4), at(9));
    const post = (n: number) =>
      ({ id: `slack:o${n}`, team, channel, papers: [id(n)], kind: "digest" }) as const;
    await store.posts.record(post(3), at(7));
    await store.posts.record(post(4), new Date(at(7).getTime() - 1));
    const { parts } = await editRecap({ team, channel, date }, store);
    expect(parts[0]?.papers?.toSorted()).toEqual([1, 2, 3].map(id));
  });
});
