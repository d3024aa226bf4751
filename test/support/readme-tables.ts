import type { z } from "zod";
import { adapters } from "../../adapters/index.ts";
import { summaries } from "../../src/bot/bot.ts";
import { describeCalls } from "../../src/cli/program.ts";
import { settingsSchema } from "../../src/config.ts";

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "\\<");
const row = (...cells: string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: string[], rows: string[][]): string =>
  [row(...head), row(...head.map(() => "---")), ...rows.map((cells) => row(...cells))].join("\n");

/** Whoever adds a command, a call or a setting has its row written with `npm run docs`. */
async function readmeTables(): Promise<Record<string, string>> {
  return { commands: commandsTable(), calls: callsTable(), settings: await settingsTable() };
}

function commandsTable(): string {
  const rows = summaries.map(({ usage, summary, visibility }) => [
    `\`/papers ${usage.replaceAll("|", "\\|")}\``,
    cell(summary),
    visibility === "user" ? "you" : "everyone",
  ]);
  return table(["command", "answer", "who sees it"], rows);
}

function callsTable(): string {
  const host = { version: "", stdout: process.stdout, stderr: process.stderr } as never;
  const program = describeCalls(host, () => {});
  const rows = program.commands.map((call) => [
    `\`paperboy ${call.name()} ${call.usage().replaceAll("|", "\\|")}\``,
    cell(call.description()),
  ]);
  return table(["call", "does"], [["`paperboy`", cell(program.description())], ...rows]);
}

/** Every setting there is: those that all share, then each platform's own. */
export async function allSettings(): Promise<Readonly<Record<string, z.ZodType>>> {
  const modules = await Promise.all(adapters.map(({ load }) => load()));
  return Object.assign({}, settingsSchema.shape, ...modules.map(({ settings }) => settings?.shape ?? {}));
}

async function settingsTable(): Promise<string> {
  const rows = Object.entries(await allSettings()).map(([name, schema]) => {
    const usual = name === "DEFAULT_TIME_ZONE" ? undefined : schema.safeParse(undefined).data;
    return [`\`${name}\``, cell(schema.description ?? ""), usual === undefined ? "" : `\`${String(usual)}\``];
  });
  return table(["setting", "what it is", "default"], rows);
}

/** A README with its tables, which stand between marks such as `<!-- commands -->`, as the code has them now. */
export async function withTables(readme: string): Promise<string> {
  return Object.entries(await readmeTables()).reduce(
    (text, [name, made]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`),
        (_, start: string, end: string) => `${start}\n${made}\n\n${end}`,
      ),
    readme,
  );
}
