//! Laws of a whole dossier, on reports of our own writing.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::BTreeSet;

use recoupe::Dossier;
use recoupe::compare::contradictions::{Contradiction, ContradictionKind, Resolution};
use recoupe::compare::corrections::Corrections;
use recoupe::compare::events::Event;
use recoupe::compare::families::FamilyIndex;
use recoupe::document::{BlockKind, Document};
use recoupe::gazetteer::Gazetteer;
use recoupe::index::DocIdx;
use recoupe::language::Packs;
use recoupe::read::{Input, read};
use recoupe::text::Span;

const WIRE: &str = "Les rebelles prennent Bunia\n\nVendredi 3 mars 2023\n\nLes rebelles ont pris vendredi la ville de Bunia, dans le nord-est de la République démocratique du Congo. « Nos unités ont mené une opération difficile contre les positions des rebelles autour de la ville », a déclaré un porte-parole de l'armée congolaise.\n\nLes habitants fuyaient la ville par la route du sud, a constaté un correspondant de l'AFP.\n\nAFP";
const COPY: &str = "Partager\n\nBunia aux mains des terroristes\n\nSamedi 4 mars 2023\n\nLes terroristes ont pris vendredi la ville de Bunia, dans le nord-est de la République démocratique du Congo. « Nos unités ont mené une opération difficile contre les positions des terroristes autour de la ville », a déclaré un porte-parole de l'armée congolaise.\n\nLes habitants fuyaient la ville par la route du sud.\n\nLire aussi : Notre dossier sur l'Ituri\n\nAFP";
const OTHER: &str = "L'armée reprend Bunia\n\nLundi 13 mars 2023\n\nL'armée congolaise a repris dimanche le contrôle total de Bunia aux rebelles, a annoncé le ministre de la Défense. Aucun bilan n'était disponible.";

fn document(name: &str, text: &str) -> Document {
    let input = Input { name, bytes: text.as_bytes(), sidecar: None };
    read(&input, Packs::embedded()).unwrap().documents.remove(0)
}

fn dossier(reports: &[(&str, &str)]) -> Dossier {
    Dossier::of(reports.iter().map(|(name, text)| document(name, text)).collect())
}

#[test]
fn a_copy_adds_no_family_and_its_edits_are_found() {
    let dossier = dossier(&[("a.txt", WIRE), ("b.txt", COPY), ("c.txt", OTHER)]);
    let members: Vec<usize> = dossier.findings.families.iter().map(|family| family.members.len()).collect();
    assert_eq!(members, [2, 1]);
    assert_eq!(dossier.findings.families[0].name, "AFP");
    let altered = &dossier.findings.altered_quotations;
    assert_eq!(altered.len(), 1);
    let edit = &altered[0].edits[0];
    assert_eq!(dossier.docs[0].document.slice(edit.a), "rebelles");
    assert_eq!(dossier.docs[1].document.slice(edit.b), "terroristes");
}

#[test]
fn what_a_report_found_out_itself_counts_apart_from_what_it_copied() {
    const PARTLY: &str = "Notre envoyée spéciale à Bunia\n\nSamedi 4 mars 2023\n\nLe marché central était désert samedi matin, a constaté notre envoyée spéciale, et plusieurs boutiques avaient brûlé. Trois commerçants ont été tués dans la nuit par des hommes en uniforme, ont raconté leurs voisins.\n\nLes rebelles ont pris vendredi la ville de Bunia, dans le nord-est de la République démocratique du Congo. Les survivants se sont réfugiés dans une école tenue par des religieuses.";
    let dossier = dossier(&[("a.txt", WIRE), ("b.txt", PARTLY)]);
    let families = &dossier.findings.families;
    let index = FamilyIndex::new(families);
    let family = |doc: usize, words: &str| {
        let start = dossier.docs[doc].document.text.find(words).unwrap();
        index.of(DocIdx::new(doc), Span::new(start, start + words.len())).unwrap()
    };
    assert_eq!(families.len(), 2);
    assert_eq!(family(1, "ont pris vendredi la ville de Bunia"), family(0, "ont pris vendredi la ville de Bunia"));
    assert_ne!(family(1, "Trois commerçants ont été tués"), family(1, "ont pris vendredi la ville de Bunia"));
    assert_eq!(family(0, "Les habitants fuyaient"), family(0, "ont pris vendredi"));
}

