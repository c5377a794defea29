//! Names that are given to persons.

use std::collections::BTreeSet;
use std::sync::LazyLock;

static GIVEN_NAMES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let text = include_str!("../../../../gazetteer/given_names.txt");
    text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// Whether a folded word is given to persons as a name.
pub(crate) fn is_given_name(folded: &str) -> bool {
    GIVEN_NAMES.contains(folded)
}
