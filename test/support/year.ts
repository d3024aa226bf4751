import { createBot } from "../../src/bot/bot.ts";
import { addDays, dayOf, type ListDay } from "../../src/calendar/days.ts";
import type { Bot, ChatAdapter } from "../../src/chat/adapter.ts";
import type { ChannelId, Person, PostId } from "../../src/chat/incoming.ts";
import { collectNewest } from "../../src/collect/collect.ts";
import { createFreshness } from "../../src/collect/freshness.ts";
import { createLookup } from "../../src/collect/lookup.ts";
import { usualWish } from "../../src/commands/channel/wish.ts";
import type { DeliverDeps } from "../../src/delivery/deps.ts";
import { createEditions } from "../../src/delivery/editions/digest.ts";
import { createRefusals } from "../../src/delivery/refusals.ts";
import { deliverDue } from "../../src/delivery/scheduler.ts";
import { tidy } from "../../src/jobs/retention.ts";
import { showSavers } from "../../src/jobs/show-savers.ts";
import type { Logger } from "../../src/logger.ts";
import type { Paper } from "../../src/model/paper.ts";
import type { PaperSource } from "../../src/sources/source.ts";
import type { Store } from "../../src/store/store.ts";
import { aPaper } from "./builders.ts";
import { gone } from "./fake-source.ts";
import { seeded } from "./random.ts";

/** A Thursday. */
const first = "2026-01-01";
const team = "slack:T1";
const hour = 3_600_000;
/** Of a day: those in which something happens, and some others. */
const hours = [1, 7, 8, 9, 10, 13, 19];

export interface YearOptions {
  readonly store: Store;
  readonly days: number;
  readonly channels: number;
  /** Each does something on every weekday. */
  readonly people: number;
  /** Papers of a weekday, 40 unless told. */
  readonly papersADay?: number;
  /** Words that papers are made of. */
  readonly words: readonly string[];
  /** After the last hour of a day. @param day 1 is the first */
  readonly onDay?: (day: number) => Promise<void> | void;
}

/** The clock of the simulation, and what there is at it. */
interface World {
  readonly options: YearOptions;
  readonly bot: Bot;
  readonly adapter: ChatAdapter;
  readonly source: PaperSource;
  readonly deliver: DeliverDeps;
  readonly logger: Logger;
  readonly clock: () => Date;
  readonly random: () => number;
  /** The newest posts of each channel, oldest first. */
  readonly posts: Map<string, PostId[]>;
  /** An id of its own for each event. */
  readonly next: () => string;
  set(at: Date): void;
}

/** Days in which channels get digests and people search, save, react, link and watch: the real parts, by a clock that is set. */
export async function liveDays(options: YearOptions): Promise<void> {
  const world = aWorld(options);
  await subscribe(world);
  for (let n = 1; n <= options.days; n++) {
    const day = addDays(first, n - 1);
    for (const time of hours) await liveHour(day, time, world);
    await options.onDay?.(n);
  }
}

const isWeekday = (day: ListDay): boolean => ![0, 6].includes(new Date(day).getUTCDay());
const channelOf = (i: number): ChannelId => `${team}/C${i}`;
const personOf = (i: number): Person => ({ id: `${team}/U${i}`, name: `Person ${i}`, zone: "UTC" });

async function liveHour(day: ListDay, time: number, world: World): Promise<void> {
  const { options, source, adapter, deliver, clock, logger } = world;
  const { store } = options;
  world.set(new Date(Date.parse(day) + time * hour + 60_000));
  await collectNewest({ source, store, clock });
  await deliverDue([adapter], deliver, new AbortController().signal);
  if (isWeekday(day) && time === 10) await liveWorkday(world);
  await showSavers(adapter, { store, clock, sleep: async () => {}, logger }, new AbortController().signal);
  await tidy({ store, clock, logger, retentionDays: 30 });
}

/** What people of all channels do on a day. */
async function liveWorkday(world: World): Promise<void> {
  const { options, random, posts } = world;
  const below = (n: number): number => Math.floor(random() * n);
  for (let i = 0; i < options.people; i++) {
    const [user, channel] = [personOf(i), channelOf(i % options.channels)];
    const recent = posts.get(channel) ?? [];
    const post = recent.at(-1 - below(Math.min(5, recent.length))) ?? `${channel}/none`;
    const word = options.words[below(options.words.length)] ?? "robots";
    const done = { channel, user, mayConfigure: true, at: world.clock() };
    const ask = (text: string) =>
      world.bot.handle({
        ...done,
        kind: "command",
        id: world.next(),
        text,
        answer: `${channel}/a${world.next()}`,
      });
    await ask(`search ${word}`);
    await ask(
      ["today", "week", "saved", "hot", "show #1", "related #1", "status", "saved team"][below(8)] ?? "today",
    );
    if (below(3) === 0) await ask("save #1");
    if (below(10) === 0) await ask(`note #1 ${options.words.slice(below(500), below(500) + 12).join(" ")}`);
    if (below(20) === 0) await ask(`watch add ${word}${below(2) ? "" : " tell:digest"}`);
    if (below(40) === 0) await ask("watch remove 1");
    const reacted = { ...done, post, added: true };
    if (below(2) === 0)
      await world.bot.handle({ ...reacted, kind: "reaction", id: world.next(), means: 1 + below(9) });
    if (below(8) === 0)
      await world.bot.handle({ ...reacted, kind: "reaction", id: world.next(), means: 1, added: false });
    for (const emoji of ["eyes", "fire"])
      await world.bot.handle({ ...reacted, kind: "emoji", id: world.next(), emoji });
    if (below(5) === 0) await world.bot.handle({ ...reacted, kind: "replied", id: world.next() });
    if (below(10) === 0) {
      const link = `https://arxiv.org/abs/${idOf(dayOf(world.clock()), below(options.papersADay ?? 40))}`;
      const message: PostId = `${channel}/m${world.next()}`;
      await world.bot.handle({
        ...done,
        kind: "links",
        id: world.next(),
        links: [link],
        draft: false,
        message,
      });
    }
  }
}

