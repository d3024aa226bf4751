/**
 * The index that search ranks by: every term of a paper, by what it weighs there (ranking/impact.ts), rowid by rowid and nothing else,
 * so that the weightiest papers of a term are read without the others. And the words of titles and keywords, for what is misspelt.
 * A step of the migrations, so it is not edited once it has landed.
 */
export const search = `
CREATE VIRTUAL TABLE paper_impact USING fts5 (
  entries, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
CREATE TABLE word (
  length INTEGER NOT NULL,
  word TEXT NOT NULL,
  PRIMARY KEY (length, word)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER paper_impact_insert AFTER INSERT ON paper BEGIN
  INSERT INTO paper_impact (rowid, entries)
  VALUES (new.rowid, index_entries(new.title, new.summary, new.keywords, new.abstract, new.authors));
  INSERT INTO word SELECT length(value), value FROM json_each(spelt_words(new.title, new.keywords)) WHERE true ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER paper_impact_delete AFTER DELETE ON paper BEGIN
  DELETE FROM paper_impact WHERE rowid = old.rowid;
END;
CREATE TRIGGER paper_impact_update AFTER UPDATE ON paper
WHEN (old.title, old.summary, old.keywords, old.abstract, old.authors)
  IS NOT (new.title, new.summary, new.keywords, new.abstract, new.authors)
BEGIN
  DELETE FROM paper_impact WHERE rowid = old.rowid;
  INSERT INTO paper_impact (rowid, entries)
  VALUES (new.rowid, index_entries(new.title, new.summary, new.keywords, new.abstract, new.authors));
  INSERT INTO word SELECT length(value), value FROM json_each(spelt_words(new.title, new.keywords)) WHERE true ON CONFLICT DO NOTHING;
END;

INSERT INTO paper_impact (rowid, entries)
SELECT rowid, index_entries(title, summary, keywords, abstract, authors) FROM paper;
INSERT INTO word SELECT length(value), value FROM paper, json_each(spelt_words(title, keywords)) WHERE true ON CONFLICT DO NOTHING;

-- What filters ask and lists are ordered by, without the long rows.
CREATE INDEX paper_facts ON paper (rowid, id, newest_list_day, published_at, upvotes, code_url);
`;

/**
 * The seventh step: an index of our own instead (postings.ts), which is filled by index-writer.ts. FTS5 hands out paper by paper, which
 * takes a hundred times longer than to read them from a blob, and to fill it took longer than all else that is stored of a paper.
 */
export const postings = `
DROP TRIGGER paper_impact_insert;
DROP TRIGGER paper_impact_delete;
DROP TRIGGER paper_impact_update;
DROP TABLE paper_impact;
DROP TRIGGER paper_text_insert;
DROP TRIGGER paper_text_delete;
DROP TRIGGER paper_text_update;
DROP TABLE paper_text;
CREATE TABLE posting (
  row INTEGER PRIMARY KEY,
  postings BLOB NOT NULL
) STRICT;
`;

/** A later step: documents of the index have numbers of their own (documents.ts), and new ones stand apart for a while (fresh.ts). */
export const documents = `
CREATE TABLE document (
  paper INTEGER PRIMARY KEY,
  document INTEGER NOT NULL
) STRICT;
CREATE TABLE document_block (
  block INTEGER PRIMARY KEY,
  papers BLOB NOT NULL
) STRICT;
CREATE TABLE fresh (
  document INTEGER PRIMARY KEY,
  keys BLOB NOT NULL
) STRICT;
CREATE TABLE index_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  papers INTEGER NOT NULL,
  newest INTEGER NOT NULL,
  merged INTEGER NOT NULL,
  merging INTEGER NOT NULL,
  merged_buckets INTEGER NOT NULL
) STRICT;
INSERT INTO document SELECT rowid, rowid FROM paper;
INSERT INTO index_state
SELECT 1, 1, count(*), coalesce(max(rowid), 0), coalesce(max(rowid), 0), coalesce(max(rowid), 0), 0 FROM paper;
`;
