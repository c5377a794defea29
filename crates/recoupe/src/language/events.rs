//! `events.toml`: triggers with frames, moods, figures, and words of extent.

use std::collections::{BTreeMap, BTreeSet};

use crate::layers::kinds::{ActorKind, EventType, Factuality, LabelStance};

use serde::Deserialize;

use super::{PackError, PackFiles};

/// Words of the claim layer. Lemmas are in lower case.
#[derive(Debug)]
pub struct EventWords {
    /// Frames; see [`EventWords::verb`] and [`EventWords::noun`].
    pub frames: Vec<Frame>,
    verbs: BTreeMap<String, Vec<usize>>,
    nouns: BTreeMap<String, Vec<usize>>,
    /// Forms whose lemma the model gets wrong, with the right one.
    pub lemmas: BTreeMap<String, String>,
    /// The words that all triggers share.
    pub lists: Lists,
    /// Kinds of actors that can do what a frame says, by the set's name.
    pub kinds: BTreeMap<String, BTreeSet<ActorKind>>,
    /// Prepositions by argument.
    pub prepositions: BTreeMap<Argument, BTreeSet<String>>,
    /// Verbs that carry a noun of happening.
    pub support: Support,
    /// Moods of governing words.
    pub moods: Moods,
    /// Figures in words.
    pub figures: Figures,
    /// Set phrases with a figure.
    pub tolls: Vec<Toll>,
    /// How causes are named.
    pub causes: Causes,
}

/// How the causes of disasters are named.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Causes {
    /// Phrases before a cause, word by word ('à cause de').
    #[serde(deserialize_with = "phrases")]
    pub phrases: Vec<Vec<String>>,
    /// Neutral keys, the same in every language, with the lemmas that stand for them.
    pub kinds: BTreeMap<String, BTreeSet<String>>,
}

fn phrases<'de, D: serde::Deserializer<'de>>(file: D) -> Result<Vec<Vec<String>>, D::Error> {
    let phrases = Vec::<String>::deserialize(file)?;
    Ok(phrases.iter().map(|phrase| phrase.split(' ').map(str::to_owned).collect()).collect())
}

