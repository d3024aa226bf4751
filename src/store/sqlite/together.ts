import type { Connection } from "./connection.ts";

/** Writes of one transaction: so many take a few milliseconds. */
const most = 25;

interface Write {
  run(): void;
  fail(error: unknown): void;
  done(): void;
}

export type Together = <T>(work: () => T) => Promise<T>;

/**
 * Has writes that come close together, as the events of a storm do, wait for the disk once: each commit takes milliseconds, in which
 * nothing else happens. Each of them is done or not done by itself, and told when it is on the disk.
 */
export function createTogether(db: Connection): Together {
  let waiting: Write[] = [];
  const alone = db.transaction((write: Write) => write.run());
  const commit = db.transaction((writes: readonly Write[]): readonly Write[] =>
    writes.filter((write) => {
      try {
        alone(write);
        return true;
      } catch (error) {
        // A full disk, say, ends the whole transaction.
        if (!db.inTransaction) throw error;
        write.fail(error);
        return false;
      }
    }),
  );
  const flush = (): void => {
    const now = waiting.slice(0, most);
    waiting = waiting.slice(most);
    if (waiting.length > 0) setImmediate(flush);
    try {
      for (const write of commit.immediate(now)) write.done();
    } catch (error) {
      for (const write of now) write.fail(error);
    }
  };
  return <T>(work: () => T) =>
    new Promise<T>((resolve, reject) => {
      let result: T;
      const run = (): void => {
        result = work();
      };
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ run, fail: reject, done: () => resolve(result) });
    });
}
