import { randomBytes } from "node:crypto";
import type { Clock } from "../../../src/clock.ts";
import type { SlackChannel, SlackFile, SlackMessage, SlackUnfurl, SlackUser, SlackView } from "./types.ts";

export const team = "T0PAPERS";
export const appId = "A0PAPERS";
export const botUser = "U0BOT";
export const botId = "B0BOT";

const someUsers: readonly SlackUser[] = [
  { id: "U1", name: "Ana", tz: "Europe/Berlin" },
  { id: "U2", name: "Li", tz: "Asia/Tokyo" },
  { id: "U3", name: "Noor", tz: "America/New_York", isAdmin: true },
];
const someChannels: readonly SlackChannel[] = [
  { id: "C1", name: "general", isMember: true },
  { id: "C2", name: "random" },
  { id: "C3", name: "attic", isMember: true, isArchived: true },
  { id: "G1", name: "board", isMember: true, isPrivate: true },
];

/** Upper-case letters and digits that no one guesses. */
export function randomId(prefix: string): string {
  return prefix + randomBytes(6).toString("hex").toUpperCase();
}

/** People, places and what stands in them. */
export class Workspace {
  readonly users: readonly SlackUser[];
  readonly channels: readonly SlackChannel[];
  readonly files: SlackFile[] = [];
  readonly unfurls: SlackUnfurl[] = [];
  readonly views: SlackView[] = [];
  /** Addresses that members have shared, by "channel ts" and by unfurl id. */
  readonly shared = new Map<string, { channel: string; ts: string; urls: readonly string[] }>();
  readonly #messages: SlackMessage[] = [];
  readonly #everSent = new Set<string>();
  readonly #clock: Clock;
  #lastTs = 0;

  constructor(users = someUsers, channels = someChannels, clock: Clock = () => new Date()) {
    this.#clock = clock;
    this.users = [...users, { id: botUser, name: "papers", isBot: true }];
    this.channels = channels;
  }

  get messages(): readonly SlackMessage[] {
    return [...this.#messages];
  }

  user(id: string): SlackUser | undefined {
    return this.users.find((user) => user.id === id);
  }

  /** A channel, or the direct messages of a member with the bot: "D1" are those of "U1". */
  channel(id: string): SlackChannel | undefined {
    const found = this.channels.find((channel) => channel.id === id);
    if (found || !id.startsWith("D") || !this.user(`U${id.slice(1)}`)) return found;
    return { id, name: "directmessage", isMember: true, isPrivate: true };
  }

  directMessages(user: string): string {
    return `D${user.slice(1)}`;
  }

  /** Seconds and microseconds since the epoch, never the same twice. */
  newTs(): string {
    this.#lastTs = Math.max(this.#clock().getTime() * 1000, this.#lastTs + 1);
    return toTs(this.#lastTs);
  }

  find(channel: string, ts: string): SlackMessage | undefined {
    return this.#messages.find((message) => message.channel === channel && message.ts === ts);
  }

  /** Whether a message with this timestamp has ever been there. */
  knew(channel: string, ts: string): boolean {
    return this.#everSent.has(`${channel} ${ts}`);
  }

  add(message: Omit<SlackMessage, "ts" | "reactions">): SlackMessage {
    const added: SlackMessage = { ...message, ts: this.newTs(), reactions: [] };
    this.#messages.push(added);
    this.#everSent.add(`${added.channel} ${added.ts}`);
    return added;
  }

  /** Changes a message where it stands. */
  change({ channel, ts }: SlackMessage, changes: Partial<SlackMessage>): SlackMessage {
    const index = this.#messages.findIndex((message) => message.channel === channel && message.ts === ts);
    const before = this.#messages[index];
    if (!before) throw new Error(`no message ${ts} stands in ${channel}`);
    const after = { ...before, ...changes };
    this.#messages[index] = after;
    return after;
  }

  remove({ channel, ts }: SlackMessage): void {
    const index = this.#messages.findIndex((message) => message.channel === channel && message.ts === ts);
    if (index >= 0) this.#messages.splice(index, 1);
  }

  /** Adds or takes away someone's reaction; whether that changed anything. */
  react(message: SlackMessage, name: string, user: string, there: boolean): boolean {
    const now = this.find(message.channel, message.ts);
    if (!now || now.ephemeralTo !== undefined) throw new Error("no one can react to that message");
    const before = now.reactions.find((reaction) => reaction.name === name)?.users ?? [];
    if (before.includes(user) === there) return false;
    const users = there ? [...before, user] : before.filter((other) => other !== user);
    const others = now.reactions.filter((reaction) => reaction.name !== name);
    this.change(now, { reactions: users.length > 0 ? [...others, { name, users }] : others });
    return true;
  }
}

function toTs(microseconds: number): string {
  const digits = String(microseconds);
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** A timestamp in microseconds, for comparing; callers may leave out the fraction. */
export function fromTs(ts: string): number {
  const [seconds = "", fraction = ""] = ts.split(".");
  return Number(seconds) * 1_000_000 + Number(fraction.padEnd(6, "0").slice(0, 6));
}