/// Words that all triggers share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    /// Prepositions before the agent of a passive.
    pub agent_prepositions: BTreeSet<String>,
    /// Lemmas of reflexive pronouns.
    pub reflexives: BTreeSet<String>,
    /// Verbs whose perfect looks like a passive ('est tombé').
    pub unaccusatives: BTreeSet<String>,
    /// Auxiliaries of the passive, with a past participle of any other verb.
    pub passive_auxiliaries: BTreeSet<String>,
    /// Endings of infinitives.
    pub infinitive_endings: Vec<String>,
    /// Adverbs that a parser may take for prepositions.
    pub adverbs: BTreeSet<String>,
    /// Words that open a clause without a finite verb ('avant de', 'pour').
    pub clause_marks: BTreeSet<String>,
    /// Nouns of time, which are no subjects ('le mois dernier, …').
    pub time_nouns: BTreeSet<String>,
    /// Prepositions that put what follows before or after the clause ('après').
    pub sequence: BTreeSet<String>,
    /// Those of them that put it after.
    pub after: BTreeSet<String>,
    /// Those of them that begin what goes on ('depuis').
    pub since: BTreeSet<String>,
    /// Prepositions of direction ('vers', 'depuis').
    pub directions: BTreeSet<String>,
    /// Verbs that lead to a place where nothing else happens ('alors qu'ils rentraient à X').
    pub travels: BTreeSet<String>,
    /// Words that deny.
    pub negations: BTreeSet<String>,
    /// Words below which nothing has come about ('loin de la victoire').
    pub far: BTreeSet<String>,
    /// Words that turn a negation into 'only'.
    pub restrictions: BTreeSet<String>,
    /// Determiners that leave a noun open, so that it names nothing spoken of before.
    pub indefinite: BTreeSet<String>,
    /// Nouns that make a part of a place.
    pub partial_nouns: BTreeSet<String>,
    /// Words that say that the whole is meant.
    pub whole_words: BTreeSet<String>,
    /// Nouns that take a part of a group ('la plupart de'); who is meant stands behind them.
    pub partitives: BTreeSet<String>,
    /// Nouns of what can begin and end ('guerre', 'opération').
    pub struggles: BTreeSet<String>,
    /// Participles that only say where something stands ('positionné').
    pub located: BTreeSet<String>,
    /// Adverbs that say that a state holds now, whatever the tense ('désormais').
    pub now: BTreeSet<String>,
    /// Adverbs of an earlier time that is not told ('auparavant').
    pub earlier: BTreeSet<String>,
    /// Nouns of forces that can take, hold or lose a place, in a text that does not name them ('troupe', 'char').
    pub armed_nouns: BTreeSet<String>,
    /// Nouns of persons and of numbers of persons ('crowd'), with the people of `actors.toml`.
    pub person_nouns: BTreeSet<String>,
    /// Endings of past participles with the ending of their verb, for those that are tagged as adjectives.
    pub participles: BTreeMap<String, String>,
    /// Nouns of institutions, which are none of what their names speak of ('Centre national des ouragans').
    pub institution_nouns: BTreeSet<String>,
    /// Names of places to publish, of which none is attacked ('revendiquer l'attaque *sur Twitter*').
    pub channels: BTreeSet<String>,
    /// Adjectives of happenings before the one that is told ('*past* attacks').
    pub background_adjectives: BTreeSet<String>,
    /// Phrases behind such happenings ('attacks *in the past*').
    pub background_phrases: Vec<String>,
    /// Adverbs of the superlative.
    pub superlatives: BTreeSet<String>,
    /// Nouns for what others say ('accusation').
    pub said_nouns: BTreeSet<String>,
    /// Words between a group and the list of its members ('à savoir').
    pub namely: BTreeSet<String>,
    /// Nouns for the better part of a force ('le gros des troupes').
    pub cores: BTreeSet<String>,
    /// Verbs that say who makes up such a part ('constituer').
    pub makes_up: BTreeSet<String>,
    /// Nouns that stand for a place.
    pub place_nouns: BTreeSet<String>,
    /// Those of them that are larger than a town.
    pub area_nouns: BTreeSet<String>,
    /// Words that say that nothing is left but the place ('last').
    pub last: BTreeSet<String>,
    /// Words that leave out places of no weight ('last *major* town').
    pub weighty: BTreeSet<String>,
    /// Nouns through which a place is had ('le contrôle de').
    pub control_nouns: BTreeSet<String>,
    /// Nouns whose owner holds the place or is hit with it ('bastion', 'positions', 'convoi').
    pub holder_nouns: BTreeSet<String>,
}

impl Lists {
    /// Whether a lemma stands for a town, a village or a part of one, and for nothing larger.
    pub fn is_town_noun(&self, lemma: &str) -> bool {
        self.place_nouns.contains(lemma) && !self.area_nouns.contains(lemma)
    }
}

/// Verbs that carry a noun of happening: their arguments are the noun's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Support {
    /// The subject does it ('mener', 'lancer').
    pub does: BTreeSet<String>,
    /// The subject suffers it ('subir').
    pub suffers: BTreeSet<String>,
    /// The noun is the subject, and the object suffers it ('viser').
    pub targets: BTreeSet<String>,
    /// The noun is the subject, and the object and its counterpart do it to each other ('opposer').
    pub opposes: BTreeSet<String>,
    /// The object is the crowd ('rassembler').
    pub gathers: BTreeSet<String>,
    /// Verbs that tie a noun to their subject ('être', 'rester').
    pub copulas: BTreeSet<String>,
    /// The object is what comes of it ('provoquer des inondations').
    pub causes: BTreeSet<String>,
    /// What has the noun as subject still goes on ('se poursuivre').
    pub goes_on: BTreeSet<String>,
    /// What is spoken of by the verb did happen ('condamner').
    pub presupposes: BTreeSet<String>,
    /// Nouns that make their subject the target ('être la cible de').
    pub target_nouns: BTreeSet<String>,
    /// Nouns of company ('en coopération avec').
    pub company_nouns: BTreeSet<String>,
    /// Verbs whose passive names who takes part beside its noun ('soutenu par').
    pub backs: BTreeSet<String>,
    /// Prepositions before one of a group ('ses alliés comme X').
    pub such_as: BTreeSet<String>,
    /// Prepositions before fire that the subject of the clause is under ('sous').
    pub under: BTreeSet<String>,
    /// Verbs that only say that something happened ('survenir').
    pub happens: BTreeSet<String>,
    /// The object is the subject of the infinitive ('empêcher X de').
    pub object_control: BTreeSet<String>,
}

