//! Scores of annotations and findings against gold annotations.
