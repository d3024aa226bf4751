import leven from "leven";

/** What people call a zone whose clocks change; an abbreviation alone does not say when. */
const abbreviations: Readonly<Record<string, string>> = {
  ...{ cet: "Europe/Berlin", cest: "Europe/Berlin", met: "Europe/Berlin", mez: "Europe/Berlin" },
  ...{ bst: "Europe/London", wet: "Europe/Lisbon", west: "Europe/Lisbon", ist: "Asia/Kolkata" },
  ...{ eet: "Europe/Helsinki", eest: "Europe/Helsinki", msk: "Europe/Moscow", trt: "Europe/Istanbul" },
  ...{ est: "America/New_York", edt: "America/New_York", et: "America/New_York" },
  ...{ cst: "America/Chicago", cdt: "America/Chicago", ct: "America/Chicago" },
  ...{ mst: "America/Denver", mdt: "America/Denver", mt: "America/Denver" },
  ...{ pst: "America/Los_Angeles", pdt: "America/Los_Angeles", pt: "America/Los_Angeles" },
  ...{ brt: "America/Sao_Paulo", jst: "Asia/Tokyo", kst: "Asia/Seoul", sgt: "Asia/Singapore" },
  ...{ hkt: "Asia/Hong_Kong", aest: "Australia/Sydney", aedt: "Australia/Sydney" },
  ...{ nzst: "Pacific/Auckland", nzdt: "Pacific/Auckland" },
};

/** Whether Node knows an IANA time zone of this name; an offset such as +02:00 is none, for it knows no summer. */
export function isTimeZone(zone: string): boolean {
  try {
    return !/^[+-]/.test(zone) && Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}

/** A zone's name as the system spells it; where the system knows it by another name, as it is usually written. */
export function spellTimeZone(word: string): string | undefined {
  if (!isTimeZone(word)) return undefined;
  const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: word }).resolvedOptions();
  const isSame = timeZone.toLowerCase() === word.toLowerCase() || timeZone === "UTC";
  if (isSame || !word.includes("/")) return timeZone;
  const capital = word.toLowerCase().replace(/(?<=^|[/_-])[a-z]/g, (letter) => letter.toUpperCase());
  return capital.replace(/^Us\//, "US/");
}

/** A zone's name in a sentence of words, where an abbreviation is none. */
export function readZone(typed: string): string | undefined {
  const word = typed.trim().replace(/\s+/g, "_");
  return /^(?:utc|gmt|[a-z_]+\/[a-z0-9_+/-]+)$/i.test(word) ? spellTimeZone(word) : undefined;
}

/** The zone that was probably meant: by a city, an abbreviation, a name that is nearly written so, in quotes, or as a path of the system. */
export function zoneMeantBy(typed: string): string | undefined {
  const word = typed
    .replace(/^:?.*\/zoneinfo\/|^:/, "")
    .replace(/["']/g, "")
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, "_");
  if (word.length < 2 || word.length > 40) return undefined;
  const known = Object.hasOwn(abbreviations, word) ? abbreviations[word] : undefined;
  if (known !== undefined) return known;
  const zones = Intl.supportedValuesOf("timeZone");
  const most = word.length < 4 ? 0 : Math.floor(word.length / 4);
  const near = zones
    .map((zone) => ({ zone, distance: distanceTo(zone.toLowerCase(), word, most) }))
    .filter(({ distance }) => distance <= most)
    .toSorted((one, other) => one.distance - other.distance);
  return near[0]?.zone;
}

/** To a whole name, or to a city's. */
function distanceTo(zone: string, word: string, most: number): number {
  const options = { maxDistance: most + 1 };
  return Math.min(leven(zone, word, options), leven(zone.slice(zone.lastIndexOf("/") + 1), word, options));
}

/** "UTC+2", "GMT-05:00", "+02:00": how far from UTC, which is no place. */
export function isOffset(typed: string): boolean {
  return /^(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?$/i.test(typed);
}

/**
 * The machine's time zone. The system has no name for it where `TZ` is empty, an abbreviation such as CEST, a rule such as UTC+2, or in
 * quotes, and a guess may be an offset.
 */
export function machineTimeZone(): string | undefined {
  try {
    return spellTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
  } catch {
    return undefined;
  }
}
