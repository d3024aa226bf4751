import { isFilterOnly, type Query } from "../../text/query.ts";
import { isTelling } from "../../text/stems.ts";
import { termsOf } from "../../text/terms.ts";
import { type Fields, impactOf, weigh } from "../rank/impact.ts";
import { type Parts, rerank } from "../rank/rerank.ts";
import type { Text } from "../rank/score.ts";
import type { Found, Search } from "../search.ts";
import { createIndex, type Wanted } from "./candidates.ts";
import { addConditionFunctions, conditionsOf } from "./conditions.ts";
import type { Connection } from "./connection.ts";
import { createFilters, type Limits } from "./filters.ts";
import { rowidOf } from "./postings.ts";
import { createQuestions } from "./question.ts";
import { retrieve } from "./retrieve.ts";
import { createTexts } from "./texts.ts";

/** What a measurement changes. */
export interface SearchOptions extends Parts {
  /** So many of the best are ordered anew, by their texts. */
  readonly reranked: number;
}

const usual: SearchOptions = { proximity: true, feedback: true, prior: true, reranked: 128 };
/** A word alone weighs the same in very many papers, so that more of them have to be told apart. */
const rerankedAlone = 500;
/** Of the heaviest terms of a paper it is related by so many that are rare; so many of the nearest are ordered by their texts. */
const mostRated = 50;
const mostTerms = 20;
const mostRelated = 100;
/** So many of the papers with all words of a title are looked at, the weightiest first: a title weighs most. */
const mostTitled = 200;
/** Of papers that are related about equally, those that the team saved come first. */
const savedFactor = 1.15;

export function createSearch(db: Connection, options: Partial<SearchOptions> = {}): Search {
  const { reranked, ...parts } = { ...usual, ...options };
  addConditionFunctions(db);
  const index = createIndex(db);
  const texts = createTexts(db);
  const questionOf = createQuestions(db, index);
  const limitsOf = createFilters(db, index, texts);
  const savedBy = db
    .prepare<[string], string>(
      "SELECT DISTINCT paper FROM save_origin WHERE team = ? AND state = 'on' AND origin <> 'private'",
    )
    .pluck();

  /** The newest first. */
  const rowidsOf = (title: string): readonly number[] =>
    Array.from(index.titled(title), rowidOf).toSorted((one, other) => other - one);
  const exactTitles = (title: string, limits: Limits): readonly string[] => {
    const rowids = rowidsOf(title);
    return rowids.length === 0 ? [] : texts.trending(limits.passing(rowids));
  };

  const findWords = (query: Query, most: number): Found => {
    const question = questionOf(query.text);
    const found = question.terms.reduce((sum, { postings }) => sum + postings.length, 0);
    const limits = limitsOf(conditionsOf(query), found);
    const read = question.words.length > 1 ? reranked : Math.max(reranked, rerankedAlone);
    const { candidates, ...counts } = retrieve(index, question, limits, Math.max(most, read));
    const rowids = candidates.map(({ rowid }) => rowid);
    const best = rerank(question, texts.at(rowids.slice(0, read)), parts, index.rarity).map(
      ({ text: { id } }) => id,
    );
    const rest = most > read ? texts.ids(rowids.slice(read)) : [];
    const ids = [...new Set([...exactTitles(query.text, limits), ...best, ...rest])].slice(0, most);
    return { ids, ...counts, corrected: question.corrected };
  };

  /** All papers that pass, the most upvoted first. */
  const findTrending = (query: Query, most: number): Found => {
    const { rowids, total } = limitsOf(conditionsOf(query), 0).trending(most);
    const counts = { total, complete: total, isMore: false, isMoreComplete: false };
    return { ids: texts.ids(rowids), ...counts, corrected: [] };
  };

  /** Papers with all these words in their title. */
  const titled = (typed: string, most: number): readonly string[] => {
    const { terms, bits } = questionOf(typed);
    const rowids = index
      .collect(terms)
      .best(mostTitled, bits)
      .map(({ rowid }) => rowid);
    const stems = termsOf(typed).words.filter(isTelling);
    return texts
      .at(rowids)
      .filter(({ fields }) => {
        const { words } = termsOf(fields.title);
        return stems.every((stem) => words.includes(stem));
      })
      .slice(0, most)
      .map(({ id }) => id);
  };

  const relatedTo = (paper: Text, most: number, team: string): readonly string[] => {
    const worthOf = ({ term, weight }: Wanted): number => weight * index.rarity(term);
    const terms = wantedOf(paper.fields)
      .toSorted((one, other) => other.weight - one.weight)
      .slice(0, mostRated)
      .toSorted((one, other) => worthOf(other) - worthOf(one))
      .slice(0, mostTerms)
      .flatMap((wanted) => index.rate(wanted) ?? []);
    const rowids = index
      .collect(terms)
      .best(mostRelated)
      .map(({ rowid }) => rowid);
    const others = texts.at(rowids).filter(({ id }) => id !== paper.id);
    const saved = new Set(savedBy.all(team));
    return rerank(
      { terms, words: [] },
      others,
      { proximity: false, feedback: false, prior: parts.prior },
      index.rarity,
    )
      .map(({ text: { id }, score }) => ({ id, score: saved.has(id) ? score * savedFactor : score }))
      .toSorted((one, other) => other.score - one.score)
      .slice(0, most)
      .map(({ id }) => id);
  };

  /** All that a search reads is of one moment, whoever writes meanwhile. */
  const atOnce = <T>(read: () => T): T => db.transaction(read)();

  return {
    async find(query, most) {
      return atOnce(() => (isFilterOnly(query) ? findTrending(query, most) : findWords(query, most)));
    },
    async byTitle(words, most) {
      const typed = words.join(" ");
      return atOnce(() =>
        [...new Set([...texts.ids(rowidsOf(typed)), ...titled(typed, most)])].slice(0, most),
      );
    },
    async related(id, most, team = "") {
      return atOnce(() => {
        const paper = texts.of(id);
        return paper ? relatedTo(paper, most, team) : [];
      });
    },
  };
}

/** What a paper is about, as a query: not who wrote it. */
function wantedOf(fields: Fields): readonly Wanted[] {
  const weighed = [...weigh({ ...fields, authors: "" })];
  return weighed.map(([term, weight]) => ({ term, weight: impactOf(weight), words: 0 }));
}
