//! Renders the place layer.

use recoupe::Dossier;
use recoupe::gazetteer::Gazetteer;
use recoupe::layers::toponyms::ToponymForm;

/// A line per mention: `name | place, kind, country | …`, and one per demonym.
pub fn render(dossier: &Dossier) -> Vec<String> {
    let doc = &dossier.docs[0];
    let places = &Gazetteer::embedded().places;
    let language = doc.document.meta.language.value().map_or("", String::as_str);
    let name = |id| {
        let kind = places.get(id).map_or(String::new(), |place| format!("{:?}", place.kind).to_lowercase());
        let country = places.get(id).and_then(|place| place.country).map_or("-".to_owned(), |code| code.to_string());
        format!("{} ({kind}, {country})", places.name(id, language))
    };
    let mut lines = Vec::new();
    for mention in &doc.annotations.toponyms.mentions {
        let text = doc.document.slice(mention.span);
        let what = match &mention.form {
            ToponymForm::Name => mention.place.map_or("unresolved".to_owned(), name),
            ToponymForm::Relative { part, .. } => format!("relative: {part}"),
            ToponymForm::Border { sides } => {
                format!("border: {}", sides.iter().map(|&side| name(side)).collect::<Vec<_>>().join(" / "))
            }
        };
        let metonymy = mention.metonymy.as_ref().map_or(String::new(), |reason| format!(" | metonymy: {reason}"));
        lines.push(format!("{text} | {what}{metonymy}"));
    }
    for demonym in &doc.annotations.toponyms.demonyms {
        let place = demonym.place.map_or("-".to_owned(), |id| places.name(id, language).to_owned());
        lines.push(format!("demonym: {} | {place}", doc.document.slice(demonym.span)));
    }
    lines
}