#[test]
fn a_duplicated_report_adds_no_family_and_order_changes_nothing() {
    let once = dossier(&[("a.txt", WIRE), ("c.txt", OTHER)]);
    let twice = dossier(&[("a.txt", WIRE), ("a2.txt", WIRE), ("c.txt", OTHER)]);
    assert_eq!(once.findings.families.len(), twice.findings.families.len());
    assert_eq!(twice.findings.families[0].near_duplicates, [[DocIdx::new(0), DocIdx::new(1)]]);
    assert!(once.findings.families[0].near_duplicates.is_empty());
    let turned = dossier(&[("c.txt", OTHER), ("a2.txt", WIRE), ("a.txt", WIRE)]);
    assert_eq!(twice, turned);
}

#[test]
fn taken_and_retaken_are_two_events_that_time_puts_in_order() {
    let dossier = dossier(&[("a.txt", WIRE), ("c.txt", OTHER)]);
    let found = &dossier.findings;
    let bunia: Vec<_> = found.control.iter().filter(|control| control.place.name == "Bunia").collect();
    assert_eq!(bunia.len(), 1);
    let last = bunia[0].stretches.last().unwrap();
    assert_eq!(last.from.unwrap().single_day().unwrap().to_string(), "2023-03-12");
    let resolved = |it: &&recoupe::compare::contradictions::Contradiction| {
        it.kind == ContradictionKind::Outcome && it.resolution == Resolution::TimeOrder
    };
    assert_eq!(found.contradictions.iter().filter(resolved).count(), 1);
}

#[test]
fn every_piece_of_evidence_quotes_its_text() {
    let dossier = dossier(&[("a.txt", WIRE), ("b.txt", COPY), ("c.txt", OTHER)]);
    let claims = dossier.docs.iter().flat_map(|doc| &doc.annotations.claims).map(|claim| &claim.evidence);
    let sides = dossier.findings.contradictions.iter().flat_map(|it| [&it.a.evidence, &it.b.evidence]);
    let mut checked = 0;
    for evidence in claims.chain(sides) {
        let doc = dossier.position(evidence.doc).unwrap();
        assert_eq!(dossier.docs[doc.at()].document.slice(evidence.span), evidence.quote);
        checked += 1;
    }
    assert!(checked > 4);
}

#[test]
fn furniture_is_kept_out_of_every_layer() {
    let dossier = dossier(&[("b.txt", COPY)]);
    let doc = &dossier.docs[0];
    let kinds: Vec<BlockKind> = doc.document.blocks.iter().map(|block| block.kind).collect();
    use BlockKind::{AgencyCredit, Body, Boilerplate, Dateline, Headline};
    assert_eq!(kinds, [Boilerplate, Headline, Dateline, Body, Body, Boilerplate, AgencyCredit]);
    let furniture: Vec<_> = doc.document.blocks.iter().filter(|block| block.kind == Boilerplate).collect();
    for mention in &doc.annotations.toponyms.mentions {
        assert!(furniture.iter().all(|block| !block.span.overlaps(mention.span)));
    }
}

#[test]
fn hostile_text_does_not_panic() {
    let long = "de ".repeat(20_000);
    let quotes = "« “ \" ".repeat(2_000);
    let mixed = "العربية 🎉 \u{202e}abcdefghijklmnopqrstuvwxyz abcdefghijk\u{0} ".repeat(500);
    for text in [long.as_str(), quotes.as_str(), mixed.as_str(), ".", "«", "31 février 0001 à 25h"] {
        let dossier = dossier(&[("a.txt", text), ("b.txt", WIRE)]);
        assert_eq!(dossier.docs.len(), 2);
    }
}

