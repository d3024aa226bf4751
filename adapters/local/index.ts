import { clearLine, createInterface, cursorTo, type Interface } from "node:readline";
import type { AdapterDeps, Bot, ChatAdapter } from "../../src/chat/adapter.ts";
import type { PostId } from "../../src/chat/incoming.ts";
import { type Message, say } from "../../src/chat/message.ts";
import { createHistory } from "./history.ts";
import { keysOf } from "./keys.ts";
import { defaultWidth, historyLines, widest } from "./limits.ts";
import { type OnScreen, readLine, toIncoming } from "./listen.ts";
import { type Look, renderMessage } from "./render.ts";

export interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/** The message as plain text, as `paperboy ask` prints it. */
export function preview(message: Message): string {
  return renderMessage(message, { width: defaultWidth, colors: false, hyperlinks: false });
}

/** A chat in the terminal: the bot without any account. Lines are answered in their order; the end of the input ends it. */
export function create(
  deps: AdapterDeps,
  { input, output }: Terminal = { input: process.stdin, output: process.stdout },
): ChatAdapter {
  const interactive = input.isTTY === true && output.isTTY === true;
  const session = Math.floor(deps.clock().getTime()).toString(36);
  let posts = 0;
  let screen: OnScreen | undefined;
  let lines: Interface | undefined;
  let answering = Promise.resolve();
  let leaving = false;

  const nextPost = (): PostId => `local:me/terminal/${session}-${posts + 1}`;
  const show = (message: Message): PostId => {
    const post = nextPost();
    posts++;
    const keys = keysOf(message);
    // A message without cards leaves those before it on screen, to react to, and its own keys come first.
    if (message.cards?.length) screen = { post, message, keys };
    else if (keys.length > 0) screen = { post, message, ...screen, keys: [...keys, ...(screen?.keys ?? [])] };
    output.write(`${renderMessage(message, lookOf(output, deps.env), interactive ? keys : [])}\n\n`);
    return post;
  };
  const answer = async (line: string, bot: Bot): Promise<void> => {
    if (leaving) return;
    const typed = readLine(line, screen);
    if (typed.kind === "leave") {
      leaving = true;
      return lines?.close();
    }
    if (typed.kind === "mistake") return void show(say(typed.sentence));
    if (typed.kind === "command" && typed.text === "") return;
    const post = nextPost();
    const reply = await bot.handle(toIncoming(typed, post, post, deps.clock()));
    if (reply) show(reply.message);
    else if (typed.kind === "reaction") show(say("Nothing there to save."));
  };

  return {
    platform: "local",
    async start(bot) {
      const history = createHistory(deps);
      const reader = createInterface({
        input,
        output: interactive ? output : undefined,
        prompt: "> ",
        history: interactive ? await history.read() : [],
        historySize: historyLines,
        removeHistoryDuplicates: true,
        completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
          complete(line, bot).then(
            (result) => done(null, result),
            () => done(null, [[], line]),
          );
        },
      } as Parameters<typeof createInterface>[0]);
      lines = reader;
      const prompt = (): void => {
        if (interactive && lines === reader) reader.prompt();
      };
      if (interactive)
        show(
          say("Type a command such as /papers search agents, a key, or exit. /papers help lists them all."),
        );
      reader.on("history", history.keep);
      reader.on("line", (line) => {
        answering = answering
          .then(() => answer(line, bot))
          .catch((error) => deps.logger.error({ err: error }, "a line was not answered"))
          .then(history.forget)
          .then(prompt);
      });
      reader.on("close", () => {
        lines = undefined;
        answering.then(() => deps.ended(), deps.ended);
      });
      prompt();
    },
    async post(_place, message) {
      if (!interactive || !lines) return show(message);
      // Somebody may be typing: the post goes above the line, which stays as it is.
      clearLine(output, 0);
      cursorTo(output, 0);
      const post = show(message);
      lines.prompt(true);
      return post;
    },
    async edit() {
      // What was printed stays as it is.
    },
    async find() {
      // Whatever a former process showed is gone with its terminal.
      return "absent";
    },
    async reactions() {
      // Nobody reacts while there is no terminal.
      return undefined;
    },
    async stop() {
      leaving = true;
      lines?.close();
      await answering;
    },
  };
}

/** Colours and hyperlinks only where a terminal shows them and nobody objects (https://no-color.org). */
function lookOf(output: NodeJS.WriteStream, env: AdapterDeps["env"]): Look {
  const terminal = output.isTTY === true && env.TERM !== "dumb";
  return {
    width: Math.min(output.columns ?? defaultWidth, widest),
    colors: terminal && !env.NO_COLOR,
    hyperlinks: terminal,
  };
}

async function complete(line: string, bot: Bot): Promise<[string[], string]> {
  const prefix = /^\s*(?:\/papers\s+)?/i.exec(line)?.[0] ?? "";
  const suggested = await bot.suggest(line.slice(prefix.length));
  return [suggested.map((text) => (prefix || "/papers ") + text), line];
}
