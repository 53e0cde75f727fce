-- What the official record says of the claims.

CREATE TABLE verdict (
    claim_id        VARCHAR PRIMARY KEY REFERENCES claim,
    verdict         VARCHAR NOT NULL CHECK (verdict IN (
        'confirmed', 'partly_confirmed', 'contradicted', 'pending', 'out_of_scope', 'unverifiable')),
    claimed         BIGINT,
    found           BIGINT,
    residual        BIGINT,
    individuals     BIGINT,
    entities        BIGINT,
    vessels         BIGINT,
    aircraft        BIGINT,
    reasons         VARCHAR[] NOT NULL,
    explanation     VARCHAR NOT NULL,
    alternatives    VARCHAR[] NOT NULL,
    acted_on        DATE,
    fulfilled_on    DATE,
    record_from     DATE,
    record_to       DATE,
    asserted        VARCHAR NOT NULL,
    readings        STRUCT(words VARCHAR, fit VARCHAR, found BIGINT)[] NOT NULL,
    coverage        VARCHAR[] NOT NULL,
    would_decide    VARCHAR[] NOT NULL,
    strength        VARCHAR NOT NULL CHECK (strength IN ('asserted', 'background')),
    origin          VARCHAR NOT NULL,
    CHECK (len(reasons) > 0)
);
COMMENT ON TABLE verdict IS 'What the official record says of each claim. A claim is judged, not a person.';
COMMENT ON COLUMN verdict.claim_id IS 'The claim.';
COMMENT ON COLUMN verdict.verdict IS
    'confirmed, partly_confirmed, contradicted (no reading fits, none may fit, and the record that should show one is complete), pending, out_of_scope (on no list), unverifiable (record not held, or claim too vague).';
COMMENT ON COLUMN verdict.claimed IS 'The figure claimed.';
COMMENT ON COLUMN verdict.found IS 'The figure found in the record; NULL where nothing was counted, which is not zero.';
COMMENT ON COLUMN verdict.residual IS 'claimed minus found.';
COMMENT ON COLUMN verdict.individuals IS 'Individuals among those found.';
COMMENT ON COLUMN verdict.entities IS 'Entities among those found.';
COMMENT ON COLUMN verdict.vessels IS 'Vessels among those found.';
COMMENT ON COLUMN verdict.aircraft IS 'Aircraft among those found.';
COMMENT ON COLUMN verdict.reasons IS 'Codes of the reasons.';
COMMENT ON COLUMN verdict.explanation IS 'The verdict in sentences for people.';
COMMENT ON COLUMN verdict.alternatives IS 'The other readings that were tried, and what each would have found; where several authorities were asked, what the lists of each show.';
COMMENT ON COLUMN verdict.acted_on IS 'The day of the official action that the verdict rests on.';
COMMENT ON COLUMN verdict.fulfilled_on IS 'For a plan: the day of the first official action that carries it out.';
COMMENT ON COLUMN verdict.record_from IS 'First day of the record of that authority that is held.';
COMMENT ON COLUMN verdict.record_to IS 'Last day of the record of that authority that is held.';
COMMENT ON COLUMN verdict.asserted IS 'What the claim asserts, as it was judged: authority, act, figure, country, names or description, days.';
COMMENT ON COLUMN verdict.readings IS
    'The readings that were tried, the chosen one of each part first, and how each agrees: fits (the rows are what the claim names or counts), partly, possible (the record cannot exclude it), differs. found is the figure under it.';
COMMENT ON COLUMN verdict.coverage IS 'What is held of each authority asked, for the days of the claim.';
COMMENT ON COLUMN verdict.would_decide IS 'What would decide the parts of the claim that are open.';
COMMENT ON COLUMN verdict.strength IS 'Of the claim: asserted, or background (only presupposed), to be counted apart.';
COMMENT ON COLUMN verdict.origin IS 'example for the bundled example, else live.';

CREATE TABLE verdict_evidence (
    claim_id       VARCHAR NOT NULL REFERENCES claim,
    designation_id VARCHAR NOT NULL,
    role           VARCHAR NOT NULL CHECK (role IN ('counted', 'named', 'fulfilment', 'context')),
    list_id        VARCHAR NOT NULL,
    native_id      VARCHAR NOT NULL,
    party_type     VARCHAR NOT NULL,
    primary_name   VARCHAR NOT NULL,
    programmes     VARCHAR[] NOT NULL,
    listed_on      DATE,
    listed_on_basis VARCHAR,
    sha256         VARCHAR NOT NULL,
    published_on   DATE NOT NULL,
    source_url     VARCHAR NOT NULL,
    PRIMARY KEY (claim_id, designation_id, role)
);
COMMENT ON TABLE verdict_evidence IS 'The exact official rows that a verdict rests on. A claim that anyone of a country is listed is confirmed by any one of them: the ten listed last are here, and found in verdict counts all.';
COMMENT ON COLUMN verdict_evidence.claim_id IS 'The claim.';
COMMENT ON COLUMN verdict_evidence.designation_id IS
    'The designation; of a party that is known from an official notice alone, its entry_id in notice_entry.';
COMMENT ON COLUMN verdict_evidence.role IS 'counted in the figure found, named in the claim, fulfilment of a plan, or context.';
COMMENT ON COLUMN verdict_evidence.list_id IS 'Its list.';
COMMENT ON COLUMN verdict_evidence.native_id IS 'Its id there.';
COMMENT ON COLUMN verdict_evidence.party_type IS 'Its party type.';
COMMENT ON COLUMN verdict_evidence.primary_name IS 'Its primary name.';
COMMENT ON COLUMN verdict_evidence.programmes IS 'Its programme tags.';
COMMENT ON COLUMN verdict_evidence.listed_on IS 'Its day of listing.';
COMMENT ON COLUMN verdict_evidence.listed_on_basis IS 'How that day is known.';
COMMENT ON COLUMN verdict_evidence.sha256 IS 'The first snapshot that shows it, or the notice.';
COMMENT ON COLUMN verdict_evidence.published_on IS 'Day of that snapshot or notice.';
COMMENT ON COLUMN verdict_evidence.source_url IS 'Address of that snapshot or notice.';