const WEDNESDAY: &str =
    "Mercredi 8 mars 2023\n\nLes Talibans ont pris mercredi la ville de Kunduz, a annoncé le gouverneur.";
const THURSDAY: &str =
    "Vendredi 10 mars 2023\n\nLes Talibans ont pris jeudi la ville de Kunduz, selon un porte-parole de l'ONU.";
const LATER: &str = "Lundi 20 mars 2023\n\nL'armée afghane a repris dimanche la ville de Kunduz aux Talibans, a annoncé le ministère de la Défense.";

/// `report:character` of a word, as a corrections file names a claim.
fn at(name: &str, text: &str, word: &str) -> String {
    let byte = text.find(word).unwrap();
    format!("{name}:{}", text[..byte].chars().count() + 1)
}

fn changes(dossier: &Dossier) -> Vec<usize> {
    let is_change = |event: &&recoupe::compare::events::Event| event.event_type.is("control");
    dossier.findings.events.iter().filter(is_change).map(|event| event.claims.len()).collect()
}

#[test]
fn one_change_on_two_days_is_one_event_with_a_disputed_date() {
    let dossier = dossier(&[("a.txt", WEDNESDAY), ("b.txt", THURSDAY), ("c.txt", LATER)]);
    assert_eq!(changes(&dossier), [2, 1]);
    let dates: Vec<_> =
        dossier.findings.contradictions.iter().filter(|it| it.rule == "days_exclude_each_other").collect();
    assert_eq!(dates.len(), 1);
    assert_eq!((dates[0].a.says.as_str(), dates[0].b.says.as_str()), ("2023-03-08", "2023-03-09"));
    assert_eq!(dates[0].resolution, Resolution::Real);
    let hands = dossier.findings.contradictions.iter().filter(|it| it.rule == "place_changed_hands").count();
    assert_eq!(hands, 1);
}

#[test]
fn control_passes_from_side_to_side_with_neutral_names() {
    let dossier = dossier(&[("a.txt", WEDNESDAY), ("c.txt", LATER)]);
    let kunduz = dossier.findings.control.iter().find(|it| it.stretches.len() == 2).unwrap();
    let name = |nth: usize| {
        let holder = kunduz.stretches[nth].holders[0];
        dossier.findings.entities[holder.at()].name.clone()
    };
    assert_eq!((name(0).as_str(), name(1).as_str()), ("Talibans", "armée (Afghanistan)"));
}

#[test]
fn a_users_corrections_win_and_unknown_claims_are_named() {
    let reports = [("a.txt", WEDNESDAY), ("b.txt", THURSDAY)];
    let docs = dossier(&reports).docs;
    let file = format!(
        "[[different]]\nclaims = [\"{}\", \"{}\", \"b.txt:0\"]\n",
        at("a.txt", WEDNESDAY, "pris"),
        at("b.txt", THURSDAY, "pris")
    );
    let corrections = Corrections::parse(&file).unwrap();
    let corrected = Dossier::corrected(docs, Packs::embedded(), Gazetteer::embedded(), &corrections);
    assert_eq!(changes(&corrected), [1, 1]);
    assert_eq!(corrected.findings.warnings, ["corrections: 'b.txt:0' names no claim of this dossier"]);
    let file = file.replace("different", "same");
    let corrected = Dossier::corrected(
        corrected.docs,
        Packs::embedded(),
        Gazetteer::embedded(),
        &Corrections::parse(&file).unwrap(),
    );
    assert_eq!(changes(&corrected), [2]);
}

const TAKEN: &str = "Vendredi 10 mars 2023\n\nL'armée afghane a repris jeudi la ville de Kunduz aux Talibans, dernier bastion du groupe en Afghanistan, a annoncé le ministère de la Défense.";
const LED: &str = "Vendredi 10 mars 2023\n\nL'offensive sur Kunduz a été menée jeudi par le Hezbollah, selon un diplomate européen. Les Talibans contrôlent encore la ville de Faizabad, a-t-il ajouté.";

