//! What lies in a dossier file: inputs with their documents, annotations, findings, corrections, log.

use std::collections::BTreeSet;

use anyhow::Context;
use recoupe::compare::Findings;
use recoupe::document::{Document, DocumentId};
use recoupe::layers::Annotations;
use recoupe::read::Reading;
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::Value;

use super::Store;

/// A file as it was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredInput {
    /// Name in the dossier.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Name and text of the sidecar beside it.
    pub sidecar: Option<(String, String)>,
}

impl StoredInput {
    /// Hash of everything in it but the name, as hex digits.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let sidecar = self.sidecar.as_ref().map_or(&b""[..], |(_, text)| text.as_bytes());
        for part in [self.bytes.as_slice(), sidecar] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// What was odd or left out, as `(name, sentence)`.
pub type Notes = Vec<(String, String)>;

/// How much is in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files that were added.
    pub inputs: usize,
    /// Documents in them.
    pub documents: usize,
    /// Annotations of documents, also of some that are no more or will change.
    pub annotated: usize,
    /// Parts that could not be read.
    pub refused: usize,
    /// Corrections by the user.
    pub corrections: usize,
    /// Rows of findings.
    pub findings: usize,
}

impl Store {
    /// The hash of the input of a name.
    pub fn hash_of(&self, name: &str) -> rusqlite::Result<Option<String>> {
        let found = self.connection.query_row("SELECT hash FROM input WHERE name = ?1", [name], |row| row.get(0));
        found.optional()
    }

    /// Adds an input with what it gave, or puts it in the place of the one of that name: one transaction.
    /// `reader` names the version that read it; `refused` holds the reasons for the reader of the report.
    pub fn add(&mut self, input: &StoredInput, reading: &Reading, refused: &Notes, reader: &str) -> anyhow::Result<()> {
        let packed = zstd::bulk::compress(&input.bytes, 3).context("packing the input")?;
        let transaction = self.writing()?;
        transaction.execute("DELETE FROM input WHERE name = ?1", [&input.name])?;
        let sidecar = input.sidecar.as_ref();
        transaction.execute(
            "INSERT INTO input (name, hash, bytes, sidecar_name, sidecar, reader) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![input.name, input.hash(), packed, sidecar.map(|of| &of.0), sidecar.map(|of| &of.1), reader],
        )?;
        let id = transaction.last_insert_rowid();
        read_result(&transaction, id, reading, refused)?;
        transaction.commit()?;
        Ok(())
    }

    /// Puts a new reading of an input in the place of its old one: one transaction. Annotations stay, so that those
    /// of documents that did not change need not be made again.
    pub fn read_again(&mut self, id: i64, reading: &Reading, refused: &Notes, reader: &str) -> anyhow::Result<()> {
        let transaction = self.writing()?;
        for table in ["document", "remark", "refused"] {
            transaction.execute(&format!("DELETE FROM {table} WHERE input = ?1"), [id])?;
        }
        read_result(&transaction, id, reading, refused)?;
        transaction.execute("UPDATE input SET reader = ?2 WHERE id = ?1", params![id, reader])?;
        transaction.commit()?;
        Ok(())
    }

    /// Removes the input of a name with all that hangs on it; whether there was one.
    pub fn remove(&mut self, name: &str) -> anyhow::Result<bool> {
        let transaction = self.writing()?;
        let removed = transaction.execute("DELETE FROM input WHERE name = ?1", [name])?;
        transaction.commit()?;
        Ok(removed > 0)
    }

    /// Names of all inputs, sorted.
    pub fn input_names(&self) -> rusqlite::Result<Vec<String>> {
        self.connection.prepare("SELECT name FROM input ORDER BY name")?.query_map([], |row| row.get(0))?.collect()
    }

    /// The inputs that another version read, by number.
    pub fn read_by_others(&self, reader: &str) -> rusqlite::Result<Vec<i64>> {
        let mut query = self.connection.prepare("SELECT id FROM input WHERE reader <> ?1 ORDER BY name")?;
        query.query_map([reader], |row| row.get(0))?.collect()
    }

