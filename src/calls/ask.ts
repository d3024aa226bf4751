import { createInterface } from "node:readline";
import type { AdapterModule, Bot } from "../chat/adapter.ts";
import { type ChannelId, isPlaceId, type Reply, type UserId } from "../chat/incoming.ts";
import { type Message, say } from "../chat/message.ts";
import { StoreError, UsageError } from "../errors.ts";
import { quote } from "../text.ts";
import { complain, type Host, print } from "./host.ts";
import { createBotOn, prepare, withStore } from "./world.ts";

export interface AskOptions {
  readonly json?: boolean;
  readonly as?: string;
  readonly channel: string;
  readonly user: string;
}

/**
 * Answers one command, or with "-" one a line of standard input.
 * @returns the exit status: 1 where a single command failed
 */
export async function ask(line: string, options: AskOptions, host: Host): Promise<number> {
  const say = await printer(line === "-", options, host);
  const asker = readAsker(options);
  const ground = prepare(host, true);
  try {
    return await withStore(ground, async (store) => {
      const bot = createBotOn(store, ground, host);
      if (line === "-") return await askLines(bot, asker, say, host);
      const reply = await askOne(bot, asker, line, 0, host);
      say(reply);
      return reply.error === undefined ? 0 : 1;
    });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    say(failed(error.message));
    return 1;
  }
}

interface Asker {
  readonly channel: ChannelId;
  readonly user: UserId;
}

async function askLines(bot: Bot, asker: Asker, say: (reply: Reply) => void, host: Host): Promise<number> {
  let n = 0;
  for await (const line of createInterface({ input: host.stdin }))
    say(await askOne(bot, asker, line, n++, host));
  return 0;
}

async function askOne(
  bot: Bot,
  { channel, user }: Asker,
  text: string,
  n: number,
  { clock }: Host,
): Promise<Reply> {
  const name = user.slice(user.indexOf("/") + 1);
  const at = clock();
  const id = `ask-${process.pid}-${at.getTime()}-${n}`;
  const reply = await bot.handle({
    kind: "command",
    id,
    channel,
    user: { id: user, name },
    mayConfigure: true,
    at,
    text,
  });
  return reply ?? failed("There is no answer to that.");
}

/** How replies are printed. @throws UsageError for a platform that does not exist */
async function printer(
  lines: boolean,
  { json, as }: AskOptions,
  host: Host,
): Promise<(reply: Reply) => void> {
  const entry = host.adapters.find(({ platform }) => platform === (as ?? "local"));
  if (!entry) {
    throw new UsageError(
      `${quote(`--as ${as}`)} is no platform here: --as ${host.adapters.map(({ platform }) => platform).join(" or --as ")}`,
    );
  }
  const { preview } = await entry.load();
  if (json || (lines && as === undefined))
    return ({ to, message, error }) => print(host, JSON.stringify({ to, message, error }));
  if (as !== undefined) return ({ message }) => print(host, oneLine(preview, message));
  return ({ message, error }) =>
    error === undefined ? print(host, String(preview(message))) : complain(host, error);
}

function oneLine(preview: AdapterModule["preview"], message: Message): string {
  return JSON.stringify(preview(message));
}

/** @throws UsageError where an id has not the form of one */
function readAsker({ channel, user }: AskOptions): Asker {
  for (const [name, id] of Object.entries({ channel, user })) {
    if (!isPlaceId(id))
      throw new UsageError(
        `${quote(`--${name} ${id}`)} is not an id: write platform:team/${name}, for example --${name} local:me/${name}`,
      );
  }
  return { channel, user } as Asker;
}

function failed(sentence: string): Reply {
  return { to: "user", message: say(sentence), error: sentence };
}