fn of_rule<'d>(dossier: &'d Dossier, rule: &str) -> Vec<&'d Contradiction> {
    dossier.findings.contradictions.iter().filter(|it| it.rule == rule).collect()
}

#[test]
fn who_took_a_place_is_held_against_who_led_the_attack() {
    let told = dossier(&[("a.txt", TAKEN), ("b.txt", LED)]);
    let found = of_rule(&told, "taken_and_attacked_by_others");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].a.says.as_str(), found[0].b.says.as_str()), ("armée (Afghanistan)", "Hezbollah"));
    // Whoever lost the place attacked it, but did not take it.
    let defended = LED.replace("le Hezbollah", "les Talibans");
    let told = dossier(&[("a.txt", TAKEN), ("b.txt", &defended)]);
    assert!(of_rule(&told, "taken_and_attacked_by_others").is_empty());
}

#[test]
fn the_last_place_of_a_side_is_held_against_what_it_holds_still() {
    let told = dossier(&[("a.txt", TAKEN), ("b.txt", LED)]);
    let found = of_rule(&told, "last_place_and_held");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].resolution, Resolution::Real);
    assert_eq!(found[0].a.evidence.quote, "dernier bastion du groupe en Afghanistan");
    // 'The last town of importance' leaves room for others.
    let hedged = TAKEN.replace("dernier bastion du groupe", "dernier bastion d'importance du groupe");
    let told = dossier(&[("a.txt", &hedged), ("b.txt", LED)]);
    assert_eq!(of_rule(&told, "last_place_and_held")[0].resolution, Resolution::Scope);
    // Another country's towns are none of it.
    let abroad = LED.replace("Faizabad", "Bagdad");
    let told = dossier(&[("a.txt", TAKEN), ("b.txt", &abroad)]);
    assert!(of_rule(&told, "last_place_and_held").is_empty());
}

#[test]
fn a_headline_of_the_whole_is_held_against_the_share_in_the_text() {
    let report = "L'armée reprend Bunia\n\nLundi 13 mars 2023\n\nL'armée congolaise a repris dimanche des quartiers de Bunia aux rebelles, a annoncé le ministre de la Défense.";
    let found = dossier(&[("a.txt", report)]);
    let found = of_rule(&found, "headline_says_more");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].resolution, Resolution::Internal);
}

#[test]
fn a_toll_of_a_whole_war_is_no_rival_of_an_attacks() {
    let attack = "Friday 10 March 2023\n\nAt least 12 people were killed in Kunduz on Thursday.";
    let war = "Friday 10 March 2023\n\nThe war has killed more than 90,000 people in Kunduz.";
    let other = "Friday 10 March 2023\n\nA car bomb killed 17 people in Kunduz on Thursday, police said.";
    let numbers = |reports: &[(&str, &str)]| {
        let dossier = dossier(reports);
        dossier.findings.contradictions.iter().filter(|it| it.kind == ContradictionKind::Number).count()
    };
    assert_eq!(numbers(&[("a.txt", attack), ("b.txt", war)]), 0);
    assert_eq!(numbers(&[("a.txt", attack), ("b.txt", other)]), 1);
}

#[test]
fn who_helps_a_side_is_held_against_who_fights_it() {
    let helps = "Vendredi 10 mars 2023\n\nLes États-Unis ont prêté main-forte aux Talibans, a affirmé un diplomate.";
    let fights = "Vendredi 10 mars 2023\n\nL'armée américaine a chassé les Talibans de la ville de Kunduz.";
    let told = dossier(&[("a.txt", helps), ("b.txt", fights)]);
    assert_eq!(of_rule(&told, "helps_and_fights").len(), 1);
    let others = fights.replace("les Talibans", "Al-Qaïda");
    let told = dossier(&[("a.txt", helps), ("b.txt", &others)]);
    assert!(of_rule(&told, "helps_and_fights").is_empty());
}

