"""The schema, as numbered steps: append only, a released step is never edited.

`PRAGMA user_version` is the number of the last step applied. `works.item` and `links.*_item` are
CSL items; every other column of `works` is promoted from the item, for SQL and for sorting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# "cite" in ASCII: tells a library from any other SQLite file (sqlite.org/pragma.html).
APPLICATION_ID = 0x63697465

_FIRST = """
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

CREATE TABLE creators (
  work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  position INTEGER NOT NULL,
  family TEXT,
  given TEXT,
  suffix TEXT,
  dropping_particle TEXT,
  non_dropping_particle TEXT,
  literal TEXT,
  PRIMARY KEY (work_id, role, position)
);
CREATE INDEX creators_family ON creators (family);

CREATE TABLE fields (
  work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  field TEXT NOT NULL,
  registry TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  PRIMARY KEY (work_id, field)
);

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
  record_id TEXT,
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
);
CREATE INDEX events_key ON events (key);
CREATE INDEX events_work ON events (work_id);

CREATE VIRTUAL TABLE works_fts USING fts5 (
  title, authors, container_title, year, identifiers,
  tokenize = "unicode61 remove_diacritics 2"
);
"""

# What PubMed's terms tell of the side is written into the witnesses that are there; Crossref's read
# the same at both ends. Retraction Watch spoke through Crossref alone before this step.
_SECOND = """
ALTER TABLE witnesses ADD COLUMN stands_on TEXT CHECK (stands_on IN ('work', 'notice'));
ALTER TABLE witnesses ADD COLUMN answered_by TEXT;
UPDATE witnesses SET stands_on = CASE
    WHEN term = 'OriginalReportIn' THEN 'notice'
    WHEN term GLOB '*In' OR term = 'AssociatedDataset' THEN 'work'
    ELSE 'notice'
  END WHERE registry = 'pubmed';
UPDATE witnesses SET answered_by = 'crossref' WHERE registry = 'retraction-watch';

ALTER TABLE events ADD COLUMN link_id INTEGER;
UPDATE events SET link_id = (
    SELECT max(id) FROM links
    WHERE links.work_id = events.work_id AND links.type = events.field
    GROUP BY links.work_id HAVING count(*) = 1
  ) WHERE kind IN ('notice', 'witness');
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
"""

# Names are in the item, and one registry gives nearly all fields of a work at once: two thirds of
# all rows told that again and again.
_THIRD = """
CREATE TABLE believed (
  work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  registry TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  fields TEXT NOT NULL,
  PRIMARY KEY (work_id, registry, fetched_at)
) WITHOUT ROWID;
INSERT INTO believed
SELECT work_id, registry, fetched_at, json_group_array(field)
FROM (SELECT * FROM fields ORDER BY work_id, registry, fetched_at, field)
GROUP BY work_id, registry, fetched_at;
DROP TABLE fields;
CREATE VIEW fields AS
SELECT believed.work_id AS work_id, names.value AS field, believed.registry AS registry,
  believed.fetched_at AS fetched_at
FROM believed JOIN json_each(believed.fields) AS names;

DROP TABLE creators;
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
"""

STEPS: tuple[str, ...] = (_FIRST, _SECOND, _THIRD)


def latest() -> int:
    """Give the schema's number that this citekit writes."""
    return len(STEPS)


def apply(database: Database, version: int) -> None:
    """Apply the steps after `version`; the caller holds the transaction."""
    for step in STEPS[version:]:
        # Inside a transaction sqlite-utils runs a script without the implicit COMMIT of
        # sqlite3's own executescript.
        database.executescript(step)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {latest()}")
