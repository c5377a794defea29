//! From counts to the measures that are shown and held.

use super::Tally;

/// A measure: a number, or nothing where there was nothing to measure.
pub type Figure = (&'static str, Option<f64>);

/// The measures of a tally, in the order in which they are shown. Shares lie between 0 and 1.
pub fn rates(tally: &Tally) -> Vec<Figure> {
    let count = |name: &'static str| (name, Some(tally.get(name)));
    let share = |name: &'static str, part: &str, whole: &str| (name, ratio(tally.get(part), tally.get(whole)));
    let of = |part: &str, whole: &str| tally.get(part) / tally.get(whole).max(1.0);
    let value = harmonic(of("timex_value", "timex_ours"), of("timex_value", "timex_gold"));
    vec![
        count("reports"),
        share("dct_right", "dct_right", "dct"),
        share("timex_found", "timex_found", "timex_gold"),
        ("timex_value_f1", Some(value)),
        share("place_found", "place_found", "place_gold"),
        share("place_right", "place_right", "place_gold"),
        share("place_precision", "place_ours_used", "place_ours"),
        share("actor_found", "actor_found", "actor_gold"),
        share("entity_purity", "entity_pure", "entity_mentions"),
        share("actor_whole", "actor_whole", "actor_whole_of"),
        share("attr_found", "attr_found", "attr_gold"),
        share("attr_speaker", "attr_speaker", "attr_gold"),
        share("attr_precision", "attr_found", "attr_ours"),
        count("gold_events"),
        count("claims"),
        share("event_recall", "found", "gold_events"),
        share("claims_spurious", "spurious", "claims"),
        share("claims_right_of_found", "right", "judged"),
        share("claims_right_of_shown", "right", "claims"),
        share("harmful_of_shown", "harmful", "claims"),
        share("facts_right", "right", "gold_events"),
        share("core_facts_right", "core_right", "core"),
        ("b3", Some(harmonic(of("b3p_sum", "b3_n"), of("b3r_sum", "b3_n")))),
        share("main_whole", "main_whole", "main"),
        count("events_shown"),
        count("clusters"),
        count("merged"),
        count("forbidden"),
        share("contra_found", "contra_found", "contra_gold"),
        share("contra_right_of_shown", "contra_right", "contra_ours"),
        ("contra_shown", Some(tally.get("contra_ours"))),
        share("copies_found", "copies_found", "copies"),
        ("families", Some(tally.get("families_shown"))),
    ]
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| thousandths(part / whole))
}

fn harmonic(p: f64, r: f64) -> f64 {
    if p > 0.0 && r > 0.0 { thousandths(2.0 * p * r / (p + r)) } else { 0.0 }
}

fn thousandths(figure: f64) -> f64 {
    (figure * 1000.0).round() / 1000.0
}
