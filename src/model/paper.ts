import type { ListDay } from "../calendar/days.ts";

/** What is known of one paper. An absent field is not known (yet); text is clean and on one line. */
export interface Paper {
  /** arXiv id without version: "2606.14777", "hep-th/9901001". */
  readonly id: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly abstract?: string;
  /** One or two sentences, from Hugging Face's `ai_summary`. */
  readonly summary?: string;
  readonly keywords: readonly string[];
  /** Instant of publication, ISO 8601 in UTC. */
  readonly publishedAt?: string;
  /** Every list day the paper was on, oldest first. */
  readonly listDays: readonly ListDay[];
  readonly upvotes?: number;
  readonly comments?: number;
  readonly organization?: string;
  readonly codeUrl?: string;
  readonly codeStars?: number;
  readonly projectUrl?: string;
  /** Its authors, or arXiv, took it back. */
  readonly withdrawn?: true;
}

/** The page to open: Hugging Face's, or arXiv's where nothing is known that only Hugging Face knows. */
export function pageUrl(paper: Paper): string {
  return isOnHuggingFace(paper) ? paperUrl(paper.id) : arxivUrl(paper.id);
}

/** Whether Hugging Face may have a page of a paper. arXiv tells of authors, but neither of lists nor of votes nor of what follows from them. */
export function isOnHuggingFace(paper: Paper): boolean {
  const { authors, listDays, keywords, upvotes, comments, summary, organization } = paper;
  const facts = [upvotes, comments, summary, organization];
  return (
    listDays.length + keywords.length > 0 || facts.some((fact) => fact !== undefined) || authors.length === 0
  );
}

// Links are always built from the id, which is checked where it enters; no link of an answer is ever passed on for these.
export const paperUrl = (id: string): string => `https://huggingface.co/papers/${id}`;
export const arxivUrl = (id: string): string => `https://arxiv.org/abs/${id}`;
export const pdfUrl = (id: string): string => `https://arxiv.org/pdf/${id}`;

/** The newest list day a paper was on. */
export function newestListDay(paper: Paper): ListDay | undefined {
  return paper.listDays.at(-1);
}

/** The fields that have a value: an absent key is how "not known" is written. */
export function known<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as never;
}
