import { z } from "zod";
import { known } from "../../model/paper.ts";
import type { Contact, Contacts } from "../contacts.ts";
import type { Connection } from "./connection.ts";

const key = "contact";
/** Milliseconds that outages are remembered, and how many of them. */
const remembered = 86_400_000;
const mostOutages = 200;

const stored = z.object({
  state: z.enum(["connected", "lost", "stopped"]),
  since: z.number(),
  reason: z.string().optional(),
  outages: z.array(z.object({ from: z.number(), to: z.number() })),
});
type Stored = z.output<typeof stored>;

/** Among the texts that are kept for each platform: one row each, which is written a few times a day. */
export function createContacts(db: Connection): Contacts {
  const read = (platform: string): Stored | undefined =>
    parse(
      db
        .prepare<[string, string], string>("SELECT value FROM memory WHERE platform = ? AND key = ?")
        .pluck()
        .get(platform, key),
    );
  const write = db.prepare<[string, string, string]>(
    "INSERT INTO memory (platform, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
  );
  const record = db.transaction((platform: string, state: Stored["state"], at: number, reason?: string) => {
    const after = following(read(platform), { state, since: at, ...known({ reason }) });
    write.run(platform, key, JSON.stringify(after));
  });
  return {
    async record(platform, { state, at, reason }) {
      // It reads first: begun as a reader it could not write once another process has written meanwhile.
      record.immediate(platform, state, at.getTime(), reason);
    },
    async all() {
      return db
        .prepare<[string], { platform: string; value: string }>(
          "SELECT platform, value FROM memory WHERE key = ? ORDER BY platform",
        )
        .all(key)
        .flatMap(({ platform, value }) => {
          const found = parse(value);
          return found ? [toContact(platform, found)] : [];
        });
    },
  };
}

/** An outage goes on through a restart, and is over when the platform is back or nobody listens to it any more. */
function following(before: Stored | undefined, next: Omit<Stored, "outages">): Stored {
  const { since: at, state } = next;
  const kept = (before?.outages ?? []).filter(({ to }) => to <= at && to >= at - remembered);
  if (before?.state !== "lost") return { ...next, outages: kept };
  if (state === "lost") return { ...next, since: Math.min(before.since, at), outages: kept };
  const over = { from: Math.min(before.since, at), to: at };
  return { ...next, outages: [...kept, over].slice(-mostOutages) };
}

function parse(value: string | undefined): Stored | undefined {
  return value === undefined ? undefined : stored.safeParse(JSON.parse(value)).data;
}

function toContact(platform: string, { state, since, reason, outages }: Stored): Contact {
  return {
    platform,
    state,
    since: new Date(since),
    ...known({ reason }),
    outages: outages.map(({ from, to }) => ({ from: new Date(from), to: new Date(to) })),
  };
}
