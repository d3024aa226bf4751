import type { AdapterEntry } from "../chat/adapter.ts";
import type { Clock, Sleep } from "../clock.ts";
import type { Environment } from "../config.ts";
import type { DeliveryTiming } from "../delivery/deps.ts";
import { cleanText } from "../text/clean.ts";

/** What the program runs on: the real process, or a test's. */
export interface Host {
  readonly env: Environment;
  /** Those of its names that the file .env set, and words of lines that set nothing. */
  readonly envFile?: { readonly names: readonly string[]; readonly bare: readonly string[] };
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly adapters: readonly AdapterEntry[];
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly version: string;
  /** Other patience with deliveries than usual, for tests. */
  readonly delivering?: Partial<DeliveryTiming>;
  /** Aborted when the process is asked to end. */
  readonly stopped: AbortSignal;
}

/** One line on standard output. */
export function print({ stdout }: Host, line: string): void {
  stdout.write(`${line}\n`);
}

/** One line on standard error: what happens, or what went wrong. What somebody typed may be in it. */
export function complain({ stderr }: Host, line: string): void {
  stderr.write(`${cleanText(line)}\n`);
}
