/** What to say: content, never layout, and plain text only; each adapter escapes it and cuts it to its platform's limits. */
export interface Message {
  readonly title?: string;
  /** One line below the title: what this is, how much of it. */
  readonly lead?: string;
  readonly cards?: readonly Card[];
  /** To be copied exactly as it is, such as a citation; where it is too long to show, it comes as a file. */
  readonly code?: TextFile;
  /** To be kept, such as an export; only ever sent to the person who asked. */
  readonly file?: TextFile;
  /** The id of a channel that the note is about: it is named before the note, as the platform shows channels. */
  readonly about?: string;
  /** Below the cards: where it comes from, what to do next. */
  readonly note?: string;
  /** For the message as a whole: Prev, Next. */
  readonly buttons?: readonly Button[];
}

/** One thing inside a message, most often a paper. */
export interface Card {
  readonly number?: number;
  readonly title: string;
  readonly url?: string;
  readonly byline?: string;
  readonly body?: string;
  /** Short facts, in the order of their weight: "▲ 150", "3 comments". */
  readonly facts?: readonly string[];
  /** Who of the team saved it: "Ana, Li +2". It changes while a post stands. */
  readonly savedBy?: string;
  /** Links below the card beside its title's. */
  readonly links?: readonly Link[];
  readonly buttons?: readonly Button[];
}

export interface TextFile {
  /** "papers.bib" */
  readonly name: string;
  readonly content: string;
}

export interface Link {
  readonly label: string;
  readonly url: string;
}

/** Pressing it is the same as typing `/papers ` and its action: at most 100 characters, so that it fits every platform's id field. */
export interface Button {
  readonly label: string;
  readonly action: string;
}

/** A card's facts in words, who saved it at their end. */
export function factsOf({ facts = [], savedBy }: Card): readonly string[] {
  return savedBy === undefined ? facts : [...facts, `saved by ${savedBy}`];
}

/** A message that is one sentence. */
export function say(note: string): Message {
  return { note };
}
