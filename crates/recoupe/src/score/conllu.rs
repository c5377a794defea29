//! CoNLL-U treebanks: reading, and the scores of the CoNLL 2018 shared task.

use std::collections::BTreeMap;

/// A sentence of a treebank.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// Value of `# text`.
    pub text: String,
    /// Whether a paragraph or document begins here.
    pub new_paragraph: bool,
    /// Tokens with their words.
    pub tokens: Vec<TreeToken>,
}

/// A token: one word, or a contraction of several.
#[derive(Debug, Clone, Default)]
pub struct TreeToken {
    /// The written form.
    pub form: String,
    /// Whether white space follows.
    pub space_after: bool,
    /// Its words.
    pub words: Vec<TreeWord>,
}

/// A syntactic word.
#[derive(Debug, Clone, Default)]
pub struct TreeWord {
    /// Form.
    pub form: String,
    /// Lemma.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: String,
    /// Features, `_` for none.
    pub feats: String,
    /// Number of the governor in the sentence, from 1; 0 for the root.
    pub head: usize,
    /// Relation with subtype.
    pub relation: String,
}

impl Tree {
    /// The words in order.
    pub fn words(&self) -> impl Iterator<Item = &TreeWord> {
        self.tokens.iter().flat_map(|token| &token.words)
    }
}

/// Reads CoNLL-U; lines that have no meaning here (empty nodes, unknown comments) are passed over.
pub fn read(text: &str) -> Vec<Tree> {
    let mut trees = Vec::new();
    let mut tree = Tree::default();
    let mut open_until = 0;
    for line in text.lines().chain([""]) {
        if line.is_empty() {
            if !tree.tokens.is_empty() {
                trees.push(std::mem::take(&mut tree));
            }
            open_until = 0;
        } else if let Some(text) = line.strip_prefix("# text = ") {
            tree.text = text.to_owned();
        } else if line.starts_with("# newpar") || line.starts_with("# newdoc") {
            tree.new_paragraph = true;
        } else if !line.starts_with('#') {
            row(line, &mut tree, &mut open_until);
        }
    }
    trees
}

fn row(line: &str, tree: &mut Tree, open_until: &mut usize) {
    let fields: Vec<&str> = line.split('\t').collect();
    let &[id, form, lemma, upos, _, feats, head, relation, _, misc] = fields.as_slice() else { return };
    let space_after = !misc.split('|').any(|pair| pair == "SpaceAfter=No");
    if let Some((_, last)) = id.split_once('-') {
        *open_until = last.parse().unwrap_or(0);
        tree.tokens.push(TreeToken { form: form.to_owned(), space_after, words: Vec::new() });
        return;
    }
    let Ok(number) = id.parse::<usize>() else { return };
    let word = TreeWord {
        form: form.to_owned(),
        lemma: lemma.to_owned(),
        upos: upos.to_owned(),
        feats: feats.to_owned(),
        head: head.parse().unwrap_or(0),
        relation: relation.to_owned(),
    };
    if number > *open_until {
        tree.tokens.push(TreeToken { form: form.to_owned(), space_after, words: Vec::new() });
    }
    if let Some(token) = tree.tokens.last_mut() {
        token.words.push(word);
    }
}

/// The running text of a treebank: sentences joined by a space, paragraphs by an empty line.
pub fn raw_text(trees: &[Tree]) -> String {
    let mut text = String::new();
    for tree in trees {
        if tree.new_paragraph && !text.is_empty() {
            text.truncate(text.trim_end().len());
            text.push_str("\n\n");
        }
        for token in &tree.tokens {
            text.push_str(&token.form);
            if token.space_after {
                text.push(' ');
            }
        }
        if !text.ends_with(' ') {
            text.push(' ');
        }
    }
    text
}

/// Gold and system counts with the hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Units in the gold file.
    pub gold: usize,
    /// Units of the system.
    pub system: usize,
    /// Units that agree.
    pub correct: usize,
}

impl Counts {
    /// F1 in percent.
    pub fn f1(self) -> f64 {
        let sum = self.gold + self.system;
        if sum == 0 { 0.0 } else { 200.0 * self.correct as f64 / sum as f64 }
    }
}

/// A word with its place: span in characters other than white space.
struct Placed<'t> {
    start: usize,
    end: usize,
    several: bool,
    word: &'t TreeWord,
    /// Position of the governor among all words.
    head: Option<usize>,
}

#[derive(Default)]
struct Layout<'t> {
    sentences: Vec<(usize, usize)>,
    tokens: Vec<(usize, usize)>,
    words: Vec<Placed<'t>>,
}

fn lay_out(trees: &[Tree]) -> Layout<'_> {
    let mut layout = Layout::default();
    let mut at = 0;
    for tree in trees {
        let (sentence, base) = (at, layout.words.len());
        for token in &tree.tokens {
            let end = at + token.form.chars().filter(|c| !c.is_whitespace()).count();
            layout.tokens.push((at, end));
            let several = token.words.len() > 1;
            for word in &token.words {
                let head = word.head.checked_sub(1).map(|head| base + head);
                layout.words.push(Placed { start: at, end, several, word, head });
            }
            at = end;
        }
        layout.sentences.push((sentence, at));
    }
    layout
}

