//! `reuse.toml`: what counts when two renderings of a passage are compared.

use std::collections::BTreeSet;

use crate::text::fold;

use serde::Deserialize;

use super::{PackError, PackFiles};

/// Words of the reuse stage.
#[derive(Debug)]
pub struct ReuseWords {
    /// Words and phrases that limit a statement, folded, words joined by single spaces.
    pub hedges: BTreeSet<String>,
    /// Words of the longest of them.
    pub longest: usize,
}

#[derive(Deserialize)]
struct File {
    hedges: Vec<String>,
}

impl ReuseWords {
    pub(super) fn load(files: &PackFiles) -> Result<ReuseWords, PackError> {
        let File { hedges } = files.toml("reuse.toml")?;
        let words = |hedge: &str| fold(hedge).split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>().join(" ");
        let hedges: BTreeSet<String> = hedges.iter().map(|hedge| words(hedge)).collect();
        let longest = hedges.iter().map(|hedge| hedge.split(' ').count()).max().unwrap_or(1);
        Ok(ReuseWords { hedges, longest })
    }
}
