import type { Collected } from "../collect/collect.ts";
import { UserError } from "../errors.ts";
import type { Store, ToldPapers, UpsertCounts } from "../store/store.ts";
import { prepare, withStore } from "./app.ts";
import { complain, type Host, print } from "./host.ts";
import { readAhead } from "./read-ahead.ts";
import { add, countsLine } from "./sync.ts";

/** How many papers are written at once, of one file or of several: each commit has a price of its own. */
const part = 500;
/** So many records that were left out are named in the log. */
const mostNamed = 20;

/** Reads saved answers into the store, any number of times. @returns the exit status: 1 where a file could not be used */
export async function importFiles(files: readonly string[], host: Host): Promise<number> {
  const ground = prepare(host, true);
  return withStore(ground, async (store) => {
    const waiting = createWaiting(store);
    let sum: Collected = { read: 0, added: 0, changed: 0, skipped: 0 };
    let status = 0;
    for await (const { file, answer } of readAhead(files, host.clock())) {
      try {
        const { papers, skipped, asOf, prepared } = await answer;
        const read = papers.length + skipped.length;
        if (skipped.length > 0)
          ground.logger.warn(
            { file, skipped: skipped.slice(0, mostNamed) },
            `${skipped.length} of ${read} records left out`,
          );
        const counts = await waiting.add({ papers, asOf: new Date(asOf), prepared });
        sum = add(sum, { read, skipped: skipped.length, ...counts });
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
  add(told: ToldPapers): Promise<UpsertCounts>;
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
    async add({ papers, asOf, prepared }) {
      let counts: UpsertCounts = { added: 0, changed: 0 };
      for (let from = 0; from < papers.length; from += part) {
        const to = from + part;
        answers.push({ papers: papers.slice(from, to), asOf, prepared: prepared?.slice(from, to) });
        if (answers.reduce((sum, told) => sum + told.papers.length, 0) < part) continue;
        const { added, changed } = await write();
        counts = { added: counts.added + added, changed: counts.changed + changed };
      }
      return counts;
    },
  };
}
