const iso =
  /^([+-]\d{6}|\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)? ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;
/** "Mon, 29 Jun 2026 00:00:00 GMT", "29 June 2026", "Jun 29, 2026". */
const named = /^(?:[a-z]{3,9},? )?(?:\d{1,2} [a-z]{3,9}|[a-z]{3,9} \d{1,2},?) \d{4}\b/i;
/** Characters: no date is longer, and the patterns take their time with what is. */
const longest = 100;
const zoned = /(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})(?: \([^)]*\))?$/i;

/** The instant that an answer names. What names no zone is UTC, whatever the machine's own is. */
export function parseInstant(text: string): Date | undefined {
  const typed = text.length > longest ? "" : text.trim();
  const parts = iso.exec(typed);
  const readable = parts
    ? isoOf(parts)
    : named.test(typed)
      ? zoned.test(typed)
        ? typed
        : `${typed} UTC`
      : "";
  const date = new Date(readable);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function isoOf(parts: RegExpExecArray): string {
  const [, year, month = "", day = "", hour = "0", minute = "00", second = "00", fraction = "0", zone = "Z"] =
    parts;
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  if (new Date(`${date}T00:00:00Z`).getUTCDate() !== Number(day)) return "";
  const time = `${hour.padStart(2, "0")}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, "0")}`;
  return `${date}T${time}${isoZone(zone)}`;
}

/** "+02", "+0200" and "UTC" as "+02:00" and "Z". */
function isoZone(zone: string): string {
  const [, hours, minutes = "00"] = /^([+-]\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  return hours === undefined ? "Z" : `${hours}:${minutes}`;
}

/** An instant as ISO 8601 in UTC, where a paper can be of it: 1900 to next year. @param now milliseconds since 1970 */
export function publication(instant: Date | undefined, now: number): string | undefined {
  const year = instant?.getUTCFullYear() ?? 0;
  const next = Number.isFinite(now) ? new Date(now).getUTCFullYear() + 1 : now;
  return year >= 1900 && year <= next ? instant?.toISOString() : undefined;
}
