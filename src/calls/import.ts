import { readFile } from "node:fs/promises";
import { reasonOf, UserError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Collected } from "../schedule/collect.ts";
import { parseAtom } from "../sources/parse-arxiv.ts";
import { parseRecords } from "../sources/parse-huggingface.ts";
import type { Answer } from "../sources/source.ts";
import type { Store, UpsertCounts } from "../store/store.ts";
import { complain, type Host, print } from "./host.ts";
import { add, countsLine } from "./sync.ts";
import { prepare, withStore } from "./world.ts";

const part = 500;
const expected = "a saved answer of Hugging Face's daily_papers (JSON) or of arXiv's API (Atom)";

/** Reads saved answers into the store, any number of times. @returns the exit status: 1 where a file could not be used */
export async function importFiles(files: readonly string[], host: Host): Promise<number> {
  const ground = prepare(host, true);
  return withStore(ground, async (store) => {
    let sum: Collected = { read: 0, added: 0, changed: 0, skipped: 0 };
    let status = 0;
    for (const file of files) {
      try {
        sum = add(sum, await importFile(file, store, host, ground.logger));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        complain(host, error.message);
        status = 1;
      }
    }
    print(host, countsLine(sum));
    return status;
  });
}

async function importFile(file: string, store: Store, { clock }: Host, logger: Logger): Promise<Collected> {
  const now = clock();
  const { papers, skipped, asOf } = parseFile(file, await readSaved(file), now);
  if (skipped.length > 0)
    logger.warn({ file, skipped }, `${skipped.length} of ${papers.length + skipped.length} records left out`);
  const asOfThen = new Date(Math.min(asOf, now.getTime()));
  let counts: UpsertCounts = { added: 0, changed: 0 };
  // In parts, so that a running bot gets its turn to write in between.
  for (let from = 0; from < papers.length; from += part) {
    const { added, changed } = await store.papers.upsert(papers.slice(from, from + part), asOfThen);
    counts = { added: counts.added + added, changed: counts.changed + changed };
  }
  return { ...counts, read: papers.length + skipped.length, skipped: skipped.length };
}

async function readSaved(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  } catch (cause) {
    throw new UserError(`"${file}" cannot be read (${reasonOf(cause)}): name ${expected}.`, { cause });
  }
}

/** @throws UserError where the text is neither of the two */
function parseFile(file: string, text: string, now: Date): Answer {
  if (/^\s*</.test(text)) {
    try {
      return parseAtom(text);
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