/// How figures are written out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// Numbers in words; a value of at least 100 multiplies what stands before it.
    pub numbers: BTreeMap<String, u64>,
    /// Words between two nouns of quantity ('des dizaines de milliers').
    pub of: BTreeSet<String>,
    /// Joints inside numbers.
    pub joints: BTreeSet<String>,
    /// Nouns of quantity ('dizaine'); a plural one is open upwards from twice that.
    pub collectives: BTreeMap<String, u64>,
    /// Words for several, with the least that they say.
    pub several: BTreeMap<String, u64>,
    /// Phrases before a figure that make it the least.
    pub least: Vec<String>,
    /// … the most.
    pub most: Vec<String>,
    /// Words before the lower of two figures, and between them; nothing has to stand before those of an empty one.
    pub between: Vec<[String; 2]>,
    /// Verbs before two figures of which the second replaces the first ('est passé de 300 à 350').
    pub growth: BTreeSet<String>,
    /// The decimal sign.
    pub decimal: char,
    /// Signs and words of per cent.
    pub percent: Vec<String>,
    /// Nouns of a count, whose date is not that of what is counted ('bilan').
    pub tolls: BTreeSet<String>,
    /// Adjectives of a count that a later one replaces ('un premier bilan').
    pub earlier: BTreeSet<String>,
    /// What comes to harm beside people and is not counted with them ('thousands of *houses*'); words in the singular.
    pub things: BTreeSet<String>,
    /// Phrases before a figure that is not exact ('près de').
    pub about: Vec<String>,
    /// Who is counted, by a neutral key: words in the singular. Figures of different keys are no rivals.
    pub who: BTreeMap<String, BTreeSet<String>>,
}

/// What a trigger's arguments mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// The event type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    /// Role of the subject.
    pub subject: Option<Role>,
    /// Role of the object.
    pub object: Option<Role>,
    /// Role after 'de' or 'from'.
    pub de: Option<Role>,
    /// Role after 'à' or 'to'.
    pub a: Option<Role>,
    /// Role after 'contre' or 'against'.
    pub contre: Option<Role>,
    /// Role after 'par' or 'by' behind a noun.
    pub par_noun: Option<Role>,
    /// Role of a noun before the noun ('government air strikes').
    pub modifier: Option<Role>,
    /// Role after 'avec' or 'with'.
    pub avec: Option<Role>,
    /// Role after 'entre' or 'between'.
    pub entre: Option<Role>,
    /// Role after 'pour' or 'for' behind a noun.
    pub pour: Option<Role>,
    /// Role after a preposition of place; a place unless the frame says otherwise.
    pub place: Option<Role>,
    /// What has to be there for a claim.
    pub needs: Option<Need>,
    /// Phrases of which one must follow the trigger and belongs to it ('d'assaut').
    #[serde(default)]
    pub with: Vec<String>,
    /// Whether the verb must (or must not) be reflexive.
    pub reflexive: Option<bool>,
    /// Whether the verb must (or must not) be passive ('un bilan avancé par').
    pub passive: Option<bool>,
    /// Whether the text must say who did it.
    #[serde(default)]
    pub agent: bool,
    /// Lemmas of which the object must be one; of a passive, its subject.
    #[serde(default)]
    pub objects: BTreeSet<String>,
    /// Lemmas of which the subject must be one.
    #[serde(default)]
    pub subjects: BTreeSet<String>,
    /// Lemmas of which one must modify the noun ('air' of 'air strike').
    #[serde(default)]
    pub modifiers: BTreeSet<String>,
    /// Prepositions of which one must stand before the noun, with no determiner between ('in control of').
    #[serde(default)]
    pub behind: BTreeSet<String>,
    /// Lemmas of which the word above must be one ('hit' of 'a strike hit the town').
    #[serde(default)]
    pub under: BTreeSet<String>,
    /// Whether only a verb that tells counts, not a participle or a relative clause that describes.
    #[serde(default)]
    pub told: bool,
    /// Whether the noun takes the subject of a copula ('être aux mains de').
    #[serde(default)]
    pub copula: bool,
    /// Whether its subject, object or complement must be a struggle ('la guerre est finie'), whose sides are
    /// then its own.
    #[serde(default)]
    pub struggle: bool,
    /// The factuality that the word itself gives to what it tells ('toucher à sa fin').
    pub factuality: Option<Factuality>,
    /// The set of kinds that whoever does it must belong to.
    pub actors: Option<String>,
    /// Words after the trigger, in lower case, that give it another meaning ('prise en étau').
    #[serde(default)]
    pub never: Vec<String>,
    /// What a number before the noun counts.
    pub counted: Option<String>,
    /// How the word speaks of the event.
    #[serde(default)]
    pub stance: LabelStance,
}

