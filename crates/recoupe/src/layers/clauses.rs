//! Clauses: what is predicated of whom, with voice, tense, mood and polarity.

use serde::{Deserialize, Serialize};

use crate::index::WordIdx;

/// The clauses of a document, sorted by head.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clauses {
    /// All clauses.
    pub all: Vec<Clause>,
}

impl Clauses {
    /// The clause that a word heads.
    pub fn of(&self, head: WordIdx) -> Option<&Clause> {
        self.all.binary_search_by_key(&head, |clause| clause.head).ok().map(|at| &self.all[at])
    }

    /// The clause above a clause.
    pub fn governor(&self, clause: &Clause) -> Option<&Clause> {
        self.of(clause.governor?.head)
    }
}

/// One predicate with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// The word that heads it: the main verb, the noun of a happening, or what a copula says of its subject.
    pub head: WordIdx,
    /// Dictionary form of the head, in lower case.
    pub lemma: String,
    /// What kind of word the head is.
    pub predicate: Predicate,
    /// The verb that carries a noun ('mener une offensive'); tense, mood and polarity are then its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<WordIdx>,
    /// Who stands where.
    pub voice: Voice,
    /// When, from where the text speaks; `None` of what is not finite, and of a noun that nothing carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tense: Option<Tense>,
    /// In what form it is said.
    pub mood: Mood,
    /// Whether it is denied by its own words.
    pub negation: Negation,
    /// What it depends on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub governor: Option<Governor>,
    /// Who and what takes part.
    pub participants: Vec<Participant>,
}

impl Clause {
    /// Those who act, whatever the voice.
    pub fn subjects(&self) -> impl Iterator<Item = &Participant> {
        self.participants.iter().filter(|it| it.role == Role::Subject)
    }

    /// Those whom or what it is done to, whatever the voice.
    pub fn objects(&self) -> impl Iterator<Item = &Participant> {
        self.participants.iter().filter(|it| it.role == Role::Object)
    }

    /// Whether it has tense and person of its own.
    pub fn is_finite(&self) -> bool {
        !matches!(self.mood, Mood::Infinitive | Mood::Participle | Mood::Gerund | Mood::Nominal)
    }

    /// Whether those who act stand where objects do.
    pub fn is_passive(&self) -> bool {
        self.voice == Voice::Passive
    }
}

/// The kind of word that heads a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Predicate {
    /// A verb.
    Verb,
    /// A noun of a happening.
    Noun,
    /// What a copula says of a subject.
    Copular,
}

/// Who stands where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Voice {
    Active,
    Passive,
    Reflexive,
    Impersonal,
}

/// When, from where the text speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tense {
    /// Past, perfect or imperfect; of what is not finite, before the clause above.
    Past,
    /// Before another past.
    Pluperfect,
    /// Present.
    Present,
    /// Future, also with a verb of going.
    Future,
    /// Done at some time to come.
    FuturePerfect,
    /// Future seen from the past ('said that it would').
    FutureInPast,
}

/// In what form it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// Told.
    Indicative,
    /// Would be; in French also hearsay.
    Conditional,
    /// Subjunctive.
    Subjunctive,
    /// Imperative.
    Imperative,
    /// With an auxiliary of possibility ('may', 'could').
    Potential,
    /// With an auxiliary of necessity ('must', 'should').
    Necessary,
    /// A direct question.
    Question,
    /// Infinitive.
    Infinitive,
    /// Participle.
    Participle,
    /// Verbal noun behind a preposition or a verb ('of shelling', 'en bloquant').
    Gerund,
    /// A noun without a verb that carries it.
    Nominal,
}

/// Whether a clause is denied by its own words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Negation {
    /// It is not.
    #[default]
    None,
    /// It is.
    Negated,
    /// It holds of some only ('ne … que'), which is no denial.
    Restricted,
}

/// The word above a clause and what it says of the clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Governor {
    /// The word above.
    pub head: WordIdx,
    /// How the clause hangs from it.
    pub relation: Relation,
}