#[test]
fn a_side_that_a_source_calls_beaten_and_that_takes_a_town_is_a_contradiction() {
    let beaten = "Vendredi 10 mars 2023\n\nLes Talibans ont été vaincus, a affirmé le président afghan.";
    let takes = "Lundi 13 mars 2023\n\nLes Talibans ont pris dimanche la ville de Kunduz.";
    let told = dossier(&[("a.txt", beaten), ("b.txt", takes)]);
    assert_eq!(of_rule(&told, "beaten_and_acting").len(), 1);
    // What it took before says nothing against the word.
    let before = takes.replace("Lundi 13 mars", "Lundi 6 mars");
    let told = dossier(&[("a.txt", beaten), ("b.txt", &before)]);
    assert!(of_rule(&told, "beaten_and_acting").is_empty());
}

const SANK: &str = "Jeudi 14 mars 2019\n\nUn ferry a chaviré mercredi au large de Zanzibar, faisant 31 morts. Le navire a coulé vers 21 heures à cause d'une surcharge, selon la police.";
const CAPSIZED: &str = "March 14, 2019\n\nA ferry capsized off Zanzibar on Wednesday, the Red Cross said. The operator blamed bad weather.";

#[test]
fn causes_of_one_disaster_are_held_against_each_other_across_languages() {
    let told = dossier(&[("a.txt", SANK), ("b.txt", CAPSIZED)]);
    let found = of_rule(&told, "causes_differ");
    assert_eq!(found.len(), 1);
    let quotes = (found[0].a.evidence.quote.as_str(), found[0].b.evidence.quote.as_str());
    assert_eq!(quotes, ("à cause d'une surcharge", "blamed bad weather"));
    // The same cause in two languages is no contradiction.
    let same = CAPSIZED.replace("bad weather", "overcrowding");
    let told = dossier(&[("a.txt", SANK), ("b.txt", &same)]);
    assert!(of_rule(&told, "causes_differ").is_empty());
}

#[test]
fn a_later_toll_joins_the_disaster_as_an_update() {
    let later = "Samedi 16 mars 2019\n\nLe bilan du naufrage d'un ferry à Zanzibar est passé à 57 morts, a indiqué la Croix-Rouge.";
    let told = dossier(&[("a.txt", SANK), ("b.txt", later)]);
    let numbers: Vec<_> =
        told.findings.contradictions.iter().filter(|it| it.kind == ContradictionKind::Number).collect();
    assert_eq!(numbers.len(), 1);
    assert_eq!(numbers[0].resolution, Resolution::TimeOrder);
    assert_eq!(numbers[0].b.says, "57 killed");
}

/// The event of a type that a dossier tells, which must be one.
fn only<'d>(dossier: &'d Dossier, event_type: &str) -> &'d Event {
    let mut of_type = dossier.findings.events.iter().filter(|it| it.event_type.is(event_type));
    let only = of_type.next().expect(event_type);
    assert!(of_type.next().is_none(), "{event_type} is told twice");
    only
}

#[test]
fn a_report_that_mentions_an_attack_again_tells_one_event_whoever_led_it() {
    let told = "Mercredi 10 mars 2021\n\nL'armée malienne a lancé lundi une offensive sur Kidal. Selon une ONG, l'offensive a été menée par le groupe Wagner.";
    let other = "Jeudi 11 mars 2021\n\nL'armée malienne a attaqué lundi la ville de Kidal, a dit un habitant.";
    let told = dossier(&[("a.txt", told), ("b.txt", other)]);
    let attack = only(&told, "combat/assault");
    assert_eq!(attack.claims.len(), 3, "{:?}", attack.reasons);
    assert!(attack.reasons.iter().any(|it| it.starts_with("one report tells it")), "{:?}", attack.reasons);
}

