//! Mentions: listed names, descriptions around a noun of actors, names in the text alone.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::annotate::pieces::{Gap, Piece, pieces};
use crate::annotate::quotations::{Quotation, quotations};
use crate::document::Document;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::given_names::is_given_name;
use crate::index::{ActorId, PlaceId, WordIdx};
use crate::language::Pack;
use crate::layers::actors::MentionForm;
use crate::layers::kinds::{ActorKind, LabelStance};
use crate::layers::sentences::Sentence;
use crate::layers::syntax::{Syntax, Upos, Word};
use crate::layers::tokens::Token;
use crate::layers::toponyms::{ToponymForm, Toponyms};
use crate::text::Span;

use super::phrase::phrase_at;
use super::sides::may_have_owner;

/// What the finders look at.
pub(super) struct Text<'t> {
    pub doc: &'t Document,
    pub sentences: &'t [Sentence],
    pub tokens: &'t [Token],
    pub syntax: &'t Syntax,
    pub pieces: Vec<Piece>,
    pub toponyms: &'t Toponyms,
    pub pack: &'t Pack,
    pub gazetteer: &'t Gazetteer,
    quotations: Vec<Quotation>,
    /// The country that most of the places lie in, where there is one.
    pub country: Option<PlaceId>,
}

/// A mention before it has a chain. Ranges are of pieces.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub range: Range<usize>,
    /// The piece of the head noun, or the last of a name.
    pub head: usize,
    pub form: MentionForm,
    pub kind: ActorKind,
    pub known: Option<ActorId>,
    /// Neutral group and home country of a force or government.
    pub role: Option<String>,
    /// Home country that the mention states.
    pub country: Option<PlaceId>,
    /// Neutral key word of a description ('jihadist').
    pub descriptor: Option<String>,
    /// The mention inside this one that tells who it is ('le groupe djihadiste État islamique').
    pub apposition: Option<Range<usize>>,
    /// The name that a description leans on without being it ('le chef du Kremlin').
    pub of: Option<Range<usize>>,
    /// Whether it points to somebody already known.
    pub definite: bool,
    /// Whether a name stands in it ('le président Macron').
    pub with_name: bool,
    /// A noun with nothing but its determiner.
    pub bare: bool,
    /// Whether `of` says whose force it is ('les forces de X').
    pub owned: bool,
    /// Whether what `of` tells is a mention of its own inside this one.
    pub nested: bool,
    /// Neutral group of a force or government that the text gives no country.
    pub group: Option<String>,
    /// Positions of members in the list of mentions.
    pub members: Vec<usize>,
    pub rule: &'static str,
}

impl Found {
    pub(super) fn new(
        range: Range<usize>,
        head: usize,
        form: MentionForm,
        kind: ActorKind,
        rule: &'static str,
    ) -> Found {
        Found {
            range,
            head,
            form,
            kind,
            known: None,
            role: None,
            country: None,
            descriptor: None,
            apposition: None,
            of: None,
            definite: false,
            with_name: false,
            bare: false,
            owned: false,
            nested: false,
            group: None,
            members: Vec::new(),
            rule,
        }
    }
}

