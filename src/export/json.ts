import type { Entry } from "./entry.ts";
import { factsOf } from "./facts.ts";

/** An array of flat objects; what is not known is absent. */
export function writeJson(entries: readonly Entry[]): string {
  return `${JSON.stringify(entries.map(factsOf), null, 2)}\n`;
}
