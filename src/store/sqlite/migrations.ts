import { documents, postings, search } from "../../search/index/schema.ts";
import { fillIndex, numberDocuments } from "../../search/index/writer.ts";
import type { Connection } from "./connection.ts";
import { library } from "./library-schema.ts";

/**
 * The schema, one step a line of history: append only, never edit one that has landed. A step's position is the database's
 * `user_version`. Instants are milliseconds since 1970, days are text, lists are JSON.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE paper (
    rowid INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    authors TEXT NOT NULL,
    abstract TEXT,
    summary TEXT,
    keywords TEXT NOT NULL,
    published_at TEXT,
    organization TEXT,
    code_url TEXT,
    project_url TEXT,
    upvotes INTEGER,
    comments INTEGER,
    code_stars INTEGER,
    told_at TEXT NOT NULL,
    newest_list_day TEXT
  ) STRICT;
  CREATE INDEX paper_newest_list_day ON paper (newest_list_day);

  CREATE TABLE listing (
    day TEXT NOT NULL,
    paper TEXT NOT NULL REFERENCES paper (id),
    PRIMARY KEY (day, paper)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX listing_paper ON listing (paper, day);

  -- What was last seen on each UTC day.
  CREATE TABLE upvote_history (
    paper TEXT NOT NULL REFERENCES paper (id),
    day TEXT NOT NULL,
    at INTEGER NOT NULL,
    upvotes INTEGER NOT NULL,
    PRIMARY KEY (paper, day)
  ) STRICT, WITHOUT ROWID;

  CREATE VIRTUAL TABLE paper_text USING fts5 (
    title, summary, keywords, abstract, authors,
    content = 'paper', content_rowid = 'rowid', tokenize = 'porter unicode61 remove_diacritics 2'
  );
  CREATE TRIGGER paper_text_insert AFTER INSERT ON paper BEGIN
    INSERT INTO paper_text (rowid, title, summary, keywords, abstract, authors)
    VALUES (new.rowid, new.title, new.summary, new.keywords, new.abstract, new.authors);
  END;
  CREATE TRIGGER paper_text_delete AFTER DELETE ON paper BEGIN
    INSERT INTO paper_text (paper_text, rowid, title, summary, keywords, abstract, authors)
    VALUES ('delete', old.rowid, old.title, old.summary, old.keywords, old.abstract, old.authors);
  END;
  CREATE TRIGGER paper_text_update AFTER UPDATE ON paper
  WHEN (old.title, old.summary, old.keywords, old.abstract, old.authors)
    IS NOT (new.title, new.summary, new.keywords, new.abstract, new.authors)
  BEGIN
    INSERT INTO paper_text (paper_text, rowid, title, summary, keywords, abstract, authors)
    VALUES ('delete', old.rowid, old.title, old.summary, old.keywords, old.abstract, old.authors);
    INSERT INTO paper_text (rowid, title, summary, keywords, abstract, authors)
    VALUES (new.rowid, new.title, new.summary, new.keywords, new.abstract, new.authors);
  END;

  CREATE TABLE list (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    user TEXT NOT NULL,
    at INTEGER NOT NULL,
    content TEXT NOT NULL
  ) STRICT;
  CREATE INDEX list_owner ON list (channel, user, id);
  CREATE INDEX list_at ON list (at);

  CREATE TABLE post (
    id TEXT PRIMARY KEY,
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    papers TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX post_channel ON post (channel, kind, at);

  CREATE TABLE person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE save_origin (
    team TEXT NOT NULL,
    paper TEXT NOT NULL REFERENCES paper (id),
    user TEXT NOT NULL REFERENCES person (id),
    origin TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (team, paper, user, origin)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE fetched_day (
    day TEXT PRIMARY KEY,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE source_health (
    source TEXT PRIMARY KEY,
    answered_at INTEGER,
    failed_at INTEGER,
    reason TEXT
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE memory (
    platform TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (platform, key)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE subscription (
    channel TEXT PRIMARY KEY,
    team TEXT NOT NULL,
    wish TEXT NOT NULL,
    since INTEGER NOT NULL,
    subscriber TEXT NOT NULL,
    pause TEXT,
    next_at INTEGER,
    planned_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX subscription_next ON subscription (next_at);
  CREATE INDEX subscription_planned ON subscription (planned_at);

  CREATE TABLE setting_change (
    id INTEGER PRIMARY KEY,
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    what TEXT NOT NULL
  ) STRICT;
  CREATE INDEX setting_change_channel ON setting_change (channel, id);

  -- The ledger. A row is free to claim while it has no outcome, from free_at on: when it is due, or when a lease or a wait ends.
  CREATE TABLE delivery (
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    date TEXT NOT NULL,
    team TEXT NOT NULL,
    platform TEXT NOT NULL,
    place TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    free_at INTEGER,
    owner TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    intended TEXT,
    waiting TEXT,
    outcome TEXT,
    reason TEXT,
    done_at INTEGER,
    PRIMARY KEY (channel, kind, date)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX delivery_free ON delivery (platform, free_at) WHERE outcome IS NULL;

  CREATE TABLE delivery_part (
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    date TEXT NOT NULL,
    part INTEGER NOT NULL,
    content TEXT NOT NULL,
    papers TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'new',
    post TEXT,
    PRIMARY KEY (channel, kind, date, part),
    FOREIGN KEY (channel, kind, date) REFERENCES delivery (channel, kind, date)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE seen (
    channel TEXT NOT NULL,
    paper TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (channel, paper)
  ) STRICT, WITHOUT ROWID;
  `,
  // When a delivery was first tried since Paperboy runs.
  "ALTER TABLE delivery ADD COLUMN tried_at INTEGER",
  // A save that is gone keeps its row: what is told late must not bring it back.
  `
  ALTER TABLE save_origin ADD COLUMN state TEXT NOT NULL DEFAULT 'on';
  ALTER TABLE save_origin ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX save_origin_post ON save_origin (team, origin);
  CREATE INDEX save_origin_user ON save_origin (team, user);
  `,
  library,
  search,
  postings,
  // 1 where its authors, or arXiv, took the paper back.
  "ALTER TABLE paper ADD COLUMN withdrawn INTEGER",
  // Reactions that came before their post was recorded, and when the reactions of a post are to be read: of a new one at once.
  `
  ALTER TABLE post ADD COLUMN read_after INTEGER DEFAULT 0;
  UPDATE post SET read_after = NULL;
  CREATE INDEX post_unread ON post (at) WHERE read_after IS NOT NULL AND kind <> 'link' AND papers <> '[]';
  CREATE TABLE early_reaction (
    post TEXT NOT NULL,
    user TEXT NOT NULL,
    ref TEXT NOT NULL,
    channel TEXT NOT NULL,
    name TEXT NOT NULL,
    means TEXT,
    added INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kept_at INTEGER NOT NULL,
    PRIMARY KEY (post, user, ref)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX delivery_part_posting ON delivery_part (channel) WHERE state = 'posting';
  `,
  // Whoever was forgotten is known by a mark. And what has an end is found by its age.
  `
  UPDATE forgotten SET user = forgotten_mark(user);
  CREATE INDEX list_user ON list (user, id);
  CREATE INDEX post_rewritten ON post (at) WHERE message IS NOT NULL;
  CREATE INDEX post_at ON post (kind, at);
  CREATE INDEX save_origin_gone ON save_origin (changed_at) WHERE state <> 'on';
  CREATE INDEX delivery_over ON delivery (due_at) WHERE outcome IS NOT NULL;
  `,
  documents,
];

/** What is done behind a step, in the same transaction, that SQL alone cannot. */
export const fills: Readonly<Record<number, (db: Connection) => void>> = {
  7: fillIndex,
  11: numberDocuments,
};
