import Database from "better-sqlite3";
import type { Slot } from "./world.ts";

/** A line of the ledger, read past the program: what it claims of itself is what is tested. */
interface LedgerRow extends Slot {
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly attempts: number;
}

interface PartRow extends Slot {
  readonly part: number;
  readonly state: string;
}

export interface Ledger {
  readonly deliveries: readonly LedgerRow[];
  readonly parts: readonly PartRow[];
}

export function readLedger(file: string): Ledger {
  return reading(file, (db) => ({
    deliveries: db
      .prepare<[], LedgerRow>("SELECT channel, kind, date, outcome, reason, attempts FROM delivery")
      .all(),
    parts: db.prepare<[], PartRow>("SELECT channel, kind, date, part, state FROM delivery_part").all(),
  }));
}

/** Of the slots of one date, those that have no outcome yet. */
export function openSlots(file: string, slots: readonly Slot[]): readonly Slot[] {
  const done = reading(file, (db) =>
    db
      .prepare<[string], Slot>(
        "SELECT channel, kind, date FROM delivery WHERE date = ? AND outcome IS NOT NULL",
      )
      .all(slots[0]?.date ?? ""),
  );
  const keys = new Set(done.map(nameOf));
  return slots.filter((slot) => !keys.has(nameOf(slot)));
}

export function nameOf({ channel, kind, date }: Slot): string {
  return `${channel} ${kind} ${date}`;
}

function reading<T>(file: string, read: (db: Database.Database) => T): T {
  const db = new Database(file, { timeout: 5000 });
  try {
    return read(db);
  } finally {
    db.close();
  }
}
