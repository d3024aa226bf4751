import type { Card, Message } from "../chat/message.ts";
import { watchedBy } from "./watch.ts";

/**
 * A post without what names somebody of the team, who asked to be forgotten; the same where nothing does. Who saved a card is left open,
 * so that the post is written anew. Bylines and titles of papers name authors.
 */
export function withoutPerson(message: Message, name: string): Message {
  const escaped = name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const by = new RegExp(`\\bby ${escaped}(?![\\p{L}\\p{N}])`, "gu");
  const without = (text: string): string => text.replaceAll(by, "by somebody");
  const { title, lead, note, cards } = message;
  return {
    ...message,
    ...(title === undefined ? {} : { title: without(title) }),
    ...(lead === undefined ? {} : { lead: without(lead) }),
    ...(note === undefined ? {} : { note: without(note) }),
    ...(cards ? { cards: cards.map((card) => cardWithout(card, name)) } : {}),
  };
}

function cardWithout(card: Card, name: string): Card {
  const isTheirs = (fact: string): boolean => fact.startsWith(watchedBy) && fact.includes(name);
  const { facts = [], savedBy = "" } = card;
  if (!facts.some(isTheirs) && !savedBy.includes(name)) return card;
  return { ...card, facts: facts.filter((fact) => !isTheirs(fact)), savedBy: "" };
}
