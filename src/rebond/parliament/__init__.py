"""Written questions: reading the published forms, the clock of the answer, what a text is about, factual drafts."""
