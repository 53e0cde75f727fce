-- Which designations mean the same real-world party.

CREATE TABLE subject (
    subject_id   VARCHAR PRIMARY KEY,
    party_type   VARCHAR NOT NULL CHECK (party_type IN ('individual', 'entity', 'vessel', 'aircraft')),
    primary_name VARCHAR NOT NULL,
    designations BIGINT NOT NULL CHECK (designations > 0),
    lists        BIGINT NOT NULL CHECK (lists > 0),
    authorities  VARCHAR[] NOT NULL
);
COMMENT ON TABLE subject IS 'One real-world party, as far as the evidence goes; a party that nothing joins to another is a subject of its own.';
COMMENT ON COLUMN subject.subject_id IS 'Made from the first, in order of id, of its entries on lists: the same archive gives the same id.';
COMMENT ON COLUMN subject.party_type IS 'What most of its designations say.';
COMMENT ON COLUMN subject.primary_name IS 'The primary name in Latin letters that most lists give, the longest of these first.';
COMMENT ON COLUMN subject.designations IS 'Number of designations, ended ones included.';
COMMENT ON COLUMN subject.lists IS 'Number of lists that have or had it.';
COMMENT ON COLUMN subject.authorities IS 'Authorities that designate or designated it, sorted.';

CREATE TABLE subject_designation (
    designation_id VARCHAR PRIMARY KEY REFERENCES designation,
    subject_id     VARCHAR NOT NULL REFERENCES subject
);
COMMENT ON TABLE subject_designation IS 'Every designation belongs to one subject.';
COMMENT ON COLUMN subject_designation.designation_id IS 'The designation.';
COMMENT ON COLUMN subject_designation.subject_id IS 'Its subject.';

CREATE TABLE subject_evidence (
    designation_id       VARCHAR NOT NULL,
    other_designation_id VARCHAR NOT NULL,
    kind                 VARCHAR NOT NULL CHECK (kind IN ('judgement', 'identifier', 'name')),
    score                DOUBLE NOT NULL CHECK (score BETWEEN 0 AND 1),
    outcome              VARCHAR NOT NULL CHECK (outcome IN ('joined', 'confirmed', 'refused', 'near_miss')),
    explanation          VARCHAR NOT NULL,
    PRIMARY KEY (designation_id, other_designation_id, kind)
);
COMMENT ON TABLE subject_evidence IS 'Why designations are or are not one subject: each pair of list entries with evidence, by the first designation of each entry.';
COMMENT ON COLUMN subject_evidence.designation_id IS 'The one designation.';
COMMENT ON COLUMN subject_evidence.other_designation_id IS 'The other one.';
COMMENT ON COLUMN subject_evidence.kind IS 'judgement: a person decided. identifier: an official number in common. name: names with births and countries.';
COMMENT ON COLUMN subject_evidence.score IS 'How strongly the evidence says that they are the same.';
COMMENT ON COLUMN subject_evidence.outcome IS
    'joined: it made them one subject. confirmed: they already were. refused: something else says that they are two. near_miss: too weak.';
COMMENT ON COLUMN subject_evidence.explanation IS 'The evidence in words, and what refused it.';
