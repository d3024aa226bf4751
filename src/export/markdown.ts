import { type Paper, pageUrl } from "../model/paper.ts";
import { cleanText, count } from "../text/clean.ts";
import { yearOf } from "./citation.ts";
import type { Entry } from "./entry.ts";

const shownAuthors = 3;

/** A list item a paper: its linked title, and paragraphs below it (https://spec.commonmark.org/0.31.2/#list-items). */
export function writeMarkdown(entries: readonly Entry[]): string {
  return entries.map((entry) => `- ${paragraphsOf(entry).join("\n\n  ")}\n`).join("\n");
}

function paragraphsOf({ paper, note }: Entry): readonly string[] {
  return [
    `[${escapeInline(paper.title)}](${pageUrl(paper)})`,
    bylineOf(paper),
    escapeBlock(paper.summary ?? ""),
    note ? `Note: ${escapeInline(note)}` : "",
  ].filter((paragraph) => paragraph !== "");
}

/** "Ana Müller, Li Wei · 2026 · 12 upvotes · 2 comments". */
function bylineOf(paper: Paper): string {
  const { authors, upvotes, comments, withdrawn } = paper;
  return [
    withdrawn && "Withdrawn",
    escapeBlock(authorsOf(authors)),
    yearOf(paper),
    upvotes === undefined ? undefined : count(upvotes, "upvote"),
    comments === undefined ? undefined : count(comments, "comment"),
  ]
    .filter((part) => part)
    .join(" · ");
}

function authorsOf(authors: readonly string[]): string {
  const names = authors.slice(0, shownAuthors).join(", ");
  return authors.length > shownAuthors ? `${names} et al. (${count(authors.length, "author")})` : names;
}

/** Text that begins a paragraph: it begins no list, and no heading is drawn under what stands before it. */
function escapeBlock(text: string): string {
  return escapeInline(text).replace(/^(?=[-+])|^(\d+)(?=[.)])/, "$1\\");
}

// Zero width space. Backslashes do not keep GitHub and chats from making links and mentions of bare addresses and names.
const gap = "\u200B";

/** Text that is nothing but text to Markdown and what adds to it: tables, math, highlights, comments, bare links, mentions. */
function escapeInline(text: string): string {
  return cleanText(text)
    .replace(/[\\`*_{}[\]<>#|~&$%^=!]|(?<=\])\(/g, "\\$&")
    .replace(/@|:(?=\/\/)|\bwww(?=\.)/gi, `$&${gap}`);
}
