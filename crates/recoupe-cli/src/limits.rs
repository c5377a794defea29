//! The option `--limit`: bounds on what one input may cost.

use recoupe::read::Limits;

use crate::arguments::Shared;

impl Shared {
    /// The default limits with what the user changed.
    pub fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        for (name, value) in &self.changed_limits {
            limits.named().into_iter().filter(|(of, _)| of == name).for_each(|(_, limit)| *limit = *value);
        }
        limits
    }
}

/// 'ratio=500'.
pub fn limit(text: &str) -> Result<(String, usize), String> {
    let names = Limits::default().named().map(|(name, _)| name);
    let (name, number) = text.split_once('=').ok_or("it is written NAME=NUMBER, as ratio=500")?;
    if !names.contains(&name) {
        return Err(format!("the limits are {}", names.join(", ")));
    }
    Ok((name.to_owned(), number.parse().map_err(|_| format!("'{number}' is no whole number"))?))
}
