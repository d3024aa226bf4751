import {
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from "discord.js";
import { type Button, type Card, factsOf, type Message, type TextFile } from "../../src/chat/message.ts";
import { fenced, inertWithin, linkTo, plainWithin } from "./escape.ts";
import * as limits from "./limits.ts";
import { type Mention, withMentions } from "./mentions.ts";

/** What every message to Discord is made of, wherever it is sent. */
export interface Payload {
  readonly flags: number;
  readonly components: APIMessageTopLevelComponent[];
  readonly attachments?: { readonly id: string; readonly filename: string }[];
  readonly allowed_mentions: { readonly parse: [] };
}

/** The sign by which the core's own notes mean the emoji that saves. */
const saveSign = "🔖";

/**
 * A message within Discord's limits, in components: a button stands beside the card that it is about, which embeds cannot. Whatever is
 * too long is cut at a word, and where many cards would not fit they stand closer.
 * @param marker a number that travels with the message, unseen, so that it is known again
 * @param mention how commands are mentioned in the lead and the note
 */
export function renderMessage(
  message: Message,
  saveEmoji = saveSign,
  marker?: number,
  mention?: Mention,
): Payload {
  const { title, lead, code } = message;
  const note = message.note && nameButtons(message.note, message);
  const { cards, buttons } = withActionsOnce({
    cards: (message.cards ?? []).slice(0, limits.mostCards),
    buttons: (message.buttons ?? []).slice(0, limits.mostButtons),
  });
  const isPlain = title === undefined && cards.length === 0 && !code;
  const heading = [
    title && `## ${inertWithin(title, 250)}`,
    lead && withMentions(inertWithin(lead, 500), mention, 700),
  ].filter(Boolean);
  const fixed = heading.join("\n").length + (code && fitsInline(code) ? fenced(code.content).length : 0);
  // Subtext and an emoji of the server's own take some room.
  const noteRoom = Math.min(1500, limits.messageText - fixed - 300);
  const shownNote =
    note &&
    nameOf(message.about) +
      withMentions(inertWithin(note, noteRoom), mention, noteRoom + 200).replaceAll(saveSign, saveEmoji);
  const files = filesOf(message);
  const before = heading.length > 0 ? [text(heading.join("\n"))] : [];
  const after: APIComponentInContainer[] = [
    ...(code && fitsInline(code) ? [text(fenced(code.content))] : []),
    ...(shownNote ? [text(isPlain ? shownNote : small(shownNote))] : []),
    ...files.map(({ name }) => ({
      type: ComponentType.File as const,
      file: { url: `attachment://${name}` },
    })),
    ...rows(buttons),
  ];
  const room = limits.messageText - lengthOf([...before, ...after]);
  const most = limits.mostComponents - 1 - count([...before, ...after]);
  const inside = [...before, ...renderCards(cards, most, room), ...after];
  const only = inside.length === 1 && inside[0]?.type === ComponentType.TextDisplay ? inside[0] : undefined;
  const id = marker === undefined ? {} : { id: marker };
  const top: APIMessageTopLevelComponent = only
    ? { ...only, ...id }
    : {
        type: ComponentType.Container,
        ...id,
        components: inside.length > 0 ? inside : [text("Nothing to show.")],
      };
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [top],
    ...(files.length > 0
      ? { attachments: files.map(({ name }, i) => ({ id: String(i), filename: name })) }
      : {}),
    allowed_mentions: { parse: [] },
  };
}

/** "<#11>: ", which Discord shows as the channel's name. */
function nameOf(channel: string | undefined): string {
  const [, id] = /^discord:\d+\/(\d+)$/.exec(channel ?? "") ?? [];
  return id === undefined ? "" : `<#${id}>: `;
}

/**
 * Advice to type what a button of the same message does names the button: a command's options cannot take every line that a chat or a
 * terminal takes.
 */
function nameButtons(note: string, { buttons = [] }: Message): string {
  const byAction = new Map(buttons.map(({ action, label }) => [`/papers ${action}`, `"${label}"`]));
  return [...byAction]
    .toSorted(([one], [other]) => other.length - one.length)
    .reduce((text, [line, label]) => text.replaceAll(line, label), note);
}

/** An action is a button's id, which stands once in a message: the first button with it stays. */
function withActionsOnce({ cards = [], buttons = [] }: Message) {
  const taken = new Set<string>();
  const first = ({ action }: Button): boolean => !taken.has(action) && Boolean(taken.add(action));
  return {
    cards: cards.map((card) => ({ ...card, buttons: (card.buttons ?? []).filter(first) })),
    buttons: buttons.filter(first),
  };
}

/** What of a message is sent as files: documents, and text to copy that is too long to show. */
export function filesOf({ code, file }: Message): readonly TextFile[] {
  const found = [...(code && !fitsInline(code) ? [code] : []), ...(file ? [file] : [])];
  return found.map(({ name, content }) => ({ name: name.replace(/[^\w.-]/g, "_").slice(-100), content }));
}

