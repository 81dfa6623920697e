"""The tables that are shown, as SQLite makes them."""

from __future__ import annotations

from typing import Final

# PRAGMAs for a file that is thrown away: nobody needs it after the power went.
SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE works (
  key TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  notices INTEGER NOT NULL,
  title TEXT,
  year INTEGER,
  authors TEXT,
  journal TEXT,
  doi TEXT,
  pmid TEXT,
  pmcid TEXT,
  conflicts INTEGER NOT NULL,
  citations INTEGER NOT NULL,
  asked TEXT NOT NULL,
  checked_on TEXT,
  type TEXT
);
CREATE TABLE notices (
  id INTEGER PRIMARY KEY,
  work TEXT REFERENCES works (key),
  type TEXT NOT NULL,
  date TEXT,
  notice TEXT NOT NULL,
  doi TEXT,
  pmid TEXT,
  pubmed TEXT NOT NULL,
  crossref TEXT NOT NULL,
  retraction_watch TEXT NOT NULL,
  document TEXT,
  acknowledged_until TEXT,
  acknowledged_because TEXT,
  itself TEXT REFERENCES works (key),
  about TEXT NOT NULL
);
CREATE TABLE answers (
  id INTEGER PRIMARY KEY,
  work TEXT NOT NULL REFERENCES works (key),
  registry TEXT NOT NULL,
  answer TEXT NOT NULL,
  detail TEXT,
  via TEXT,
  last_answer TEXT
);
CREATE TABLE conflicts (
  id INTEGER PRIMARY KEY,
  work TEXT NOT NULL REFERENCES works (key),
  field TEXT NOT NULL,
  registry TEXT NOT NULL,
  says TEXT,
  taken TEXT
);
CREATE TABLE citations (
  id INTEGER PRIMARY KEY,
  work TEXT NOT NULL REFERENCES works (key),
  file TEXT,
  line INTEGER,
  key TEXT,
  written TEXT
);
CREATE TABLE changes (
  id INTEGER PRIMARY KEY,
  day TEXT,
  work TEXT NOT NULL REFERENCES works (key),
  kind TEXT NOT NULL,
  what TEXT NOT NULL,
  detail TEXT,
  who TEXT
);
"""
FINISH: Final = """
CREATE INDEX notices_work ON notices (work);
CREATE INDEX notices_itself ON notices (itself);
CREATE INDEX notices_type ON notices (type);
CREATE INDEX answers_work ON answers (work);
CREATE INDEX conflicts_work ON conflicts (work);
CREATE INDEX citations_work ON citations (work);
CREATE INDEX changes_work ON changes (work);
CREATE INDEX works_state ON works (state);
-- Datasette finds the index of a table by this spelling of its content.
CREATE VIRTUAL TABLE works_fts USING fts5 (
  key, title, authors, journal, doi, pmid,
  content="works", tokenize = "unicode61 remove_diacritics 2"
);
INSERT INTO works_fts (works_fts) VALUES ('rebuild');
"""
