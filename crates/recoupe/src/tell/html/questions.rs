//! What to check next: what rests on one family, and what no source dates or places.

use maud::{Markup, html};

use super::Page;
use crate::compare::questions::{Question, QuestionKind};

/// Questions of one kind that stand open; of more, the others are folded away.
const OPEN: usize = 4;
/// Most questions of one kind on the page; the exports have them all.
const MOST: usize = 300;

impl Page<'_> {
    /// The open questions by kind. Contradictions that stand have a section of their own.
    pub(super) fn questions(&self) -> Markup {
        let kinds = [QuestionKind::NoDate, QuestionKind::NoPlace, QuestionKind::SingleSource];
        let of = |kind: QuestionKind| self.dossier.findings.questions.iter().filter(move |it| it.kind == kind);
        html! {
            @if kinds.iter().all(|kind| of(*kind).next().is_none()) { (self.none()) }
            @for kind in kinds {
                @let all = of(kind).count();
                @if all > 0 {
                    h3 { (self.t.variant("question", &kind)) }
                    ul.questions { @for question in of(kind).take(OPEN) { (self.question(question)) } }
                    @if all > OPEN { details.group {
                        summary { (self.t.count("more", all.min(MOST) - OPEN)) }
                        ul.questions { @for question in of(kind).take(MOST).skip(OPEN) { (self.question(question)) } }
                        (self.left_out(all, MOST))
                    } }
                }
            }
        }
    }

    fn question(&self, question: &Question) -> Markup {
        html! { li {
            @for at in &question.events { @if let Some(event) = self.dossier.findings.events.get(at.at()) {
                (self.short(*at, event)) " "
            } }
            @if let Some(evidence) = question.evidence.first() { (self.quote(evidence)) }
        } }
    }
}
