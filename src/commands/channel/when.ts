import { parseDays, parseTime } from "../../calendar/slots.ts";
import { isOffset, readZone, zoneMeantBy } from "../../calendar/time-zone.ts";
import { UserError } from "../../errors.ts";
import { quote } from "../../text/clean.ts";

/** What somebody says of when a digest comes and of what it leaves out; what is not named is absent. */
export interface When {
  readonly time?: string;
  readonly zone?: string;
  readonly days?: readonly number[];
  /** Words that are left out from now on, and whether those of before still are. */
  readonly excluded: readonly string[];
  readonly keepsExcluded: boolean;
}

/** -"a phrase", -word, or a word between spaces, commas and semicolons. */
const piece = /-"[^"]*"|-[^\s"]+|[^\s,;]+/g;
/** Words between the others that say nothing. */
const fillers = new Set(["and", "&", "+", "at", "on", "in", "every", "each", "the"]);
/** Names of zones have up to so many words: "America/New York", "America/Port of Spain". */
const mostZoneWords = 3;

/** Reads times, zones, days and exclusions in any order. @throws UserError for other words, and for two of what there is one of */
export function readWhen(text: string): When {
  const words = joinRanges(text).match(piece) ?? [];
  let read: When = { excluded: [], keepsExcluded: true };
  for (let at = 0; at < words.length; ) {
    const { length, ...found } = readAt(words, at) ?? {};
    if (length === undefined) throw new UserError(sayUnknown(words.slice(at)));
    read = join(read, found, words.slice(at, at + length).join(" "));
    at += length;
  }
  return read;
}

type Found = Partial<When> & { readonly length: number; readonly leaves?: string };

/** What stands at a place, and how many words it takes. */
function readAt(words: readonly string[], at: number): Found | undefined {
  const word = words[at] ?? "";
  const next = words[at + 1] ?? "";
  if (/^-none,?;?$/i.test(word)) return { keepsExcluded: false, length: 1 };
  if (/^-"?[\p{L}\p{N}]/u.test(word))
    return {
      leaves: word
        .slice(1)
        .replaceAll('"', "")
        .replace(/[,;]+$/, ""),
      length: 1,
    };
  const half = /^[ap]\.?m\.?$/i.test(next) ? next.replaceAll(".", "") : undefined;
  const halved = half === undefined ? undefined : parseTime(`${word} ${half}`);
  if (halved !== undefined) return { time: halved, length: 2 };
  const time = parseTime(word.replace(/(?<=[ap])\.(m)\.?$/i, "$1").replace(/\.$/, ""));
  if (time !== undefined) return { time, length: 1 };
  if (/^every$/i.test(word) && /^days?$/i.test(next)) return { days: parseDays("daily") ?? [], length: 2 };
  const days = parseDays(word);
  if (days !== undefined) return { days, length: 1 };
  for (let length = mostZoneWords; length > 0; length--) {
    const zone = readZone(words.slice(at, at + length).join(" "));
    if (zone !== undefined && at + length <= words.length) return { zone, length };
  }
  return fillers.has(word.toLowerCase()) ? { length: 1 } : undefined;
}

/** Days add up; of times and zones there is one. */
function join(read: When, { leaves, ...found }: Omit<Found, "length">, typed: string): When {
  refuseSecond("time", "a digest comes once a day", read.time, found.time, typed);
  refuseSecond("zone", "a digest comes by one clock", read.zone, found.zone, typed);
  const days = found.days && [...new Set([...(read.days ?? []), ...found.days])].sort();
  if (found.keepsExcluded === false) return { ...read, excluded: [], keepsExcluded: false };
  return {
    ...read,
    ...found,
    ...(days ? { days } : {}),
    excluded: leaves === undefined ? read.excluded : [...read.excluded, leaves],
  };
}

function refuseSecond(
  what: string,
  why: string,
  before: string | undefined,
  found: string | undefined,
  typed: string,
): void {
  if (before === undefined || found === undefined || before === found) return;
  throw new UserError(
    `${quote(before)} and ${quote(typed)} are two ${what}s, and ${why}: leave one of them out.`,
  );
}

/** "mon - fri" and "mon to fri" as "mon-fri". */
function joinRanges(text: string): string {
  return text.replace(
    /(?<![\p{L}\p{N}"-])(\p{L}{2,9})\s+(?:to|through|till|until|[-–])\s+(\p{L}{2,9})(?![\p{L}\p{N}])/giu,
    (whole, first: string, last: string) => (parseDays(`${first}-${last}`) ? `${first}-${last}` : whole),
  );
}

/** What is not known, what was probably meant, or else what there is. */
function sayUnknown(words: readonly string[]): string {
  const [word = ""] = words;
  // A number alone is a time that is not written out, whatever stands behind it.
  if (/^\d{1,2}$/.test(word)) {
    const time = parseTime(`${word}:00`);
    if (time !== undefined) return `I don't know ${quote(word)}. Did you mean ${time}?`;
  }
  for (let length = mostZoneWords; length > 0; length--) {
    const typed = words.slice(0, length).join(" ");
    const zone = length <= words.length ? zoneMeantBy(typed) : undefined;
    if (zone !== undefined) return `I don't know ${quote(typed)}. Did you mean ${zone}?`;
  }
  if (isOffset(word))
    return `I don't know ${quote(word)}: clocks change with the seasons. Name a place, such as Europe/Berlin.`;
  return `I don't know ${quote(word)}. Write a time (09:00), a time zone (Europe/Berlin), days (weekdays, daily, mon,wed), or -word to leave papers out.`;
}
