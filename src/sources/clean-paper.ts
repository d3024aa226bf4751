import { known, type Paper } from "../model/paper.ts";
import { cleanTex } from "../text/tex.ts";
import { readName } from "./author.ts";
import { longest } from "./limits.ts";
import { isNoticeOfWithdrawal } from "./withdrawn.ts";

export type PaperTexts = Pick<Paper, "id" | "title" | "authors" | "abstract" | "summary" | "withdrawn">;

/**
 * What the texts of a paper would be if it came in now, for those that came in before texts were read as TeX.
 * @returns only what changes, and the title, in the form of a paper; nothing where all is as it should be
 */
export function cleanPaper({
  id,
  title,
  authors,
  abstract,
  summary,
  withdrawn,
}: PaperTexts): Paper | undefined {
  const names = authors.map(readName).filter(Boolean);
  const after = {
    title: cleanTex(title, longest.title) || title,
    abstract: changed(abstract, longest.abstract),
    summary: changed(summary, longest.summary),
    withdrawn: withdrawn || !isNoticeOfWithdrawal(abstract ?? "") ? undefined : (true as const),
  };
  const isRenamed = names.length > 0 && names.some((name, i) => name !== authors[i]);
  const isSame = after.title === title && !(after.abstract ?? after.summary ?? after.withdrawn) && !isRenamed;
  return isSame
    ? undefined
    : {
        id,
        title: after.title,
        authors: isRenamed ? names : [],
        keywords: [],
        listDays: [],
        ...known(after),
      };
}

function changed(text: string | undefined, max: number): string | undefined {
  const clean = text && cleanTex(text, max);
  return clean && clean !== text ? clean : undefined;
}
