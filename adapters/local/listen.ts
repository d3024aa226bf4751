import type {
  CommandIncoming,
  Incoming,
  ReactionIncoming,
  ReactionMeaning,
  UserId,
} from "../../src/chat/incoming.ts";
import type { Message } from "../../src/chat/message.ts";
import type { Key } from "./keys.ts";

/** The person at the terminal. */
export const me: UserId = "local:me/me";

/** The message on screen that keys and reactions are about. */
export interface OnScreen {
  readonly post: `${string}:${string}`;
  readonly message: Message;
  readonly keys: readonly Key[];
}

type Typed =
  | Pick<CommandIncoming, "kind" | "text">
  | Pick<ReactionIncoming, "kind" | "post" | "means" | "added">
  | { readonly kind: "leave" }
  | { readonly kind: "mistake"; readonly sentence: string };

/** What a typed line means: a key, a reaction, the wish to leave, else a line for the bot. */
export function readLine(line: string, screen: OnScreen | undefined): Typed {
  const typed = line.trim();
  if (/^\/?(?:exit|quit|q|bye)$/i.test(typed)) return { kind: "leave" };
  const pressed = screen?.keys
    .map(({ actions }) => actions.get(typed.toLowerCase()))
    .find((action) => action !== undefined);
  if (pressed !== undefined) return { kind: "button", text: pressed };
  const reaction = /^(un)?react\b\s*(.*)$/iu.exec(typed);
  if (!reaction) return { kind: "command", text: typed };
  return readReaction(reaction[2] ?? "", reaction[1] === undefined, screen);
}

/** "2 🔖" is number 2 on screen, "🔖" all of them, "2️⃣" number 2 as well. */
function readReaction(typed: string, added: boolean, screen: OnScreen | undefined): Typed {
  const how = `For example: ${added ? "react" : "unreact"} 2 🔖, or without a number for all.`;
  if (!screen) return { kind: "mistake", sentence: `There is nothing on screen to react to yet. ${how}` };
  const number = /^(?:(\d{1,3})(?:\s*🔖)?|(\d{1,2})\uFE0F?\u20E3|🔟)$/u.exec(typed);
  if (!number && typed !== "🔖" && typed !== "") {
    return { kind: "mistake", sentence: `"${typed}" is not a reaction that saves. ${how}` };
  }
  const means = number ? placeOf(Number(number[1] ?? number[2] ?? 10), screen.message) : "all";
  if (means === undefined)
    return { kind: "mistake", sentence: `"${typed}" is not a number on screen. ${how}` };
  return { kind: "reaction", post: screen.post, means, added };
}

/** The place of a number in a message, from 1; a single card without a number is number 1. */
function placeOf(number: number, { cards = [] }: Message): ReactionMeaning | undefined {
  const at = cards.findIndex((card) => (card.number ?? 1) === number);
  return at < 0 ? undefined : at + 1;
}

/** Everything that typing needs to become Incoming. */
export function toIncoming(
  typed: Exclude<Typed, { kind: "leave" | "mistake" }>,
  id: string,
  answer: OnScreen["post"],
  at: Date,
): Incoming {
  const here = {
    id,
    channel: "local:me/terminal",
    user: { id: me, name: "you" },
    mayConfigure: true,
    at,
  } as const;
  return typed.kind === "reaction" ? { ...here, ...typed } : { ...here, ...typed, answer };
}
