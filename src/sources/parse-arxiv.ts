import { XMLParser } from "fast-xml-parser";
import { SourceError } from "../errors.ts";
import { known, type Paper } from "../model/paper.ts";
import { parseArxivId } from "../text/arxiv-id.ts";
import { cleanText } from "../text/clean.ts";
import { cleanTex } from "../text/tex.ts";
import { readName } from "./author.ts";
import { parseInstant, publication } from "./instant.ts";
import { longest, mostAuthors } from "./limits.ts";
import type { Answer, Skipped } from "./source.ts";
import { isNoticeOfWithdrawal } from "./withdrawn.ts";

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: true,
  htmlEntities: true,
  isArray: (tag) => tag === "entry" || tag === "author",
});

/**
 * Reads an Atom answer of arXiv's API (before and after its change of November 2025) or an Atom announcement feed.
 * @param now the present, in milliseconds since 1970: a paper cannot be of the year after next
 * @throws SourceError where the text is no Atom feed, or is arXiv's way of reporting an error
 */
export function parseAtom(xml: string, now = Number.POSITIVE_INFINITY, mostTags = usualTags): Answer {
  if (hasMoreTags(xml, mostTags))
    throw new SourceError("arXiv answered with far more than papers", "garbage");
  const feed = readFeed(xml);
  const entries = entriesOf(feed);
  const papers: Paper[] = [];
  const skipped: Skipped[] = [];
  for (const [i, entry] of entries.entries()) {
    const paper = readEntry(entry, now);
    if ("problem" in paper)
      skipped.push({ name: textOf(entry.id) || `entry ${i + 1}`, reason: paper.problem });
    else papers.push(paper);
  }
  return { papers, skipped, asOf: parseInstant(textOf(feed.updated))?.getTime() ?? 0 };
}

/** A paper of 5,000 authors has 20,000. */
const usualTags = 50_000;

/** Counted before they are read, for each takes a hundred times longer then. */
export function hasMoreTags(xml: string, most: number): boolean {
  let count = 0;
  for (let at = xml.indexOf("<"); at >= 0; at = xml.indexOf("<", at + 1)) if (++count > most) return true;
  return false;
}

type Node = Readonly<Record<string, unknown>>;

function readFeed(xml: string): Node {
  // A document type can declare entities that grow without end; Atom has no need of one.
  if (/<!DOCTYPE/i.test(xml))
    throw new SourceError("arXiv answered with something that is no Atom feed", "garbage");
  if (/<feed[\s>]/.test(xml) && !/<\/feed>\s*$/.test(xml))
    throw new SourceError("arXiv answered with broken XML", "garbage");
  try {
    const feed = (parser.parse(xml) as { feed?: unknown }).feed;
    if (typeof feed === "object" && feed !== null) return feed as Node;
  } catch (cause) {
    throw new SourceError("arXiv answered with broken XML", "garbage", { cause });
  }
  throw new SourceError("arXiv answered with something that is no Atom feed", "garbage");
}

function entriesOf(feed: Node): Node[] {
  const entries = Array.isArray(feed.entry) ? feed.entry : [];
  const nodes = entries.filter((entry): entry is Node => typeof entry === "object" && entry !== null);
  const failed = nodes.find((entry) => textOf(entry.id).includes("/api/errors"));
  if (failed) throw new SourceError(`arXiv refused: ${cleanText(textOf(failed.summary), 200)}`, "rejected");
  const [counted, from, most] = ["totalResults", "startIndex", "itemsPerPage"].map((name) =>
    textOf(feed[name]),
  );
  // Beyond the last page there is rightly none.
  if (entries.length === 0 && Number(counted) > Number(from) && most !== "0")
    throw new SourceError("arXiv counted a paper that it did not send", "garbage");
  // Before November 2025 an unknown id came back as an entry with neither id nor title.
  return nodes.filter((entry) => textOf(entry.id) !== "" || textOf(entry.title) !== "");
}

function readEntry(entry: Node, now: number): Paper | { readonly problem: string } {
  const id = parseArxivId(textOf(entry.id).replace(/^oai:arXiv\.org:/i, ""));
  if (id === undefined) return { problem: "id is missing or not an arXiv id" };
  const title = cleanTex(textOf(entry.title), longest.title);
  if (!title) return { problem: "title is missing" };
  const authors = authorsOf(entry);
  if (authors.length === 0) return { problem: "authors are missing" };
  const abstract = cleanTex(
    textOf(entry.summary).replace(/^arXiv:\S+ Announce Type: \S+\s+Abstract:/, ""),
    longest.abstract,
  );
  return {
    id,
    title,
    authors,
    keywords: [],
    listDays: [],
    ...known({
      withdrawn: isWithdrawn(abstract, entry) || undefined,
      abstract: abstract || undefined,
      publishedAt: publication(parseInstant(textOf(entry.published)), now),
    }),
  };
}

function isWithdrawn(abstract: string, entry: Node): boolean {
  return [abstract, cleanText(textOf(entry.comment))].some(isNoticeOfWithdrawal);
}

/** Names from `author` elements, or, in announcement feeds, from one `creator` with commas. */
function authorsOf(entry: Node): string[] {
  const authors = (Array.isArray(entry.author) ? entry.author : []) as Node[];
  const names =
    authors.length > 0 ? authors.map((author) => textOf(author.name)) : textOf(entry.creator).split(",");
  return names.slice(0, mostAuthors).map(readName).filter(Boolean);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}
