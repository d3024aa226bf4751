import type { ListDay } from "../calendar/days.ts";
import type { Paper } from "../model/paper.ts";
import type { Prepared, Search } from "../search/search.ts";
import type { Contacts } from "./contacts.ts";
import type { EarlyReactions } from "./early.ts";
import type { Deliveries, Subscriptions } from "./ledger.ts";
import type { Activity, People, Reader, Reading, Saves, Watches } from "./library.ts";

/**
 * Everything that Paperboy remembers. All calls are async, so that a networked database can stand behind them; ids of channels,
 * people and teams are the text ids of the seam, and whatever belongs to a team is only found with that team.
 */
export interface Store {
  readonly papers: Papers;
  readonly search: Search;
  readonly typing: Typing;
  readonly lists: Lists;
  readonly posts: Posts;
  readonly saves: Saves;
  readonly early: EarlyReactions;
  readonly reading: Reading;
  readonly activity: Activity;
  readonly watches: Watches;
  readonly people: People;
  readonly subscriptions: Subscriptions;
  readonly deliveries: Deliveries;
  readonly collection: Collection;
  readonly memories: Memories;
  readonly contacts: Contacts;
  /** A complete copy as one file, while the store goes on working. */
  backup(file: string): Promise<void>;
  /** Deletes what has had its time. */
  thin(now: Date): Promise<void>;
  /** @throws StoreError where what is written now would be lost: the file was moved, say */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface Papers {
  /**
   * Adds what is known of papers, by id. What was observed later wins, field by field; what an answer leaves out stays; every
   * list day is kept.
   * @param asOf when the papers were as given: the present, or what a saved answer tells
   */
  upsert(papers: readonly Paper[], asOf: Date): Promise<UpsertCounts>;
  /** Several answers, as if one came after the other. Many papers are written in parts, and others get their turn in between. */
  upsertAll(answers: readonly ToldPapers[]): Promise<UpsertCounts>;
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
  /** Papers in the order in which they came in, behind a position; without their list days. */
  textsAfter(position: number, most: number): Promise<readonly StoredTexts[]>;
}

/** A stored paper, where it stands among all, and when the newest of its texts was told. */
export interface StoredTexts {
  readonly position: number;
  readonly paper: Paper;
  readonly toldAt: Date;
}

/** Papers as they were at one moment. */
export interface ToldPapers {
  readonly papers: readonly Paper[];
  readonly asOf: Date;
  /** What the store made of each of them before. */
  readonly prepared?: readonly Prepared[] | undefined;
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

/** What somebody may be typing: asked at every key, so each answer takes milliseconds. */
export interface Typing {
  /** Ids of papers that begin so, newest first. */
  ids(begins: string, most: number): Promise<readonly string[]>;
  /** The papers that were listed last, newest first. */
  newest(most: number): Promise<readonly Pick<Paper, "id" | "title">[]>;
  /** Words of titles and keywords that begin so, lower case, those of the most papers first. */
  words(begins: string, most: number): Promise<readonly string[]>;
}

/** A list as it was answered: pages and `#3` come from it, so that nothing shifts under them. */
export interface StoredList {
  readonly title: string;
  /** What it is called where everyone sees it, where that is something else. */
  readonly publicTitle?: string;
  readonly lead?: string;
  readonly note?: string;
  readonly papers: readonly string[];
  /** The one list day it is about, which its cards then need not name. */
  readonly day?: ListDay;
  /** Cards on a page. */
  readonly size: number;
  /** Behind the figures of a paper, by its id: "2 saves, 1 share". */
  readonly marks?: Readonly<Record<string, string>>;
  /** Whether it says what only the person who asked may know, so that it cannot be shared. */
  readonly personal?: boolean;
}

export interface ListOwner {
  readonly team: string;
  readonly channel: string;
  readonly user: string;
}

export interface Lists {
  /** Stores a list; the answer is its id. A person's newest 20 are kept, for 30 days. */
  save(owner: ListOwner, list: StoredList, at: Date): Promise<string>;
  /** A list that this person asked for: it may say what nobody else is to see. */
  get(reader: Reader, id: string): Promise<StoredList | undefined>;
  /** The list this person last asked for in this channel, not before `since`. */
  latest(owner: ListOwner, since: Date): Promise<StoredList | undefined>;
}

/** A message that shows papers, so that a reaction to it means one. */
export interface Post {
  readonly id: string;
  readonly team: string;
  readonly channel: string;
  /** In the order of their numbers. */
  readonly papers: readonly string[];
  /** A digest, whose numbers `#3` may mean; another message of the bot; or a member's, with links. */
  readonly kind: "digest" | "answer" | "link";
}

/** A post whose "saved by" may have changed since it was last written. */
export interface StalePost extends Post {
  /** What it says now, as JSON; the store does not look into it. */
  readonly message: string;
  /** How many changes there were when it was claimed. */
  readonly changes: number;
}

export interface Posts {
  /** @param message what it says, as JSON, where it can be written anew when a save changes it */
  record(post: Post, at: Date, message?: string): Promise<void>;
  get(team: string, id: string): Promise<Post | undefined>;
  /** Papers of the digests of a channel since a moment, each once, and when each was first shown there. */
  shownSince(team: string, channel: string, since: Date): Promise<ReadonlyMap<string, Date>>;
  /** @param upTo not later: a clock may have been ahead */
  latestDigest(team: string, channel: string, upTo?: Date): Promise<Post | undefined>;
  /** When a digest first showed a paper in a channel. */
  digestOf(team: string, channel: string, paper: string): Promise<Date | undefined>;
  /** The bot's newest posts on a platform since a moment that show papers, newest first. */
  recent(platform: string, since: Date, most: number): Promise<readonly Post[]>;
  /** A post of a platform since a moment whose reactions were not read since it was recorded, the newest first, or are to be read again by now. */
  nextUnread(platform: string, since: Date, now: Date): Promise<Post | undefined>;
  /** The reactions of a post are read; they are to be read again at `next`, where that is given. */
  markRead(id: string, next?: Date): Promise<void>;
  /** The next stale post of a platform, which nobody else gets for `lease` milliseconds. */
  claimStale(platform: string, now: Date, lease: number): Promise<StalePost | undefined>;
  /** A claimed post now says this, and is left alone until `next`: it is stale only if more changed since it was claimed. */
  rewritten(post: Pick<StalePost, "id" | "changes">, message: string, next: Date): Promise<void>;
  /** A claimed post could not be written: it is tried again after a moment, or never, where there is none. */
  unwritten(id: string, tryAfter: Date | undefined): Promise<void>;
  /** From now on these papers count as seen in a channel. */
  markSeen(channel: string, papers: readonly string[], at: Date): Promise<void>;
  /** Takes note that a channel is shown a paper beside a link. @returns whether it was not since `notSince` */
  showBesideLink(channel: string, paper: string, at: Date, notSince: Date): Promise<boolean>;
  /** It was not shown after all. */
  unshowBesideLink(channel: string, paper: string): Promise<void>;
}

/** What was fetched when, and how the sources behave. */
export interface Collection {
  /** When list days were last fetched in full. */
  fetched(from: ListDay, to: ListDay): Promise<ReadonlyMap<ListDay, Date>>;
  markFetched(day: ListDay, at: Date): Promise<void>;
  /** The last time by `now`: a clock may have been ahead. */
  lastFetch(now: Date): Promise<Date | undefined>;
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
