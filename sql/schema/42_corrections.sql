-- What people corrected in the reading of claims.

CREATE TABLE claim_correction (
    line         BIGINT PRIMARY KEY,
    claim_id     VARCHAR REFERENCES claim,
    stated_claim VARCHAR NOT NULL,
    quote        VARCHAR,
    field        VARCHAR,
    value_read   VARCHAR,
    value        VARCHAR,
    corrected_by VARCHAR,
    corrected_on DATE,
    reason       VARCHAR,
    state        VARCHAR NOT NULL CHECK (state IN ('applied', 'agrees', 'superseded', 'no_such_claim', 'refused')),
    remark       VARCHAR,
    CHECK ((state IN ('no_such_claim', 'refused')) = (remark IS NOT NULL)),
    CHECK ((state IN ('no_such_claim', 'refused')) = (claim_id IS NULL))
);
COMMENT ON TABLE claim_correction IS
    'Corrections of claims by people, one row a line of the file corrections.csv of the home. Table claim keeps what was read from the article; verdicts are given on the claim as corrected.';
COMMENT ON COLUMN claim_correction.line IS 'Line of corrections.csv.';
COMMENT ON COLUMN claim_correction.claim_id IS 'The claim that it corrects; NULL where there is none.';
COMMENT ON COLUMN claim_correction.stated_claim IS 'The claim as the file names it: a claim that is read otherwise by now has another id, and is found by its article and quote.';
COMMENT ON COLUMN claim_correction.quote IS 'The words of the claim when it was corrected.';
COMMENT ON COLUMN claim_correction.field IS 'misread: it is no claim, or not this one, and is not judged. Else the column of table claim that is corrected.';
COMMENT ON COLUMN claim_correction.value_read IS 'What was read from the article; NULL where nothing was.';
COMMENT ON COLUMN claim_correction.value IS 'What the article says, according to the correction; NULL: it says nothing of it. Names are divided by semicolons.';
COMMENT ON COLUMN claim_correction.corrected_by IS 'Who corrected it.';
COMMENT ON COLUMN claim_correction.corrected_on IS 'The day of the correction.';
COMMENT ON COLUMN claim_correction.reason IS 'Why, in the words of whoever corrected it.';
COMMENT ON COLUMN claim_correction.state IS
    'applied: the verdict rests on it. agrees: the program reads the same by now. superseded: a later line corrects the same field. no_such_claim: no article makes the claim. refused: the line is no correction.';
COMMENT ON COLUMN claim_correction.remark IS 'What is wrong with the line, in one sentence.';
