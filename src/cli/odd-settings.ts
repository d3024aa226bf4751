import { existsSync } from "node:fs";
import distance from "leven";
import { settingsSchema, zoneTrouble } from "../config.ts";
import type { Logger } from "../logger.ts";
import { count } from "../text/clean.ts";
import type { Host } from "./host.ts";

/** Names that mean something to others; beside them, whatever stands in the environment alone is somebody else's business. */
const others =
  /^(?:NODE_|NPM_|UV_|LC_|SSL_CERT_|COMPOSE_|DOCKER_|HUGGING_?FACE_|HF_(?:HOME|HUB_|XET_|DATASETS_|ASSETS_|INFERENCE_|DEBUG|TOKEN_PATH)|(?:HTTPS?|NO|ALL)_PROXY$|(?:TZ|LANG|PATH|HOME|DEBUG|TMPDIR|TEMP|TMP|(?:NO|FORCE)_COLOR|TERM)$)/i;
/** What Node reads before a line of ours runs. */
const tooLate = /^NODE_(?:OPTIONS|USE_ENV_PROXY|EXTRA_CA_CERTS|USE_SYSTEM_CA)$/;
/** A name by its form. Anything else, such as a line with a token alone, is never shown. */
const plainName = /^(?:[A-Z][A-Z_]*\d{0,2}|[a-z][a-z_]*\d{0,2})$/;

/** What is set and does nothing, a sentence each, with what was probably meant; never a value. */
export async function findOddSettings(host: Host): Promise<readonly string[]> {
  const known = await knownSettings(host);
  const { names, bare } = host.envFile ?? { names: [], bare: [] };
  const strange = (name: string): boolean => !known.includes(name) && !others.test(name);
  const near = (name: string): readonly string[] =>
    nearSettings(name, known).filter((one) => host.env[one] === undefined);
  const prefixes = known.filter((name) => name.includes("_")).map((name) => name.replace(/_.*/, "_"));
  const inEnvironment = Object.keys(host.env).filter(
    (name) => !names.includes(name) && prefixes.some((prefix) => name.toUpperCase().startsWith(prefix)),
  );
  const inFile = names.filter(strange);
  const misspelt = [...inFile, ...inEnvironment.filter(strange)].filter((name) => near(name).length > 0);
  return [
    ...misspelt.map((name) => sayMisspelt(name, near(name))),
    ...sayUnknown(inFile.filter((name) => !misspelt.includes(name))),
    ...bare
      .filter((word) => known.includes(word))
      .map((name) => `The line of ${name} in .env has no "=". Write ${name}=value.`),
    ...names
      .filter((name) => tooLate.test(name))
      .map((name) => `${name} in .env comes too late for Node. Set it in the environment.`),
    ...(!existsSync(".env") && existsSync(".env.txt")
      ? ["There is a file .env.txt and no .env. Rename it to .env, without .txt."]
      : []),
  ];
}

/** Says at the start what `doctor` calls wrong with settings that can be read. */
export async function warnOfSettings(host: Host, logger: Logger): Promise<void> {
  const zone = zoneTrouble(host.env);
  for (const sentence of [...(zone === undefined ? [] : [zone]), ...(await findOddSettings(host))])
    logger.warn(sentence);
}

/** Every setting there is, by name. */
async function knownSettings({ adapters }: Host): Promise<readonly string[]> {
  const own = await Promise.all(
    adapters.map(async ({ needs, loadSettings }) => [
      ...needs.flat(),
      ...Object.keys((await loadSettings?.())?.settings.shape ?? {}),
    ]),
  );
  return [...new Set([...Object.keys(settingsSchema.shape), ...own.flat()])];
}

/** A letter or two that differ, or else a word too many, or else some that are missing. */
function nearSettings(name: string, known: readonly string[]): readonly string[] {
  const words = name.toUpperCase().match(/[A-Z]+/g) ?? [];
  const joined = words.join("");
  const plain = (setting: string): string => setting.replaceAll("_", "");
  const holds = (all: readonly string[], some: readonly string[]): boolean =>
    some.every((word) => all.includes(word));
  const ways: ((setting: string) => boolean)[] = [
    (setting) => distance(joined, plain(setting)) <= Math.min(2, Math.floor(plain(setting).length / 5)),
    (setting) => words.length === setting.split("_").length + 1 && holds(words, setting.split("_")),
    (setting) => words.length > 1 && holds(setting.split("_"), words),
    (setting) => joined.length >= 5 && plain(setting).includes(joined),
  ];
  const found = ways.map((isNear) => known.filter(isNear)).find((near) => near.length > 0) ?? [];
  return found.length <= 2 ? found : [];
}

function sayMisspelt(name: string, near: readonly string[]): string {
  const shown = plainName.test(name) ? name : "A name in .env";
  return `${shown} is not a setting of Paperboy. Did you mean ${near.join(" or ")}?`;
}

function sayUnknown(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const shown = names.filter((name) => plainName.test(name)).slice(0, 5);
  const more = names.length - shown.length;
  const rest = shown.length > 0 ? `and ${more} more` : count(more, "name");
  const list = [...shown, ...(more > 0 ? [rest] : [])].join(", ");
  return [`Not settings of Paperboy in .env: ${list}. Compare with .env.example.`];
}
