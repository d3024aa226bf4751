import { summaries } from "../bot/bot.ts";
import { UsageError } from "../errors.ts";
import { quote } from "../text/clean.ts";
import { type Host, print } from "./host.ts";

/** Prints what a platform is told of the commands, as one JSON array. @returns the exit status */
export async function describeCommandsAs(platform: string, host: Host): Promise<number> {
  const modules = await Promise.all(
    host.adapters.map(async ({ platform: name, load }) => ({ name, ...(await load()) })),
  );
  const able = modules.filter(({ describeCommands }) => describeCommands);
  const found = able.find(({ name }) => name === platform)?.describeCommands;
  if (!found) {
    const names = able.map(({ name }) => `--as ${name}`).join(" or ");
    throw new UsageError(`${quote(`--as ${platform}`)} registers no commands: ${names}`);
  }
  print(host, JSON.stringify(found(summaries)));
  return 0;
}
