/** A person in a team. */
export interface Reader {
  readonly team: string;
  readonly user: string;
}

export interface Save extends Reader {
  readonly paper: string;
  /** What the save comes from: a post and an emoji (`reactionOrigin`), a command. The save exists while one origin remains. */
  readonly origin: string;
}

/** A reaction that saved, or once did: "withdrawn" where it still stands and the save was taken back otherwise. */
export interface SaveByPost extends Save {
  readonly state: "on" | "off" | "withdrawn";
  /** When that came about, by the platform's clock. */
  readonly changedAt: Date;
  /** The person's. */
  readonly name: string;
}

/** A save that came or went. */
export interface SaveChange extends Save {
  readonly added: boolean;
  /** The person's. */
  readonly name: string;
  readonly at: Date;
}

export interface SavedPaper {
  readonly paper: string;
  /** The newest of its saves. */
  readonly at: Date;
  /** Names, first saver first. */
  readonly savers: readonly string[];
  /** Whether only the person who asked knows. */
  readonly isPrivate: boolean;
}

export interface WhichSaves {
  readonly withPrivate?: string;
  readonly since?: Date | undefined;
  /** This paper alone. */
  readonly paper?: string;
}

/** What was done last counts, by the platform's clock: whatever is told late and is older than what is known changes nothing. */
export interface Saves {
  /** @returns whether the paper was not saved by this person before */
  add(save: Save, name: string, at: Date): Promise<boolean>;
  /** @returns whether the paper is no longer saved by this person */
  remove(save: Save, name: string, at: Date): Promise<boolean>;
  /** Several at once, together or not at all. @returns of each what `add` or `remove` would have */
  changeAll(changes: readonly SaveChange[]): Promise<readonly boolean[]>;
  /** Saves for nobody else to see; what others saw of it is taken back. @returns whether that changed anything */
  keepPrivate(save: Omit<Save, "origin">, name: string, at: Date): Promise<boolean>;
  /** Takes back a save with all its origins. @returns whether it was saved */
  removeAll(save: Omit<Save, "origin">, at: Date): Promise<boolean>;
  /** Saves whose origin is a reaction to one post. */
  byPost(team: string, post: string): Promise<readonly SaveByPost[]>;
  /** The reactions of a post that these saves come from, or all of its reactions, were taken away at once. */
  clear(
    of: { readonly team: string; readonly post: string },
    at: Date,
    origins?: readonly string[],
  ): Promise<void>;
  /** What a team saved, or one person of it, newest first; private saves only where `withPrivate` is that person. */
  saved(
    of: { readonly team: string; readonly user?: string | undefined },
    options?: WhichSaves & { readonly most?: number },
  ): Promise<readonly SavedPaper[]>;
  /** How many papers that are. */
  countSaved(
    of: { readonly team: string; readonly user?: string | undefined },
    options?: WhichSaves,
  ): Promise<number>;
  /** Names of the people of a team who saved something and let the team know. */
  saversIn(team: string): Promise<readonly string[]>;
  /** Names of the people of a team who saved a paper and let the team know, first saver first. */
  savers(team: string, paper: string): Promise<readonly string[]>;
  /** The same of many papers; those that nobody saved are left out. */
  saversOf(team: string, papers: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** The teams in which something is saved that the team sees. */
  teams(): Promise<readonly string[]>;
}

/** What a person alone knows of a paper. */
export interface Read {
  readonly doneAt?: Date;
  readonly note?: string;
}

export interface Reading {
  /** Marks a paper read, or not read where `at` is left out. @returns whether that is new */
  markDone(reader: Reader, paper: string, at?: Date): Promise<boolean>;
  /** Keeps a note, in place of the one before; none where `text` is left out. */
  keepNote(reader: Reader, paper: string, text?: string): Promise<void>;
  of(reader: Reader, papers: readonly string[]): Promise<ReadonlyMap<string, Read>>;
}

/** What a member did with a paper, besides saving it. */
export interface Act extends Reader {
  readonly paper: string;
  readonly channel: string;
  /** A reaction that does not save, an answer below it, Share, a link to it. */
  readonly kind: "reaction" | "reply" | "share" | "link";
  /** What tells it from another of the same kind: a post and an emoji, a post. */
  readonly ref: string;
}

/** How many people of a team did what with a paper. */
export interface PaperWarmth {
  readonly paper: string;
  readonly savers: number;
  readonly sharers: number;
  readonly discussers: number;
  readonly reactors: number;
}

export interface Activity {
  /** @param done false: it was taken back. What was done last counts, whatever is told late. */
  record(act: Act, at: Date, done?: boolean): Promise<void>;
  /** Every paper that somebody of a team saved, shared, discussed or reacted to since a moment. */
  since(team: string, since: Date): Promise<readonly PaperWarmth[]>;
  /** The reactions of a post with these emojis, or with any, were taken back at once. */
  clearReactions(
    of: { readonly team: string; readonly paper: string; readonly post: string },
    at: Date,
    emojis?: readonly string[],
  ): Promise<void>;
  /** Channels in which a paper was linked, shared or answered to. */
  discussed(team: string, paper: string): Promise<readonly string[]>;
}

/** Where matches of a watch are told: in a direct message a day, or as a mark in the team's digests. */
export type Telling = "dm" | "digest";

/** A person's standing query. */
export interface Watch extends Reader {
  readonly id: number;
  /** In the query language. */
  readonly query: string;
  readonly tell: Telling;
}

/** A watch, when it was made, and the papers that matched it then, which are no news. */
interface WatchWithKnown extends Watch {
  readonly since: Date;
  readonly known: ReadonlySet<string>;
}

/** Somebody who is told of matches once a day. */
export interface Watcher extends Reader {
  /** IANA time zone. */
  readonly zone: string;
}

export interface Watches {
  /**
   * Adds a watch, unless the person has the same or as many as they may.
   * @param known papers that match already
   * @returns how many watches the person has with it; undefined where it was not added
   */
  add(
    watch: Omit<Watch, "id">,
    known: readonly string[],
    at: Date,
    most?: number,
  ): Promise<number | undefined>;
  /** In the order in which they were added. */
  list(reader: Reader): Promise<readonly WatchWithKnown[]>;
  /** @returns whether it was there */
  remove(reader: Reader, id: number): Promise<boolean>;
  /** Every watch of a team that is told in its digests, with its owner's name. */
  inDigests(team: string): Promise<readonly (Watch & { readonly name: string })[]>;
  /** From now on a person is looked at from `next` on; where they are looked at already, their zone is kept fresh. */
  plan(watcher: Watcher, next: Date): Promise<void>;
  /** People with watches whose matches are due to be told, or who were looked at in a time that is yet to come. */
  due(now: Date, most: number): Promise<readonly Watcher[]>;
}

/** Somebody of whom the store knows something. */
export interface Known {
  readonly user: string;
  readonly name: string;
}

/** Takes a name out of what a post says, as JSON. */
export type Unnaming = (message: string, name: string) => string;

export interface People {
  /** Somebody who is to be known from now on. */
  know(user: string, name: string): Promise<void>;
  /** Keeps a name that is known, and what shows it, as the platform now says it. */
  meet(user: string, name: string): Promise<void>;
  /** People of a team whose id is this, or whose name begins so, by name; everybody for "". */
  find(team: string, begins: string): Promise<readonly Known[]>;
  /** What would be deleted. */
  holdings(
    reader: Reader,
  ): Promise<{ readonly saves: number; readonly notes: number; readonly watches: number }>;
  /**
   * Deletes everything that is known of a person, from the file too; events from before `at` bring nothing back.
   * @param without what is left of a post of the team that may name them
   */
  forget(reader: Reader, at: Date, without?: Unnaming): Promise<void>;
  /** People of a team who were forgotten since a moment: reactions of theirs that still stand and are not known are from before. */
  forgotten(team: string, since: Date): Promise<Pick<ReadonlySet<string>, "has">>;
  /** A team that the bot was taken out of, or that it is in again. */
  markRemoved(team: string, at: Date): Promise<void>;
  markReturned(team: string, at: Date): Promise<void>;
  /** Deletes everything of teams that were removed before a moment. @returns those teams */
  forgetRemoved(before: Date): Promise<readonly string[]>;
}

/** The origin of a save by a command or button. It is made when it is told of, whatever the clocks of other events say. */
export const commandOrigin = "command";

/** The origin of a save by a reaction: which emoji, on which post. */
export function reactionOrigin(post: string, means: number | "all", variant = ""): string {
  return variant === "" ? `${post} ${means}` : `${post} ${means} ${variant}`;
}
