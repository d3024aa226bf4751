import { oneOf, type Random } from "../random.ts";
import type { SlackFate } from "./types.ts";

// A dropped answer is as likely as all limits together: it is what makes doubles.
const troubles: readonly [SlackFate, ...SlackFate[]] = [
  ...(["lose answer", "lose answer", "hang", "fail after", "fail after"] as const),
  ...(["drop", "drop", "fail before", "fail before"] as const),
  { retryAfter: 1 },
];

/** What happens to calls: by script, by chance, and by Slack's limit of a post a second in a channel. */
export class Fates {
  #script = new Map<string, SlackFate[]>();
  #trouble: number;
  #random: Random;
  #burst: number | undefined;
  /** Posts that a channel has left, and when that was counted. */
  #allowance = new Map<string, { left: number; at: number }>();

  constructor(trouble: number, random: Random) {
    this.#trouble = trouble;
    this.#random = random;
  }

  next(method: string, fates: readonly SlackFate[]): void {
    this.#script.set(method, [...(this.#script.get(method) ?? []), ...fates]);
  }

  limitPosts(burst: number | undefined): void {
    this.#burst = burst;
    this.#allowance.clear();
  }

  of(method: string, channel: unknown): SlackFate {
    const scripted = this.#script.get(method)?.shift();
    if (scripted !== undefined || method !== "chat.postMessage") return scripted ?? "answer";
    const seconds = this.#limited(String(channel));
    if (seconds > 0) return { retryAfter: seconds };
    return this.#random() < this.#trouble ? oneOf(troubles, this.#random) : "answer";
  }

  /** Milliseconds that an answer takes: none, unless something may come in between. */
  delay(): number {
    return this.#trouble > 0 ? this.#random() * 12 : 0;
  }

  #limited(channel: string): number {
    if (this.#burst === undefined) return 0;
    const now = Date.now();
    const { left, at } = this.#allowance.get(channel) ?? { left: this.#burst, at: now };
    const have = Math.min(this.#burst, left + (now - at) / 1000);
    this.#allowance.set(channel, { left: have >= 1 ? have - 1 : have, at: now });
    return have >= 1 ? 0 : Math.ceil(1 - have);
  }
}
