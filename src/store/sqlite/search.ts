import { isFilterOnly, type Query } from "../../query.ts";
import { type Fields, impactOf, weigh } from "../ranking/impact.ts";
import { type Parts, rerank, type Text } from "../ranking/rerank.ts";
import { isTelling } from "../ranking/terms.ts";
import type { Found, Search } from "../store.ts";
import { createIndex, type Wanted } from "./candidates.ts";
import { addConditionFunctions, type Conditions, conditionsOf } from "./conditions.ts";
import type { Connection } from "./database.ts";
import { matchAll } from "./match.ts";
import { createQuestions } from "./question.ts";
import { createRetrieval } from "./retrieve.ts";
import { titleEntry } from "./search-functions.ts";
import { createTexts } from "./texts.ts";

/** What a measurement changes. */
export interface SearchOptions extends Parts {
  /** So many postings of the index are read for a search, the weightiest first. */
  readonly postings: number;
}

const usual: SearchOptions = { proximity: true, feedback: true, prior: true, postings: 200_000 };
/** So many of the best are ordered anew. */
const mostReranked = 200;
/** Of the heaviest terms of a paper it is related by so many that are rare; so many of the nearest are ordered by their texts. */
const mostRated = 50;
const mostTerms = 20;
const mostRelated = 100;
/** Of papers that are related about equally, those that the team saved come first. */
const savedFactor = 1.15;

export function createSearch(db: Connection, options: Partial<SearchOptions> = {}): Search {
  const { postings, ...parts } = { ...usual, ...options };
  addConditionFunctions(db);
  const index = createIndex(db);
  const texts = createTexts(db);
  const questionOf = createQuestions(db, index);
  const { passing, retrieve } = createRetrieval(db, index, postings);
  const savedBy = db
    .prepare<[string], string>(
      "SELECT DISTINCT paper FROM save_origin WHERE team = ? AND state = 'on' AND origin <> 'private'",
    )
    .pluck();
  const titled = db
    .prepare<[string, number], number>(
      "SELECT rowid FROM paper_text WHERE paper_text MATCH ? ORDER BY rank LIMIT ?",
    )
    .pluck();

  const exactTitles = (title: string, conditions: Conditions): readonly string[] => {
    const rowids = index.withEntry(titleEntry(title));
    return rowids.length === 0 ? [] : texts.trending([...passing(rowids, conditions)]);
  };

  const findWords = (query: Query, conditions: Conditions, most: number): Found => {
    const words = [...query.words, ...query.phrases];
    const question = questionOf(query.text);
    const { candidates, ...counts } = retrieve(question, words, conditions, Math.max(most, mostReranked));
    const rowids = candidates.map(({ rowid }) => rowid);
    const best = rerank(question, texts.at(rowids.slice(0, mostReranked)), parts, index.rarity).map(
      ({ text: { id } }) => id,
    );
    const rest = most > mostReranked ? texts.ids(rowids.slice(mostReranked)) : [];
    const ids = [...new Set([...exactTitles(query.text, conditions), ...best, ...rest])].slice(0, most);
    return { ids, ...counts, corrected: question.corrected };
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
      .collect(terms, postings)
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
      const conditions = conditionsOf(query);
      return atOnce(() =>
        isFilterOnly(query) ? texts.find(conditions, most) : findWords(query, conditions, most),
      );
    },
    async byTitle(words, most) {
      const match = matchAll(words);
      if (match === undefined) return [];
      return atOnce(() => {
        const exact = texts.ids(index.withEntry(titleEntry(words.join(" "))));
        const others = texts.ids(titled.all(`title : (${match})`, most));
        return [...new Set([...exact, ...others])].slice(0, most);
      });
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
  const weighed = [...weigh({ ...fields, authors: "" })].filter(([term]) => isTelling(term));
  return weighed.map(([term, weight]) => ({ term, weight: impactOf(weight), words: 0 }));
}
