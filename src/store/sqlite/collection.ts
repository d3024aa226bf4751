import { known } from "../../model/paper.ts";
import type { Collection, Memories, SourceHealth } from "../store.ts";
import type { Connection } from "./connection.ts";

interface HealthRow {
  readonly source: string;
  readonly answered_at: number | null;
  readonly failed_at: number | null;
  readonly reason: string | null;
}

export function createCollection(db: Connection): Collection {
  return {
    async fetched(from, to) {
      const rows = db
        .prepare<[string, string], { day: string; at: number }>(
          "SELECT day, at FROM fetched_day WHERE day BETWEEN ? AND ?",
        )
        .all(from, to);
      return new Map(rows.map(({ day, at }) => [day, new Date(at)]));
    },
    async markFetched(day, at) {
      db.prepare<[string, number]>(
        "INSERT INTO fetched_day (day, at) VALUES (?, ?) ON CONFLICT DO UPDATE SET at = excluded.at",
      ).run(day, at.getTime());
    },
    async lastFetch(now) {
      const at = db
        .prepare<[number], number | null>("SELECT max(at) FROM fetched_day WHERE at <= ?")
        .pluck()
        .get(now.getTime());
      return at == null ? undefined : new Date(at);
    },
    async recordHealth(source, at, trouble) {
      const [answered, failed] = trouble === undefined ? [at.getTime(), null] : [null, at.getTime()];
      db.prepare<[string, number | null, number | null, string | null]>(
        `INSERT INTO source_health (source, answered_at, failed_at, reason) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET answered_at = coalesce(excluded.answered_at, answered_at),
           failed_at = excluded.failed_at, reason = excluded.reason`,
      ).run(source, answered, failed, trouble ?? null);
    },
    async health() {
      return db.prepare<[], HealthRow>("SELECT * FROM source_health ORDER BY source").all().map(toHealth);
    },
  };
}

export function createMemories(db: Connection): Memories {
  return {
    async get(platform, key) {
      return db
        .prepare<[string, string], string>("SELECT value FROM memory WHERE platform = ? AND key = ?")
        .pluck()
        .get(platform, key);
    },
    async set(platform, key, value) {
      db.prepare<[string, string, string]>(
        "INSERT INTO memory (platform, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
      ).run(platform, key, value);
    },
    async claim(platform, key, value) {
      const { changes } = db
        .prepare<[string, string, string]>(
          "INSERT INTO memory (platform, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .run(platform, key, value);
      return changes > 0;
    },
    async clear(platform) {
      db.prepare<[string]>("DELETE FROM memory WHERE platform = ?").run(platform);
    },
  };
}

function toHealth({ source, answered_at, failed_at, reason }: HealthRow): SourceHealth {
  return {
    source,
    ...known({
      answeredAt: answered_at === null ? undefined : new Date(answered_at),
      trouble: failed_at === null ? undefined : { at: new Date(failed_at), reason: reason ?? "" },
    }),
  };
}
