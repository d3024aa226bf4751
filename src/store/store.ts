import type { ListDay } from "../calendar.ts";
import type { Paper } from "../paper.ts";
import type { Query } from "../query.ts";
import type { Deliveries, Subscriptions } from "./ledger.ts";

/**
 * Everything that Paperboy remembers. All calls are async, so that a networked database can stand behind them; ids of channels,
 * people and teams are the text ids of the seam, and whatever belongs to a team is only found with that team.
 */
export interface Store {
  readonly papers: Papers;
  readonly search: Search;
  readonly lists: Lists;
  readonly posts: Posts;
  readonly saves: Saves;
  readonly subscriptions: Subscriptions;
  readonly deliveries: Deliveries;
  readonly collection: Collection;
  readonly memories: Memories;
  /** A complete copy as one file, while the store goes on working. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

export interface Papers {
  /**
   * Adds what is known of papers, by id. What was observed later wins, field by field; what an answer leaves out stays; every
   * list day is kept.
   * @param asOf when the papers were as given: the present, or what a saved answer tells
   */
  upsert(papers: readonly Paper[], asOf: Date): Promise<UpsertCounts>;
  get(id: string): Promise<Paper | undefined>;
  /** In the order of `ids`; unknown ones are left out. */
  getMany(ids: readonly string[]): Promise<readonly Paper[]>;
  /** Ids of the papers listed from one day to another, both included, by newest known upvotes, comments and id. */
  listed(from: ListDay, to: ListDay): Promise<readonly string[]>;
  /** The newest list days that have papers, newest first, none after `upTo`. */
  newestListDays(upTo: ListDay, most: number): Promise<readonly ListDay[]>;
  /** How the upvotes changed from day to day, oldest first: what was last seen on each UTC day that brought a change. */
  upvoteHistory(id: string): Promise<readonly Upvotes[]>;
  reach(): Promise<Reach>;
}

export interface UpsertCounts {
  readonly added: number;
  readonly changed: number;
}

export interface Upvotes {
  readonly at: Date;
  readonly upvotes: number;
}

/** How much the store knows. */
export interface Reach {
  readonly papers: number;
  readonly oldest?: ListDay;
  readonly newest?: ListDay;
}

interface Found {
  /** Best first. */
  readonly ids: readonly string[];
  /** How many there are in all: papers with any of the words. */
  readonly total: number;
  /** How many of them have every word. */
  readonly complete: number;
}

export interface Search {
  /** Ranked by relevance; a query of filters alone by upvotes. Any text is safe in a query. */
  find(query: Query, most: number): Promise<Found>;
  /** Papers with all of these words in their title, the exact title first. */
  byTitle(words: readonly string[], most: number): Promise<readonly string[]>;
  /** The nearest papers by title, keywords and summary, without the paper itself. */
  related(id: string, most: number): Promise<readonly string[]>;
}

/** A list as it was answered: pages and `#3` come from it, so that nothing shifts under them. */
export interface StoredList {
  readonly title: string;
  readonly lead?: string;
  readonly note?: string;
  readonly papers: readonly string[];
  /** The one list day it is about, which its cards then need not name. */
  readonly day?: ListDay;
  /** Cards on a page. */
  readonly size: number;
}

export interface ListOwner {
  readonly team: string;
  readonly channel: string;
  readonly user: string;
}

export interface Lists {
  /** Stores a list and forgets those older than 30 days; the answer is its id. */
  save(owner: ListOwner, list: StoredList, at: Date): Promise<string>;
  get(team: string, id: string): Promise<StoredList | undefined>;
  /** The list this person last asked for in this channel, not before `since`. */
  latest(owner: ListOwner, since: Date): Promise<StoredList | undefined>;
}

/** What a message of the bot shows, so that a reaction to it means a paper. */
export interface Post {
  readonly id: string;
  readonly team: string;
  readonly channel: string;
  /** In the order of their numbers. */
  readonly papers: readonly string[];
  /** Whether it is a digest, whose numbers `#3` may mean, or an answer. */
  readonly kind: "digest" | "answer";
}

export interface Posts {
  record(post: Post, at: Date): Promise<void>;
  get(team: string, id: string): Promise<Post | undefined>;
  /** Papers of the digests of a channel since a moment, each once. */
  shownSince(team: string, channel: string, since: Date): Promise<readonly string[]>;
  latestDigest(team: string, channel: string): Promise<Post | undefined>;
  /** When a digest first showed a paper in a channel. */
  digestOf(team: string, channel: string, paper: string): Promise<Date | undefined>;
  /** The newest posts on a platform since a moment that show papers, newest first. */
  recent(platform: string, since: Date, most: number): Promise<readonly Post[]>;
  /** From now on these papers count as seen in a channel. */
  markSeen(channel: string, papers: readonly string[], at: Date): Promise<void>;
}

export interface Save {
  readonly team: string;
  readonly user: string;
  readonly paper: string;
  /** What the save comes from: a post and an emoji (`reactionOrigin`), a command. The save exists while one origin remains. */
  readonly origin: string;
}

/** A reaction that saved, or once did: "withdrawn" where it still stands and the save was taken back otherwise. */
export interface SaveByPost extends Save {
  readonly state: "on" | "off" | "withdrawn";
  /** The person's. */
  readonly name: string;
}

/** What was done last counts, by the platform's clock: whatever is told late and is older than what is known changes nothing. */
export interface Saves {
  /** @returns whether the paper was not saved by this person before */
  add(save: Save, name: string, at: Date): Promise<boolean>;
  /** @returns whether the paper is no longer saved by this person */
  remove(save: Save, name: string, at: Date): Promise<boolean>;
  /** Takes back a save with all its origins. @returns whether it was saved */
  removeAll(save: Omit<Save, "origin">, at: Date): Promise<boolean>;
  /** Saves whose origin is a reaction to one post. */
  byPost(team: string, post: string): Promise<readonly SaveByPost[]>;
  /** Ids of the papers that a person saved, newest save first. */
  savedBy(team: string, user: string, most: number): Promise<readonly string[]>;
  /** Names of the people of a team who saved a paper, first saver first. */
  savers(team: string, paper: string): Promise<readonly string[]>;
}

/** What was fetched when, and how the sources behave. */
export interface Collection {
  /** When list days were last fetched in full. */
  fetched(from: ListDay, to: ListDay): Promise<ReadonlyMap<ListDay, Date>>;
  markFetched(day: ListDay, at: Date): Promise<void>;
  lastFetch(): Promise<Date | undefined>;
  recordHealth(source: string, at: Date, trouble?: string): Promise<void>;
  health(): Promise<readonly SourceHealth[]>;
}

export interface SourceHealth {
  readonly source: string;
  readonly answeredAt?: Date;
  /** The newest failure, where no answer came since. */
  readonly trouble?: { readonly at: Date; readonly reason: string };
}

/** A few texts for each platform's own use. */
export interface Memories {
  get(platform: string, key: string): Promise<string | undefined>;
  set(platform: string, key: string, value: string): Promise<void>;
  /** Sets what is not set yet. @returns whether it was not */
  claim(platform: string, key: string, value: string): Promise<boolean>;
  clear(platform: string): Promise<void>;
}

/** The origin of a save by a reaction: which emoji, on which post. */
export function reactionOrigin(post: string, means: number | "all"): string {
  return `${post} ${means}`;
}
