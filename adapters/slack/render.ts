import type { types } from "@slack/bolt";
import { type Button, type Card, factsOf, type Message } from "../../src/chat/message.ts";
import { cleanText } from "../../src/text/clean.ts";
import { fenced, inertWithin, linkTo, plainWithin } from "./escape.ts";
import * as limits from "./limits.ts";

/** What every message to Slack is made of, wherever it is sent. */
export interface Payload {
  /** For notifications and screen readers. */
  readonly text: string;
  readonly blocks: types.KnownBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
  readonly parse: "none";
}

/** The sign by which the core's own notes mean the emoji that saves. */
const saveSign = "🔖";

/**
 * A message within Slack's limits: whatever is too long is cut at a word, and where many cards would not fit into 50 blocks they
 * stand closer.
 * @param saveEmoji how Slack is told the emoji that saves
 */
export function renderMessage(message: Message, saveEmoji = saveSign): Payload {
  const { title, lead, code, file, note } = message;
  const { cards, buttons } = withOneRow(message);
  const isPlain = title === undefined && cards.length === 0 && !code && !file;
  const before = [...(title ? [header(title)] : []), ...(lead ? [context(inertWithin(lead, 1000))] : [])];
  const named = nameOf(message.about);
  const shownNote = note && named + withSaveEmoji(inertWithin(note, limits.sectionText - 150), saveEmoji);
  const after = [
    ...(code ? [section(fitsInline(code) ? fenced(code.content) : sayFile(code.name))] : []),
    ...(file ? [section(sayFile(file.name))] : []),
    ...(shownNote ? [isPlain ? section(shownNote) : context(shownNote)] : []),
    ...(buttons.length > 0 ? [actions(buttons)] : []),
  ];
  const blocks = [
    ...before,
    ...renderCards(cards, limits.mostBlocks - before.length - after.length),
    ...after,
  ];
  return {
    text: named + fallback(message),
    blocks: blocks.length > 0 ? blocks : [section("Nothing to show.")],
    unfurl_links: false,
    unfurl_media: false,
    parse: "none",
  };
}

/** "<#C1>: ", which Slack shows as the channel's name; a conversation of two has none. */
function nameOf(channel: string | undefined): string {
  const [, id = ""] = /^slack:\w+\/(\w+)$/.exec(channel ?? "") ?? [];
  if (/^[CG]/.test(id)) return `<#${id}>: `;
  return id === "" ? "" : "Your messages with me: ";
}

/** Under a single card with buttons those of the message stand in the same row. */
function withOneRow({ cards = [], buttons = [] }: Message) {
  const [card, ...others] = cards;
  if (!card || others.length > 0 || (card.buttons ?? []).length < 2) return { cards, buttons };
  return { cards: [{ ...card, buttons: [...(card.buttons ?? []), ...buttons] }], buttons: [] };
}

/** The core's note names the emoji once or twice; whoever else writes it is not translated for ever. */
function withSaveEmoji(note: string, saveEmoji: string): string {
  const shown = note.replaceAll(saveSign, saveEmoji);
  return shown.length <= limits.sectionText ? shown : note;
}

/** Whether text to be copied can stand in a message; else it is sent as a file. */
export function fitsInline({ content }: { readonly content: string }): boolean {
  return fenced(content).length <= limits.sectionText;
}

/**
 * Cards as blocks, at most `most` of them: roomy, or one block and one button each, or several to a block and without buttons.
 * @param room characters of all of them together
 */
export function renderCards(
  cards: readonly Card[],
  most: number,
  room: number = limits.messageText,
): types.KnownBlock[] {
  const each = Math.floor(room / Math.max(1, cards.length));
  const roomy = cards.flatMap((card) => roomyCard(card, each));
  if (roomy.length <= most) return roomy;
  if (cards.length <= most) return cards.map((card) => tightCard(card, each));
  const together = Math.ceil(cards.length / most);
  const text = Math.min(each, Math.floor(limits.sectionText / together) - 2);
  return Array.from({ length: Math.ceil(cards.length / together) }, (_, i) =>
    section(
      cards
        .slice(i * together, (i + 1) * together)
        .map((card) => cardText(card, text))
        .join("\n\n"),
    ),
  );
}