#[test]
fn tolls_of_one_accident_are_one_toll_wherever_it_is_placed() {
    let country = "Mardi 4 mai 2021\n\nAccident d'autocar en Bolivie : 12 morts\n\nUn accident d'autocar a fait 12 morts dimanche en Bolivie, selon les pompiers.";
    let town = "Mercredi 5 mai 2021\n\nUn autocar s'est renversé dimanche près d'Oruro. Au moins 15 personnes ont péri dans l'accident, a indiqué la police.";
    let nowhere = "Mardi 4 mai 2021\n\nDeux autocars se sont percutés. Le bilan de la collision est de 14 morts.";
    let told = dossier(&[("a.txt", country), ("b.txt", town), ("c.txt", nowhere)]);
    let toll = only(&told, "harm/killed");
    let docs: BTreeSet<_> = toll.claims.iter().map(|it| it.doc).collect();
    assert_eq!(docs.len(), 3, "{:?}", toll.reasons);
    let accident = only(&told, "disaster/accident");
    assert!(accident.reasons.iter().any(|it| it.starts_with("one kind of disaster")), "{:?}", accident.reasons);
}

#[test]
fn tolls_of_accidents_in_two_towns_are_two() {
    let here = "Mardi 4 mai 2021\n\nUn accident d'autocar a fait 12 morts dimanche à Oruro, selon les pompiers.";
    let there = "Mardi 4 mai 2021\n\nÀ Potosi, quinze personnes ont péri dimanche quand leur minibus a percuté un camion, a dit la police.";
    let told = dossier(&[("a.txt", here), ("b.txt", there)]);
    let tolls: Vec<_> = told.findings.events.iter().filter(|it| it.event_type.is("harm/killed")).collect();
    assert_eq!(tolls.len(), 2, "{:?}", tolls[0].reasons);
    assert!(told.findings.contradictions.is_empty());
}

#[test]
fn each_toll_updates_the_one_before_it_only() {
    let toll = |day: &str, dead: u32, source: &str| {
        format!("{day} 2021\n\nUn accident d'autocar a fait {dead} morts lundi à Oruro, selon {source}.")
    };
    let reports = [
        toll("Mardi 4 mai", 12, "les pompiers"),
        toll("Mercredi 5 mai", 15, "la police"),
        toll("Jeudi 6 mai", 19, "le gouverneur"),
    ];
    let told = dossier(&[("a.txt", &reports[0]), ("b.txt", &reports[1]), ("c.txt", &reports[2])]);
    let says = |it: &Contradiction| [it.a.says.clone(), it.b.says.clone()];
    let updates: Vec<_> = told.findings.contradictions.iter().map(says).collect();
    assert_eq!(updates, [["12 killed", "15 killed"], ["15 killed", "19 killed"]]);
}

#[test]
fn the_dead_of_one_side_are_no_rival_count_of_all_the_dead() {
    let report = "Mardi 4 mai 2021\n\nL'armée malienne a attaqué Kidal lundi. Trente personnes ont été tuées dans l'attaque, selon la mairie. Douze soldats maliens ont été tués dans l'attaque, selon l'armée.";
    let told = dossier(&[("a.txt", report)]);
    let numbers: Vec<_> =
        told.findings.contradictions.iter().filter(|it| it.kind == ContradictionKind::Number).collect();
    assert!(numbers.is_empty(), "{numbers:#?}");
}

#[test]
fn two_reports_that_give_their_tolls_by_one_formula_have_not_copied() {
    let one = "Tuesday 4 May 2021\n\nThe death toll from Monday's bus crash near the city of Oruro in western Bolivia has risen to 12, firefighters said. Two more passengers are missing.";
    let two = "Wednesday 5 May 2021\n\nThe death toll from Monday's crash of a coach in the Bolivian city of Oruro has risen to 15, police said. The road will be closed for days.";
    let told = dossier(&[("a.txt", one), ("b.txt", two)]);
    assert!(told.findings.reuse.is_empty(), "{:#?}", told.findings.reuse);
}

