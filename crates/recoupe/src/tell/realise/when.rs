//! Days and figures inside a sentence.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::compare::events::{Event, QuantityValue};
use crate::dates::Interval;
use crate::tell::Telling;
use crate::tell::realise::grammar::Phrase;

/// Figures that a sentence names; of more it would be a table.
const MOST: usize = 3;

impl Telling<'_> {
    /// 'on 3 March 2023', 'le 2 ou le 3 mars 2023', 'in October 2017'; `None` where nothing is known.
    pub fn when_phrase(&self, interval: Interval) -> Option<String> {
        let (key, values) = match (interval.earliest.map(|at| at.date()), interval.latest.map(|at| at.date())) {
            (None, None) => return None,
            (Some(first), None) => ("from", vec![("{day}", self.t.day(first))]),
            (None, Some(last)) => ("until", vec![("{day}", self.t.day(last))]),
            (Some(first), Some(last)) => self.of_days(first, last),
        };
        let template = self.said.grammar.when.get(key)?.clone();
        let filled = values.iter().fold(template, |text, (slot, value)| text.replace(slot, value));
        Some(self.said.grammar.smooth(&filled))
    }

    fn of_days(&self, first: Date, last: Date) -> (&'static str, Vec<(&'static str, String)>) {
        if first == last {
            return ("day", vec![("{day}", self.t.day(first))]);
        }
        let whole_months = first.day() == 1 && last == last.last_of_month() && first.year() == last.year();
        if whole_months && first.month() == last.month() {
            return ("month", vec![("{month}", self.t.month_and_year(first))]);
        }
        if whole_months && (first.month(), last.month()) == (1, 12) {
            return ("year", vec![("{year}", first.year().to_string())]);
        }
        let next = first.checked_add(1.day()).is_ok_and(|next| next == last);
        let early = match (first.year() == last.year(), first.month() == last.month()) {
            (true, true) => self.t.day_of_month(first),
            (true, false) => self.t.day_and_month(first),
            (false, _) => self.t.day(first),
        };
        (if next { "two_days" } else { "between" }, vec![("{first}", early), ("{last}", self.t.day(last))])
    }

    /// How many an event concerns, with whom they are: '12 to 17 civilians'; of figures for some of them and for all
    /// of them, those for all.
    pub(super) fn how_many(&self, event: &Event) -> Option<Phrase> {
        let counted = match event.event_type.family() {
            "harm" => event.event_type.0.split('/').nth(1)?,
            "protest" => "crowd",
            _ => return None,
        };
        let of = |who: Option<&str>| -> Vec<&QuantityValue> {
            let values = event.quantities.iter().map(|slot| &slot.value).filter(|it| it.counted == counted);
            values.filter(|it| it.who.as_deref() == who && it.stated().is_some()).collect()
        };
        if let Some(people) = self.many_of("people", &of(None)) {
            return Some(people);
        }
        let mut whose: Vec<&str> = event.quantities.iter().filter_map(|slot| slot.value.who.as_deref()).collect();
        whose.sort_unstable();
        whose.dedup();
        let each: Vec<Phrase> = whose.iter().take(MOST).filter_map(|who| self.many_of(who, &of(Some(who)))).collect();
        self.said.grammar.row(&each, &self.said.grammar.last)
    }

    /// One range for all that is said of a group.
    fn many_of(&self, who: &str, values: &[&QuantityValue]) -> Option<Phrase> {
        let grammar = self.said.grammar;
        let noun = grammar.who.get(who).or_else(|| grammar.who.get("people"))?;
        let low = values.iter().filter_map(|it| it.stated()).min_by(f64::total_cmp)?;
        let high = values.iter().filter_map(|it| it.max.or(it.min)).max_by(f64::total_cmp)?;
        let number = self.number_in_words(values, (low, high), noun.feminine)?;
        let one = high <= 1.0;
        let text = format!("{number} {}", if one { &noun.one } else { &noun.other });
        Some(Phrase { text, plural: !one, feminine: noun.feminine })
    }

    fn number_in_words(&self, values: &[&QuantityValue], (low, high): (f64, f64), feminine: bool) -> Option<String> {
        let figures = &self.said.grammar.figures;
        let form = |key: &str, n: &str| Some(figures.get(key)?.replace("{n}", n));
        let one = || figures.get("one_feminine").filter(|_| feminine).or_else(|| figures.get("one"));
        let written = |value: f64| {
            let word = (value == 1.0).then(one).flatten();
            word.cloned().unwrap_or_else(|| self.t.decimal(value))
        };
        if low != high {
            let between = values.iter().flat_map(|it| [it.min, it.max]).flatten().any(|it| it != low && it != high);
            let key = if between || values.iter().any(|it| it.min != it.max) { "range" } else { "either" };
            return Some(
                figures.get(key)?.replace("{low}", &self.t.decimal(low)).replace("{high}", &self.t.decimal(high)),
            );
        }
        // A bound that one report gives and another one states exactly is no bound any more.
        let exact = values.iter().any(|it| it.min == it.max);
        let key = match values.first().map(|it| (it.min, it.max)) {
            Some((Some(_), None)) if !exact => "least",
            Some((None, Some(_))) if !exact => "most",
            _ => "exact",
        };
        form(key, &written(low))
    }

    /// '≥ 12', '170–200' as the findings write figures, in words.
    pub(super) fn figure_in_words(&self, says: &str) -> String {
        let figures = &self.said.grammar.figures;
        let number =
            |digits: &str| digits.parse().map_or_else(|_| digits.to_owned(), |value: f64| self.t.decimal(value));
        let form = |key: &str, digits: &str| figures.get(key).map(|form| form.replace("{n}", &number(digits.trim())));
        let bound = says.strip_prefix('≥').and_then(|rest| form("least", rest));
        let bound = bound.or_else(|| says.strip_prefix('≤').and_then(|rest| form("most", rest)));
        let range = || {
            let (low, high) = says.split_once('–')?;
            Some(figures.get("range")?.replace("{low}", &number(low.trim())).replace("{high}", &number(high.trim())))
        };
        bound.or_else(range).unwrap_or_else(|| number(says.trim()))
    }
}
