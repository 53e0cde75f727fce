"""Claims from English text: rules in the order in which a sentence is read.

Tokens are marked with what the lexicons know of them (marking, mentions); rules find predicates (verb_rules,
noun_rules, list_rules, prospect_rules); each predicate gets its status (modality), who acts (agents) and whom it hits
(targets); what is left is a claim, with its fields (fields, attribution) and its quote (quotes).

Not here: other languages (see pipelines.claims.languages), days as such (see pipelines.claims.dates).
"""