#[test]
fn a_first_count_is_replaced_and_not_contradicted() {
    let report = "Mardi 4 mai 2021\n\nUn accident d'autocar a fait 12 morts dimanche à Oruro, selon les pompiers. Un premier bilan de la police faisait état de 7 morts dans l'accident.";
    let told = dossier(&[("a.txt", report)]);
    let numbers: Vec<_> =
        told.findings.contradictions.iter().filter(|it| it.kind == ContradictionKind::Number).collect();
    assert_eq!(numbers.len(), 1);
    assert_eq!(numbers[0].resolution, Resolution::TimeOrder);
    let plain = report.replace("Un premier bilan", "Le bilan");
    let told = dossier(&[("a.txt", &plain)]);
    assert!(told.findings.contradictions.iter().any(|it| it.resolution == Resolution::Real));
}

#[test]
fn a_denial_without_content_denies_the_claim_before() {
    let report = "Mardi 21 novembre 2023\n\nLa Russie a affirmé lundi avoir repris la ville de Koupiansk. L'armée ukrainienne a aussitôt démenti : « Koupiansk est sous notre contrôle ».";
    let told = dossier(&[("a.txt", report)]);
    let found = of_rule(&told, "told_and_denied");
    assert_eq!(found.len(), 1);
    assert!(found[0].b.evidence.quote.starts_with("L'armée ukrainienne a aussitôt démenti"));
    // Whose control it is, the speaker says.
    let held = of_rule(&told, "taken_and_held");
    assert_eq!(held.len(), 1);
    assert!(held[0].b.says.contains("armée (Ukraine)"), "{}", held[0].b.says);
}

#[test]
fn one_person_cannot_be_killed_in_two_places() {
    let here = "Vendredi 10 mars 2023\n\nLe journaliste Karim Wardak a été tué jeudi à Kunduz, a annoncé la police.";
    let there = "Vendredi 10 mars 2023\n\nLe journaliste Karim Wardak a été tué jeudi à Faizabad, selon sa famille.";
    let told = dossier(&[("a.txt", here), ("b.txt", there)]);
    let found = of_rule(&told, "person_in_two_places");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, ContradictionKind::Place);
    let other = there.replace("Karim", "Nasir");
    let told = dossier(&[("a.txt", here), ("b.txt", &other)]);
    assert!(of_rule(&told, "person_in_two_places").is_empty());
}

#[test]
fn a_side_that_withdraws_in_two_directions_is_a_contradiction() {
    let east = "Vendredi 10 mars 2023\n\nLes Talibans se sont retirés jeudi de Kunduz vers l'est de la province, selon l'armée.";
    let north = "Vendredi 10 mars 2023\n\nLes Talibans se sont retirés jeudi de Kunduz vers le nord de la ville, selon un témoin.";
    let told = dossier(&[("a.txt", east), ("b.txt", north)]);
    assert_eq!(of_rule(&told, "ways_of_retreat").len(), 1);
    let both = north.replace("le nord", "le nord-est");
    let told = dossier(&[("a.txt", east), ("b.txt", &both)]);
    assert!(of_rule(&told, "ways_of_retreat").is_empty());
}

#[test]
fn each_word_that_it_is_over_is_held_against_one_that_it_is_not() {
    let report = "Mardi 21 novembre 2023\n\nLe président afghan a proclamé lundi la fin d'Al-Qaïda. « Nous sommes encore loin d'une victoire définitive sur Al-Qaïda », a déclaré le ministre de la Défense.";
    let told = dossier(&[("a.txt", report)]);
    let found = of_rule(&told, "over_and_not_over");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].resolution, Resolution::Real);
    assert!(found[0].a.evidence.quote.contains("a proclamé"), "{}", found[0].a.evidence.quote);
}

#[test]
fn hours_of_one_disaster_that_differ_are_a_disputed_date() {
    let four = "Mardi 4 mai 2021\n\nUn incendie a ravagé dimanche une usine de Lahore. Le feu s'est déclaré vers 4 heures du matin, selon les pompiers.";
    let five =
        "May 4, 2021\n\nA fire destroyed a factory in Lahore on Sunday. The blaze broke out at 5 a.m., police said.";
    let told = dossier(&[("a.txt", four), ("b.txt", five)]);
    let dates: Vec<_> = told.findings.contradictions.iter().filter(|it| it.kind == ContradictionKind::Date).collect();
    assert_eq!(dates.len(), 1);
    assert_eq!((dates[0].a.says.as_str(), dates[0].b.says.as_str()), ("2021-05-02 04:00", "2021-05-02 05:00"));
}

