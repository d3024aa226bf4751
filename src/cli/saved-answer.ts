import { readFile } from "node:fs/promises";
import { reasonOf, reasonOfFile, UserError } from "../errors.ts";
import type { Paper } from "../model/paper.ts";
import { beginsAsList, recordsOf } from "../sources/json-list.ts";
import { hasMoreTags, parseAtom } from "../sources/parse-arxiv.ts";
import { parseRecords } from "../sources/parse-huggingface.ts";
import type { Answer, Skipped } from "../sources/source.ts";
import { quote } from "../text/clean.ts";
import { textOfBytes, UnreadableBytes } from "./saved-text.ts";

const expected = "name a saved answer of Hugging Face's daily_papers (JSON) or of arXiv's API (Atom)";

/** Reads the papers of a saved answer. @throws UserError where the file holds none */
export async function readSavedAnswer(file: string, now: Date): Promise<Answer> {
  const { papers, skipped, asOf } = parseFile(file, await readSaved(file), now);
  return { papers, skipped, asOf: Math.min(asOf, now.getTime()) };
}

async function readSaved(file: string): Promise<string> {
  try {
    return textOfBytes(await readFile(file));
  } catch (cause) {
    if (cause instanceof UnreadableBytes)
      throw new UserError(`"${file}" ${cause.message}: ${expected}.`, { cause });
    throw new UserError(`"${file}" cannot be read (${reasonOfFile(cause)}): ${expected}.`, { cause });
  }
}

/** @throws UserError where the text is neither of the two */
function parseFile(file: string, text: string, now: Date): Answer {
  try {
    if (/^\s*</.test(text)) return readAtom(text, now);
    return gather(readRecords(text), now.getTime());
  } catch (cause) {
    if (cause instanceof Unusable) throw new UserError(`"${file}" ${cause.message}: ${expected}.`, { cause });
    throw cause;
  }
}

/** Records that are read together; of one file so many papers are taken, and so many records that are none. */
const atOnce = 1000;
const mostPapers = 200_000;
const mostSkipped = 10_000;

/** Record by record, for a file may hold millions. @throws Unusable where there are too many */
function gather(found: Iterable<Found>, now: number): Answer {
  const papers: Paper[] = [];
  const skipped: Skipped[] = [];
  const lines: Skipped[] = [];
  let [asOf, before, isOfPapers] = [0, 0, false];
  let some: unknown[] = [];
  const take = (): void => {
    const answer = parseRecords(some, { daily: true, now, before });
    papers.push(...answer.papers);
    skipped.push(...answer.skipped);
    asOf = Math.max(asOf, answer.asOf);
    before += some.length;
    isOfPapers ||= some.some(isRecord);
    some = [];
    if (papers.length > mostPapers) throw tooMany(mostPapers, "papers, too many for one file");
    if (skipped.length + lines.length > mostSkipped)
      throw isOfPapers ? tooMany(mostSkipped, "records that are no papers") : notOfPapers();
  };
  for (const one of found) {
    if ("unread" in one) lines.push(one.unread);
    else some.push(one.record);
    if (some.length === atOnce || lines.length > mostSkipped) take();
  }
  take();
  if (!isOfPapers && skipped.length > 0) throw notOfPapers();
  return { papers, skipped: [...skipped, ...lines], asOf };
}

const notOfPapers = (): Unusable => new Unusable("is a list, but not of papers");
const tooMany = (most: number, what: string): Unusable =>
  new Unusable(`has more than ${most.toLocaleString("en")} ${what}`);

function readAtom(text: string, now: Date): Answer {
  try {
    if (hasMoreTags(text, mostTags)) throw tooMany(mostTags, "tags, too many for one file");
    return parseAtom(text, now.getTime(), mostTags);
  } catch (cause) {
    if (cause instanceof Unusable) throw cause;
    const form = /^\s*<(?:!doctype html|html)/i.test(text)
      ? "is a web page, and no Atom feed"
      : /<(?:rss|rdf:RDF)[\s>]/i.test(text.slice(0, 1000))
        ? "is an RSS feed, and no Atom feed"
        : `is XML but no Atom feed (${reasonOf(cause)})`;
    throw new Unusable(form, { cause });
  }
}

/** Tags of a saved feed: about 40,000 papers. */
const mostTags = 2_000_000;
/** Characters of what has to be read as a whole: a line, or an object around a list. */
const mostWhole = 16_000_000;

/** A record, or what stands in its place. */
type Found = { readonly record: unknown } | { readonly unread: Skipped };

/** What is no saved answer, in words that follow its name. */
class Unusable extends Error {}

/** A list of records, one that something else is wrapped around, a single record, or a record a line. */
function* readRecords(text: string): Generator<Found> {
  if (isInLines(text)) yield* readLines(text);
  else for (const record of readWhole(text)) yield { record };
}

function* readWhole(text: string): Generator<unknown> {
  try {
    if (beginsAsList(text)) return yield* recordsOf(text);
    if (text.length > mostWhole) throw new Unusable("is large, and no list");
    const answer: unknown = JSON.parse(text);
    const records = listIn(answer);
    if (!records) throw new Unusable(`is JSON but no list of papers${whatItSays(answer)}`);
    yield* records;
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new Unusable("is not JSON", { cause });
    throw cause;
  }
}

/** JSON lines: a record, or a list of them, on each. A text of another kind is known by its first line. */
function isInLines(text: string): boolean {
  const lines = linesOf(text);
  const first = lines.next();
  return !first.done && !lines.next().done && (listOfLine(first.value.line)?.length ?? 0) > 0;
}

function* readLines(text: string): Generator<Found> {
  for (const { line, number } of linesOf(text)) {
    const records = listOfLine(line);
    if (records) for (const record of records) yield { record };
    else yield { unread: { name: `line ${number}`, reason: "no paper as JSON" } };
  }
}

/** Those that say something. */
function* linesOf(text: string): Generator<{ readonly line: string; readonly number: number }> {
  for (let at = 0, number = 1; at < text.length; number++) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end < 0 ? undefined : end).trim();
    if (line !== "") yield { line, number };
    at = end < 0 ? text.length : end + 1;
  }
}

function listOfLine(line: string): readonly unknown[] | undefined {
  if (line.length > mostWhole) return undefined;
  try {
    return listIn(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** The records that an answer is, or that it holds: PowerShell writes {"value": [...], "Count": 2}. */
function listIn(answer: unknown): readonly unknown[] | undefined {
  if (Array.isArray(answer)) return answer;
  if (isRecord(answer)) return [answer];
  if (typeof answer !== "object" || answer === null) return undefined;
  return Object.values(answer).find(
    (value): value is unknown[] => Array.isArray(value) && value.some(isRecord),
  );
}

/** What Hugging Face says in place of an answer. */
function whatItSays(answer: unknown): string {
  const said = typeof answer === "object" && answer !== null && "error" in answer ? answer.error : undefined;
  return typeof said === "string" ? ` (it says ${quote(said)})` : "";
}

/** Something that was meant as a paper, though parts of it may be wrong. */
function isRecord(record: unknown): boolean {
  return typeof record === "object" && record !== null && ("paper" in record || "id" in record);
}
