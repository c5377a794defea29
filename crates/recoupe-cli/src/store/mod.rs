//! A dossier in one SQLite file: what went in is never lost, and what was computed is not computed again.
//!
//! The file is written in transactions under a rollback journal, so that a kill or a power cut at any
//! moment leaves the last whole state; there is no second file to keep beside it.

pub mod arguments;
pub mod commands;
mod contents;
mod schema;

use std::path::Path;
use std::time::Duration;

use anyhow::{anyhow, bail};
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use schema::Kind;

pub use contents::StoredInput;

/// How long a command waits for another process to finish a transaction.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open dossier file.
pub struct Store {
    connection: Connection,
}

impl Store {
    /// Makes a new dossier file.
    ///
    /// # Errors
    /// When there is a file of that name, or it cannot be written.
    pub fn create(path: &Path) -> anyhow::Result<Store> {
        if path.exists() {
            bail!("{} is already there", path.display());
        }
        Store::with(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens a dossier file.
    ///
    /// # Errors
    /// When there is none, it is no dossier, or one of a newer schema.
    pub fn open(path: &Path) -> anyhow::Result<Store> {
        if !path.is_file() {
            bail!("there is no dossier {0}; make one with: recoupe init {0}", path.display());
        }
        Store::with(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    fn with(path: &Path, flags: OpenFlags) -> anyhow::Result<Store> {
        let mut connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        match schema::kind(&connection)? {
            Kind::Usable => schema::migrate(&mut connection)?,
            Kind::Foreign => bail!("{} is an SQLite file of another program", path.display()),
            Kind::Newer(version) => bail!(
                "{} was written by a newer recoupe (schema {version}; this one knows {}); update recoupe",
                path.display(),
                schema::newest()
            ),
        }
        Ok(Store { connection })
    }

    /// Begins a transaction that writes. It holds the file from the start, so that two processes wait for each
    /// other instead of failing in the middle.
    fn writing(&mut self) -> rusqlite::Result<Transaction<'_>> {
        self.connection.transaction_with_behavior(TransactionBehavior::Immediate)
    }
}

/// Puts what the database says into a line that tells what to do.
pub fn explained(path: &Path, error: anyhow::Error) -> anyhow::Error {
    let file = path.display();
    let code =
        error.chain().find_map(|cause| cause.downcast_ref::<rusqlite::Error>()).and_then(|of| of.sqlite_error_code());
    match code {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            anyhow!("{file} is being written by another process; try again when it has ended")
        }
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            anyhow!("{file} cannot be written: the file or its folder is read-only, or the folder is not there")
        }
        Some(ErrorCode::DiskFull) => {
            anyhow!("the disk is full; what was in {file} is kept: make room and run the command again")
        }
        Some(ErrorCode::NotADatabase) => anyhow!("{file} is no dossier of recoupe"),
        Some(ErrorCode::DatabaseCorrupt) => {
            anyhow!(
                "{file} is damaged; 'sqlite3 {file} .recover' saves what can be saved, the reports themselves go in again with 'recoupe add'"
            )
        }
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained_code(code: i32) -> String {
        let error = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
        explained(Path::new("d.recoupe"), error.into()).to_string()
    }

    #[test]
    fn errors_of_the_database_say_what_to_do() {
        assert!(explained_code(rusqlite::ffi::SQLITE_BUSY).contains("another process"));
        assert!(explained_code(rusqlite::ffi::SQLITE_READONLY).contains("read-only"));
        assert!(explained_code(rusqlite::ffi::SQLITE_FULL).contains("disk is full"));
        assert!(explained_code(rusqlite::ffi::SQLITE_NOTADB).contains("no dossier"));
    }
}
