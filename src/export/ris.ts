import { arxivUrl, type Paper } from "../model/paper.ts";
import { cleanText } from "../text/clean.ts";
import { citationKey, doiOf, yearOf } from "./citation.ts";
import type { Entry } from "./entry.ts";
import { type Name, parseNames } from "./names.ts";

type Tag = readonly [name: string, value: string | undefined];

/** RIS (https://en.wikipedia.org/wiki/RIS_(file_format)) for Zotero, EndNote and Mendeley: a tag a line, lines end with CRLF. */
export function writeRis(entries: readonly Entry[]): string {
  return entries.map(({ paper }) => `${tagsOf(paper).flatMap(writeTag).join("")}ER  - \r\n`).join("\r\n");
}

function tagsOf(paper: Paper): readonly Tag[] {
  return [
    // "Unpublished work": RIS has no type for preprints.
    ["TY", "UNPB"],
    ["ID", citationKey(paper)],
    ["TI", paper.title],
    ...parseNames(paper.authors).map((name): Tag => ["AU", writeName(name)]),
    ["PY", yearOf(paper)],
    ["DA", paper.publishedAt && `${paper.publishedAt.slice(0, 10).replaceAll("-", "/")}/`],
    ["AB", paper.abstract],
    ...paper.keywords.map((word): Tag => ["KW", word]),
    ["PB", "arXiv"],
    ["DO", doiOf(paper)],
    ["UR", arxivUrl(paper.id)],
    ["N1", paper.withdrawn && "Withdrawn"],
  ];
}

/** One line whatever the text is: a line of its own could end the record or begin another. */
function writeTag([name, value]: Tag): readonly string[] {
  const line = cleanText(value ?? "");
  return line === "" ? [] : [`${name}  - ${line}\r\n`];
}

/** "Smith, John, Jr.": a comma always parts names here, so that of "OpenAI, Inc." goes. */
function writeName({ family, given, suffix }: Name): string {
  if (given === undefined) return family.replaceAll(",", "");
  return [family, given, suffix].filter((part) => part !== undefined).join(", ");
}
