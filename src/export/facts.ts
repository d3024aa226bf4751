import { arxivUrl, pageUrl, pdfUrl } from "../model/paper.ts";
import type { Entry } from "./entry.ts";

/** An entry flat, under the names that CSV and JSON share. What is not known is undefined; instants are ISO 8601 in UTC. */
export function factsOf({ paper, savedAt, savedBy, note, isDone }: Entry) {
  return {
    id: paper.id,
    title: paper.title,
    authors: paper.authors,
    published: paper.publishedAt,
    listed: paper.listDays,
    upvotes: paper.upvotes,
    comments: paper.comments,
    organization: paper.organization,
    url: pageUrl(paper),
    arxiv: arxivUrl(paper.id),
    pdf: pdfUrl(paper.id),
    code: paper.codeUrl,
    project: paper.projectUrl,
    keywords: paper.keywords,
    abstract: paper.abstract,
    summary: paper.summary,
    withdrawn: paper.withdrawn,
    saved_at: savedAt.toISOString(),
    saved_by: savedBy,
    done: isDone,
    note,
  };
}