#[test]
fn nothing_is_said_of_a_text_in_a_language_without_a_pack() {
    let german = "Die Armee hat am Donnerstag die Stadt Kunduz eingenommen, teilte das Ministerium mit. Zwölf Menschen sind tot, wie die Behörden sagten.";
    let told = dossier(&[("a.txt", german)]);
    let annotations = &told.docs[0].annotations;
    assert!(annotations.claims.is_empty() && annotations.attributions.is_empty());
    assert!(!annotations.tokens.is_empty());
}

const BOMBING: &str = "Tuesday 4 May 2021\n\nA suicide bombing killed 12 people at a mosque in Kano on Monday. \
    No group has claimed the attack. The blast was heard across the city.";

#[test]
fn the_attack_is_the_bombing_that_the_report_tells() {
    let told = dossier(&[("a.txt", BOMBING)]);
    let attacks = |told: &Dossier| {
        let kinds = ["combat", "disaster"];
        told.findings.events.iter().filter(|it| kinds.iter().any(|kind| it.event_type.is(kind))).count()
    };
    assert_eq!(attacks(&told), 1, "{:#?}", told.findings.events);
    assert_eq!(told.findings.events.iter().filter(|it| it.event_type.is("combat/bombing")).count(), 1);
    // Beside another attack that the report tells by a verb, 'the attack' may be that one.
    let two = BOMBING.replace(" No group", " Gunmen attacked a bus in Kano on Monday. No group");
    assert!(attacks(&dossier(&[("a.txt", &two)])) > 1);
}

#[test]
fn a_toll_that_rose_on_one_day_is_an_update() {
    let first = "Monday 3 May 2021\n\nA bomb went off in Kano on Monday. The bombing killed 28 people, police said.";
    let second = "Monday 3 May 2021\n\nA bomb went off in Kano on Monday. The death toll rose to 34, a hospital said.";
    let resolutions = |second: &str| -> Vec<Resolution> {
        let told = dossier(&[("a.txt", first), ("b.txt", second)]);
        let numbers = told.findings.contradictions.iter().filter(|it| it.kind == ContradictionKind::Number);
        numbers.map(|it| it.resolution).collect()
    };
    assert_eq!(resolutions(second), [Resolution::TimeOrder]);
    assert_eq!(
        resolutions(&second.replace("The death toll rose to 34", "The bombing killed 34 people")),
        [Resolution::Real]
    );
}

#[test]
fn a_leader_is_no_rival_of_those_he_leads() {
    let of = |who: &str| {
        format!(
            "Mercredi 27 juin 2018\n\n{who} a pris la ville de Kidal lundi. Le chef du Front de Karsa, Osman Dirié, s'en félicite."
        )
    };
    let rivals = |one: &str, two: &str| {
        let told = dossier(&[("a.txt", of(one).as_str()), ("b.txt", of(two).as_str())]);
        told.findings.contradictions.iter().filter(|it| it.kind == ContradictionKind::Agent).count()
    };
    assert_eq!(rivals("Le Front de Karsa", "Osman Dirié"), 0);
    assert_eq!(rivals("L'armée malienne", "Osman Dirié"), 1);
}

#[test]
fn what_one_side_plans_is_not_what_the_other_did() {
    for plan in ["Boko Haram veut reprendre la ville de Kidal.", "Les rebelles reprendront la ville."] {
        let report = format!("Mercredi 27 juin 2018\n\nL'armée malienne a repris la ville de Kidal lundi. {plan}");
        let told = dossier(&[("a.txt", report.as_str())]);
        let done: Vec<_> = told.findings.events.iter().filter(|it| it.event_type.is("control/retaken")).collect();
        assert_eq!(done.len(), 2, "{done:#?}");
        assert_eq!(done.iter().filter(|it| it.happened).count(), 1);
    }
}
