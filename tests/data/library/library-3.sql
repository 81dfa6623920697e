PRAGMA application_id = 1667855461;
PRAGMA user_version = 3;
CREATE TABLE works (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE COLLATE NOCASE,
  item TEXT NOT NULL,
  type TEXT,
  title TEXT,
  container_title TEXT,
  year INTEGER,
  volume TEXT,
  issue TEXT,
  page TEXT,
  status TEXT NOT NULL,
  added_at TEXT,
  updated_at TEXT
);
CREATE INDEX works_title ON works (title);
CREATE TABLE identifiers (
  work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  scheme TEXT NOT NULL,
  value TEXT NOT NULL,
  UNIQUE (work_id, scheme, value)
);
CREATE INDEX identifiers_value ON identifiers (scheme, value);
CREATE TABLE answers (
  work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  registry TEXT NOT NULL,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL,
  via TEXT,
  fetched_at TEXT,
  payload_hash TEXT,
  PRIMARY KEY (work_id, registry)
);
CREATE TABLE citations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  work_id INTEGER REFERENCES works (id) ON DELETE CASCADE,
  raw TEXT NOT NULL,
  path TEXT NOT NULL,
  line INTEGER NOT NULL,
  "column" INTEGER NOT NULL,
  key TEXT,
  identifiers TEXT NOT NULL,
  outcome TEXT NOT NULL,
  score REAL,
  reasons TEXT NOT NULL,
  UNIQUE (path, line, raw)
);
CREATE INDEX citations_work ON citations (work_id);
CREATE TABLE links (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  type TEXT NOT NULL,
  work_id INTEGER REFERENCES works (id) ON DELETE CASCADE,
  notice_id INTEGER REFERENCES works (id) ON DELETE SET NULL,
  work_raw TEXT,
  work_item TEXT,
  notice_raw TEXT,
  notice_item TEXT
);
CREATE INDEX links_work ON links (work_id);
CREATE INDEX links_notice ON links (notice_id);
CREATE TABLE link_identifiers (
  link_id INTEGER NOT NULL REFERENCES links (id) ON DELETE CASCADE,
  side TEXT NOT NULL CHECK (side IN ('work', 'notice')),
  scheme TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (link_id, side, scheme)
);
CREATE INDEX link_identifiers_value ON link_identifiers (scheme, value, side);
CREATE TABLE witnesses (
  link_id INTEGER NOT NULL REFERENCES links (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  registry TEXT NOT NULL,
  term TEXT NOT NULL,
  asserted TEXT,
  fetched_at TEXT NOT NULL,
  via TEXT,
  record_id TEXT, stands_on TEXT CHECK (stands_on IN ('work', 'notice')), answered_by TEXT,
  PRIMARY KEY (link_id, position)
);
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  work_id INTEGER REFERENCES works (id) ON DELETE SET NULL,
  key TEXT NOT NULL COLLATE NOCASE,
  at TEXT,
  kind TEXT NOT NULL,
  field TEXT,
  before TEXT,
  after TEXT,
  registry TEXT
, link_id INTEGER);
CREATE INDEX events_key ON events (key);
CREATE INDEX events_work ON events (work_id);
CREATE VIRTUAL TABLE works_fts USING fts5 (
  title, authors, container_title, year, identifiers,
  tokenize = "unicode61 remove_diacritics 2"
);
CREATE INDEX events_at ON events (at);
CREATE TABLE alternatives (
  work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  field TEXT NOT NULL,
  registry TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (work_id, field, registry)
);
CREATE TABLE payloads (
  work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  registry TEXT NOT NULL,
  hash TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  compression TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (work_id, registry, hash)
);
CREATE TABLE acknowledgements (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  work_id INTEGER REFERENCES works (id) ON DELETE SET NULL,
  key TEXT NOT NULL COLLATE NOCASE,
  work TEXT NOT NULL,
  type TEXT NOT NULL,
  notice TEXT NOT NULL,
  raw TEXT,
  reason TEXT NOT NULL,
  until TEXT NOT NULL,
  cited_on_purpose INTEGER NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX acknowledgements_key ON acknowledgements (key);
CREATE TABLE believed (
  work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  registry TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  fields TEXT NOT NULL,
  PRIMARY KEY (work_id, registry, fetched_at)
) WITHOUT ROWID;
CREATE VIEW fields AS
SELECT believed.work_id AS work_id, names.value AS field, believed.registry AS registry,
  believed.fetched_at AS fetched_at
FROM believed JOIN json_each(believed.fields) AS names;
CREATE VIEW creators AS
SELECT works.id AS work_id, roles.value AS role, names.key AS position,
  json_extract(names.value, '$.family') AS family,
  json_extract(names.value, '$.given') AS given,
  json_extract(names.value, '$.suffix') AS suffix,
  json_extract(names.value, '$."dropping-particle"') AS dropping_particle,
  json_extract(names.value, '$."non-dropping-particle"') AS non_dropping_particle,
  json_extract(names.value, '$.literal') AS literal
FROM works
JOIN json_each('["author", "editor", "translator"]') AS roles
JOIN json_each(works.item, '$.' || roles.value) AS names
WHERE names.type = 'object';
INSERT INTO works ("id", "key", "item", "type", "title", "container_title", "year", "volume", "issue", "page", "status", "added_at", "updated_at") VALUES (1, 'Muller2010Stem', '{"DOI":"10.1000/PAPER.1","PMID":"1001","author":[{"family":"Müller","given":"Jana B"},{"literal":"The Lupus Group"}],"container-title":"Journal of Trial Research","container-title-short":"J Trial Res","issue":"8","issued":{"date-parts":[[2010,8]]},"page":"1423-1429","title":"Stem cells in refractory <i>lupus</i>: a pilot study","type":"article-journal","volume":"69"}', 'article-journal', 'Stem cells in refractory <i>lupus</i>: a pilot study', 'Journal of Trial Research', 2010, '69', '8', '1423-1429', 'corrected', '2026-01-02T00:00:00Z', '2026-01-02T00:00:00Z');
INSERT INTO works ("id", "key", "item", "type", "title", "container_title", "year", "volume", "issue", "page", "status", "added_at", "updated_at") VALUES (2, 'Tyn2010Stem', '{"DOI":"10.1000/comment.1","PMID":"1002","author":[{"family":"Tyn","given":"A"}],"container-title":"Journal of Trial Research","container-title-short":"J Trial Res","issue":"8","issued":{"date-parts":[[2010]]},"page":"1413-1414","title":"Stem cells: opening the door","type":"article-journal","volume":"69"}', 'article-journal', 'Stem cells: opening the door', 'Journal of Trial Research', 2010, '69', '8', '1413-1414', 'none', '2026-01-02T00:00:00Z', '2026-01-04T00:00:00Z');
INSERT INTO identifiers ("work_id", "scheme", "value") VALUES (1, 'doi', '10.1000/paper.1');
INSERT INTO identifiers ("work_id", "scheme", "value") VALUES (1, 'pmid', '1001');
INSERT INTO identifiers ("work_id", "scheme", "value") VALUES (2, 'doi', '10.1000/comment.1');
INSERT INTO identifiers ("work_id", "scheme", "value") VALUES (2, 'pmid', '1002');
INSERT INTO answers ("work_id", "registry", "outcome", "detail", "via", "fetched_at", "payload_hash") VALUES (1, 'crossref', 'found', '', 'starter', '2026-01-02T00:00:00Z', 'abababababababababababababababababababababababababababababababab');
INSERT INTO answers ("work_id", "registry", "outcome", "detail", "via", "fetched_at", "payload_hash") VALUES (1, 'pubmed', 'found', '', 'starter', '2026-01-02T00:00:00Z', 'abababababababababababababababababababababababababababababababab');
INSERT INTO answers ("work_id", "registry", "outcome", "detail", "via", "fetched_at", "payload_hash") VALUES (2, 'pubmed', 'found', '', 'starter', '2026-01-02T00:00:00Z', 'abababababababababababababababababababababababababababababababab');
INSERT INTO citations ("id", "work_id", "raw", "path", "line", "column", "key", "identifiers", "outcome", "score", "reasons") VALUES (1, 1, 'pmid:1001', '', 0, 0, NULL, '{}', 'resolved', 0.98, '["the identifier is the record''s"]');
INSERT INTO citations ("id", "work_id", "raw", "path", "line", "column", "key", "identifiers", "outcome", "score", "reasons") VALUES (2, 2, 'pmid:1002', '', 0, 0, NULL, '{}', 'resolved', 0.98, '["the identifier is the record''s"]');
INSERT INTO links ("id", "type", "work_id", "notice_id", "work_raw", "work_item", "notice_raw", "notice_item") VALUES (1, 'erratum', 1, NULL, NULL, NULL, 'J Trial Res. 2011 Jan;70(1):237', NULL);
INSERT INTO links ("id", "type", "work_id", "notice_id", "work_raw", "work_item", "notice_raw", "notice_item") VALUES (2, 'comment', 1, 2, NULL, NULL, NULL, NULL);
INSERT INTO link_identifiers ("link_id", "side", "scheme", "value") VALUES (1, 'work', 'doi', '10.1000/paper.1');
INSERT INTO link_identifiers ("link_id", "side", "scheme", "value") VALUES (1, 'work', 'pmid', '1001');
INSERT INTO link_identifiers ("link_id", "side", "scheme", "value") VALUES (2, 'work', 'doi', '10.1000/paper.1');
INSERT INTO link_identifiers ("link_id", "side", "scheme", "value") VALUES (2, 'work', 'pmid', '1001');
INSERT INTO link_identifiers ("link_id", "side", "scheme", "value") VALUES (2, 'notice', 'doi', '10.1000/comment.1');
INSERT INTO link_identifiers ("link_id", "side", "scheme", "value") VALUES (2, 'notice', 'pmid', '1002');
INSERT INTO witnesses ("link_id", "position", "registry", "term", "asserted", "fetched_at", "via", "record_id", "stands_on", "answered_by") VALUES (1, 0, 'pubmed', 'ErratumIn', NULL, '2026-01-02T00:00:00Z', NULL, NULL, 'work', NULL);
INSERT INTO witnesses ("link_id", "position", "registry", "term", "asserted", "fetched_at", "via", "record_id", "stands_on", "answered_by") VALUES (2, 0, 'pubmed', 'CommentIn', NULL, '2026-01-02T00:00:00Z', NULL, NULL, 'work', NULL);
INSERT INTO witnesses ("link_id", "position", "registry", "term", "asserted", "fetched_at", "via", "record_id", "stands_on", "answered_by") VALUES (2, 1, 'pubmed', 'CommentOn', NULL, '2026-01-02T00:00:00Z', NULL, NULL, 'notice', NULL);
INSERT INTO events ("id", "work_id", "key", "at", "kind", "field", "before", "after", "registry", "link_id") VALUES (1, 1, 'Muller2010Stem', '2026-01-02T00:00:00Z', 'added', NULL, NULL, NULL, NULL, NULL);
INSERT INTO events ("id", "work_id", "key", "at", "kind", "field", "before", "after", "registry", "link_id") VALUES (2, 1, 'Muller2010Stem', '2026-01-02T00:00:00Z', 'notice', 'erratum', NULL, '{"identifiers":{},"raw":"J Trial Res. 2011 Jan;70(1):237","witnesses":[{"fetched_at":"2026-01-02T00:00:00Z","registry":"pubmed","stands_on":"work","term":"ErratumIn"}]}', 'pubmed', 1);
INSERT INTO events ("id", "work_id", "key", "at", "kind", "field", "before", "after", "registry", "link_id") VALUES (3, 1, 'Muller2010Stem', '2026-01-02T00:00:00Z', 'notice', 'comment', NULL, '{"identifiers":{"doi":"10.1000/comment.1","pmid":"1002"},"raw":null,"witnesses":[{"fetched_at":"2026-01-02T00:00:00Z","registry":"pubmed","stands_on":"work","term":"CommentIn"}]}', 'pubmed', 2);
INSERT INTO events ("id", "work_id", "key", "at", "kind", "field", "before", "after", "registry", "link_id") VALUES (4, 1, 'Muller2010Stem', '2026-01-02T00:00:00Z', 'status', NULL, 'none', 'corrected', NULL, NULL);
INSERT INTO events ("id", "work_id", "key", "at", "kind", "field", "before", "after", "registry", "link_id") VALUES (5, 2, 'Tyn2010Stem', '2026-01-02T00:00:00Z', 'added', NULL, NULL, NULL, NULL, NULL);
INSERT INTO events ("id", "work_id", "key", "at", "kind", "field", "before", "after", "registry", "link_id") VALUES (6, 1, 'Muller2010Stem', '2026-01-02T00:00:00Z', 'witness', 'comment', NULL, '{"identifiers":{"doi":"10.1000/comment.1","pmid":"1002"},"raw":null,"witnesses":[{"fetched_at":"2026-01-02T00:00:00Z","registry":"pubmed","stands_on":"notice","term":"CommentOn"}]}', 'pubmed', 2);
INSERT INTO events ("id", "work_id", "key", "at", "kind", "field", "before", "after", "registry", "link_id") VALUES (7, 2, 'Tyn2010Stem', '2026-01-04T00:00:00Z', 'field', 'issue', NULL, '"8"', 'hand', NULL);
INSERT INTO alternatives ("work_id", "field", "registry", "fetched_at", "value") VALUES (1, 'DOI', 'pubmed', '2026-01-02T00:00:00Z', '"10.1000/paper.1"');
INSERT INTO alternatives ("work_id", "field", "registry", "fetched_at", "value") VALUES (1, 'title', 'crossref', '2026-01-02T00:00:00Z', '"Stem Cells"');
INSERT INTO alternatives ("work_id", "field", "registry", "fetched_at", "value") VALUES (1, 'type', 'pubmed', '2026-01-02T00:00:00Z', '"article-journal"');
INSERT INTO acknowledgements ("id", "work_id", "key", "work", "type", "notice", "raw", "reason", "until", "cited_on_purpose", "at") VALUES (1, 1, 'Muller2010Stem', '{"doi":"10.1000/paper.1","pmid":"1001"}', 'erratum', '{}', 'J Trial Res. 2011 Jan;70(1):237', 'read it', '2027-01-31', 0, '2026-01-04T00:00:00Z');
INSERT INTO believed ("work_id", "registry", "fetched_at", "fields") VALUES (1, 'crossref', '2026-01-02T00:00:00Z', '["DOI","type"]');
INSERT INTO believed ("work_id", "registry", "fetched_at", "fields") VALUES (1, 'pubmed', '2026-01-02T00:00:00Z', '["PMID","author","container-title","container-title-short","issue","issued","page","title","volume"]');
INSERT INTO believed ("work_id", "registry", "fetched_at", "fields") VALUES (2, 'hand', '2026-01-04T00:00:00Z', '["issue"]');
INSERT INTO believed ("work_id", "registry", "fetched_at", "fields") VALUES (2, 'pubmed', '2026-01-02T00:00:00Z', '["DOI","PMID","author","container-title","container-title-short","issued","page","title","type","volume"]');
INSERT INTO works_fts ("rowid", "title", "authors", "container_title", "year", "identifiers") VALUES (1, 'Stem cells in refractory lupus: a pilot study', 'Jana B Müller, The Lupus Group', 'Journal of Trial Research J Trial Res', '2010', '10.1000/paper.1 1001');
INSERT INTO works_fts ("rowid", "title", "authors", "container_title", "year", "identifiers") VALUES (2, 'Stem cells: opening the door', 'A Tyn', 'Journal of Trial Research J Trial Res', '2010', '10.1000/comment.1 1002');
