import type { Bot } from "../chat/adapter.ts";
import { type ChannelId, isPlaceId, type Reply, type UserId } from "../chat/incoming.ts";
import { say } from "../chat/message.ts";
import { StoreError, UsageError } from "../errors.ts";
import { quote } from "../text/clean.ts";
import { createBotOn, prepare, withStore } from "./app.ts";
import { complain, type Host, print } from "./host.ts";

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
  const answer = await printer(line === "-", options, host);
  try {
    const asker = readAsker(options);
    const ground = prepare(host, true);
    return await withStore(ground, async (store) => {
      const bot = createBotOn(store, ground, host);
      if (line === "-") return await askLines(bot, asker, answer, host);
      const reply = await askOne(bot, asker, line, 0, host);
      answer(reply);
      return reply.error === undefined ? 0 : 1;
    });
  } catch (error) {
    if (!(error instanceof StoreError || error instanceof UsageError)) throw error;
    answer(failed(error.message));
    return error instanceof UsageError ? 2 : 1;
  }
}

interface Asker {
  readonly channel: ChannelId;
  readonly user: UserId;
}

async function askLines(bot: Bot, asker: Asker, answer: (reply: Reply) => void, host: Host): Promise<number> {
  let n = 0;
  for await (const line of linesOf(host.stdin)) answer(await askOne(bot, asker, line, n++, host));
  return 0;
}

/** Lines end at a line feed and nowhere else: readline would also end them at characters that a query may hold. */
async function* linesOf(input: NodeJS.ReadStream): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of input.setEncoding("utf8")) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.replace(/\r$/, "");
  }
  if (rest !== "") yield rest;
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
  if (json || (lines && as === undefined)) {
    return ({ to, message, error }) => print(host, JSON.stringify({ to, message, error }));
  }
  const { adapters } = host;
  const entry =
    as === undefined ? adapters.find(({ home }) => home) : adapters.find(({ platform }) => platform === as);
  if (!entry) {
    const platforms = adapters.map(({ platform }) => `--as ${platform}`).join(" or ");
    throw new UsageError(`${quote(`--as ${as}`)} is no platform here: ${platforms}`);
  }
  const { preview } = await entry.load();
  if (as !== undefined) return ({ message }) => print(host, JSON.stringify(preview(message, host.env)));
  return ({ message, error }) =>
    error === undefined ? print(host, String(preview(message))) : complain(host, error);
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
