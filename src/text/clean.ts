// Control characters (terminal escapes among them), line and paragraph separators, bidirectional overrides,
// soft hyphens, byte order marks and invisible tag characters: nothing a title or a name needs, and each a way to
// disturb a terminal or a chat. Joiners stay, emoji and several scripts are written with them.
const disturbing =
  /[\p{Cc}\u00AD\u061C\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2060\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}]+/gu;

/** What most of a text in English has none of: without it, there is nothing to clean. */
const uncertain = /[^ -~]| {2}|^ | $/;

/** One line of plain text: NFC, disturbing characters and runs of white space become one space, cut to `max` characters. */
export function cleanText(text: string, max = Number.POSITIVE_INFINITY): string {
  if (!uncertain.test(text)) return cutAtWord(text, max);
  const line = text.toWellFormed().normalize("NFC").replace(disturbing, " ").replace(/\s+/gu, " ").trim();
  return cutAtWord(line, max);
}

/** Signs that nobody sees, that pages, phones and chats put around what is copied, and by which nothing is written. */
const invisible = /[\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+/gu;

/** Every sign that nobody sees, of any script. */
const unseen = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]+/gu;
/** Letters, digits and some signs as keyboards for Chinese and Japanese write them, in full width. */
const wide = /[\uFF03\uFF0B-\uFF0F\uFF10-\uFF1A\uFF20-\uFF3A\uFF41-\uFF5A]/gu;
/** How far they stand from the usual ones. */
const widened = 0xfee0;

/** A text for us to read, such as a command, an id, or words to look for: without signs that nobody sees, full width made usual. */
export function plainSigns(text: string): string {
  return text.replace(unseen, "").replace(wide, (sign) => String.fromCharCode(sign.charCodeAt(0) - widened));
}

/** A text that is kept, or a name: the signs stay by which it is written. */
export function withoutStrays(text: string): string {
  return text.replace(invisible, "");
}

/** At most `max` code points of `text`: cut at a word where one ends in the last third, with an ellipsis. */
export function cutAtWord(text: string, max: number): string {
  if (text.length <= max) return text;
  const points = [...text];
  if (points.length <= max) return text;
  const head = points.slice(0, Math.max(0, max - 1)).join("");
  const space = head.lastIndexOf(" ");
  const kept = space > head.length * (2 / 3) ? head.slice(0, space) : head;
  return `${kept.replace(/[\s,;:.–-]+$/u, "")}…`;
}

/**
 * The longest beginning of `text`, cut at a word, whose shown form is at most `max` UTF-16 units long: platforms count what is sent.
 * @param show escapes, or cleans
 */
export function showWithin(text: string, max: number, show: (text: string) => string): string {
  const trimmed = text.trim();
  for (let points = max; points > 0; ) {
    const shown = show(cutAtWord(trimmed, points));
    if (shown.length <= max) return shown;
    points = Math.min(points - 1, Math.floor((points * max) / shown.length));
  }
  return "";
}

/** Text to be copied: its lines and their spaces stay, which formats such as RIS count, and nothing in them is more than text. */
export function cleanLines(text: string): string {
  const cleanWords = (line: string): string =>
    line
      .split(/( +)/)
      .map((piece, i) => (i % 2 === 1 ? piece : cleanText(piece)))
      .join("");
  return text.split("\n").map(cleanWords).join("\n");
}

/** Typographic quotes and dashes, which phones and word processors put in, as the plain ones that commands are made of. */
export function plainQuotes(text: string): string {
  return text
    .replace(/[“”„‟«»″＂]/gu, '"')
    .replace(/[‘’‚‛′＇]/gu, "'")
    .replace(/(?<=^|\s)[–—−](?=\S)/gu, "-");
}

/** "1 paper", "1,204 papers". */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n.toLocaleString("en-US")} ${n === 1 ? noun : plural}`;
}

/** What somebody typed, quoted in an answer: on one line, and no longer than a line. */
export function quote(text: string, max = 60): string {
  return `"${cleanText(text, max)}"`;
}

/** The first sentence of a text, by the rules of English text segmentation (Unicode UAX 29). */
export function firstSentence(text: string): string {
  const [first] = new Intl.Segmenter("en", { granularity: "sentence" }).segment(text);
  return first?.segment.trim() ?? "";
}

/** With a capital at its beginning. */
export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** "1 second", "4 minutes", "3 hours", "2 days": never less than a second. */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 120) return count(seconds, "second");
  if (seconds < 120 * 60) return count(Math.round(seconds / 60), "minute");
  const hours = Math.round(seconds / 3600);
  return hours < 48 ? count(hours, "hour") : count(Math.round(hours / 24), "day");
}
