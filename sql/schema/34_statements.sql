-- Who said what, through whom.

CREATE TABLE statement (
    statement_id VARCHAR PRIMARY KEY,
    article_id   VARCHAR NOT NULL REFERENCES article,
    speaker      VARCHAR,
    office       VARCHAR,
    through      VARCHAR,
    verb         VARCHAR,
    words        VARCHAR NOT NULL,
    words_start  BIGINT NOT NULL CHECK (words_start >= 0),
    words_end    BIGINT NOT NULL,
    is_quoted    BOOLEAN NOT NULL,
    article_date DATE,
    CHECK (words_end > words_start)
);
COMMENT ON TABLE statement IS 'Who said what, through whom, in articles that make a claim: the claims, and what else is reported or quoted there. Found by a program; speech outside claims is read in English text only.';
COMMENT ON COLUMN statement.statement_id IS 'Article and place of the words.';
COMMENT ON COLUMN statement.article_id IS 'The article.';
COMMENT ON COLUMN statement.speaker IS 'Who says it, as written: a name without its office where there is one. A pronoun stays a pronoun: nobody is put in its place. NULL where only an outlet is given, and where the article itself says it or attributes the words to nobody.';
COMMENT ON COLUMN statement.office IS 'Office or role of the speaker, as written.';
COMMENT ON COLUMN statement.through IS 'The outlet that the article gives as its source. The outlet of the article itself is in table article.';
COMMENT ON COLUMN statement.verb IS 'The word that reports it: said, denied, according to. NULL for a claim that the article makes itself, and for words in quotation marks that the sentence attributes to nobody.';
COMMENT ON COLUMN statement.words IS 'The exact words of the text.';
COMMENT ON COLUMN statement.words_start IS 'Where the words start in the text, in code points.';
COMMENT ON COLUMN statement.words_end IS 'Where they end.';
COMMENT ON COLUMN statement.is_quoted IS 'All of it stands in quotation marks.';
COMMENT ON COLUMN statement.article_date IS 'The day of the article.';

CREATE TABLE statement_claim (
    claim_id     VARCHAR PRIMARY KEY REFERENCES claim,
    statement_id VARCHAR NOT NULL REFERENCES statement
);
COMMENT ON TABLE statement_claim IS 'The statement that makes each claim.';
COMMENT ON COLUMN statement_claim.claim_id IS 'The claim.';
COMMENT ON COLUMN statement_claim.statement_id IS 'The statement that has at least half of its words, or one of its own.';