/// Set phrases in which a figure counts people.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Toll {
    /// The event type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// What the figure counts.
    pub counted: String,
    /// Type of a happening that must be told nearby.
    pub near: Option<String>,
    /// The least figure that the phrases count ('ils étaient 5 000', not 'ils étaient trois').
    #[serde(default)]
    pub least: u32,
    /// The phrases; the first that fits counts.
    #[serde(deserialize_with = "patterns")]
    pub patterns: Vec<Vec<Piece>>,
}

/// A piece of a set phrase.
#[derive(Debug, Clone)]
pub enum Piece {
    /// `{number}`: a figure; with `*`, the trigger.
    Number {
        /// Whether it is part of the trigger.
        trigger: bool,
    },
    /// `{one}`: an article that counts one ('faisant un mort').
    One,
    /// `{who}`: a few words without verb, sign or figure.
    Who,
    /// `...`: any words of the sentence, not many.
    Gap,
    /// `{phrase}`: what may stand between a noun and its verb: any words, none of them a finite verb.
    Phrase,
    /// A word: `one|other`, `perhaps?`, `*trigger`.
    Word {
        /// Forms in lower case.
        forms: BTreeSet<String>,
        /// Whether it may be missing.
        optional: bool,
        /// Whether it is part of the trigger.
        trigger: bool,
    },
}

impl Piece {
    fn of(piece: &str) -> Piece {
        let (trigger, word) = piece.strip_prefix('*').map_or((false, piece), |word| (true, word));
        match word {
            "{number}" => Piece::Number { trigger },
            "{who}" => Piece::Who,
            "{one}" => Piece::One,
            "..." => Piece::Gap,
            "{phrase}" => Piece::Phrase,
            _ => {
                let (optional, word) = word.strip_suffix('?').map_or((false, word), |word| (true, word));
                Piece::Word { forms: word.split('|').map(str::to_owned).collect(), optional, trigger }
            }
        }
    }
}

fn patterns<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Vec<Piece>>, D::Error> {
    let patterns: Vec<String> = Vec::deserialize(deserializer)?;
    Ok(patterns.iter().map(|pattern| pattern.split_whitespace().map(Piece::of).collect()).collect())
}

/// A role of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Role {
    Agent,
    Patient,
    Place,
}

/// What has to be there for a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Need {
    Place,
    /// A place with a name, or a noun of towns and villages ('in a few villages', not 'in desert areas').
    Town,
    Actor,
    /// An actor or a noun of persons, as the object or, of a verb without one, as the subject.
    Person,
    Number,
}

/// An argument that a preposition marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Argument {
    De,
    A,
    Contre,
    ParNoun,
    Avec,
    Entre,
    Pour,
    Place,
}

impl Frame {
    /// The role of a marked argument.
    pub fn role(&self, argument: Argument) -> Option<Role> {
        match argument {
            Argument::De => self.de,
            Argument::A => self.a,
            Argument::Contre => self.contre,
            Argument::ParNoun => self.par_noun,
            Argument::Avec => self.avec,
            Argument::Entre => self.entre,
            Argument::Pour => self.pour,
            // Who loses a town in a country does not lose the country.
            Argument::Place => self.place.or((!self.event_type.is("control")).then_some(Role::Place)),
        }
    }
}

