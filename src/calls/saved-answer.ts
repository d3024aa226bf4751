import { readFile } from "node:fs/promises";
import { reasonOf, UserError } from "../errors.ts";
import { parseAtom } from "../sources/parse-arxiv.ts";
import { parseRecords } from "../sources/parse-huggingface.ts";
import type { Answer } from "../sources/source.ts";

const expected = "a saved answer of Hugging Face's daily_papers (JSON) or of arXiv's API (Atom)";

/** Reads the papers of a saved answer. @throws UserError where the file holds none */
export async function readSavedAnswer(file: string, now: Date): Promise<Answer> {
  const { papers, skipped, asOf } = parseFile(file, await readSaved(file), now);
  return { papers, skipped, asOf: Math.min(asOf, now.getTime()) };
}

async function readSaved(file: string): Promise<string> {
  try {
    return new TextDecoder().decode(await readFile(file));
  } catch (cause) {
    throw new UserError(`"${file}" cannot be read (${reasonOf(cause)}): name ${expected}.`, { cause });
  }
}

/** @throws UserError where the text is neither of the two */
function parseFile(file: string, text: string, now: Date): Answer {
  if (/^\s*</.test(text)) {
    try {
      return parseAtom(text, now.getTime());
    } catch (cause) {
      throw new UserError(`"${file}" is XML but no Atom feed (${reasonOf(cause)}): name ${expected}.`, {
        cause,
      });
    }
  }
  let records: unknown;
  try {
    records = JSON.parse(text);
  } catch (cause) {
    throw new UserError(`"${file}" is not JSON: name ${expected}.`, { cause });
  }
  if (!Array.isArray(records))
    throw new UserError(`"${file}" is JSON but no list of papers: name ${expected}.`);
  if (records.length > 0 && !records.some(isRecord)) {
    throw new UserError(`"${file}" is a list, but not of papers: name ${expected}.`);
  }
  return parseRecords(records, { daily: true, now: now.getTime() });
}

/** Something that was meant as a paper, though parts of it may be wrong. */
function isRecord(record: unknown): boolean {
  return typeof record === "object" && record !== null && ("paper" in record || "id" in record);
}
