import { readFile } from "node:fs/promises";
import { reasonOf, UserError } from "../errors.ts";
import { parseAtom } from "../sources/parse-arxiv.ts";
import { parseRecords } from "../sources/parse-huggingface.ts";
import type { Answer, Skipped } from "../sources/source.ts";
import { quote } from "../text.ts";
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
    throw new UserError(`"${file}" cannot be read (${reasonOf(cause)}): ${expected}.`, { cause });
  }
}

/** @throws UserError where the text is neither of the two */
function parseFile(file: string, text: string, now: Date): Answer {
  if (/^\s*</.test(text)) return readAtom(file, text, now);
  const { records, skipped } = readRecords(file, text);
  if (records.length > 0 && !records.some(isRecord))
    throw new UserError(`"${file}" is a list, but not of papers: ${expected}.`);
  const answer = parseRecords(records, { daily: true, now: now.getTime() });
  return { ...answer, skipped: [...answer.skipped, ...skipped] };
}

function readAtom(file: string, text: string, now: Date): Answer {
  try {
    return parseAtom(text, now.getTime());
  } catch (cause) {
    const form = /^\s*<(?:!doctype html|html)/i.test(text)
      ? "is a web page, and no Atom feed"
      : /<(?:rss|rdf:RDF)[\s>]/i.test(text.slice(0, 1000))
        ? "is an RSS feed, and no Atom feed"
        : `is XML but no Atom feed (${reasonOf(cause)})`;
    throw new UserError(`"${file}" ${form}: ${expected}.`, { cause });
  }
}

interface Records {
  readonly records: readonly unknown[];
  readonly skipped: readonly Skipped[];
}

/** A list of records, one that something else is wrapped around, a single record, or a record a line. */
function readRecords(file: string, text: string): Records {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    const lines = readLines(text);
    if (lines) return lines;
    throw new UserError(`"${file}" is not JSON: ${expected}.`, { cause });
  }
  const records = listIn(answer);
  if (records) return { records, skipped: [] };
  throw new UserError(`"${file}" is JSON but no list of papers${whatItSays(answer)}: ${expected}.`);
}

/** JSON lines: a record, or a list of them, on each. */
function readLines(text: string): Records | undefined {
  const lines = text
    .split(/\r?\n/)
    .flatMap((line, i) => (line.trim() === "" ? [] : [{ line, name: `line ${i + 1}` }]));
  const records: unknown[] = [];
  const skipped: Skipped[] = [];
  for (const { line, name } of lines) {
    const found = listOfLine(line);
    if (found) records.push(...found);
    else skipped.push({ name, reason: "no paper as JSON" });
    // A text of another kind is known by its first line.
    if (records.length === 0) return undefined;
  }
  return records.length > 0 ? { records, skipped } : undefined;
}

function listOfLine(line: string): readonly unknown[] | undefined {
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