/// How a clause hangs from the word above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// What is said, thought or shown.
    Said,
    /// What is said not to be so.
    Denied,
    /// What somebody is accused of.
    Accused,
    /// What is wanted or planned.
    Wanted,
    /// What is promised or threatened.
    Promised,
    /// What is tried.
    Tried,
    /// What did not come about.
    Failed,
    /// What did come about, against odds.
    Achieved,
    /// What is asked or ordered of others.
    Asked,
    /// What one will not do.
    Refused,
    /// What one is kept from.
    Prevented,
    /// What is feared.
    Feared,
    /// What one is made to do or let do.
    Caused,
    /// What can be.
    Possible,
    /// What must be.
    Necessary,
    /// What is awaited.
    Expected,
    /// What begins, goes on or ends.
    Begun,
    /// What is it done for.
    Purpose,
    /// On what it depends.
    Condition,
    /// When, why, although …: a circumstance.
    Circumstance,
    /// What it is compared with.
    Comparison,
    /// A relative clause.
    Relative,
    /// Says of a noun what it is or does.
    Modifier,
    /// A participant of the clause above.
    Argument,
    /// Beside the clause above.
    Coordinated,
    /// Any other complement.
    Complement,
}

/// A word that takes part in a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Head word of the phrase; of a relative pronoun, the noun that it stands for.
    pub word: WordIdx,
    /// In what role, whatever the voice.
    pub role: Role,
    /// Lemma of the preposition before it; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub marker: String,
    /// Why it is thought to take part.
    pub why: Why,
}

/// Grammatical role with the voice undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Who acts.
    Subject,
    /// Whom or what it is done to.
    Object,
    /// To whom, without a preposition.
    Recipient,
    /// Behind a preposition.
    Oblique,
    /// Whose it is ('their').
    Possessor,
    /// Before a noun ('government air strikes').
    Modifier,
}

/// Why a word is thought to take part in a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Subject of an active verb.
    ActiveSubject,
    /// Object of an active verb.
    ActiveObject,
    /// Subject of a passive verb.
    PassiveSubject,
    /// Complement of a passive verb.
    PassiveComplement,
    /// Complement with the agent's preposition somewhere in its clause.
    FarAgent,
    /// Noun that a relative pronoun stands for.
    Antecedent,
    /// Noun that a relative clause without a pronoun describes.
    BareRelative,
    /// Who makes up the better part of the noun that the relative pronoun stands for.
    Makers,
    /// Complement behind a preposition.
    Marked,
    /// Noun that a participle modifies.
    Modified,
    /// Subject that the clause above or beside shares.
    Shared,
    /// Object of the verb above, which is who acts below ('accuse X of doing').
    ObjectControl,
    /// Owner of the noun above ('X's attempt to').
    OwnerOfNoun,
    /// Subject of the modal before it.
    ModalBefore,
    /// Subject of the clause before.
    ClauseBefore,
    /// Subject of the clause that it opens.
    ClauseOpened,
    /// Noun right before the verb at the beginning of its clause.
    NounBefore,
    /// Subject of the verb that carries the noun.
    Carrier,
    /// Subject of a verb of suffering.
    Sufferer,
    /// Object of the verb that carries the noun.
    CarrierObject,
    /// Side of the verb that carries the noun.
    Side,
    /// Who carries it out, of a participle beside the noun.
    CarriedOut,
    /// Object of the clause that describes the noun.
    HitBy,
    /// Who is under it ('sous le feu').
    Under,
    /// Target of the happening.
    Target,
    /// Beside a noun, with a preposition that tells who did it.
    NounAgent,
    /// Beside a noun, with a preposition that tells to whom.
    NounPatient,
    /// Possessive before a noun.
    Possessive,
    /// Noun or adjective before a noun.
    BeforeNoun,
    /// Coordinated with another participant.
    Coordinated,
}