function fitsInline({ content }: TextFile): boolean {
  return fenced(content).length <= 2500;
}

/** Cards as components: roomy, or one button each, or without buttons, or several to a text. */
function renderCards(cards: readonly Card[], most: number, room: number): APIComponentInContainer[] {
  const texts = shareRoom(cards, room);
  const roomy = cards.flatMap((card, i) => roomyCard(card, texts[i] ?? ""));
  if (count(roomy) <= most) return roomy;
  const tight = cards.flatMap((card, i) =>
    roomyCard({ ...card, buttons: (card.buttons ?? []).slice(0, 1) }, texts[i] ?? ""),
  );
  if (count(tight) <= most) return tight;
  const each = Math.ceil(cards.length / most);
  return Array.from({ length: Math.ceil(cards.length / each) }, (_, i) =>
    text(texts.slice(i * each, (i + 1) * each).join("\n")),
  );
}

function roomyCard({ buttons = [] }: Card, shown: string): APIComponentInContainer[] {
  const [only] = buttons;
  if (only && buttons.length === 1) {
    const components = [{ type: ComponentType.TextDisplay as const, content: shown }];
    return [{ type: ComponentType.Section, components, accessory: button(only) }];
  }
  return [text(shown), ...rows(buttons)];
}

/** Each card's text: whole where all of them fit, else the long ones give way to the short. */
function shareRoom(cards: readonly Card[], room: number): readonly string[] {
  const whole = cards.map((card) => cardText(card, limits.messageText));
  let cap = Math.max(0, ...whole.map(({ length }) => length));
  // Every text ends with a line break of its own at most.
  const sum = (): number => whole.reduce((all, { length }) => all + Math.min(length, cap) + 1, 0);
  while (cap > 0 && sum() > room) cap = Math.floor(cap * 0.95);
  return cards.map((card, i) => ((whole[i] ?? "").length <= cap ? (whole[i] ?? "") : cardText(card, cap)));
}

/** Title, body, and below them small the figures, authors and links; at most `room` characters. */
function cardText(card: Card, room: number): string {
  const title = titleOf(card, Math.floor(room * 0.6));
  const about = aboutCard(card, Math.floor((room - title.length) / 2) - 4);
  const left = room - title.length - about.length - 5;
  const body = card.body === undefined || left < 20 ? "" : inertWithin(card.body, left);
  const whole = [title, body, about && small(about)].filter(Boolean).join("\n");
  // Nothing is cut inside its markup.
  return (whole.length <= room ? whole : inertWithin(card.title, room)) || "…";
}

/** "**[1. Title](address)**". */
function titleOf({ number, title, url }: Card, room: number): string {
  const rank = number === undefined ? "" : `${number}. `;
  const link = linkTo(url, "x").length - 1;
  const isLinked = url !== undefined && link > 0 && link < room / 2;
  const label = `${rank}${inertWithin(title.replace(/\s+/g, " "), room - rank.length - (isLinked ? link : 0) - 4) || "…"}`;
  return `**${isLinked ? linkTo(url, label) : label}**`;
}

function aboutCard(card: Card, room: number): string {
  const { byline, links = [] } = card;
  const behind = links
    .map(({ label, url }) => linkTo(url, inertWithin(label, 50)))
    .filter(Boolean)
    .join(" · ");
  const kept = behind.length <= room / 2 ? behind : "";
  const plain = [...factsOf(card), ...(byline ? [byline] : [])].join(" · ").replace(/\s+/g, " ");
  return [inertWithin(plain, room - kept.length - 3), kept].filter(Boolean).join(" · ");
}

/** Subtext, line by line. */
function small(shown: string): string {
  return shown
    .split("\n")
    .map((line) => (line.trim() ? `-# ${line}` : line))
    .join("\n");
}

function text(content: string): APIComponentInContainer & { type: ComponentType.TextDisplay } {
  return { type: ComponentType.TextDisplay, content: content.trim() || "…" };
}

function rows(buttons: readonly Button[]): APIComponentInContainer[] {
  return Array.from({ length: Math.ceil(buttons.length / limits.rowButtons) }, (_, i) => ({
    type: ComponentType.ActionRow as const,
    components: buttons.slice(i * limits.rowButtons, (i + 1) * limits.rowButtons).map(button),
  }));
}

/** A button carries its action itself, so that it works on any message, however old. */
function button({ label, action }: Button): APIButtonComponent {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: plainWithin(label, limits.buttonLabel) || "…",
    custom_id: action.slice(0, limits.customId),
  };
}

/** Components, those inside others included. */
function count(components: readonly unknown[]): number {
  return components.reduce<number>((sum, one) => {
    const { components: inner = [], accessory } = one as { components?: unknown[]; accessory?: unknown };
    return sum + 1 + count(inner) + (accessory ? 1 : 0);
  }, 0);
}

function lengthOf(components: readonly APIComponentInContainer[]): number {
  return components.reduce(
    (sum, one) => sum + (one.type === ComponentType.TextDisplay ? one.content.length : 0),
    0,
  );
}