/// Words above or beside a trigger by what they say of it. Lemmas.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moods {
    /// Verbs: it is still to come.
    pub predicted: BTreeSet<String>,
    /// Verbs: it is wanted.
    pub intended: BTreeSet<String>,
    /// Verbs: it did happen.
    pub factual: BTreeSet<String>,
    /// Verbs: it did not come to it ('empêcher', 'échouer').
    pub counterfactual: BTreeSet<String>,
    /// Verbs of which a change of control is the object: it is only said to be so ('revendiquer la prise de').
    pub claimed: BTreeSet<String>,
    /// Verbs whose negation leaves open whether their object is so ('ne confirme pas').
    pub confirms: BTreeSet<String>,
    /// Verbs of which it is the object: it is said not to be so ('démentir').
    pub denied: BTreeSet<String>,
    /// Adjectives: it is still to come ('imminent').
    pub predicted_adjectives: BTreeSet<String>,
    /// Adjectives: it is planned ('prévu').
    pub intended_adjectives: BTreeSet<String>,
    /// Adverbs: it happens again and again.
    pub habitual: BTreeSet<String>,
    /// Conjunctions of condition.
    pub conditions: BTreeSet<String>,
    /// Prepositions without which it would have been otherwise ('sans').
    pub without: BTreeSet<String>,
    /// Prepositions of purpose.
    pub purpose: BTreeSet<String>,
    /// Nouns whose complement is only wanted ('tentative de').
    pub intended_nouns: BTreeSet<String>,
    /// Phrases of what somebody sets out for, up to the noun, in lower case ('à la conquête').
    #[serde(default)]
    pub aims: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    lemmas: BTreeMap<String, String>,
    lists: Lists,
    kinds: BTreeMap<String, BTreeSet<ActorKind>>,
    prepositions: BTreeMap<Argument, BTreeSet<String>>,
    support: Support,
    moods: Moods,
    figures: Figures,
    trigger: Vec<Frame>,
    toll: Vec<Toll>,
    causes: Causes,
}

impl EventWords {
    /// The same with more nouns of persons: those that the actor layer knows.
    pub(super) fn with_people(mut self, lemmas: &BTreeSet<String>) -> EventWords {
        self.lists.person_nouns.extend(lemmas.iter().cloned());
        self
    }

    pub(super) fn load(files: &PackFiles) -> Result<EventWords, PackError> {
        let file: File = files.toml("events.toml")?;
        let index = |lemmas: fn(&Frame) -> &Vec<String>| {
            let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (position, frame) in file.trigger.iter().enumerate() {
                for lemma in lemmas(frame) {
                    index.entry(lemma.clone()).or_default().push(position);
                }
            }
            index
        };
        Ok(EventWords {
            verbs: index(|frame| &frame.verbs),
            nouns: index(|frame| &frame.nouns),
            frames: file.trigger,
            lemmas: file.lemmas,
            lists: file.lists,
            kinds: file.kinds,
            prepositions: file.prepositions,
            support: file.support,
            moods: file.moods,
            figures: file.figures,
            tolls: file.toll,
            causes: file.causes,
        })
    }

    /// Lemmas of the verbs that tell of events, carry nouns of happening or say in what mood they are.
    pub fn verbs_named(&self) -> impl Iterator<Item = &String> {
        let Support { does, suffers, targets, opposes, gathers, .. } = &self.support;
        let Moods { predicted, intended, factual, counterfactual, .. } = &self.moods;
        let lists = [does, suffers, targets, opposes, gathers, predicted, intended, factual, counterfactual];
        self.verbs.keys().chain(lists.into_iter().flatten()).chain(&self.figures.growth)
    }

    /// Frames of a verb's lemma.
    pub fn verb(&self, lemma: &str) -> impl Iterator<Item = &Frame> {
        self.verbs.get(lemma).into_iter().flatten().map(|&position| &self.frames[position])
    }

    /// Frames of a noun's lemma.
    pub fn noun(&self, lemma: &str) -> impl Iterator<Item = &Frame> {
        self.nouns.get(lemma).into_iter().flatten().map(|&position| &self.frames[position])
    }

    /// The argument that a preposition marks, surest first.
    pub fn argument(&self, preposition: &str) -> impl Iterator<Item = Argument> {
        self.prepositions.iter().filter(move |(_, words)| words.contains(preposition)).map(|(argument, _)| *argument)
    }
}