impl<'t> Text<'t> {
    pub(super) fn new(
        doc: &'t Document,
        sentences: &'t [Sentence],
        tokens: &'t [Token],
        syntax: &'t Syntax,
        toponyms: &'t Toponyms,
        pack: &'t Pack,
        gazetteer: &'t Gazetteer,
    ) -> Text<'t> {
        Text {
            doc,
            sentences,
            tokens,
            syntax,
            pieces: pieces(doc, sentences),
            toponyms,
            pack,
            gazetteer,
            quotations: quotations(&doc.text),
            country: country_of_most(toponyms, gazetteer),
        }
    }

    /// The syntactic word of a piece: the last one of its token.
    pub(super) fn word_of(&self, at: usize) -> Option<WordIdx> {
        let piece = self.pieces.get(at)?;
        self.syntax.words_in(piece.span, self.tokens).next_back().map(WordIdx::new)
    }

    /// The piece that a syntactic word stands in.
    pub(super) fn piece_of(&self, word: WordIdx) -> Option<usize> {
        let span = self.tokens[self.syntax.words[word.at()].token.at()].span;
        let at = self.pieces.partition_point(|piece| piece.span.end <= span.start);
        self.pieces.get(at).filter(|piece| span.contains(piece.span)).map(|_| at)
    }

    /// The part of speech of a piece.
    pub(super) fn upos(&self, at: usize) -> Option<Upos> {
        self.word_of(at).map(|word| self.syntax.words[word.at()].upos)
    }

    /// Whether a piece stands in quotation marks.
    pub(super) fn is_quoted(&self, at: usize) -> bool {
        let Some(piece) = self.pieces.get(at) else { return false };
        self.quotations.iter().any(|quotation| quotation.inner.contains(piece.span))
    }

    /// The quotation that a piece stands in.
    pub(super) fn quotation_at(&self, at: usize) -> Option<Quotation> {
        let piece = self.pieces.get(at)?;
        self.quotations.iter().find(|quotation| quotation.inner.contains(piece.span)).copied()
    }

    /// The byte span of pieces; a quotation mark that opens inside it is closed in it.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let mut span = crate::annotate::pieces::span(&self.pieces, range);
        let rest = self.doc.text.get(span.end as usize..).unwrap_or_default();
        let closing = rest.trim_start().chars().next().filter(|c| matches!(c, '»' | '”' | '"'));
        if let Some(closing) = closing
            && (range.start..range.end - 1).any(|at| self.opens_quotation(at))
        {
            let spaces = rest.len() - rest.trim_start().len();
            span.end += (spaces + closing.len_utf8()) as u32;
        }
        span
    }

    /// Whether only a quotation mark that opens stands between a piece and the next, as before a name in marks.
    pub(super) fn opens_quotation(&self, at: usize) -> bool {
        let (Some(piece), Some(next)) = (self.pieces.get(at), self.pieces.get(at + 1)) else { return false };
        let between = self.doc.text.get(piece.span.end as usize..next.span.start as usize).unwrap_or_default();
        let mark = between.trim_start_matches(['\'', '’', 'ʼ']).trim();
        mark.len() < between.len() && matches!(mark, "«" | "“" | "\"")
    }

    /// Whether a phrase may run on from a piece to a name, in quotation marks or not.
    pub(super) fn joins_name(&self, at: usize) -> bool {
        self.joins(at) || self.opens_quotation(at)
    }

    /// Folded words of a range joined by spaces.
    pub(super) fn words(&self, range: Range<usize>) -> String {
        let words: Vec<&str> = self.pieces[range].iter().map(|piece| piece.folded.as_str()).collect();
        words.join(" ")
    }

    /// The folded words of a name without a form of address.
    pub(super) fn name_words(&self, range: Range<usize>) -> String {
        let titled = range.len() > 1 && self.pack.actors.civil_titles.contains(self.folded(range.start));
        self.words(range.start + usize::from(titled)..range.end)
    }

    pub(super) fn folded(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |piece| piece.folded.as_str())
    }

    /// Whether a phrase may run on from a piece to the next.
    pub(super) fn joins(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|piece| !matches!(piece.gap, Gap::Break | Gap::Comma))
            && at + 1 < self.pieces.len()
    }

    /// The country of a demonym at a piece.
    pub(super) fn demonym(&self, at: usize) -> Option<PlaceId> {
        let span = self.pieces.get(at)?.span;
        self.toponyms.demonyms.iter().find(|demonym| demonym.span.contains(span))?.place
    }

    pub(super) fn is_demonym(&self, at: usize) -> bool {
        self.pieces
            .get(at)
            .is_some_and(|piece| self.toponyms.demonyms.iter().any(|demonym| demonym.span.contains(piece.span)))
    }

    /// The toponym that holds a piece.
    pub(super) fn toponym(&self, at: usize) -> Option<&crate::layers::toponyms::Toponym> {
        let span = self.pieces.get(at)?.span;
        self.toponyms.mentions.iter().find(|toponym| toponym.form == ToponymForm::Name && toponym.span.contains(span))
    }

    /// The end of the longest listed name that begins at a piece.
    pub(super) fn known_at(&self, start: usize) -> Option<(usize, &'t crate::gazetteer::actors::KnownActor)> {
        let mut best = None;
        let mut end = start;
        while end < self.pieces.len() && end < start + self.gazetteer.actors.longest() {
            end += 1;
            let capital = self.pieces[start..end].iter().any(|piece| piece.is_capital);
            // 'M23' has one letter, and it is a capital.
            let capitals = |piece: &Piece| {
                piece.is_upper || piece.is_capital && piece.folded.ends_with(|c: char| c.is_ascii_digit())
            };
            let upper = self.pieces[start..end].iter().all(capitals) && !self.pieces[start].in_title_case;
            let long = end - start > 2;
            let name = self.words(start..end);
            if (capital || long || self.gazetteer.actors.may_be_small(&name))
                && let Some(actor) = self.gazetteer.actors.lookup(&name, upper)
            {
                best = Some((end, actor));
            }
            if !self.joins(end - 1) {
                break;
            }
        }
        best
    }

    /// Whether words behind a mention say which one is meant: 'la milice à majorité kurde des …'.
    pub(super) fn is_modified_behind(&self, mention: &Found) -> bool {
        self.behind(mention).any(|word| matches!(word.universal_relation(), "nmod" | "amod"))
    }

    /// Whether an adjective or a person behind a force says which one it is.
    fn is_told_behind(&self, mention: &Found) -> bool {
        let words = &self.pack.actors;
        let person = |word: &Word| {
            word.upos == Upos::Propn || words.people.contains(&word.lemma) || words.functions.contains(&word.lemma)
        };
        self.behind(mention).any(|word| match word.universal_relation() {
            "amod" => true,
            "nmod" => person(word),
            _ => false,
        })
    }

    /// The words behind a mention that depend on its head.
    fn behind(&self, mention: &Found) -> impl Iterator<Item = &Word> {
        let end = self.span(&mention.range).end;
        let dependents = self.word_of(mention.head).into_iter().flat_map(|head| self.syntax.dependents(head));
        let words = dependents.map(|at| &self.syntax.words[at.at()]);
        words.filter(move |word| self.tokens[word.token.at()].span.start >= end)
    }

    /// What a label says of whom it names.
    pub(super) fn stance(&self, range: Range<usize>) -> LabelStance {
        let labels = &self.pack.actors.labels;
        for start in range.clone() {
            for end in start + 1..=range.end.min(start + self.pack.actors.longest) {
                if let Some(&stance) = labels.get(&self.words(start..end)) {
                    return stance;
                }
            }
        }
        LabelStance::Neutral
    }
}

