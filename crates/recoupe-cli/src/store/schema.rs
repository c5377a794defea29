//! The tables of a dossier file, and how files of older schemas become current. Described in `docs/store.md`.

use rusqlite::{Connection, TransactionBehavior};

/// Marks the files of this program among all SQLite files ('RCPE').
pub const APPLICATION: i32 = 0x5243_5045;

/// One step per schema version: `MIGRATIONS[v]` turns a file of version `v` into one of version `v + 1`.
///
/// A step is never edited once it was released; a change of the schema is a new step.
const MIGRATIONS: &[&str] = &["
    CREATE TABLE input (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        hash TEXT NOT NULL,
        bytes BLOB NOT NULL,
        sidecar_name TEXT,
        sidecar TEXT,
        reader TEXT NOT NULL
    ) STRICT;
    CREATE TABLE document (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        input INTEGER NOT NULL REFERENCES input (id) ON DELETE CASCADE,
        name TEXT NOT NULL UNIQUE,
        outlet TEXT,
        title TEXT,
        published TEXT,
        language TEXT,
        url TEXT,
        text TEXT NOT NULL,
        meta TEXT NOT NULL,
        blocks TEXT NOT NULL
    ) STRICT;
    CREATE INDEX document_input ON document (input);
    CREATE TABLE remark (
        input INTEGER NOT NULL REFERENCES input (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        text TEXT NOT NULL
    ) STRICT;
    CREATE TABLE refused (
        input INTEGER NOT NULL REFERENCES input (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        reason TEXT NOT NULL
    ) STRICT;
    CREATE TABLE annotation (
        key TEXT PRIMARY KEY,
        document TEXT NOT NULL,
        data BLOB NOT NULL
    ) STRICT;
    CREATE TABLE finding (
        kind TEXT NOT NULL,
        position INTEGER NOT NULL,
        data TEXT NOT NULL,
        PRIMARY KEY (kind, position)
    ) STRICT;
    CREATE TABLE correction (
        id INTEGER PRIMARY KEY,
        document TEXT NOT NULL,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        note TEXT
    ) STRICT;
    CREATE TABLE log (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        action TEXT NOT NULL,
        detail TEXT NOT NULL
    ) STRICT;
    CREATE VIRTUAL TABLE search USING fts5 (
        title, text, content = 'document', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
    );
    CREATE TRIGGER document_added AFTER INSERT ON document BEGIN
        INSERT INTO search (rowid, title, text) VALUES (new.number, new.title, new.text);
    END;
    CREATE TRIGGER document_removed AFTER DELETE ON document BEGIN
        INSERT INTO search (search, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
    END;
    "];

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A new file, or a dossier of this or an older schema.
    Usable,
    /// A dossier of a newer schema, with its version.
    Newer(usize),
    /// An SQLite file of another program.
    Foreign,
}

/// The newest schema version that this program knows.
pub fn newest() -> usize {
    MIGRATIONS.len()
}

/// What the file is, from its header.
pub fn kind(connection: &Connection) -> rusqlite::Result<Kind> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let version = usize::try_from(version).unwrap_or(usize::MAX);
    Ok(match application {
        APPLICATION if version > newest() => Kind::Newer(version),
        APPLICATION => Kind::Usable,
        0 if tables == 0 => Kind::Usable,
        _ => Kind::Foreign,
    })
}

/// Brings a file to the newest schema, in one transaction.
pub fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let version = |connection: &Connection| {
        connection.pragma_query_value(None, "user_version", |row| row.get::<_, i32>(0)).map(|version| version as usize)
    };
    if version(connection)? == newest() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have done it while this one waited.
    for step in MIGRATIONS.iter().skip(version(&transaction)?) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", newest() as i32)?;
    transaction.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_older_schema_becomes_the_newest_and_keeps_its_rows() {
        for old in 1..=MIGRATIONS.len() {
            let mut file = Connection::open_in_memory().unwrap();
            for step in &MIGRATIONS[..old] {
                file.execute_batch(step).unwrap();
            }
            file.pragma_update(None, "application_id", APPLICATION).unwrap();
            file.pragma_update(None, "user_version", old as i32).unwrap();
            file.execute("INSERT INTO input VALUES (1, 'a.txt', 'h', x'00', NULL, NULL, '')", []).unwrap();
            migrate(&mut file).unwrap();
            assert_eq!(kind(&file).unwrap(), Kind::Usable);
            let inputs: i64 = file.query_row("SELECT count(*) FROM input", [], |row| row.get(0)).unwrap();
            assert_eq!(inputs, 1);
        }
    }

    #[test]
    fn newer_and_foreign_files_are_told_apart() {
        let mut file = Connection::open_in_memory().unwrap();
        migrate(&mut file).unwrap();
        file.pragma_update(None, "user_version", 99).unwrap();
        assert_eq!(kind(&file).unwrap(), Kind::Newer(99));
        let file = Connection::open_in_memory().unwrap();
        file.execute_batch("CREATE TABLE bookmarks (a)").unwrap();
        assert_eq!(kind(&file).unwrap(), Kind::Foreign);
    }
}
