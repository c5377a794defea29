//! Prints the creation time: `earliest/latest (basis)` with flags, or `unknown`.

use recoupe::Dossier;
use recoupe::layers::dct::DctBasis;
use recoupe::tell::timeml::edtf;

fn basis(basis: &DctBasis) -> String {
    match basis {
        DctBasis::DossierInference { from } => {
            let from: Vec<String> = from.iter().map(|doc| doc.at().to_string()).collect();
            format!("inferred from other-{}", from.join(", other-"))
        }
        stated => serde_json::json!(stated).as_str().unwrap_or_default().to_owned(),
    }
}

pub fn render(dossier: &Dossier) -> Vec<String> {
    let dct = &dossier.docs[0].annotations.dct;
    let mut line = match dct.interval.is_open() {
        true => "unknown".to_owned(),
        false => format!("{} {}", edtf(dct.interval), basis(&dct.basis)),
    };
    for flag in &dct.flags {
        line.push_str(&format!(" ! {flag}"));
    }
    vec![line]
}