/// The country that a third of the places or more lie in, and more than in any other.
fn country_of_most(toponyms: &Toponyms, gazetteer: &Gazetteer) -> Option<PlaceId> {
    let mut counts: BTreeMap<PlaceId, usize> = BTreeMap::new();
    let named = toponyms.mentions.iter().filter(|mention| mention.form == ToponymForm::Name);
    let places = named.filter_map(|mention| mention.place).chain(toponyms.demonyms.iter().filter_map(|it| it.place));
    for country in places.filter_map(|place| gazetteer.places.country_of(place)) {
        *counts.entry(country).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    let mut counts: Vec<(usize, PlaceId)> = counts.into_iter().map(|(country, count)| (count, country)).collect();
    counts.sort_by(|one, two| two.cmp(one));
    let (most, country) = *counts.first()?;
    let next = counts.get(1).map_or(0, |(count, _)| *count);
    (most * 3 >= all && most > next).then_some(country)
}

/// All mentions without groups and pronouns, sorted; a phrase precedes the names inside it.
pub(super) fn mentions(text: &Text) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut phrase_end = 0;
    let mut name_end = 0;
    // Where the name that stands with a title begins: no name runs into it from the title's own words.
    let mut name_start = 0;
    for at in 0..text.pieces.len() {
        if at >= phrase_end
            && let Some(mut phrase) = phrase_at(text, at)
        {
            // 'les forces [du gouvernement]': the loop goes on to the mention inside.
            let inside = phrase.of.as_ref().filter(|_| phrase.nested);
            phrase_end = inside.map_or(phrase.range.end, |inside| inside.start.max(at + 1));
            let named = phrase.apposition.as_ref().filter(|_| phrase.form == MentionForm::Title);
            name_start = named.map_or(0, |name| name.start);
            let open = phrase.role.is_none() && phrase.of.is_none() && phrase.apposition.is_none();
            if open && may_have_owner(text, phrase.group.as_ref()) && text.is_told_behind(&phrase) {
                // 'les forces anti-X', 'les forces engagées contre X': which ones is told, but not understood.
                (phrase.bare, phrase.definite) = (false, false);
            }
            if open && phrase.definite {
                phrase.role = role_of_bare(&phrase, &found, text);
            }
            found.push(phrase);
        }
        if at < name_end {
            continue;
        }
        if let Some(name) = name_at(text, at).filter(|name| at >= name_start || name.range.end <= name_start) {
            name_end = name.range.end;
            if !found.iter().rev().take(3).any(|other| other.range == name.range) {
                found.push(name);
            }
        }
    }
    super::organisations::names(text, &mut found);
    super::unlisted::expansions(text, &mut found);
    super::unlisted::parts_of_names(text, &mut found);
    super::unlisted::speakers(text, &mut found);
    super::people::people(text, &mut found);
    super::peoples::peoples(text, &mut found);
    super::own_side::roles(text, &mut found);
    found.extend(super::sides::owners(&found));
    super::sides::identify(&mut found, text);
    super::whole::grow(text, &mut found);
    found.extend(super::pronouns::pronouns(text));
    found.sort_by_key(|mention| (mention.range.start, std::cmp::Reverse(mention.range.end)));
    found
}

