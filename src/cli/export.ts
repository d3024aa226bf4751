import { entriesOf, readFormat, savedSince } from "../commands/library/export.ts";
import { UsageError, UserError } from "../errors.ts";
import { exportFormats, exportPapers } from "../export/index.ts";
import type { Store } from "../store/store.ts";
import { quote } from "../text/clean.ts";
import { prepare, withStore } from "./app.ts";
import type { Host } from "./host.ts";
import { keepOutputToOwner } from "./output.ts";

export interface ExportOptions {
  readonly team?: string;
  readonly since?: string;
}

/** A team's saved papers on standard output. @returns the exit status */
export async function exportTeam(typed: string, { team, since }: ExportOptions, host: Host): Promise<number> {
  const format = readFormat(typed);
  if (!format)
    throw new UsageError(`${quote(typed)} is not a format. There are ${exportFormats.join(", ")}.`);
  const after = since === undefined ? undefined : readSince(since, host);
  return withStore(prepare(host, true), async (store) => {
    const chosen = team ?? (await onlyTeam(store));
    const saves = await store.saves.saved({ team: chosen }, { since: after });
    if (saves.length === 0)
      throw new UserError(
        `Team ${quote(chosen)} has saved nothing${after ? " since then" : ""}.${await sayOthers(chosen, store)}`,
      );
    keepOutputToOwner(host.stdout);
    host.stdout.write(exportPapers(format, await entriesOf(saves, store)).content);
    return 0;
  });
}

function readSince(since: string, { clock }: Host): Date {
  try {
    return savedSince(since, clock());
  } catch (error) {
    // In the chat it is written since:30d.
    if (error instanceof UserError) throw new UsageError(error.message.replaceAll("since:", "--since "));
    throw error;
  }
}

/** @throws UserError where nobody saved anything, UsageError where several teams did */
async function onlyTeam({ saves }: Store): Promise<string> {
  const teams = await saves.teams();
  const [only, another] = teams;
  if (only === undefined)
    throw new UserError("No team has saved anything yet, so there is nothing to export.");
  if (another !== undefined) {
    throw new UsageError(`Several teams have saved papers; say which with --team: ${teams.join(", ")}`);
  }
  return only;
}

async function sayOthers(chosen: string, { saves }: Store): Promise<string> {
  const others = (await saves.teams()).filter((team) => team !== chosen);
  return others.length > 0 ? ` These have: ${others.join(", ")}` : "";
}
