import { once } from "node:events";
import { Command, CommanderError } from "commander";
import { closestMatch } from "leven";
import { reasonOf, StoreError, UsageError, UserError } from "../errors.ts";
import { withoutSecrets } from "../logger.ts";
import { quote } from "../text/clean.ts";
import { ask } from "./ask.ts";
import { backup } from "./backup.ts";
import { describeCommandsAs } from "./commands.ts";
import { deliver } from "./deliver.ts";
import { doctor } from "./doctor.ts";
import { exportTeam } from "./export.ts";
import { complain, type Host } from "./host.ts";
import { importFiles } from "./import.ts";
import { importLinks } from "./import-links.ts";
import { run } from "./run.ts";
import { sync } from "./sync.ts";

/** Exit status of a call that was interrupted: 128 and the number of SIGINT, as shells have it. */
export const interrupted = 130;

/** The program: reads the call from `words` (without the interpreter and the file) and does it. @returns the exit status */
export async function runProgram(words: readonly string[], host: Host): Promise<number> {
  let status = 0;
  const program = describeCalls(host, (code) => {
    status = code;
  });
  try {
    await program.parseAsync(words, { from: "user" });
    return status;
  } catch (error) {
    return fail(error, words, program, host);
  }
}

/** Every call with its help, for the program and for the README's test. */
export function describeCalls(host: Host, end: (status: number) => void): Command {
  const program = new Command("paperboy");
  const finish = async (call: Promise<number>): Promise<void> => end(await call);
  const finishOrLeave = (call: Promise<number>): Promise<void> =>
    finish(Promise.race([call, interruption(host.stopped)]));
  program
    .description(
      "Hugging Face Daily Papers for your team's channels. Without a call it runs the bot: every platform whose token is set, else a chat in this terminal.",
    )
    .version(host.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      outputError: () => {},
    })
    .allowExcessArguments(false)
    .helpCommand("help [call]", "explain a call")
    .action(() => finish(run(host)));
  program
    .command("ask")
    .description("answer one command on standard output, or with - each line of standard input on one line")
    .argument("<line...>", 'a command as in the chat, for example: "/papers search agents"')
    .option("--json", "the neutral reply on one line")
    .option("--as <platform>", "the message as that platform would get it, on one line")
    .option("--channel <id>", "where it is asked", "local:me/terminal")
    .option("--user <id>", "who asks", "local:me/me")
    .action((line: string[], options) => finishOrLeave(ask(line.join(" "), options, host)));
  program
    .command("deliver")
    .description("deliver every digest that is due, and end; for cron and CI jobs")
    .option(
      "--at <time>",
      "as if it were then, for example 2026-11-20T08:00Z; not while another process delivers",
    )
    .option("--dry-run", "print a line for each post instead")
    .option("--as <platform>", "with --dry-run: the bare message as that platform would get it")
    .action((options) => finish(deliver(options, host)));
  program
    .command("sync")
    .description("fetch the papers of past days, newest first; goes on where an earlier call stopped")
    .option("--since <date>", "the oldest day to fetch, 2023-05-04 without it")
    .option("--until <date>", "the newest, today without it")
    .action((options) => finish(sync(options, host)));
  program
    .command("import")
    .description("read saved answers of Hugging Face's daily_papers (JSON) or arXiv's API (Atom)")
    .argument("<file...>", "the files, in any order")
    .action((files: string[]) => finishOrLeave(importFiles(files, host)));
  program
    .command("import-links")
    .description("count the papers that an exported channel history links as seen in that channel")
    .argument("<file...>", "files of the export, or the folder that they are in; JSON, HTML, CSV or text")
    .option("--channel <id>", "whose history it is, for example slack:T012/C345 or discord:12/345")
    .action((paths: string[], options) => finishOrLeave(importLinks(paths, options, host)));
  program
    .command("export")
    .description("write a team's saved papers on standard output")
    .argument("<format>", "bibtex, ris, csv, json or markdown")
    .option("--team <id>", "whose, for example slack:T012; the only team there is, without it")
    .option("--since <date>", "only what was saved since then, for example 30d or 2026-11-01")
    .action((format: string, options) => finishOrLeave(exportTeam(format, options, host)));
  program
    .command("backup")
    .description("copy the database into one file, while the bot may go on working")
    .argument("<file>", "where to; a file that is not there yet")
    .action((file: string) => finishOrLeave(backup(file, host)));
  program
    .command("commands")
    .description("print what a platform is told of the commands, as JSON")
    .requiredOption("--as <platform>", "the platform: discord")
    .action(({ as }: { as: string }) => finish(describeCommandsAs(as, host)));
  program
    .command("doctor")
    .description("check settings, database and sources, and say what to do")
    .action(() => finishOrLeave(doctor(host)));
  return program;
}

async function interruption(stopped: AbortSignal): Promise<number> {
  if (!stopped.aborted) await once(stopped, "abort");
  return interrupted;
}

/** One line on standard error, never a stack trace or a secret. */
function fail(error: unknown, words: readonly string[], program: Command, host: Host): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    complain(host, explainMisuse(error, words, program));
    return 2;
  }
  const known = error instanceof UsageError || error instanceof UserError || error instanceof StoreError;
  const message = withoutSecrets(reasonOf(error));
  complain(host, known ? message : `Paperboy stopped: ${message}`);
  return error instanceof UsageError ? 2 : 1;
}

function explainMisuse(error: CommanderError, [first = ""]: readonly string[], program: Command): string {
  const calls = program.commands.map((call) => call.name());
  if (!calls.includes(first) && !first.startsWith("-")) {
    const near = closestMatch(first, calls, { maxDistance: 3 });
    return `${quote(first)} is not a call. ${near ? `Did you mean: paperboy ${near}` : `There are ${calls.join(", ")}`} – see: paperboy --help`;
  }
  const sentence = error.message.replace(/^error: |\.$/g, "").replace(/\n/g, " ");
  const hint =
    first === "ask" && error.code === "commander.unknownOption" ? " Put the command in quotes." : "";
  return `${sentence}.${hint} See: paperboy ${calls.includes(first) ? `${first} ` : ""}--help`;
}
