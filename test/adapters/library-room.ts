import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, expect } from "vitest";
import { type BotDeps, createBot, summaries } from "../../src/bot/bot.ts";
import { countEarly } from "../../src/bot/early-reactions.ts";
import type { AdapterMemory, Bot } from "../../src/chat/adapter.ts";
import { memoryOf } from "../../src/cli/serve.ts";
import type { Sleep } from "../../src/clock.ts";
import { createLookup } from "../../src/collect/lookup.ts";
import type { DeliverDeps } from "../../src/delivery/deps.ts";
import { createEditions } from "../../src/delivery/editions/digest.ts";
import { createRefusals } from "../../src/delivery/refusals.ts";
import { deliverDue } from "../../src/delivery/scheduler.ts";
import { readMissedReactions, readNewPosts } from "../../src/jobs/missed-reactions.ts";
import { tidy } from "../../src/jobs/retention.ts";
import { showSavers } from "../../src/jobs/show-savers.ts";
import type { Paper } from "../../src/model/paper.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import type { Store } from "../../src/store/store.ts";
import { papers } from "../support/builders.ts";
import { listeningLogger } from "../support/edge.ts";
import { fakeSource } from "../support/fake-source.ts";
import { tempFolder } from "../support/open-store.ts";
import type { Core, Library, Sight, Stage } from "./library.ts";

/** Thursday evening in Berlin: the first digest comes on Friday, 20 November 2026. */
const start = Date.parse("2026-11-19T18:00:00Z");
const hour = 3_600_000;
/** Nine in the morning in Berlin, on some day. */
const nine = Date.parse("2026-11-19T08:00:00Z");

export interface RoomOptions extends Partial<Pick<Core, "crowd" | "isNew" | "atItsPace">> {
  readonly papers?: readonly Paper[];
}

/** A stage with the real core on a real store behind it, and a clock that goes on by itself and can be put forward. */
export interface Room extends Stage {
  readonly store: Store;
  /** The database. */
  readonly file: string;
  readonly logged: string[];
  readonly deps: Deps;
  /** Types a command. @returns its answer */
  ask(command: string, values: Readonly<Record<string, string>>, who: string): Promise<Sight>;
  skip(ms: number): void;
  /** Everything that is due is delivered. @returns what that brought to the channel */
  deliver(): Promise<readonly Sight[]>;
  /** It becomes nine o'clock in Berlin, and what is due then is delivered. */
  morning(): Promise<readonly Sight[]>;
  /** Ana subscribes the channel, and the next morning comes. @returns the posts of the digest */
  digest(layout?: "list" | "thread", beforeIt?: () => void): Promise<readonly Sight[]>;
  /** Reactions that came before their post was recorded count, and what stands on new posts is read, as the program does every second. */
  catchUp(): Promise<void>;
  /** Posts that may be written anew by now are, as the program looks for them every second. */
  show(): Promise<void>;
  /** What a message, or its card with a number, says in a moment, as posts are written anew. */
  says(on: Sight, number?: number): ReturnType<typeof soon<Promise<string>>>;
  /** The program stops, and starts again on its database; `meanwhile` happens while it is away. */
  restart(meanwhile?: () => void): Promise<void>;
  tidy(): Promise<void>;
}

/** What comes true in a moment, on a machine that is busy too. */
export const soon = <T>(look: () => T, message = "in a moment") =>
  expect.poll(look, { timeout: 15_000, interval: 20, message });

/** What the card of a number says. */
export function cardOf({ text }: Sight, number: number): string {
  const cards = text.split(/^\**(?=\d+\. )/m);
  return cards.find((card) => card.startsWith(`${number}. `)) ?? "";
}

/** Rooms for a test file, closed behind each test. */
export function useRooms(library: Library): (options?: RoomOptions) => Promise<Room> {
  const rooms: Room[] = [];
  // Hooks run in reverse: by then the adapter is stopped.
  afterEach(async () => {
    for (const { logged, store } of rooms.splice(0)) {
      await store.close();
      expect(logged).toEqual([]);
    }
  });
  const open = library.use();
  return async (options = {}) => {
    const room = await aRoom(library.platform, open, options);
    rooms.push(room);
    return room;
  };
}