fn spans(gold: &[(usize, usize)], system: &[(usize, usize)]) -> Counts {
    // Both are sorted.
    let correct = system.iter().filter(|span| gold.binary_search(span).is_ok()).count();
    Counts { gold: gold.len(), system: system.len(), correct }
}

/// Scores by name: Tokens, Sentences, Words, UPOS, Feats, Lemmas, UAS, LAS (universal labels), LAS-full.
pub fn scores(gold: &[Tree], system: &[Tree]) -> BTreeMap<&'static str, Counts> {
    let (gold, system) = (lay_out(gold), lay_out(system));
    let pairs = align(&gold.words, &system.words);
    let mut gold_of = vec![None; system.words.len()];
    pairs.iter().for_each(|&(g, s)| gold_of[s] = Some(g));
    let count = |same: &dyn Fn(&Placed, &Placed) -> bool| Counts {
        gold: gold.words.len(),
        system: system.words.len(),
        correct: pairs.iter().filter(|&&(g, s)| same(&gold.words[g], &system.words[s])).count(),
    };
    let attached = |g: &Placed, s: &Placed| match (g.head, s.head) {
        (None, None) => true,
        (Some(g), Some(s)) => gold_of.get(s).copied().flatten() == Some(g),
        _ => false,
    };
    let universal = |relation: &str| relation.split(':').next().unwrap_or("").to_owned();
    BTreeMap::from([
        ("Tokens", spans(&gold.tokens, &system.tokens)),
        ("Sentences", spans(&gold.sentences, &system.sentences)),
        ("Words", count(&|_, _| true)),
        ("UPOS", count(&|g, s| g.word.upos == s.word.upos)),
        ("Feats", count(&|g, s| g.word.feats == s.word.feats)),
        ("Lemmas", count(&|g, s| g.word.lemma == "_" || g.word.lemma == s.word.lemma)),
        ("UAS", count(&attached)),
        ("LAS", count(&|g, s| attached(g, s) && universal(&g.word.relation) == universal(&s.word.relation))),
        ("LAS-full", count(&|g, s| attached(g, s) && g.word.relation == s.word.relation)),
    ])
}

/// Pairs of gold and system words: by span, inside contractions by the longest common subsequence of forms.
fn align(gold: &[Placed], system: &[Placed]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut g, mut s) = (0, 0);
    while g < gold.len() && s < system.len() {
        if gold[g].several || system[s].several {
            let (g_end, s_end) = region(gold, system, g, s);
            common(&gold[g..g_end], &system[s..s_end], g, s, &mut pairs);
            (g, s) = (g_end, s_end);
        } else if (gold[g].start, gold[g].end) == (system[s].start, system[s].end) {
            pairs.push((g, s));
            (g, s) = (g + 1, s + 1);
        } else if gold[g].start <= system[s].start {
            g += 1;
        } else {
            s += 1;
        }
    }
    pairs
}

/// Ends of the words that lie in the region of the contraction at `g` or `s`.
fn region(gold: &[Placed], system: &[Placed], g: usize, s: usize) -> (usize, usize) {
    let mut end = 0;
    if gold[g].several && gold[g].start <= system[s].start || !system[s].several {
        end = end.max(gold[g].end);
    }
    if system[s].several && system[s].start <= gold[g].start || !gold[g].several {
        end = end.max(system[s].end);
    }
    let (mut g_end, mut s_end) = (g, s);
    loop {
        while g_end < gold.len() && gold[g_end].start < end {
            if gold[g_end].several {
                end = end.max(gold[g_end].end);
            }
            g_end += 1;
        }
        let before = s_end;
        while s_end < system.len() && system[s_end].start < end {
            if system[s_end].several {
                end = end.max(system[s_end].end);
            }
            s_end += 1;
        }
        if before == s_end {
            return (g_end.max(g + usize::from(s_end == s)), s_end);
        }
    }
}

fn common(gold: &[Placed], system: &[Placed], g: usize, s: usize, pairs: &mut Vec<(usize, usize)>) {
    let same = |i: usize, j: usize| gold[i].word.form.to_lowercase() == system[j].word.form.to_lowercase();
    let mut table = vec![vec![0; system.len() + 1]; gold.len() + 1];
    for i in (0..gold.len()).rev() {
        for j in (0..system.len()).rev() {
            let skip: usize = table[i + 1][j].max(table[i][j + 1]);
            table[i][j] = if same(i, j) { skip.max(table[i + 1][j + 1] + 1) } else { skip };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < gold.len() && j < system.len() {
        if same(i, j) && table[i][j] == table[i + 1][j + 1] + 1 {
            pairs.push((g + i, s + j));
            (i, j) = (i + 1, j + 1);
        } else if table[i][j] == table[i + 1][j] {
            i += 1;
        } else {
            j += 1;
        }
    }
}
