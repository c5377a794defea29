CREATE TABLE document(
  id INTEGER PRIMARY KEY, document_id TEXT NOT NULL, name TEXT NOT NULL, title TEXT, outlet TEXT NOT NULL,
  byline TEXT, url TEXT, language TEXT, made TEXT, text TEXT NOT NULL);
CREATE TABLE entity(id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, mentions INTEGER NOT NULL);
CREATE TABLE label(
  entity INTEGER NOT NULL REFERENCES entity, document INTEGER NOT NULL REFERENCES document,
  text TEXT NOT NULL, stance TEXT NOT NULL, uses INTEGER NOT NULL);
CREATE TABLE event(
  id INTEGER PRIMARY KEY, type TEXT NOT NULL, label TEXT NOT NULL, first_day TEXT, last_day TEXT, edtf TEXT,
  place TEXT, latitude REAL, longitude REAL, radius_km REAL,
  happened INTEGER NOT NULL, families INTEGER NOT NULL, disputed INTEGER NOT NULL);
CREATE TABLE event_actor(
  event INTEGER NOT NULL REFERENCES event, entity INTEGER NOT NULL REFERENCES entity,
  role TEXT NOT NULL, families INTEGER NOT NULL);
CREATE TABLE claim(
  event INTEGER NOT NULL REFERENCES event, type TEXT NOT NULL, factuality TEXT NOT NULL, polarity TEXT NOT NULL,
  source TEXT, document INTEGER REFERENCES document, start INTEGER, end INTEGER, quote TEXT NOT NULL);
CREATE TABLE contradiction(
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, resolution TEXT NOT NULL, reason TEXT NOT NULL,
  a_document INTEGER REFERENCES document, a_start INTEGER, a_end INTEGER, a_quote TEXT NOT NULL,
  b_document INTEGER REFERENCES document, b_start INTEGER, b_end INTEGER, b_quote TEXT NOT NULL);
CREATE TABLE contradiction_event(
  contradiction INTEGER NOT NULL REFERENCES contradiction, event INTEGER NOT NULL REFERENCES event);
CREATE TABLE family(id INTEGER PRIMARY KEY, name TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE family_document(
  family INTEGER NOT NULL REFERENCES family, document INTEGER NOT NULL REFERENCES document);
CREATE TABLE reuse(
  id INTEGER PRIMARY KEY, class TEXT NOT NULL, kind TEXT NOT NULL, similarity REAL NOT NULL,
  direction TEXT NOT NULL, probability REAL NOT NULL,
  a_document INTEGER REFERENCES document, a_start INTEGER, a_end INTEGER, a_quote TEXT NOT NULL,
  b_document INTEGER REFERENCES document, b_start INTEGER, b_end INTEGER, b_quote TEXT NOT NULL);
CREATE TABLE control(
  place TEXT NOT NULL, holders TEXT NOT NULL, since TEXT, until TEXT, state TEXT NOT NULL, share REAL,
  reason TEXT NOT NULL);
CREATE VIEW who_says_what AS
  SELECT event.first_day, event.label, claim.factuality, claim.source, document.outlet, claim.quote
  FROM claim JOIN event ON event.id = claim.event LEFT JOIN document ON document.id = claim.document
  ORDER BY event.first_day IS NULL, event.first_day, event.id;