/// The role of 'l'armée', 'le gouvernement' without a country: of the country that opens the sentence, else of the
/// force of that kind spoken of last, else of the country that the report is about.
pub(super) fn role_of_bare(phrase: &Found, found: &[Found], text: &Text) -> Option<String> {
    let group = phrase.group.as_ref()?;
    let start = text.pieces[phrase.range.start].span;
    let sentence = text.sentences.iter().find(|sentence| sentence.span.contains(start))?;
    let opening = text.toponyms.mentions.iter().find(|toponym| {
        let before = toponym.span.start >= sentence.span.start && toponym.span.end < start.start;
        before && toponym.form == ToponymForm::Name && text.doc.text[toponym.span.end as usize..].starts_with(',')
    });
    let opening = opening.and_then(|toponym| text.gazetteer.places.country_of(toponym.place?));
    if let Some(country) = opening {
        return Some(format!("{group}/{}", country.0));
    }
    let prefix = format!("{group}/");
    let last = found.iter().rev().filter_map(|other| other.role.as_ref()).find(|role| role.starts_with(&prefix));
    last.cloned().or_else(|| text.country.map(|country| format!("{group}/{}", country.0)))
}

/// A name at a piece: listed, a metonymic toponym, or capitals alone.
pub(super) fn name_at(text: &Text, at: usize) -> Option<Found> {
    let name = |end: usize, form, kind, rule| Found::new(at..end, end - 1, form, kind, rule);
    if let Some((end, actor)) = text.known_at(at) {
        let form = if end == at + 1 && text.pieces[at].is_upper { MentionForm::Acronym } else { MentionForm::Name };
        return Some(Found { known: Some(actor.id.clone()), ..name(end, form, actor.kind, "listed_name") });
    }
    // 'M. Guterres': the form of address belongs to a listed person's mention.
    if text.pack.actors.civil_titles.contains(text.folded(at))
        && text.pieces[at].is_capital
        && text.joins(at)
        && let Some((end, actor)) = text.known_at(at + 1)
        && actor.kind == ActorKind::Person
    {
        let known = Some(actor.id.clone());
        return Some(Found { known, ..name(end, MentionForm::Name, actor.kind, "listed_name") });
    }
    if let Some(toponym) = text.toponym(at) {
        toponym.metonymy.as_ref()?;
        let end =
            (at..text.pieces.len()).take_while(|&piece| toponym.span.contains(text.pieces[piece].span)).count() + at;
        let country = toponym.place.and_then(|place| text.gazetteer.places.country_of(place));
        let role = country.map(|country| format!("government/{}", country.0));
        return Some(Found { role, ..name(end, MentionForm::Metonym, ActorKind::State, "metonymic_toponym") });
    }
    let end = capitals_end(text, at)?;
    let addressed = text.pack.actors.civil_titles.contains(&text.pieces[at].folded) && end > at + 1;
    let person = person_evidence(text, at, end).or(addressed.then_some("form_of_address"));
    let long = end - at >= 2;
    if text.pieces[at].is_upper && end == at + 1 {
        let names = !text.pack.actors.no_actors.contains(text.folded(at));
        return (text.pieces[at].folded.len() <= 7 && !text.pieces[at].in_title_case && names)
            .then(|| name(end, MentionForm::Acronym, ActorKind::Organisation, "capitals"));
    }
    match (person, long) {
        (Some(rule), _) => Some(name(end, MentionForm::Name, ActorKind::Person, rule)),
        (None, true) => {
            let kind = super::organisations::kind_of_name(text, at..end).unwrap_or(ActorKind::Unknown);
            Some(name(end, MentionForm::Name, kind, "capitalised_words"))
        }
        (None, false) => None,
    }
}