async function subscribe({ options: { store, channels }, clock }: World): Promise<void> {
  const change = { at: clock(), by: "Person 1", what: "subscribed" };
  for (let i = 0; i < channels; i++) {
    const wish = {
      ...usualWish("UTC"),
      time: `0${7 + (i % 3)}:00`,
      recap: 5,
      layout: i % 2 ? "list" : "thread",
    } as const;
    const subscription = { team, channel: channelOf(i), wish, since: clock(), subscriber: personOf(i).id };
    await store.subscriptions.save(subscription, change);
  }
}

function aWorld(options: YearOptions): World {
  const random = seeded(14);
  let at = new Date(first);
  const clock = (): Date => at;
  const posts = new Map<string, PostId[]>();
  let n = 0;
  const next = (): string => (n++).toString(36);
  const silent = (): void => {};
  const logger = { debug: silent, info: silent, warn: silent, error: fail } as unknown as Logger;
  const source = aSource(options, clock);
  const { store } = options;
  const adapter = anAdapter(posts, next);
  const lookup = createLookup({ huggingFace: source, arxiv: source, store, clock });
  return {
    options,
    bot: createBot({ store, lookup, clock, logger, version: "1", defaultZone: "UTC", post: adapter.post }),
    adapter,
    source,
    logger,
    clock,
    random,
    posts,
    next,
    set: (to) => {
      at = to;
    },
    deliver: {
      ...{
        store,
        clock,
        logger,
        owner: "we",
        sleep: async () => {},
        working: new Set(),
        refusals: createRefusals(logger),
      },
      editions: createEditions({ store, clock }),
      freshness: createFreshness({ source, store, clock }),
      ...{ lease: 60_000, timeout: 10_000, backoff: 15_000, pause: 60_000 },
    },
  };
}

function fail(entry: unknown): never {
  throw new Error("something was logged as an error", { cause: entry });
}

/** A platform that takes everything and keeps nothing but the newest ids. */
function anAdapter(posts: Map<string, PostId[]>, next: () => string): ChatAdapter {
  return {
    platform: "slack",
    async start() {},
    async edit() {},
    async stop() {},
    find: async () => "absent",
    reactions: async () => undefined,
    async post(place, _message, _key, ready) {
      await ready?.();
      const channel = place.split("/").slice(0, 2).join("/");
      const post: PostId = `${channel.replace("/U", "/D")}/1700000000.${next().padStart(6, "0")}` as PostId;
      posts.set(channel, [...(posts.get(channel) ?? []), post].slice(-5));
      return post;
    },
  };
}

const idOf = (day: ListDay, i: number): string =>
  `${day.slice(2, 4)}${day.slice(5, 7)}.${day.slice(8)}${String(i).padStart(3, "0")}`;

/** Papers on each weekday, whose votes grow for a fortnight. */
function aSource({ words, papersADay = 40 }: YearOptions, clock: () => Date): PaperSource {
  const paperOf = (day: ListDay, i: number): Paper => {
    const random = seeded(Date.parse(day) / hour + i);
    const some = (n: number): string =>
      Array.from({ length: n }, () => words[Math.floor(random() * words.length)]).join(" ");
    const age = Math.max(0, Math.min(14, (clock().getTime() - Date.parse(day)) / (24 * hour)));
    return aPaper({
      id: idOf(day, i),
      title: some(9),
      abstract: `${some(180)}.`,
      summary: `${some(25)}.`,
      keywords: Array.from({ length: 8 }, () => some(2)),
      authors: Array.from({ length: 6 }, () => some(2)),
      publishedAt: `${day}T00:00:00.000Z`,
      listDays: [day],
      upvotes: Math.floor(random() * 20 * (1 + age)),
    });
  };
  return {
    name: "Hugging Face",
    async listDay(day) {
      const isListed = isWeekday(day) && Date.parse(day) <= clock().getTime();
      const papers = Array.from({ length: isListed ? papersADay : 0 }, (_, i) => paperOf(day, i));
      return { papers, skipped: [], asOf: 0 };
    },
    search: () => Promise.reject(gone()),
    paper: () => Promise.reject(gone()),
  };
}
