-- What is published, what is held of it, and what was refused.

CREATE TABLE release (
    edition          VARCHAR NOT NULL CHECK (edition IN ('live', 'example')),
    latest_retrieval TIMESTAMP,
    designations     BIGINT NOT NULL,
    claims           BIGINT NOT NULL,
    news_store       VARCHAR
);
COMMENT ON TABLE release IS 'One row about this file as a whole.';
COMMENT ON COLUMN release.edition IS 'example: made from the bundled example, not from what authorities publish today. live: everything else.';
COMMENT ON COLUMN release.latest_retrieval IS 'When the newest snapshot in the file was retrieved, UTC.';
COMMENT ON COLUMN release.designations IS 'Number of designations in the file, without restrictions.';
COMMENT ON COLUMN release.claims IS 'Number of claims in the file.';
COMMENT ON COLUMN release.news_store IS
    'Where years of news lie that are not in this file: a folder, or an address such as s3://bucket/news, with Parquet in NEWS_STORE/TABLE/day=…/part.parquet. NULL: there are none.';

CREATE TABLE official_list (
    list_id      VARCHAR PRIMARY KEY,
    authority    VARCHAR NOT NULL,
    issuing_body VARCHAR NOT NULL,
    title        VARCHAR NOT NULL,
    home_page    VARCHAR NOT NULL,
    licence      VARCHAR NOT NULL,
    time_zone    VARCHAR NOT NULL,
    entry_kind   VARCHAR NOT NULL CHECK (entry_kind IN ('designation', 'restriction')),
    verified     BOOLEAN NOT NULL,
    cadence_days BIGINT NOT NULL CHECK (cadence_days > 0),
    closed_on    DATE,
    restated_on  DATE,
    restatement  VARCHAR,
    CHECK ((restated_on IS NULL) = (restatement IS NULL))
);
COMMENT ON TABLE official_list IS 'Every list of the catalogue, held or not.';
COMMENT ON COLUMN official_list.list_id IS 'Short name of the list, as in ofac_sdn.';
COMMENT ON COLUMN official_list.authority IS 'Who sanctions: US, EU, UK, UN or an ISO 3166 alpha-2 code.';
COMMENT ON COLUMN official_list.issuing_body IS 'The body that publishes the list.';
COMMENT ON COLUMN official_list.title IS 'The official title.';
COMMENT ON COLUMN official_list.home_page IS 'Where a person finds the list.';
COMMENT ON COLUMN official_list.licence IS 'The terms under which the list may be used.';
COMMENT ON COLUMN official_list.time_zone IS 'The time zone of the authority: a day is a day there.';
COMMENT ON COLUMN official_list.entry_kind IS
    'designation; restriction: the list bars from exports or contracts and freezes nothing, so its entries are never counted as designations.';
COMMENT ON COLUMN official_list.verified IS 'False: the reader of this list was never tried on a whole published file.';
COMMENT ON COLUMN official_list.cadence_days IS 'How many days may pass after a publication before the next one is overdue. What is held of the list is stale from then on.';
COMMENT ON COLUMN official_list.closed_on IS 'The day since which the list is no longer published.';
COMMENT ON COLUMN official_list.restated_on IS
    'The day that the list gives to all entries that were in force when it began or was made anew: most of these parties had been listed before.';
COMMENT ON COLUMN official_list.restatement IS 'What happened on that day, in a sentence.';

