"""The tables of a gazetteer file."""

VERSION = "1"
"""Of these tables; a file of another version is refused and has to be loaded again."""

# road_words has no content of its own: what it finds are the ids of roads. Words are folded before they come here
# (FTS5's remove_diacritics does not fold ł), so its tokenizer only cuts at blanks.
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE road (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    town TEXT NOT NULL,
    locality_id TEXT NOT NULL,
    street_id TEXT NOT NULL,
    points INTEGER NOT NULL
);
CREATE TABLE point (
    road INTEGER NOT NULL,
    house TEXT NOT NULL,
    key TEXT NOT NULL,
    sort INTEGER NOT NULL,
    postcode TEXT NOT NULL,
    part TEXT NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL
);
CREATE VIRTUAL TABLE road_words USING fts5 (
    street, place, content='', prefix='1 2 3', tokenize="unicode61 remove_diacritics 0"
);
"""
INDEXES = "CREATE INDEX point_of_road ON point (road, sort, key);"