async function aRoom(
  platform: string,
  open: ReturnType<Library["use"]>,
  { papers: known = papers(12, (i) => ({ upvotes: 100 - i })), ...options }: RoomOptions,
): Promise<Room> {
  const file = join(tempFolder(), "paperboy.db");
  const begun = Date.now();
  let skipped = 0;
  const clock = (): Date => new Date(start + skipped + (Date.now() - begun));
  const logged: string[] = [];
  const base: Base = {
    ...{ file, clock, logger: listeningLogger(logged) },
    post: async (place, message) => (await opening).adapter.post(place, message),
  };
  let core = aCore(base);
  await core.store.papers.upsert(known, new Date(start - hour));
  const usual = { crowd: [], isNew: false, atItsPace: false };
  // A bot that is let in greets at once.
  const opening = open({ ...handing(() => core, platform), clock, ...usual, ...options });
  const stage = await opening;
  const now = (): Deps => ({ store: core.store, clock, sleep, logger: base.logger });
  const signal = new AbortController().signal;

  const room: Omit<Room, keyof Stage> = {
    file,
    logged,
    get store() {
      return core.store;
    },
    get deps() {
      return now();
    },
    ask: async (command, values, who) => (await stage.type(command, values, who)).answer(),
    skip: (ms) => {
      skipped += ms;
    },
    async deliver() {
      const before = new Set(stage.inChannel().map(({ id }) => id));
      await deliverDue([stage.adapter], delivering(now()), signal);
      return stage.inChannel().filter(({ id }) => !before.has(id));
    },
    async morning() {
      const sinceNine = (clock().getTime() - nine) % (24 * hour);
      skipped += 24 * hour - sinceNine;
      return room.deliver();
    },
    async digest(layout = "list", beforeIt = () => {}) {
      await stage.type("subscribe", { time: "09:00", zone: "Europe/Berlin", days: "daily", layout }, "Ana");
      await soon(() => core.store.subscriptions.all()).toHaveLength(1);
      beforeIt();
      return room.morning();
    },
    async catchUp() {
      await countEarly(platform, core.store);
      await readNewPosts(stage.adapter, now(), signal);
    },
    async show() {
      skipped += 5000;
      await showSavers(stage.adapter, now(), signal);
    },
    says: (on, number) =>
      soon(async () => {
        await room.show();
        const sight = stage.see(on);
        return number === undefined ? sight.text : cardOf(sight, number);
      }),
    async restart(meanwhile = () => {}) {
      await stage.adapter.stop();
      await core.store.close();
      meanwhile();
      core = aCore(base);
      await stage.startAgain();
      await readMissedReactions(stage.adapter, now(), signal);
    },
    tidy: () => tidy({ ...now(), retentionDays: 30 }),
  };
  return Object.defineProperties(room, Object.getOwnPropertyDescriptors(stage)) as Room;
}

type Deps = Pick<DeliverDeps, "store" | "clock" | "sleep" | "logger">;
type Base = Pick<Deps, "clock" | "logger"> & Required<Pick<BotDeps, "post">> & { readonly file: string };
type Running = { readonly bot: Bot; readonly store: Store };

const sleep: Sleep = (ms, signal) => wait(ms, undefined, { signal });

/** What a process has behind its adapters. */
function aCore({ file, ...base }: Base): Running {
  const store = openStore(file);
  const source = fakeSource();
  const lookup = createLookup({ huggingFace: source, arxiv: source, store, clock: base.clock });
  return {
    store,
    bot: createBot({ ...base, store, lookup, version: "1.2.3", defaultZone: "Europe/Berlin" }),
  };
}

/** What an adapter is handed, whichever process it is of by now. */
function handing(running: () => Running, platform: string): Pick<Core, "bot" | "memory"> {
  const memory = (): AdapterMemory => memoryOf(platform, running().store);
  return {
    bot: {
      commands: summaries,
      handle: (incoming) => running().bot.handle(incoming),
      suggest: (partial) => running().bot.suggest(partial),
      complete: (partial) => running().bot.complete(partial),
    },
    memory: {
      get: (key) => memory().get(key),
      set: (key, value) => memory().set(key, value),
      clear: () => memory().clear(),
    },
  };
}

function delivering({ store, clock, ...deps }: Deps): DeliverDeps {
  return {
    ...{ ...deps, store, clock, owner: "a test", editions: createEditions({ store, clock }) },
    ...{ working: new Set(), refusals: createRefusals(deps.logger) },
    ...{ freshness: async () => ({}), lease: 60_000, timeout: 10_000, backoff: 15_000, pause: 15_000 },
  };
}
