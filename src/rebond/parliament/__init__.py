"""Written questions: reading the published forms, the clock of the answer, what a text is about, factual drafts.

- `question`, `days`, `checking`: a written question as a value, days as they are written, what is refused.
- `reading_text`, `reading_open_data`, `reading_senate`, `reading`: the published forms, and which one a file is.
- `clock`, with ``rules.yaml``: until which day the reply is due, and by which text.
- `tokens`, `vocabulary`, `detecting`, `asks`: words of a text, names of measures, territories, what is asked.
- `evidence`, `policy_evidence`: rows behind sentences, and those that the policy holds.
- `recipes`, `drafting`, `changes`: the factual draft, and what changed since it was frozen.
- `errors`: what can go wrong.
"""