/// The end of a run of capitalised words, with particles inside, that begins at a piece and is no place.
fn capitals_end(text: &Text, at: usize) -> Option<usize> {
    let piece = &text.pieces[at];
    let words = &text.pack.actors;
    let is_word = |at: usize| {
        let folded = text.folded(at);
        words.determiners.contains(folded) || words.pronouns.contains_key(folded) || words.links.contains(folded)
    };
    if !piece.is_capital || piece.in_title_case || is_word(at) || text.toponym(at).is_some() || text.is_demonym(at) {
        return None;
    }
    // 'Pro-X forces'.
    if piece.gap == Gap::Hyphen && words.partisan.contains(&piece.folded) {
        return None;
    }
    // 'Président Vladimir Poutine': the function is not part of the name.
    let titled = words.functions.contains(&piece.folded) && !words.civil_titles.contains(&piece.folded);
    let next_is_capital = text.joins(at) && text.pieces.get(at + 1).is_some_and(|next| next.is_capital);
    if titled && next_is_capital {
        return None;
    }
    // A sentence's first word is a name only where the tagger sees a noun.
    let nominal = matches!(text.upos(at), Some(Upos::Propn | Upos::Noun | Upos::X | Upos::Adj) | None);
    if piece.opens && !nominal {
        return None;
    }
    let mut end = at + 1;
    let mut last = end;
    while text.joins(end - 1) && end < at + 8 {
        let next = &text.pieces[end];
        if next.is_capital && text.toponym(end).is_none() && !text.is_demonym(end) && text.known_at(end).is_none() {
            last = end + 1;
        } else if !words.particles.contains(&next.folded) || end > last + 1 || leads_to_letters(text, end) {
            break;
        }
        end += 1;
    }
    // 'Transport Minister Alain Roussel': the name begins behind the function.
    let title = (at + 1..last.saturating_sub(1)).any(|at| {
        words.functions.contains(text.folded(at)) && text.pieces[at + 1].is_capital && !text.pieces[at].is_upper
    });
    if title {
        return None;
    }
    // 'Selon l'Observatoire' is no name: at a sentence's start the second capital has to follow at once.
    let opens = piece.opens && !text.pieces.get(at + 1).is_some_and(|next| last > at + 1 && next.is_capital);
    (!opens || piece.is_upper).then_some(last)
}

/// 'Amina Sarr du CNR': the letters behind a particle are a group's, and not the end of the person's name.
fn leads_to_letters(text: &Text, particle: usize) -> bool {
    text.joins(particle) && text.pieces.get(particle + 1).is_some_and(|next| next.is_upper && !next.in_title_case)
}

/// Why a capitalised run is a person's name.
fn person_evidence(text: &Text, at: usize, end: usize) -> Option<&'static str> {
    let words = &text.pack.actors;
    let before = at.checked_sub(1).filter(|&before| text.joins(before)).map_or("", |before| text.folded(before));
    if words.civil_titles.contains(before) {
        return Some("form_of_address");
    }
    if words.functions.contains(before) {
        return Some("function_before_name");
    }
    // 'le président syrien Bachar el-Assad': an adjective may stand between.
    let two_before = at.checked_sub(2).filter(|_| text.is_demonym(at - 1)).map_or("", |before| text.folded(before));
    if words.functions.contains(two_before) {
        return Some("function_before_name");
    }
    // 'Jeanne Martin, porte-parole de…': a function in apposition.
    let comma = text.pieces.get(end - 1).is_some_and(|piece| piece.gap == Gap::Comma);
    let after = (end..end + 3).find(|&at| !words.determiners.contains(text.folded(at)));
    if comma
        && end - at >= 2
        && after.is_some_and(|after| {
            words.functions.contains(text.folded(after)) || words.anonymous.contains(text.folded(after))
        })
    {
        return Some("function_after_name");
    }
    // 'Jeanne Martin': two or three names of which the first is given to persons; 'Charles de Gaulle' may also be
    // an airport, so that nothing may announce a place or a thing.
    let named = (2..=4).contains(&(end - at)) && is_given_name(text.folded(at)) && !text.pieces[at].is_upper;
    let plain = !text.pieces[at..end].iter().any(|piece| words.nouns.contains_key(&piece.folded));
    (named && plain && !text.pieces[at].in_title_case).then_some("given_name")
}
