import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type ChannelId, isPlaceId, platformOf, teamOf } from "../chat/incoming.ts";
import { reasonOfFile, UsageError, UserError } from "../errors.ts";
import { findLinkedIds } from "../text/arxiv-id.ts";
import { count, quote } from "../text/clean.ts";
import { prepare, withStore } from "./app.ts";
import { type Host, print } from "./host.ts";

const expected = "an unpacked export of the channel, in JSON, HTML, CSV or plain text";
const forms = "--channel slack:T012/C345 or --channel discord:12/345";

/**
 * Papers that an exported channel history links are seen in the channel from now on. Every file is read before anything is
 * stored, and nothing is fetched. @returns the exit status
 */
export async function importLinks(
  paths: readonly string[],
  { channel }: { readonly channel?: string },
  host: Host,
): Promise<number> {
  const place = readChannel(channel, host);
  const { ids, where } = await readLinks(paths);
  const { fresh, hint } = await markSeen(place, ids, host);
  const papers = `${count(ids.length, "paper")} (${fresh.toLocaleString("en-US")} new)`;
  print(host, `Seen in ${place} from now on: ${papers}, linked in ${where}.${hint}`);
  return 0;
}

/** @throws UserError where a file cannot be used, or nothing is linked in any of them */
async function readLinks(paths: readonly string[]) {
  const files = [...new Set((await Promise.all(paths.map(filesAt))).flat())];
  const found: (readonly string[])[] = [];
  // One after the other: a history may be large.
  for (const file of files) found.push(findLinkedIds(await readTexts(file)));
  const linking = found.filter((ids) => ids.length > 0).length;
  const all = files.length === 1 ? `"${files[0]}"` : count(files.length, "file");
  if (linking === 0) throw new UserError(`No paper is linked in ${all}: name ${expected}.`);
  const where = linking === files.length ? count(linking, "file") : `${linking} of ${files.length} files`;
  return { ids: [...new Set(found.flat())], where };
}

/** @throws UsageError that gives the form of a channel's id */
function readChannel(channel: string | undefined, { adapters }: Host): ChannelId {
  if (channel === undefined)
    throw new UsageError(`import-links needs to know whose history it is: add ${forms}`);
  const typed = quote(`--channel ${channel}`);
  if (!isPlaceId(channel))
    throw new UsageError(`${typed} is not a channel's id: write platform:team/channel, as in ${forms}`);
  const platforms = adapters.map(({ platform }) => platform);
  if (!platforms.includes(platformOf(channel)))
    throw new UsageError(
      `${typed}: ${quote(platformOf(channel))} is no platform here, there are ${platforms.join(", ")}`,
    );
  return channel;
}

async function markSeen(channel: ChannelId, ids: readonly string[], host: Host) {
  return withStore(prepare(host, true), async ({ deliveries, posts, subscriptions }) => {
    const before = await deliveries.seen(channel);
    await posts.markSeen(channel, ids, host.clock());
    // The likeliest mistake is another channel's id, which nothing else would show.
    const subscribed = await subscriptions.get(teamOf(channel), channel);
    return {
      fresh: ids.filter((id) => !before.has(id)).length,
      hint: subscribed ? "" : " No digest is subscribed there yet.",
    };
  });
}

/** The file itself; of a folder, as Slack's export has one a channel, the files of text directly in it. */
async function filesAt(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(refuse(path));
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path, { withFileTypes: true }).catch(refuse(path)))
    .filter(
      (entry) => entry.isFile() && /\.(?:json|jsonl|ndjson|html?|csv|tsv|txt|md|log)$/i.test(entry.name),
    )
    .map(({ name }) => name);
  if (names.length === 0)
    throw new UserError(`"${path}" is a folder without files of text directly in it: name ${expected}.`);
  return names.sort().map((name) => join(path, name));
}

/** All that a file says, as plain text: of JSON every string, of anything else the text as it is. */
async function readTexts(file: string): Promise<string> {
  const text = await readFile(file).then(decode).catch(refuse(file));
  if (text.trim() === "") throw new UserError(`"${file}" is empty: name ${expected}.`);
  if (text.includes("\0")) throw new UserError(`"${file}" is no text: name ${expected}.`);
  try {
    return unescapeEntities(stringsIn(JSON.parse(text)).join("\n"));
  } catch {
    // JSON that was cut short, or has a record a line, still writes its slashes in two ways.
    return unescapeEntities(text.replaceAll("\\/", "/"));
  }
}

/** UTF-8, or UTF-16 as PowerShell and spreadsheets write it, which its byte order mark tells; the mark is left out. */
function decode(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString("hex");
  const encoding = mark === "fffe" ? "utf-16le" : mark === "feff" ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

/** Without recursion, which deep nesting could exhaust. */
function stringsIn(value: unknown): readonly string[] {
  const strings: string[] = [];
  const rest = [value];
  while (rest.length > 0) {
    const one = rest.pop();
    if (typeof one === "string") strings.push(one);
    else if (typeof one === "object" && one !== null)
      for (const inner of Object.values(one)) rest.push(inner);
  }
  return strings;
}

/** Slack writes three of them in JSON, too. */
const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
  "#x27": "'",
  "#47": "/",
  "#x2f": "/",
};

function unescapeEntities(text: string): string {
  return text.replace(/&(#?\w{2,4});/g, (whole, name: string) => entities[name.toLowerCase()] ?? whole);
}

function refuse(path: string): (cause: unknown) => never {
  return (cause) => {
    throw new UserError(`"${path}" cannot be read (${reasonOfFile(cause)}): name ${expected}.`, { cause });
  };
}
