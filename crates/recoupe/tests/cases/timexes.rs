//! Prints temporal expressions: `expression | TYPE value [mod] [quant] [freq] [! flags]`.

use recoupe::Dossier;

pub fn render(dossier: &Dossier) -> Vec<String> {
    let doc = &dossier.docs[0];
    let line = |timex: &recoupe::layers::timexes::Timex| {
        let name = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let kind = name(serde_json::json!(timex.kind));
        let mut line = format!("{} | {kind} {}", doc.document.slice(timex.span), timex.value);
        if let Some(modifier) = timex.modifier {
            line.push_str(&format!(" mod={}", name(serde_json::json!(modifier))));
        }
        for (key, value) in [("quant", &timex.quantity), ("freq", &timex.frequency)] {
            if let Some(value) = value {
                line.push_str(&format!(" {key}={value}"));
            }
        }
        for flag in &timex.flags {
            line.push_str(&format!(" ! {flag}"));
        }
        line
    };
    doc.annotations.timexes.iter().map(line).collect()
}
