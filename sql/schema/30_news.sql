-- What the press says.

CREATE TABLE article (
    article_id   VARCHAR PRIMARY KEY,
    published_on DATE,
    date_basis   VARCHAR NOT NULL,
    title        VARCHAR,
    url          VARCHAR,
    outlet       VARCHAR,
    language     VARCHAR,
    sha256       VARCHAR NOT NULL,
    characters   BIGINT NOT NULL,
    state        VARCHAR NOT NULL CHECK (state IN ('read', 'copy', 'skipped')),
    reason       VARCHAR,
    copy_of      VARCHAR,
    likeness     DOUBLE CHECK (likeness BETWEEN 0 AND 1),
    origin       VARCHAR NOT NULL,
    CHECK (state = 'read' OR reason IS NOT NULL),
    CHECK ((state = 'copy') = (copy_of IS NOT NULL))
);
COMMENT ON TABLE article IS 'News items read, copies of them in other outlets, and those skipped with the reason. A report that many outlets print is one article in state read and a copy each.';
COMMENT ON COLUMN article.article_id IS 'Stable id of the article.';
COMMENT ON COLUMN article.published_on IS 'The day that relative dates in the text count from.';
COMMENT ON COLUMN article.date_basis IS 'How that day is known: stated (in the file), metadata (in the page''s own: a day of publication, never of a change), feed (in the feed that led to it), seen (when GDELT saw it), address (in the path of its address), file_name; none; unusable: what is stated is no day, before 1990 or in the future, and was left out.';
COMMENT ON COLUMN article.title IS 'Title, where known.';
COMMENT ON COLUMN article.url IS 'Address, where known.';
COMMENT ON COLUMN article.outlet IS 'Who published it, where known.';
COMMENT ON COLUMN article.language IS 'ISO 639 code, as recognised.';
COMMENT ON COLUMN article.sha256 IS 'Digest of the bytes as they came.';
COMMENT ON COLUMN article.characters IS 'Length of the text.';
COMMENT ON COLUMN article.state IS 'read; copy, of which only claims that its original does not make are counted; or skipped.';
COMMENT ON COLUMN article.reason IS 'Why it was skipped, or in which way it is a copy.';
COMMENT ON COLUMN article.copy_of IS 'The article that this is a copy of: the earliest and, on one day, the longest.';
COMMENT ON COLUMN article.likeness IS 'Runs of four words in common with that article, as a share.';
COMMENT ON COLUMN article.origin IS 'example for the bundled example, else live.';

CREATE TABLE claim (
    claim_id        VARCHAR PRIMARY KEY,
    article_id      VARCHAR NOT NULL REFERENCES article,
    quote           VARCHAR NOT NULL,
    quote_start     BIGINT NOT NULL,
    quote_end       BIGINT NOT NULL,
    authority       VARCHAR,
    status          VARCHAR NOT NULL CHECK (status IN ('imposed', 'planned', 'considered', 'called_for', 'lifted', 'denied')),
    action          VARCHAR NOT NULL CHECK (action IN ('impose', 'lift')),
    measure         VARCHAR NOT NULL,
    strength        VARCHAR NOT NULL CHECK (strength IN ('asserted', 'background')),
    count           BIGINT,
    count_qualifier VARCHAR,
    count_text      VARCHAR,
    count_scope     VARCHAR,
    unit            VARCHAR,
    target_country  VARCHAR,
    named_targets   VARCHAR[] NOT NULL,
    event_date      DATE,
    event_from      DATE,
    event_to        DATE,
    attributed_to   VARCHAR,
    evidence        VARCHAR[] NOT NULL,
    article_date    DATE,
    CHECK (quote_end > quote_start),
    CHECK (event_to >= event_from)
);
COMMENT ON TABLE claim IS 'One statement in an article that an authority has, will, may or did not sanction someone.';
COMMENT ON COLUMN claim.claim_id IS 'Article and place of the quote.';
COMMENT ON COLUMN claim.article_id IS 'The article.';
COMMENT ON COLUMN claim.quote IS 'The exact words.';
COMMENT ON COLUMN claim.quote_start IS 'Where the quote starts in the text, in code points.';
COMMENT ON COLUMN claim.quote_end IS 'Where the quote ends.';
COMMENT ON COLUMN claim.authority IS 'Who sanctions; NULL if unstated.';
COMMENT ON COLUMN claim.status IS 'imposed, planned, considered, called_for, lifted or denied.';
COMMENT ON COLUMN claim.action IS 'impose or lift.';
COMMENT ON COLUMN claim.measure IS 'listing, travel_ban, export_control, trade_restriction, swift or other.';
COMMENT ON COLUMN claim.strength IS 'asserted: a predicate says it. background: it is only presupposed.';
COMMENT ON COLUMN claim.count IS 'Number of targets.';
COMMENT ON COLUMN claim.count_qualifier IS 'exact, at_least, approx, more_than or fewer_than.';
COMMENT ON COLUMN claim.count_text IS 'The words of a count that is no number.';
COMMENT ON COLUMN claim.count_scope IS 'action, cumulative or subset.';
COMMENT ON COLUMN claim.unit IS 'What is counted.';
COMMENT ON COLUMN claim.target_country IS 'Nationality of the targets, else the country aimed at.';
COMMENT ON COLUMN claim.named_targets IS 'Names as written.';
COMMENT ON COLUMN claim.event_date IS 'The day of the act, where the text dates it.';
COMMENT ON COLUMN claim.event_from IS 'First day of the window, where the text gives one.';
COMMENT ON COLUMN claim.event_to IS 'Last day of the window.';
COMMENT ON COLUMN claim.attributed_to IS 'The source that the text gives.';
COMMENT ON COLUMN claim.evidence IS 'Names of the rules that found the claim and its fields.';
COMMENT ON COLUMN claim.article_date IS 'The day of the article.';

