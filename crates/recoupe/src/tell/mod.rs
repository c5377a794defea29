//! The fourth room: a dossier becomes a report or an export, one file per form.

pub mod conllu;
pub mod timeml;