CREATE TABLE snapshot (
    snapshot_id        VARCHAR PRIMARY KEY,
    list_id            VARCHAR NOT NULL REFERENCES official_list,
    sha256             VARCHAR NOT NULL,
    published_on       DATE NOT NULL,
    published_on_basis VARCHAR NOT NULL CHECK (published_on_basis IN ('official', 'observed')),
    seen_at            TIMESTAMP NOT NULL,
    retrieved_at       TIMESTAMP NOT NULL,
    last_checked_at    TIMESTAMP NOT NULL,
    origin             VARCHAR NOT NULL CHECK (origin IN ('live', 'mirror', 'backfill', 'example')),
    source_url         VARCHAR NOT NULL,
    bytes              BIGINT NOT NULL CHECK (bytes >= 0),
    format             VARCHAR,
    parties            BIGINT CHECK (parties >= 0),
    added              BIGINT,
    removed            BIGINT,
    not_understood     BIGINT,
    state              VARCHAR NOT NULL CHECK (state IN ('used', 'held_back', 'unreadable', 'damaged')),
    reason             VARCHAR,
    CHECK (state = 'used' OR reason IS NOT NULL)
);
COMMENT ON TABLE snapshot IS 'The bytes of one list as published at one time. Only those in state used say anything about designations.';
COMMENT ON COLUMN snapshot.snapshot_id IS 'List, time seen and the start of the sha256.';
COMMENT ON COLUMN snapshot.list_id IS 'The list.';
COMMENT ON COLUMN snapshot.sha256 IS 'Digest of the files as published; the archive holds them under it.';
COMMENT ON COLUMN snapshot.published_on IS 'Day in the time zone of the authority: the day that the document states, else the day on which it was seen.';
COMMENT ON COLUMN snapshot.published_on_basis IS 'official: the document states the day. observed: it does not.';
COMMENT ON COLUMN snapshot.seen_at IS 'When the bytes were seen published, UTC.';
COMMENT ON COLUMN snapshot.retrieved_at IS 'When the bytes came into the archive, UTC.';
COMMENT ON COLUMN snapshot.last_checked_at IS 'When the source was last found to publish the same bytes, UTC.';
COMMENT ON COLUMN snapshot.origin IS 'Where the bytes came from: the official site, a mirror, a backfill, or the bundled example.';
COMMENT ON COLUMN snapshot.source_url IS 'Address of the first file.';
COMMENT ON COLUMN snapshot.bytes IS 'Size of all files, unpacked.';
COMMENT ON COLUMN snapshot.format IS 'The format module that read it; NULL where none could.';
COMMENT ON COLUMN snapshot.parties IS 'Parties listed in it; NULL where it could not be read.';
COMMENT ON COLUMN snapshot.added IS 'Parties that the snapshot used before it did not list; NULL for the first one.';
COMMENT ON COLUMN snapshot.removed IS 'Parties of the snapshot used before it that it does not list; NULL for the first one.';
COMMENT ON COLUMN snapshot.not_understood IS 'Pieces of free text that no rule read, in records first met here.';
COMMENT ON COLUMN snapshot.state IS 'used, held_back (implausible until a person accepts it), unreadable, or damaged (bytes no longer match the digest).';
COMMENT ON COLUMN snapshot.reason IS 'Why it is not used, in one sentence.';

CREATE TABLE field_coverage (
    snapshot_id  VARCHAR NOT NULL REFERENCES snapshot,
    list_id      VARCHAR NOT NULL REFERENCES official_list,
    published_on DATE NOT NULL,
    field        VARCHAR NOT NULL,
    parties      BIGINT NOT NULL CHECK (parties >= 0),
    share        DOUBLE NOT NULL CHECK (share >= 0 AND share <= 1),
    PRIMARY KEY (snapshot_id, field)
);
COMMENT ON TABLE field_coverage IS
    'How many parties of a snapshot have a field. A field that a publisher renames or drops shows as a share that falls; such a snapshot is held back.';
COMMENT ON COLUMN field_coverage.snapshot_id IS 'The snapshot; those held back are here too.';
COMMENT ON COLUMN field_coverage.list_id IS 'The list.';
COMMENT ON COLUMN field_coverage.published_on IS 'Day of the snapshot.';
COMMENT ON COLUMN field_coverage.field IS 'listing_day, party_type (any but entity), programme, birth, country, identifier, address, legal_basis or relationship.';
COMMENT ON COLUMN field_coverage.parties IS 'Listed parties that have it.';
COMMENT ON COLUMN field_coverage.share IS 'Their share of all listed parties, 0 to 1.';

CREATE TABLE refusal (
    list_id    VARCHAR NOT NULL REFERENCES official_list,
    refused_at TIMESTAMP NOT NULL,
    source_url VARCHAR,
    sha256     VARCHAR,
    bytes      BIGINT,
    reason     VARCHAR NOT NULL
);
COMMENT ON TABLE refusal IS 'What was offered or fetched and not taken into the archive, and failed fetches. Nothing in it changes a designation.';
COMMENT ON COLUMN refusal.list_id IS 'The list.';
COMMENT ON COLUMN refusal.refused_at IS 'When, UTC.';
COMMENT ON COLUMN refusal.source_url IS 'Where it came from.';
COMMENT ON COLUMN refusal.sha256 IS 'Digest of what came, where anything came.';
COMMENT ON COLUMN refusal.bytes IS 'Size of what came.';
COMMENT ON COLUMN refusal.reason IS 'Why, in one sentence.';