CREATE TABLE claim_passage (
    claim_id      VARCHAR PRIMARY KEY REFERENCES claim,
    passage       VARCHAR NOT NULL CHECK (length(passage) BETWEEN 1 AND 400),
    passage_start BIGINT NOT NULL CHECK (passage_start >= 0),
    passage_end   BIGINT NOT NULL,
    kind          VARCHAR NOT NULL CHECK (kind IN ('sentence', 'headline')),
    is_cut        BOOLEAN NOT NULL,
    CHECK (passage_end > passage_start)
);
COMMENT ON TABLE claim_passage IS 'The sentence of the article in which the quote of each claim stands. This is all of an article that the tables hold: the whole text lies in the folder articles of the home, and a row goes when its article is removed there. None for a quote of more than 400 characters.';
COMMENT ON COLUMN claim_passage.claim_id IS 'The claim.';
COMMENT ON COLUMN claim_passage.passage IS 'The exact words around and with the quote, at most 400 characters.';
COMMENT ON COLUMN claim_passage.passage_start IS 'Where the passage starts in the text, in code points; the quote starts at claim.quote_start - passage_start in it.';
COMMENT ON COLUMN claim_passage.passage_end IS 'Where the passage ends.';
COMMENT ON COLUMN claim_passage.kind IS 'headline: the title of the article, or its first line where that ends without a full stop; else sentence.';
COMMENT ON COLUMN claim_passage.is_cut IS 'The sentence is longer than 400 characters, and was cut around the quote.';

CREATE TABLE claim_target (
    claim_id       VARCHAR NOT NULL REFERENCES claim,
    name           VARCHAR NOT NULL,
    designation_id VARCHAR,
    list_id        VARCHAR,
    primary_name   VARCHAR,
    matched_name   VARCHAR,
    score          DOUBLE CHECK (score BETWEEN 0 AND 1),
    listed_on      DATE,
    explanation    VARCHAR
);
COMMENT ON TABLE claim_target IS 'Named targets of claims and the designations that each may mean, best first; one row without designation where none is found.';
COMMENT ON COLUMN claim_target.claim_id IS 'The claim.';
COMMENT ON COLUMN claim_target.name IS 'The name as written.';
COMMENT ON COLUMN claim_target.designation_id IS 'A designation that it may mean.';
COMMENT ON COLUMN claim_target.list_id IS 'Its list.';
COMMENT ON COLUMN claim_target.primary_name IS 'Its primary name.';
COMMENT ON COLUMN claim_target.matched_name IS 'The listed name that matched best.';
COMMENT ON COLUMN claim_target.score IS 'Between 0 and 1.';
COMMENT ON COLUMN claim_target.listed_on IS 'Its day of listing.';
COMMENT ON COLUMN claim_target.explanation IS 'Why the names match.';