function roomyCard(card: Card, room: number): types.KnownBlock[] {
  const { buttons = [] } = card;
  const [only] = buttons.length === 1 ? buttons : [];
  const about = aboutCard(card, Math.min(limits.sectionText, Math.floor(room / 4)));
  const most = Math.min(limits.sectionText, Math.floor((room * 3) / 4));
  const title = titleOf(card, Math.floor(most / 2));
  const text = lines([title, bodyOf(card, most - title.length - 1)]);
  return [
    { ...section(text), ...(only ? { accessory: button(only, 0, card) } : {}) },
    ...(about ? [context(about)] : []),
    ...(buttons.length > 1 ? [actions(buttons, card)] : []),
  ];
}

function tightCard(card: Card, room: number): types.KnownBlock {
  const [first] = card.buttons ?? [];
  const text = cardText(card, Math.min(limits.sectionText, room));
  return { ...section(text), ...(first ? { accessory: button(first, 0, card) } : {}) };
}

/** Everything of a card in one text. */
function cardText(card: Card, room: number): string {
  const title = titleOf(card, Math.floor(room / 2));
  const about = aboutCard(card, Math.floor((room - title.length) / 2));
  return lines([title, about, bodyOf(card, room - title.length - about.length - 2)]);
}

/** "*1. <address|Title>*", where nothing in the title would end the emphasis. */
function titleOf({ number, title, url }: Card, room: number): string {
  const rank = number === undefined ? "" : `${number}. `;
  const link = url === undefined ? "" : linkTo(url, "");
  const isLinked = link !== "" && link.length < room / 2;
  const left = room - rank.length - (isLinked ? link.length : 0) - 2;
  // A line break would end the link.
  const label = `${rank}${inertWithin(cleanText(title), left) || "…"}`;
  const text = isLinked ? linkTo(url, label) : label;
  return text.includes("*") ? text : `*${text}*`;
}

/** Figures, authors and links, on one line. */
function aboutCard(card: Card, room: number): string {
  const { byline, links = [] } = card;
  const named = links.map(({ label, url }) => linkTo(url, inertWithin(label, 100))).filter(Boolean);
  const behind = named.join(" · ");
  const kept = behind.length <= room / 2 ? behind : "";
  const plain = [...factsOf(card), ...(byline ? [byline] : [])].join(" · ");
  return [inertWithin(plain, room - kept.length - 3), kept].filter(Boolean).join(" · ");
}

function bodyOf({ body }: Card, room: number): string {
  return body === undefined || room < 20 ? "" : inertWithin(body, room);
}

function lines(texts: readonly string[]): string {
  return texts.filter(Boolean).join("\n");
}

function header(title: string): types.KnownBlock {
  return { type: "header", text: plain(title, limits.headerText) };
}

function section(text: string): types.KnownBlock & { type: "section" } {
  return { type: "section", text: mrkdwn(text) };
}

function context(text: string): types.KnownBlock {
  return { type: "context", elements: [mrkdwn(text)] };
}

function actions(buttons: readonly Button[], card?: Card): types.KnownBlock {
  return {
    type: "actions",
    elements: buttons.slice(0, limits.mostButtons).map((one, i) => button(one, i, card)),
  };
}

/** A button carries its action itself, so that it works on any message, however old. */
function button({ label, action }: Button, i: number, card?: Card) {
  const name = card ? `${label} ${card.number ?? ""} ${card.title}` : label;
  return {
    type: "button" as const,
    action_id: `press-${i}`,
    text: plain(label, limits.buttonLabel),
    value: action.slice(0, limits.buttonValue),
    accessibility_label: plainWithin(name, limits.buttonLabel) || "…",
  };
}

/** @param text inert already */
function mrkdwn(text: string): types.MrkdwnElement {
  return { type: "mrkdwn", text: text.trim() || "…", verbatim: true };
}

function plain(text: string, max: number) {
  return { type: "plain_text" as const, text: plainWithin(text, max) || "…", emoji: false };
}

function sayFile(name: string): string {
  return `${inertWithin(name, 200)} comes as a file, in a direct message.`;
}

/** What notifications and screen readers say: of a few cards everything, of many the titles. */
function fallback({ title, lead, cards = [], code, file, note }: Message): string {
  const isFew = cards.length <= limits.fewCards;
  const told = cards.flatMap((card) => [
    card.number === undefined ? card.title : `${card.number}. ${card.title}`,
    ...(isFew ? [factsOf(card).join(" · "), card.body] : []),
  ]);
  const said = [title, lead, ...told, code?.content, file?.name, note].filter((one) => one?.trim());
  return inertWithin(said.join("\n"), limits.fallbackText).trim() || "Nothing to show.";
}
