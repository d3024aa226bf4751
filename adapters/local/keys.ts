import type { Button, Message } from "../../src/chat/message.ts";

/** A button as something to type: the first letter of its label, behind it the card's number. */
export interface Key {
  readonly key: string;
  readonly label: string;
  /** What the key presses, by what is typed: one button, or one for each number. */
  readonly actions: ReadonlyMap<string, string>;
}

/** The keys of a message: "n next", "d1…d5 details". */
export function keysOf({ cards = [], buttons = [] }: Message): readonly Key[] {
  const keys = new Map<string, { label: string; actions: Map<string, string> }>();
  const add = (button: Button, number: number | undefined): void => {
    const letter = freeLetter(button.label, keys);
    const key = keys.get(letter) ?? { label: button.label, actions: new Map<string, string>() };
    key.actions.set(`${letter}${number ?? ""}`, button.action);
    keys.set(letter, key);
  };
  for (const { number, buttons: own = [] } of cards) for (const button of own) add(button, number);
  for (const button of buttons) add(button, undefined);
  return [...keys.values()].map(({ label, actions }) => {
    const typed = [...actions.keys()];
    const key = typed.length > 1 ? `${typed[0]}…${typed.at(-1)}` : (typed[0] ?? "");
    return { key, label: label.toLowerCase(), actions };
  });
}

/** The first letter of a label that is not another label's key. */
function freeLetter(label: string, taken: ReadonlyMap<string, { label: string }>): string {
  const letters = [...label.toLowerCase()].filter((letter) => /[a-z]/.test(letter));
  return letters.find((letter) => (taken.get(letter)?.label ?? label) === label) ?? label.toLowerCase();
}
