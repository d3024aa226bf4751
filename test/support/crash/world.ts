import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addDays, isWeekday, type ListDay, weekdaysBack } from "../../../src/calendar/days.ts";
import { type ChannelId, teamOf, type UserId } from "../../../src/chat/incoming.ts";
import { usualWish } from "../../../src/commands/channel/wish.ts";
import { nextTelling } from "../../../src/delivery/editions/watches.ts";
import type { Wish } from "../../../src/store/ledger.ts";
import { openStore } from "../../../src/store/sqlite/index.ts";
import type { Store } from "../../../src/store/store.ts";
import { aPaper } from "../builders.ts";
import type { PostServer } from "../counting-server.ts";
import { setClock } from "./jumps.ts";
import type { Members } from "./storm.ts";

/** What stands in the middle of a crash test: an adapter inside the program, and the server that it posts to. */
export interface Platform {
  /** The file whose `entry` is the adapter's line in the registry. */
  readonly adapter: string;
  /** What the adapter reads from the environment: the server's address, a token. */
  readonly env: Readonly<Record<string, string>>;
  channel(n: number): ChannelId;
  /** Somebody who can be written to. */
  person(n: number): UserId;
  readonly subscriber: UserId;
  readonly server: PostServer;
  /** Sets the platform's own clock, where it has one, ahead by so many milliseconds. */
  setAhead?(ms: number): void;
  /** Who reacts, where the platform has reactions. */
  readonly members?: Members;
}

/** A slot that has to get its digest or recap, or a day on which a person is told of what they watch. */
export interface Slot {
  readonly channel: ChannelId | UserId;
  readonly kind: "digest" | "recap" | "watch";
  readonly date: ListDay;
}

/** A database with subscriptions and watches whose slots come, one date after the other. */
export interface World {
  readonly folder: string;
  readonly database: string;
  /** The file that says by how much the wall clock jumped. */
  readonly clock: string;
  readonly platform: Platform;
  /** Every slot that has come so far. */
  readonly slots: readonly Slot[];
  /** The next weekday comes with new papers, at nine. @returns its slots and their instant */
  nextDate(): Promise<{ readonly slots: readonly Slot[]; readonly dueAt: Date }>;
  /** Forgets the database. */
  remove(): void;
}

/** As many as the longest digest shows and fewer than one message tells: nothing is left to the next date. */
const papersADay = 15;
const wishes: readonly Partial<Wish>[] = [
  { top: 15 },
  { top: 5, layout: "thread" },
  { top: 10, recap: 5 },
  { top: 12, time: "09:30", zone: "Europe/Berlin" },
  { top: 3, layout: "thread" },
  { top: 1 },
];
/** Zones of people who watch for everything. By nine UTC each has been due. */
const watchers: readonly string[] = ["UTC", "Europe/Berlin"];
/** A Sunday; the first slots are on the Monday. */
const beginning: ListDay = "2026-03-01";

/** @param crowds how many channels have each wish, and people each zone: with more than one there are more slots than a process takes up at once */
export async function aWorld(platform: Platform, crowds = 1): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "paperboy-crash-"));
  const database = join(folder, "paperboy.db");
  const clock = join(folder, "clock");
  const slots: Slot[] = [];
  const channels = Array.from({ length: crowds }, () => wishes).flat();
  const people = Array.from({ length: crowds }, () => watchers).flat();
  let date = beginning;
  await withStore(database, async (store) => {
    await subscribe(store, platform, channels);
    await watch(store, platform, people);
  });
  return {
    folder,
    database,
    clock,
    platform,
    slots,
    async nextDate() {
      do date = addDays(date, 1);
      while (!isWeekday(date));
      const dueAt = new Date(`${date}T09:00:00Z`);
      setClock(clock, 0);
      await withStore(database, (store) => publish(store, date, dueAt));
      const fresh = slotsOn(date, platform, channels, people.length);
      slots.push(...fresh);
      return { slots: fresh, dueAt };
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

async function withStore(file: string, work: (store: Store) => Promise<void>): Promise<void> {
  const store = openStore(file);
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

async function subscribe(
  store: Store,
  { channel, subscriber }: Platform,
  channels: readonly Partial<Wish>[],
): Promise<void> {
  const since = new Date(`${beginning}T00:00:00Z`);
  for (const [n, wish] of channels.entries()) {
    const id = channel(n);
    await store.subscriptions.save(
      { team: teamOf(id), channel: id, wish: { ...usualWish("UTC"), ...wish }, since, subscriber },
      { at: since, by: "test", what: "subscribed" },
    );
  }
}

/** Everybody is told of every paper; the first one's name is in the team's digests besides. */
async function watch(store: Store, { person }: Platform, zones: readonly string[]): Promise<void> {
  const since = new Date(`${beginning}T12:00:00Z`);
  for (const [n, zone] of zones.entries()) {
    const reader = { team: teamOf(person(n)), user: person(n) };
    await store.watches.add({ ...reader, query: "robots", tell: "dm" }, [], since);
    await store.watches.plan({ ...reader, zone }, nextTelling(zone, since));
    if (n > 0) continue;
    await store.people.know(reader.user, "Ana");
    await store.watches.add({ ...reader, query: "robots", tell: "digest" }, [], since);
  }
}

/** New papers on the list of a date. The newest list days count as just fetched, so that no source is asked. */
async function publish(store: Store, date: ListDay, at: Date): Promise<void> {
  const fresh = Array.from({ length: papersADay }, (_, i) =>
    aPaper({
      id: paperOf(date, i),
      title: `Paper ${i} of ${date}`,
      upvotes: 5 * i + 3,
      publishedAt: `${date}T00:00:00.000Z`,
      listDays: [date],
    }),
  );
  await store.papers.upsert(fresh, at);
  for (const day of weekdaysBack(date, addDays(date, -10))) await store.collection.markFetched(day, at);
}

function slotsOn(
  date: ListDay,
  { channel, person }: Platform,
  channels: readonly Partial<Wish>[],
  people: number,
): Slot[] {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return [
    ...channels.flatMap(({ recap }, n): Slot[] => [
      { channel: channel(n), kind: "digest", date },
      ...(recap === weekday ? [{ channel: channel(n), kind: "recap" as const, date }] : []),
    ]),
    ...Array.from({ length: people }, (_, n): Slot => ({ channel: person(n), kind: "watch", date })),
  ];
}

/** The papers on the list of a date. */
export const papersOf = (date: ListDay): readonly string[] =>
  Array.from({ length: papersADay }, (_, i) => paperOf(date, i));

function paperOf(date: ListDay, n: number): string {
  return `${date.slice(2, 4)}${date.slice(5, 7)}.${date.slice(8)}${String(n).padStart(3, "0")}`;
}
