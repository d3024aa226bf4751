import type { Completion } from "../chat/adapter.ts";
import type { Paper } from "../model/paper.ts";
import { readArxivId } from "../text/arxiv-id.ts";
import { cutAtWord, plainSigns } from "../text/clean.ts";
import { wordsOf } from "../text/query.ts";
import type { CommandContext } from "./command.ts";
import { lastList } from "./list.ts";

const mostOffered = 25;
/** Papers listed last, whose titles are looked through word by word: what somebody types is most often new. */
const mostNewest = 1000;
const longestTyped = 200;
const mostWords = 8;
/** Words that a beginning may become, and sentences of them that are asked for. */
const mostEach = 4;
const mostTogether = 8;
/** Fewer letters begin nearly every paper. */
const fewestLetters = 3;

type Titled = Pick<Paper, "id" | "title">;

/** Papers by the beginnings of what stands in their title or id, or by "#3"; the last list, where nothing is typed. */
export async function completePaper(typed: string, context: CommandContext): Promise<readonly Completion[]> {
  const text = cutAtWord(plainSigns(typed).trim(), longestTyped);
  const numbered = await completeNumber(text, context);
  if (numbered) return numbered;
  return withNumber(text, await completeNamed(text, context), context);
}

/** A number alone may be one of the last list, as it will be read. */
export async function withNumber(
  text: string,
  others: readonly Completion[],
  context: CommandContext,
): Promise<readonly Completion[]> {
  const [meant] = /^\d{1,3}$/.test(text) ? ((await completeNumber(`#${text}`, context)) ?? []) : [];
  if (!meant) return others;
  return [meant, ...others.filter(({ value }) => value !== meant.value)].slice(0, mostOffered);
}

async function completeNamed(text: string, context: CommandContext): Promise<readonly Completion[]> {
  const { store } = context;
  const id = readArxivId(text);
  const known = id === undefined ? [] : await store.papers.getMany([id]);
  // An old id of four digits may be the beginning of a newer one.
  if (known.length > 0) return known.map(completionOf);
  const begun = beginningOfId(text);
  const byId = begun === undefined ? [] : await store.typing.ids(begun, mostOffered);
  const ids = byId.length >= mostOffered ? byId : [...byId, ...(await byWords(wordsOf(text), context))];
  const papers = await store.papers.getMany([...new Set(ids)].slice(0, mostOffered));
  const named = text.toLowerCase();
  return inOrder(papers, ({ title }) => title.toLowerCase().startsWith(named)).map(completionOf);
}

/** "#1" is number 1 of the last list, then 10 to 19. @returns nothing where no number is being typed */
export async function completeNumber(
  typed: string,
  context: CommandContext,
): Promise<readonly Completion[] | undefined> {
  const [, digits] = typed === "" ? ["", ""] : (/^#(\d{0,6})$/.exec(typed) ?? []);
  if (digits === undefined) return undefined;
  const list = (await lastList(context)) ?? [];
  const meant = list
    .map((id, i) => ({ id, number: String(i + 1) }))
    .filter(({ number }) => number.startsWith(digits))
    .slice(0, mostOffered);
  const papers = await context.store.papers.getMany(meant.map(({ id }) => id));
  const numbers = new Map(meant.map(({ id, number }) => [id, number]));
  return papers.map((paper) => ({
    label: `#${numbers.get(paper.id)} · ${completionOf(paper).label}`,
    value: paper.id,
  }));
}

/** A paper as it is offered. */
export function completionOf({ id, title }: Paper): Completion {
  return { label: `${cutAtWord(title, 75)} · ${id}`, value: id };
}

/** An id whose end is still missing: "2612.101", "arXiv:2612.1", "hep-th/99", also at the end of a link. */
export function beginningOfId(text: string): string | undefined {
  const last = text.toLowerCase().replace(/^.*(?:abs|pdf|html|papers)\/|^arxiv:\s*/, "");
  return /^(?:\d{2,4}|\d{4}\.\d{0,5}|[a-z-]{2,10}\/\d{0,7})$/.test(last) ? last : undefined;
}

/** Papers in whose titles every word begins another: first those of the last list, then the newest, then any. */
async function byWords(words: readonly string[], context: CommandContext): Promise<readonly string[]> {
  const typed = words.slice(0, mostWords);
  if (typed.length === 0) return [];
  const { store } = context;
  const listed = await store.papers.getMany((await lastList(context)) ?? []);
  const near = [...listed, ...(await store.typing.newest(mostNewest))].filter((one) => begins(one, typed));
  const found = new Set(near.map(({ id }) => id));
  for (const sentence of await sentencesOf(typed, context)) {
    if (found.size >= mostOffered) break;
    for (const id of await store.search.byTitle(sentence, mostOffered)) found.add(id);
  }
  return [...found];
}

/** Whether every typed word begins one of a title. */
export function begins({ title }: Titled, typed: readonly string[]): boolean {
  const words = wordsOf(title);
  return typed.every((begun) => words.some((word) => word.startsWith(begun)));
}

/** What typed words may become, the most likely first: each as it is, or a word that it begins. */
async function sentencesOf(
  typed: readonly string[],
  { store }: CommandContext,
): Promise<readonly (readonly string[])[]> {
  let sentences: { readonly words: readonly string[]; readonly rank: number }[] = [{ words: [], rank: 0 }];
  for (const begun of typed) {
    const longer = begun.length < fewestLetters ? [] : await store.typing.words(begun, mostEach);
    const choices = longer.length === 0 ? [begun] : [...new Set(longer)];
    sentences = sentences
      .flatMap(({ words, rank }) => choices.map((word, i) => ({ words: [...words, word], rank: rank + i })))
      .toSorted((one, other) => one.rank - other.rank)
      .slice(0, mostTogether);
  }
  return sentences.map(({ words }) => words);
}

/** Those that are meant before the others. */
function inOrder<T>(all: readonly T[], isMeant: (one: T) => boolean): readonly T[] {
  return [...all.filter(isMeant), ...all.filter((one) => !isMeant(one))];
}
