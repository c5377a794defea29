//! Prints the creation time: `earliest/latest (basis)` with flags, or `unknown`.

use recoupe::Dossier;
use recoupe::tell::timeml::edtf;

pub fn render(dossier: &Dossier) -> Vec<String> {
    let dct = &dossier.docs[0].annotations.dct;
    let mut line = match dct.interval.is_open() {
        true => "unknown".to_owned(),
        false => format!("{} {}", edtf(dct.interval), serde_json::json!(dct.basis).as_str().unwrap_or_default()),
    };
    for flag in &dct.flags {
        line.push_str(&format!(" ! {flag}"));
    }
    vec![line]
}
