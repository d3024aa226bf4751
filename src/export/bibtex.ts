import { arxivUrl, type Paper } from "../model/paper.ts";
import { citationKey, doiOf, yearOf } from "./citation.ts";
import type { Entry } from "./entry.ts";
import { plainToLatex, textToLatex } from "./latex.ts";
import { type Name, parseNames } from "./names.ts";

// Names that every BibTeX style, and biber, knows.
const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/**
 * A paper as a BibTeX entry, with the fields that arXiv recommends for eprints (https://info.arxiv.org/help/hypertex/bibstyles/). BibLaTeX
 * knows them too: archivePrefix is its eprinttype, of which there may be only one. @misc is the type that arXiv gives, and that both know.
 */
export function toBibtex(paper: Paper): string {
  return write(paper, citeFields(paper));
}

/** Entries with abstract and keywords, for a reference manager. */
export function writeBibtex(entries: readonly Entry[]): string {
  return entries
    .map(({ paper }) => `${write(paper, { ...citeFields(paper), ...moreFields(paper) })}\n`)
    .join("\n");
}

type Fields = Readonly<Record<string, string | undefined>>;

function citeFields(paper: Paper): Fields {
  const month = months[Number(paper.publishedAt?.slice(5, 7)) - 1];
  return {
    // A second pair of braces keeps the capitals of the title.
    title: braced(braced(textToLatex(paper.title))),
    author: braced(parseNames(paper.authors).map(writeName).join(" and ")),
    year: braced(yearOf(paper)),
    month,
    eprint: braced(paper.id),
    archivePrefix: braced("arXiv"),
    doi: braced(doiOf(paper)),
    url: braced(arxivUrl(paper.id)),
    note: paper.withdrawn && braced("Withdrawn"),
  };
}

function moreFields({ abstract, keywords }: Paper): Fields {
  return {
    abstract: braced(textToLatex(abstract ?? "")),
    // Commas part keywords for BibLaTeX, semicolons too for Zotero.
    keywords: braced(keywords.map((word) => plainToLatex(word.replace(/[,;]/g, " "))).join(", ")),
  };
}

function braced(value = ""): string | undefined {
  return value === "" ? undefined : `{${value}}`;
}

/** "Yao, Dingyu": BibTeX then need not guess which name is the last. Braces keep "{Anderson and Sons}" from being two. */
function writeName({ family, given, suffix }: Name): string {
  if (given === undefined) return `{${plainToLatex(family)}}`;
  return [family, suffix, given]
    .filter((part) => part !== undefined)
    .map(plainToLatex)
    .join(", ");
}

function write(paper: Paper, fields: Fields): string {
  const lines = Object.entries(fields).flatMap(([name, value]) => (value ? [`  ${name} = ${value},`] : []));
  return [`@misc{${citationKey(paper)},`, ...lines, "}"].join("\n");
}
