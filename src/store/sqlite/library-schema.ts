/** The team's library: who saved, read, shared and watches what. A step of the migrations, so it is not edited once it has landed. */
export const library = `
-- What a post says, where it can be written anew; how many saves changed it since it was; when it may be written next.
ALTER TABLE post ADD COLUMN message TEXT;
ALTER TABLE post ADD COLUMN stale INTEGER NOT NULL DEFAULT 0;
ALTER TABLE post ADD COLUMN write_after INTEGER NOT NULL DEFAULT 0;
CREATE INDEX post_stale ON post (write_after) WHERE stale > 0;

CREATE TABLE post_paper (
  team TEXT NOT NULL,
  paper TEXT NOT NULL,
  post TEXT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  PRIMARY KEY (team, paper, post)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_paper_post ON post_paper (post);
INSERT INTO post_paper SELECT DISTINCT post.team, value, post.id FROM post, json_each(post.papers);
CREATE TRIGGER post_paper_insert AFTER INSERT ON post BEGIN
  INSERT INTO post_paper SELECT DISTINCT new.team, value, new.id FROM json_each(new.papers);
END;
CREATE TRIGGER post_paper_update AFTER UPDATE OF papers ON post BEGIN
  DELETE FROM post_paper WHERE post = new.id;
  INSERT INTO post_paper SELECT DISTINCT new.team, value, new.id FROM json_each(new.papers);
END;

CREATE TABLE reading (
  team TEXT NOT NULL,
  user TEXT NOT NULL,
  paper TEXT NOT NULL,
  done_at INTEGER,
  note TEXT,
  PRIMARY KEY (team, user, paper)
) STRICT, WITHOUT ROWID;

CREATE TABLE act (
  team TEXT NOT NULL,
  paper TEXT NOT NULL,
  user TEXT NOT NULL,
  kind TEXT NOT NULL,
  ref TEXT NOT NULL,
  channel TEXT NOT NULL,
  done INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (team, paper, user, kind, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX act_at ON act (team, changed_at);

CREATE TABLE watch (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  team TEXT NOT NULL,
  user TEXT NOT NULL,
  query TEXT NOT NULL,
  tell TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX watch_user ON watch (team, user);
CREATE TABLE watch_known (
  watch INTEGER NOT NULL REFERENCES watch (id) ON DELETE CASCADE,
  paper TEXT NOT NULL,
  PRIMARY KEY (watch, paper)
) STRICT, WITHOUT ROWID;
CREATE TABLE watcher (
  user TEXT PRIMARY KEY,
  team TEXT NOT NULL,
  zone TEXT NOT NULL,
  next_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX watcher_next ON watcher (next_at);

CREATE TABLE shown_link (
  channel TEXT NOT NULL,
  paper TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (channel, paper)
) STRICT, WITHOUT ROWID;

-- Who asked to be forgotten, as long as events from before could still be told.
CREATE TABLE forgotten (
  user TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE removed_team (
  team TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
