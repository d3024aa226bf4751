import type { Paper } from "../model/paper.ts";
import { parseNames } from "./names.ts";

// Letters that Unicode does not take apart into a base and an accent.
const plainLetters: Readonly<Record<string, string>> = {
  æ: "ae",
  đ: "d",
  ð: "d",
  ħ: "h",
  ı: "i",
  ł: "l",
  ø: "o",
  œ: "oe",
  ß: "ss",
  þ: "th",
};
const longestName = 40;

/**
 * "yao-2606.14777", "witten-hep-th-9901001": what a document cites the paper by. Made of what never changes, so that a later export does
 * not break a document: titles are revised, and a suffix for the second paper of a name and a year depends on what is exported with
 * it. The id makes it unique. Only letters, digits, dots and hyphens, which BibTeX, BibLaTeX and JabRef all take.
 */
export function citationKey({ id, authors }: Paper): string {
  const name = latin(parseNames(authors.slice(0, 1))[0]?.family ?? "");
  return `${/[a-z]/.test(name) ? name : "arxiv"}-${id.replace("/", "-")}`;
}

function latin(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, (letter) => plainLetters[letter] ?? "")
    .slice(0, longestName);
}

/** arXiv's DOI, which every paper has. */
export function doiOf({ id }: Paper): string {
  return `10.48550/arXiv.${id}`;
}

/** "2026": of publication, else of the first list day, which is days later. */
export function yearOf({ publishedAt, listDays }: Paper): string | undefined {
  return (publishedAt ?? listDays[0])?.slice(0, 4);
}
