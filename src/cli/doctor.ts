import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { dayOf, fullDay } from "../calendar/days.ts";
import type { AdapterEntry, AdapterMemory } from "../chat/adapter.ts";
import { type ChannelId, platformOf } from "../chat/incoming.ts";
import { zoneTrouble } from "../config.ts";
import { reasonOf, reasonOfFile, UsageError } from "../errors.ts";
import { withoutSecrets } from "../logger.ts";
import { tokenRemedy } from "../sources/token.ts";
import { inspectDatabase } from "../store/sqlite/inspect.ts";
import { schemaDifferences } from "../store/sqlite/schema.ts";
import { count } from "../text/clean.ts";
import { type Ground, prepare, withStore } from "./app.ts";
import { type Host, print } from "./host.ts";
import { findOddSettings } from "./odd-settings.ts";
import { configured } from "./run.ts";
import { memoryOf } from "./serve.ts";

/** What a check found: a sentence, or an error whose message says what to do. */
type Check = () => Promise<string>;

const patience = 10_000;

/** Checks what there is to check and says what to do. @returns the exit status: 1 where something is wrong */
export async function doctor(host: Host): Promise<number> {
  let ground: Ground;
  let platforms: readonly AdapterEntry[];
  try {
    platforms = await configured(host);
    ground = prepare(host, true);
  } catch (error) {
    print(host, `wrong Settings: ${reasonOf(error)} The rest is checked when they are right.`);
    return 1;
  }
  const checks: Record<string, Check> = {
    Node: async () => `${process.versions.node} on ${process.platform}`,
    Settings: () => checkSettingNames(host),
    "Time zone": () => checkTimeZone(host, ground),
    Platforms: async () => sayPlatforms(platforms),
    Database: () => checkDatabase(ground),
    "Hugging Face": () => checkHuggingFace(host, ground),
    arXiv: () => checkArxiv(ground),
    ...(await checksOf(platforms, ground, host)),
  };
  let status = 0;
  for (const [name, check] of Object.entries(checks)) {
    try {
      print(host, withoutSecrets(`ok    ${name}: ${await check()}.`));
    } catch (error) {
      print(host, withoutSecrets(`wrong ${name}: ${reasonOf(error)}`));
      status = 1;
    }
  }
  return status;
}

async function checkSettingNames(host: Host): Promise<string> {
  const odd = await findOddSettings(host);
  if (odd.length > 0) throw new Error(odd.join(" "));
  return "all readable";
}

async function checkTimeZone({ env }: Host, { settings }: Ground): Promise<string> {
  const trouble = zoneTrouble(env);
  if (trouble !== undefined) throw new Error(trouble);
  return `digests are planned in ${settings.DEFAULT_TIME_ZONE} where nobody names another`;
}

function sayPlatforms(named: readonly AdapterEntry[]): string {
  return named.length > 0
    ? named.map(({ platform }) => platform).join(", ")
    : "none is set up, so the bot is a chat in this terminal";
}

/** What the platforms themselves have to check. Where there is no database yet, no channel is subscribed. */
async function checksOf(
  platforms: readonly AdapterEntry[],
  ground: Ground,
  { env, clock }: Host,
): Promise<Readonly<Record<string, Check>>> {
  const asked = await Promise.all(
    platforms.map(async ({ platform, load }) => {
      const { checks } = await load();
      const channels = await subscribedChannels(platform, ground);
      const memory = memoryIn(ground, platform);
      return checks?.({ env, clock, logger: ground.logger, memory, ended: () => {} }, channels) ?? {};
    }),
  );
  return Object.assign({}, ...asked);
}

/** What an adapter kept, where there is a database. */
function memoryIn(ground: Ground, platform: string): AdapterMemory {
  const isThere = existsSync(ground.settings.DATABASE_URL);
  const nothing = async (): Promise<undefined> => undefined;
  if (!isThere) return { get: nothing, set: nothing, clear: nothing };
  return {
    get: (key) => withStore(ground, (store) => memoryOf(platform, store).get(key)),
    set: nothing,
    clear: nothing,
  };
}

async function subscribedChannels(platform: string, ground: Ground): Promise<readonly ChannelId[]> {
  if (!existsSync(ground.settings.DATABASE_URL)) return [];
  try {
    return await withStore(ground, async ({ subscriptions }) =>
      (await subscriptions.all())
        .map(({ channel }) => channel as ChannelId)
        .filter((channel) => platformOf(channel) === platform),
    );
  } catch {
    // What is wrong with the database is said by its own check.
    return [];
  }
}

async function checkDatabase(ground: Ground): Promise<string> {
  const { DATABASE_URL } = ground.settings;
  if (!existsSync(DATABASE_URL)) {
    checkPlace(DATABASE_URL);
    return `${DATABASE_URL} will be made at the first start`;
  }
  if (inspectDatabase(DATABASE_URL) !== undefined) checkSchema(DATABASE_URL);
  const megabytes = (statSync(DATABASE_URL).size / 1_000_000).toFixed(1);
  return withStore(ground, async ({ papers }) => {
    const reach = await papers.reach();
    const newest = reach.newest ? `, the newest listed ${fullDay(reach.newest)}` : "";
    return `${DATABASE_URL} is whole, ${megabytes} MB, ${count(reach.papers, "paper")}${newest}`;
  });
}

/** @throws Error where no database can be made, by the nearest folder that is there */
function checkPlace(file: string): void {
  let folder = dirname(resolve(file));
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    if (!statSync(folder).isDirectory()) throw new Error(`${folder} is not a folder`);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new Error(
      `The database ${file} cannot be made (${reasonOfFile(cause)}): set DATABASE_URL to a file in a folder that Paperboy may write to.`,
      { cause },
    );
  }
}

/** @throws Error where another hand changed what only Paperboy's own steps may */
function checkSchema(file: string): void {
  const [first, second, ...others] = schemaDifferences(file);
  if (first === undefined) return;
  const more = others.length > 0 ? `, and ${count(others.length, "other difference")}` : "";
  throw new Error(
    `The database ${file} is not as Paperboy made it: ${first}${second ? `; ${second}` : ""}${more}. Stop Paperboy and put a backup in its place; without one, move the file away to begin anew.`,
  );
}

async function checkHuggingFace({ clock }: Host, { huggingFace, settings }: Ground): Promise<string> {
  try {
    const { papers } = await huggingFace.listDay(dayOf(clock()), {
      signal: AbortSignal.timeout(patience),
      attempts: 1,
    });
    const answer = `${settings.HF_ENDPOINT} answers, ${count(papers.length, "paper")} listed today`;
    if (!huggingFace.isTokenRefused?.()) return answer;
    throw new UsageError(`${tokenRemedy}. ${answer}.`);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new Error(
      `${reasonOf(cause)}. Check HF_ENDPOINT and the way out of this machine; behind a proxy, set NODE_USE_ENV_PROXY=1 beside HTTPS_PROXY.`,
      { cause },
    );
  }
}

async function checkArxiv({ arxiv, settings }: Ground): Promise<string> {
  try {
    await arxiv.paper("1706.03762", { signal: AbortSignal.timeout(patience), attempts: 1 });
    return `${settings.ARXIV_ENDPOINT} answers`;
  } catch (cause) {
    throw new Error(
      `${reasonOf(cause)}. Only papers that Hugging Face does not know need it; check ARXIV_ENDPOINT.`,
      { cause },
    );
  }
}
