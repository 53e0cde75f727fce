-- How verdicts came to be what they are.

CREATE TABLE verdict_history (
    claim_id     VARCHAR NOT NULL REFERENCES claim,
    held_on      DATE NOT NULL,
    verdict      VARCHAR NOT NULL CHECK (verdict IN (
        'confirmed', 'partly_confirmed', 'contradicted', 'pending', 'out_of_scope', 'unverifiable')),
    found        BIGINT CHECK (found >= 0),
    fulfilled_on DATE,
    reasons      VARCHAR[] NOT NULL,
    explanation  VARCHAR NOT NULL,
    origin       VARCHAR NOT NULL,
    PRIMARY KEY (claim_id, held_on),
    CHECK (len(reasons) > 0)
);
COMMENT ON TABLE verdict_history IS
    'What the verdict on a claim was, given the snapshots up to a day: one row wherever it changed, so that a plan is seen to be carried out. The last row is the verdict of today.';
COMMENT ON COLUMN verdict_history.claim_id IS 'The claim.';
COMMENT ON COLUMN verdict_history.held_on IS 'The verdict stood with the snapshots of this day and before, from this day until the next row. The first is the day of the article.';
COMMENT ON COLUMN verdict_history.verdict IS 'The verdict then.';
COMMENT ON COLUMN verdict_history.found IS 'The figure found then; NULL where nothing was counted.';
COMMENT ON COLUMN verdict_history.fulfilled_on IS 'For a plan: the day of the first official action that carried it out, as far as it was known then.';
COMMENT ON COLUMN verdict_history.reasons IS 'Codes of the reasons then.';
COMMENT ON COLUMN verdict_history.explanation IS 'The verdict in sentences for people, then.';
COMMENT ON COLUMN verdict_history.origin IS 'example for the bundled example, else live.';
