//! Document creation times that only the dossier as a whole can bound.

use crate::annotate::dct::Dct;
use crate::dossier::Annotated;
use crate::index::DocIdx;

/// Better creation times for documents that state none, from events that other documents date.
///
/// The documents are annotated again with these before they are compared.
pub fn dcts(_docs: &[Annotated]) -> Vec<(DocIdx, Dct)> {
    Vec::new()
}
