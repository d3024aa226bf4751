import { existsSync, statSync } from "node:fs";
import { dayOf, fullDay } from "../calendar.ts";
import { reasonOf } from "../errors.ts";
import { inspectDatabase } from "../store/sqlite/database.ts";
import { count } from "../text.ts";
import { type Host, print } from "./host.ts";
import { type Ground, prepare, withStore } from "./world.ts";

/** What a check found: a sentence, or an error whose message says what to do. */
type Check = () => Promise<string>;

const patience = 10_000;

/** Checks what there is to check and says what to do. @returns the exit status: 1 where something is wrong */
export async function doctor(host: Host): Promise<number> {
  let ground: Ground;
  try {
    ground = prepare(host, true);
  } catch (error) {
    print(host, `wrong Settings: ${reasonOf(error)} The rest is checked when they are mended.`);
    return 1;
  }
  const checks: Record<string, Check> = {
    Node: async () => `${process.versions.node} on ${process.platform}`,
    Settings: async () => `all readable; digests count in ${ground.settings.DEFAULT_TIME_ZONE}`,
    Platforms: async () => sayPlatforms(host),
    Database: () => checkDatabase(ground),
    "Hugging Face": () => checkHuggingFace(host, ground),
    arXiv: () => checkArxiv(ground),
  };
  let status = 0;
  for (const [name, check] of Object.entries(checks)) {
    try {
      print(host, `ok    ${name}: ${await check()}.`);
    } catch (error) {
      print(host, `wrong ${name}: ${reasonOf(error)}`);
      status = 1;
    }
  }
  return status;
}

function sayPlatforms({ adapters, env }: Host): string {
  const named = adapters.filter(({ needs }) => needs.length > 0 && needs.every((name) => env[name]?.trim()));
  return named.length > 0
    ? named.map(({ platform }) => platform).join(", ")
    : "none is set up, so the bot is a chat in this terminal";
}

async function checkDatabase(ground: Ground): Promise<string> {
  const { DATABASE_URL } = ground.settings;
  if (!existsSync(DATABASE_URL)) return `${DATABASE_URL} will be made at the first start`;
  inspectDatabase(DATABASE_URL);
  const megabytes = (statSync(DATABASE_URL).size / 1_000_000).toFixed(1);
  return withStore(ground, async ({ papers }) => {
    const reach = await papers.reach();
    const newest = reach.newest ? `, the newest listed ${fullDay(reach.newest)}` : "";
    return `${DATABASE_URL} is whole, ${megabytes} MB, ${count(reach.papers, "paper")}${newest}`;
  });
}

async function checkHuggingFace({ clock }: Host, { huggingFace, settings }: Ground): Promise<string> {
  try {
    const { papers } = await huggingFace.listDay(dayOf(clock()), {
      signal: AbortSignal.timeout(patience),
      attempts: 1,
    });
    return `${settings.HF_ENDPOINT} answers, ${count(papers.length, "paper")} listed today`;
  } catch (cause) {
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