    /// An input by its number.
    pub fn input(&self, id: i64) -> anyhow::Result<StoredInput> {
        let query = "SELECT name, bytes, sidecar_name, sidecar FROM input WHERE id = ?1";
        let row = |row: &Row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Option<String>>(2)?, row.get(3)?))
        };
        let (name, packed, sidecar_name, sidecar): (_, _, _, Option<String>) =
            self.connection.query_row(query, [id], row)?;
        let bytes =
            zstd::stream::decode_all(packed.as_slice()).with_context(|| format!("the stored bytes of {name}"))?;
        Ok(StoredInput { name, bytes, sidecar: sidecar_name.zip(sidecar) })
    }

    /// All documents, sorted by name and id.
    pub fn documents(&self) -> anyhow::Result<Vec<Document>> {
        let mut query =
            self.connection.prepare("SELECT id, name, text, meta, blocks FROM document ORDER BY name, id")?;
        let text = |row: &Row, at: usize| row.get::<_, String>(at);
        let rows = query
            .query_map([], |row| Ok([text(row, 0)?, text(row, 1)?, text(row, 2)?, text(row, 3)?, text(row, 4)?]))?;
        let mut documents = Vec::new();
        for row in rows {
            let [id, name, text, meta, blocks] = row?;
            let of = || format!("the stored document {name}");
            documents.push(Document {
                id: serde_json::from_value(Value::String(id)).with_context(of)?,
                meta: serde_json::from_str(&meta).with_context(of)?,
                blocks: serde_json::from_str(&blocks).with_context(of)?,
                name,
                text,
            });
        }
        Ok(documents)
    }

    /// The keys of all annotations that are kept.
    pub fn keys(&self) -> rusqlite::Result<BTreeSet<String>> {
        self.connection.prepare("SELECT key FROM annotation")?.query_map([], |row| row.get(0))?.collect()
    }

    /// Keeps the annotations of a document: one transaction.
    pub fn keep(&mut self, key: &str, document: DocumentId, annotations: &[u8]) -> anyhow::Result<()> {
        let transaction = self.writing()?;
        let query = "INSERT OR REPLACE INTO annotation (key, document, data) VALUES (?1, ?2, ?3)";
        transaction.execute(query, params![key, document.to_string(), annotations])?;
        transaction.commit()?;
        Ok(())
    }

    /// The packed annotations under a key.
    pub fn kept(&self, key: &str) -> rusqlite::Result<Vec<u8>> {
        self.connection.prepare_cached("SELECT data FROM annotation WHERE key = ?1")?.query_row([key], |row| row.get(0))
    }

    /// Drops the annotations that no document has any more: one transaction.
    pub fn drop_others(&mut self, keys: &BTreeSet<String>) -> anyhow::Result<()> {
        let others: Vec<String> = self.keys()?.difference(keys).cloned().collect();
        let transaction = self.writing()?;
        for key in others {
            transaction.execute("DELETE FROM annotation WHERE key = ?1", [key])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Puts findings in the place of those of the last run: one transaction.
    pub fn keep_findings(&mut self, findings: &Findings) -> anyhow::Result<()> {
        let transaction = self.writing()?;
        transaction.execute("DELETE FROM finding", [])?;
        let mut insert = transaction.prepare("INSERT INTO finding VALUES (?1, ?2, ?3)")?;
        findings.each(|kind, position, row| {
            insert.execute(params![kind, position as i64, row.to_string()])?;
            Ok::<_, anyhow::Error>(())
        })?;
        drop(insert);
        transaction.commit()?;
        Ok(())
    }

    /// The user's corrections: document name, field and value, in the order in which they were made.
    pub fn corrections(&self) -> rusqlite::Result<Vec<[String; 3]>> {
        let mut query = self.connection.prepare("SELECT document, field, value FROM correction ORDER BY id")?;
        query.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?.collect()
    }

    /// What was odd and what was left out, in the order of the inputs' names.
    pub fn notes(&self) -> rusqlite::Result<(Notes, Notes)> {
        let notes = |table: &str, column: &str| -> rusqlite::Result<Notes> {
            let query = format!(
                "SELECT {table}.name, {column} FROM {table} JOIN input ON input.id = {table}.input ORDER BY input.name, {table}.rowid"
            );
            self.connection.prepare(&query)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        Ok((notes("remark", "text")?, notes("refused", "reason")?))
    }

    /// Writes a line into the log.
    pub fn write_log(&mut self, action: &str, detail: &str) -> anyhow::Result<()> {
        let at = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let transaction = self.writing()?;
        transaction.execute("INSERT INTO log (at, action, detail) VALUES (?1, ?2, ?3)", [&at, action, detail])?;
        transaction.commit()?;
        Ok(())
    }

    /// The log, oldest line first: moment, action and detail.
    pub fn log(&self) -> rusqlite::Result<Vec<[String; 3]>> {
        let mut query = self.connection.prepare("SELECT at, action, detail FROM log ORDER BY id")?;
        query.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?.collect()
    }

    /// How much is in the file.
    pub fn counts(&self) -> rusqlite::Result<Counts> {
        let count = |table: &str| {
            let query = format!("SELECT count(*) FROM {table}");
            self.connection.query_row(&query, [], |row| row.get::<_, i64>(0)).map(|count| count as usize)
        };
        Ok(Counts {
            inputs: count("input")?,
            documents: count("document")?,
            annotated: count("annotation")?,
            refused: count("refused")?,
            corrections: count("correction")?,
            findings: count("finding")?,
        })
    }
}

/// Writes what the reader made of an input.
fn read_result(transaction: &Transaction, input: i64, reading: &Reading, refused: &Notes) -> anyhow::Result<()> {
    let query = "INSERT INTO document (id, input, name, outlet, title, published, language, url, text, meta, blocks)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    for document in &reading.documents {
        let meta = &document.meta;
        transaction.prepare_cached(query)?.execute(params![
            document.id.to_string(),
            input,
            document.name,
            meta.outlet.value(),
            meta.title.value(),
            meta.published.value().map(|date| &date.raw),
            meta.language.value(),
            meta.url.value(),
            document.text,
            serde_json::to_string(meta)?,
            serde_json::to_string(&document.blocks)?,
        ])?;
    }
    for remark in &reading.remarks {
        transaction.execute("INSERT INTO remark VALUES (?1, ?2, ?3)", params![input, remark.name, remark.text])?;
    }
    for (name, reason) in refused {
        transaction.execute("INSERT INTO refused VALUES (?1, ?2, ?3)", params![input, name, reason])?;
    }
    Ok(())
}

/// Packs annotations for the file.
pub fn pack(annotations: &Annotations) -> anyhow::Result<Vec<u8>> {
    Ok(zstd::bulk::compress(&serde_json::to_vec(annotations)?, 1)?)
}

/// Unpacks annotations from the file.
pub fn unpack(packed: &[u8]) -> anyhow::Result<Annotations> {
    Ok(serde_json::from_slice(&zstd::stream::decode_all(packed)?)?)
}
