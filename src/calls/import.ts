import { readFile } from "node:fs/promises";
import { reasonOf, UserError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Paper } from "../paper.ts";
import type { Collected } from "../schedule/collect.ts";
import { parseAtom } from "../sources/parse-arxiv.ts";
import { parseRecords } from "../sources/parse-huggingface.ts";
import type { Answer } from "../sources/source.ts";
import type { Store, ToldPapers, UpsertCounts } from "../store/store.ts";
import { complain, type Host, print } from "./host.ts";
import { add, countsLine } from "./sync.ts";
import { prepare, withStore } from "./world.ts";

/** How many papers are written at once, of one file or of several: each commit has a price of its own. */
const part = 500;
const expected = "a saved answer of Hugging Face's daily_papers (JSON) or of arXiv's API (Atom)";

/** Reads saved answers into the store, any number of times. @returns the exit status: 1 where a file could not be used */
export async function importFiles(files: readonly string[], host: Host): Promise<number> {
  const ground = prepare(host, true);
  return withStore(ground, async (store) => {
    const waiting = createWaiting(store);
    let sum: Collected = { read: 0, added: 0, changed: 0, skipped: 0 };
    let status = 0;
    for (const file of files) {
      try {
        const { papers, skipped, asOf } = await readAnswer(file, host, ground.logger);
        const read = { read: papers.length + skipped.length, skipped: skipped.length };
        sum = add(sum, { ...read, ...(await waiting.add(papers, asOf)) });
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        complain(host, error.message);
        status = 1;
      }
    }
    print(host, countsLine(add(sum, { read: 0, skipped: 0, ...(await waiting.write()) })));
    return status;
  });
}

interface Waiting {
  /** Writes what waits where that is enough. */
  add(papers: readonly Paper[], asOf: Date): Promise<UpsertCounts>;
  write(): Promise<UpsertCounts>;
}

/** Papers on their way into the store, in parts, so that a running bot gets its turn to write in between. */
function createWaiting(store: Store): Waiting {
  let answers: ToldPapers[] = [];
  const write = async (): Promise<UpsertCounts> => {
    const told = answers;
    answers = [];
    return told.length > 0 ? store.papers.upsertAll(told) : { added: 0, changed: 0 };
  };
  return {
    write,
    async add(papers, asOf) {
      let counts: UpsertCounts = { added: 0, changed: 0 };
      for (let from = 0; from < papers.length; from += part) {
        answers.push({ papers: papers.slice(from, from + part), asOf });
        if (answers.reduce((sum, told) => sum + told.papers.length, 0) < part) continue;
        const { added, changed } = await write();
        counts = { added: counts.added + added, changed: counts.changed + changed };
      }
      return counts;
    },
  };
}

async function readAnswer(
  file: string,
  { clock }: Host,
  logger: Logger,
): Promise<Omit<Answer, "asOf"> & { asOf: Date }> {
  const now = clock();
  const { papers, skipped, asOf } = parseFile(file, await readSaved(file), now);
  if (skipped.length > 0)
    logger.warn({ file, skipped }, `${skipped.length} of ${papers.length + skipped.length} records left out`);
  return { papers, skipped, asOf: new Date(Math.min(asOf, now.getTime())) };
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