CREATE TABLE list_status (
    list_id         VARCHAR PRIMARY KEY REFERENCES official_list,
    authority       VARCHAR NOT NULL,
    origin          VARCHAR,
    published_on    DATE,
    retrieved_at    TIMESTAMP,
    last_checked_at TIMESTAMP,
    sha256          VARCHAR,
    source_url      VARCHAR,
    parties         BIGINT,
    added           BIGINT,
    removed         BIGINT,
    snapshots       BIGINT NOT NULL,
    first_held_on   DATE,
    state           VARCHAR NOT NULL CHECK (state IN ('current', 'stale', 'held_back', 'not_configured', 'never_fetched')),
    reason          VARCHAR,
    judged_on       DATE,
    is_overdue      BOOLEAN
);
COMMENT ON TABLE list_status IS 'One row a list: what is held of it, how old it is, and what went wrong last.';
COMMENT ON COLUMN list_status.list_id IS 'The list.';
COMMENT ON COLUMN list_status.authority IS 'Who sanctions.';
COMMENT ON COLUMN list_status.origin IS 'Where the snapshot in use came from.';
COMMENT ON COLUMN list_status.published_on IS 'Day of the snapshot in use.';
COMMENT ON COLUMN list_status.retrieved_at IS 'When the snapshot in use was retrieved, UTC.';
COMMENT ON COLUMN list_status.last_checked_at IS 'When the source was last found to publish it still, UTC.';
COMMENT ON COLUMN list_status.sha256 IS 'Digest of the snapshot in use.';
COMMENT ON COLUMN list_status.source_url IS 'Address of the snapshot in use.';
COMMENT ON COLUMN list_status.parties IS 'Parties listed in the snapshot in use.';
COMMENT ON COLUMN list_status.added IS 'Parties added by the snapshot in use.';
COMMENT ON COLUMN list_status.removed IS 'Parties removed by the snapshot in use.';
COMMENT ON COLUMN list_status.snapshots IS 'Snapshots in use, past ones included.';
COMMENT ON COLUMN list_status.first_held_on IS 'Day of the oldest snapshot in use: of the time before, only what the list itself states is known.';
COMMENT ON COLUMN list_status.state IS
    'As of the last refresh (list_status_on(day) judges it by another day). current; stale: the source did not answer, or nothing newer is held although it is overdue; held_back: bytes came and were refused; not_configured: a key is missing; never_fetched.';
COMMENT ON COLUMN list_status.reason IS 'Why the state is what it is, in one sentence.';
COMMENT ON COLUMN list_status.judged_on IS 'By which day its age is judged: its own in the example, the one of --as-of; NULL: today.';
COMMENT ON COLUMN list_status.is_overdue IS
    'Whether it is stale for its age alone: its source was read, and has published nothing newer for longer than its cadence. NULL before the age is judged.';

CREATE TABLE drift (
    list_id     VARCHAR NOT NULL REFERENCES official_list,
    sha256      VARCHAR NOT NULL,
    format      VARCHAR NOT NULL,
    place       VARCHAR NOT NULL,
    what        VARCHAR NOT NULL,
    occurrences BIGINT NOT NULL CHECK (occurrences > 0),
    PRIMARY KEY (list_id, sha256, place, what)
);
COMMENT ON TABLE drift IS 'Elements, columns, codes and labels that the reader of a list does not know, and records that it could not read.';
COMMENT ON COLUMN drift.list_id IS 'The list.';
COMMENT ON COLUMN drift.sha256 IS 'The snapshot that showed it.';
COMMENT ON COLUMN drift.format IS 'The format module that met it.';
COMMENT ON COLUMN drift.place IS 'Where in the document; `record` for a record that could not be read.';
COMMENT ON COLUMN drift.what IS 'What is not known, or why the record could not be read.';
COMMENT ON COLUMN drift.occurrences IS 'How often.';
