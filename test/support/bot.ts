import { createBot } from "../../src/bot/bot.ts";
import type { Bot } from "../../src/chat/adapter.ts";
import type { ChannelId, CommandIncoming, PostId, Reply, UserId } from "../../src/chat/incoming.ts";
import { factsOf } from "../../src/chat/message.ts";
import { createLookup } from "../../src/collect/lookup.ts";
import type { Speaking } from "../../src/commands/announce.ts";
import { SourceError } from "../../src/errors.ts";
import type { Logger } from "../../src/logger.ts";
import type { Paper } from "../../src/model/paper.ts";
import type { Answer, PaperSource } from "../../src/sources/source.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import type { Store } from "../../src/store/store.ts";

/** Friday 20 November 2026, nine in the morning in Berlin. */
export const now = new Date("2026-11-20T08:00:00Z");

export interface Scene {
  readonly bot: Bot;
  readonly store: Store;
  /** Asks as somebody, somewhere. */
  ask(text: string, over?: Partial<CommandIncoming>): Promise<Reply>;
  /** The same, where there may be no answer. */
  handle(text: string): Promise<Reply | undefined>;
  /** What the sources were asked, in order. */
  readonly asked: string[];
  /** Whatever was logged as an error. */
  readonly errors: unknown[];
  /** Moves the clock on, in milliseconds. */
  pass(ms: number): void;
}

export interface SceneOptions {
  readonly papers?: readonly Paper[];
  /** What Hugging Face would answer; without it, it cannot be reached. */
  readonly huggingFace?: readonly Paper[];
  readonly arxiv?: readonly Paper[];
  readonly store?: Store;
  readonly missed?: Set<PostId>;
  /** How the bot posts, where a platform is connected. */
  readonly post?: Speaking["post"];
  readonly find?: Speaking["find"];
  readonly edit?: Speaking["edit"];
  readonly sleep?: Speaking["sleep"];
}

/** The real bot on a real store in memory, with sources that answer from lists. */
export async function aScene({
  papers = [],
  huggingFace,
  arxiv,
  store = openStore(":memory:"),
  post,
  find,
  edit,
  sleep,
  missed,
}: SceneOptions = {}): Promise<Scene> {
  let time = now.getTime();
  const clock = (): Date => new Date(time);
  await store.papers.upsert(papers, new Date(time - 3_600_000));
  const asked: string[] = [];
  const errors: unknown[] = [];
  const source = (name: string, known: readonly Paper[] | undefined): PaperSource => {
    const answer = (what: string, found: readonly Paper[]): Answer => {
      asked.push(`${name} ${what}`);
      if (!known) throw new SourceError(`${name} could not be reached (connection refused)`, "unreachable");
      return { papers: found, skipped: [], asOf: 0 };
    };
    return {
      name,
      listDay: async (day) =>
        answer(`day ${day}`, known?.filter((paper) => paper.listDays.includes(day)) ?? []),
      search: async (words) => answer(`search ${words}`, known ?? []),
      paper: async (id) => answer(`paper ${id}`, known?.filter((paper) => paper.id === id) ?? []).papers[0],
    };
  };
  const lookup = createLookup({
    huggingFace: source("Hugging Face", huggingFace),
    arxiv: source("arXiv", arxiv),
    store,
    clock,
  });
  const silent = () => {};
  const logger = {
    debug: silent,
    info: silent,
    warn: silent,
    error: (entry: unknown) => errors.push(entry),
  } as unknown as Logger;
  const bot = createBot({
    store,
    lookup,
    clock,
    logger,
    version: "1.2.3",
    defaultZone: "Europe/Berlin",
    ...(post ? { post } : {}),
    ...(find ? { find } : {}),
    ...(edit ? { edit } : {}),
    ...(sleep ? { sleep } : {}),
    ...(missed ? { missed } : {}),
  });
  let n = 0;
  return {
    bot,
    store,
    asked,
    errors,
    pass: (ms) => {
      time += ms;
    },
    handle: (text) => bot.handle(asCommand(text, `test-${n++}`, clock())),
    async ask(text, over = {}) {
      const reply = await bot.handle({ ...asCommand(text, `test-${n++}`, clock()), ...over });
      if (!reply) throw new Error(`no answer to ${text}`);
      return reply;
    },
  };
}

function asCommand(text: string, id: string, at: Date): CommandIncoming {
  const channel: ChannelId = "test:team/general";
  const user: UserId = "test:team/ana";
  return { kind: "command", id, channel, user: { id: user, name: "Ana" }, mayConfigure: true, at, text };
}

/** The titles of an answer's cards. */
export function titles({ message }: Reply): string[] {
  return (message.cards ?? []).map(({ title }) => title);
}

/** Everything an answer says, on one line. */
export function words({ message }: Reply): string {
  return [
    message.title,
    message.lead,
    ...(message.cards ?? []).flatMap((card) => [card.title, card.byline, card.body, ...factsOf(card)]),
    message.note,
  ]
    .filter(Boolean)
    .join(" | ");
}
