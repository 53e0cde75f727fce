-- Official notices: a second witness of what authorities did on a day, beside their lists.

CREATE TABLE notice (
    notice_id      VARCHAR PRIMARY KEY,
    source_id      VARCHAR NOT NULL CHECK (source_id IN ('ofac_notices', 'ofac_delta')),
    authority      VARCHAR NOT NULL,
    published_on   DATE,
    title          VARCHAR,
    families       VARCHAR[] NOT NULL,
    statements     VARCHAR[] NOT NULL,
    press_release  VARCHAR,
    added          BIGINT NOT NULL CHECK (added >= 0),
    removed        BIGINT NOT NULL CHECK (removed >= 0),
    changed        BIGINT NOT NULL CHECK (changed >= 0),
    not_understood VARCHAR[] NOT NULL,
    sha256         VARCHAR NOT NULL,
    source_url     VARCHAR NOT NULL,
    retrieved_at   TIMESTAMP NOT NULL,
    origin         VARCHAR NOT NULL CHECK (origin IN ('live', 'mirror', 'backfill', 'example')),
    state          VARCHAR NOT NULL CHECK (state IN ('used', 'repeated', 'unreadable', 'refused', 'damaged')),
    reason         VARCHAR,
    CHECK ((state = 'used') = (reason IS NULL)),
    CHECK (state <> 'used' OR published_on IS NOT NULL)
);
COMMENT ON TABLE notice IS
    'Official notices of what an authority did on a day: a web page, or a file of what changed. Only those in state used have entries.';
COMMENT ON COLUMN notice.notice_id IS 'Source, day and the start of the sha256.';
COMMENT ON COLUMN notice.source_id IS 'ofac_notices: the pages of recent actions. ofac_delta: files of what one publication of the lists changed.';
COMMENT ON COLUMN notice.authority IS 'Who sanctions.';
COMMENT ON COLUMN notice.published_on IS 'The day of the act, as the notice states it, in the time zone of the authority.';
COMMENT ON COLUMN notice.title IS 'The title of a page.';
COMMENT ON COLUMN notice.families IS 'The programme families and other matters that the title names.';
COMMENT ON COLUMN notice.statements IS 'What a page says outside its sections: licences issued, guidance, as published.';
COMMENT ON COLUMN notice.press_release IS 'Address of the press release that it refers to.';
COMMENT ON COLUMN notice.added IS 'Number of parties that it says were added to a list.';
COMMENT ON COLUMN notice.removed IS 'Number of parties that it says were removed.';
COMMENT ON COLUMN notice.changed IS 'Number of parties whose entries it says were changed.';
COMMENT ON COLUMN notice.not_understood IS 'Headings, labels and paragraphs that no rule read: with any of these, it may say more than its entries do.';
COMMENT ON COLUMN notice.sha256 IS 'Digest of the file; the archive holds it under it.';
COMMENT ON COLUMN notice.source_url IS 'Where it came from.';
COMMENT ON COLUMN notice.retrieved_at IS 'When it came into the archive, UTC.';
COMMENT ON COLUMN notice.origin IS 'The official site, a mirror, a backfill, or the bundled example.';
COMMENT ON COLUMN notice.state IS
    'used; repeated: another copy says the same, or corrects it; unreadable; refused: it came and was not taken in; damaged.';
COMMENT ON COLUMN notice.reason IS 'Why it is not used, in one sentence.';

CREATE TABLE notice_entry (
    entry_id       VARCHAR PRIMARY KEY,
    notice_id      VARCHAR NOT NULL REFERENCES notice,
    position       INTEGER NOT NULL CHECK (position >= 1),
    act            VARCHAR NOT NULL CHECK (act IN ('added', 'removed', 'changed')),
    acted_on       DATE NOT NULL,
    section        VARCHAR NOT NULL,
    list_id        VARCHAR REFERENCES official_list,
    native_id      VARCHAR,
    party_type     VARCHAR CHECK (party_type IN ('individual', 'entity', 'vessel', 'aircraft')),
    primary_name   VARCHAR,
    name_before    VARCHAR,
    aliases        VARCHAR[] NOT NULL,
    programmes     VARCHAR[] NOT NULL,
    births         VARCHAR[] NOT NULL,
    countries      STRUCT(link VARCHAR, country VARCHAR, text VARCHAR)[] NOT NULL,
    identifiers    STRUCT(kind VARCHAR, value VARCHAR)[] NOT NULL,
    linked_to      VARCHAR[] NOT NULL,
    touched        STRUCT(field VARCHAR, action VARCHAR, value VARCHAR)[] NOT NULL,
    listed_on      DATE,
    text           VARCHAR,
    not_understood VARCHAR[] NOT NULL,
    designation_id VARCHAR REFERENCES designation,
    joined_by      VARCHAR CHECK (joined_by IN ('native_id', 'name', 'similar_name')),
    CHECK ((designation_id IS NULL) = (joined_by IS NULL))
);
COMMENT ON TABLE notice_entry IS
    'What a notice says of one party, and the designation that it is about. A party without designation is known from the notice alone.';
COMMENT ON COLUMN notice_entry.entry_id IS
    'Notice and position. Verdicts that rest on a party known from a notice alone cite it in place of a designation.';
COMMENT ON COLUMN notice_entry.notice_id IS 'The notice.';
COMMENT ON COLUMN notice_entry.position IS 'Its place in the notice, from 1.';
COMMENT ON COLUMN notice_entry.act IS 'added, removed or changed.';
COMMENT ON COLUMN notice_entry.acted_on IS 'The day of the act: that of the notice.';
COMMENT ON COLUMN notice_entry.section IS 'The sentence that it stands under on a page; the word of the file otherwise.';
COMMENT ON COLUMN notice_entry.list_id IS 'The list; NULL where the notice does not say.';
COMMENT ON COLUMN notice_entry.native_id IS 'Its id on the list; pages give none.';
COMMENT ON COLUMN notice_entry.party_type IS 'individual, entity, vessel or aircraft; NULL where the notice only says what it touches.';
COMMENT ON COLUMN notice_entry.primary_name IS 'Its name: after a change, before a removal.';
COMMENT ON COLUMN notice_entry.name_before IS 'Its name before a change, where the notice gives both.';
COMMENT ON COLUMN notice_entry.aliases IS 'Its other names.';
COMMENT ON COLUMN notice_entry.programmes IS 'Its programme tags as the notice writes them, sorted: a page may space them otherwise than the list.';
COMMENT ON COLUMN notice_entry.births IS 'Dates of birth as published.';
COMMENT ON COLUMN notice_entry.countries IS 'Countries that the notice ties it to, and how: as in designation_country.';
COMMENT ON COLUMN notice_entry.identifiers IS 'Official numbers: kind and value, as in designation_identifier.';
COMMENT ON COLUMN notice_entry.linked_to IS 'Parties that it is said to be linked to.';
COMMENT ON COLUMN notice_entry.touched IS 'Of a change, what comes (add) and goes (remove), where the notice says that alone.';
COMMENT ON COLUMN notice_entry.listed_on IS 'The day of listing where the notice states it: on a removal, the original one.';
COMMENT ON COLUMN notice_entry.text IS 'The paragraph as published.';
COMMENT ON COLUMN notice_entry.not_understood IS 'Pieces of it that no rule read.';
COMMENT ON COLUMN notice_entry.designation_id IS 'The designation that it is about, if one is held and can be identified.';
COMMENT ON COLUMN notice_entry.joined_by IS 'native_id; name: the same name; similar_name: a similar name, with programme and day agreeing.';

CREATE TABLE notice_difference (
    notice_id      VARCHAR NOT NULL REFERENCES notice,
    entry_id       VARCHAR REFERENCES notice_entry,
    designation_id VARCHAR REFERENCES designation,
    kind           VARCHAR NOT NULL CHECK (kind IN (
        'not_on_list', 'not_in_notice', 'still_listed', 'day', 'original_day', 'name', 'party_type', 'programmes')),
    notice_value   VARCHAR,
    list_value     VARCHAR,
    CHECK (entry_id IS NOT NULL OR designation_id IS NOT NULL)
);
COMMENT ON TABLE notice_difference IS 'Where a notice and a list disagree, one row a difference. Neither is changed by the other.';
COMMENT ON COLUMN notice_difference.notice_id IS 'The notice.';
COMMENT ON COLUMN notice_difference.entry_id IS 'Its entry; NULL where it has none of the designation.';
COMMENT ON COLUMN notice_difference.designation_id IS 'The designation; NULL where the list has none of the party.';
COMMENT ON COLUMN notice_difference.kind IS
    'not_on_list: added by the notice, and the snapshots held around that day show no such party. not_in_notice: added to the list on just that day, and in no notice of it. still_listed: removed by the notice, shown listed after it. day: the list dates the act otherwise. original_day: the list dates the listing otherwise. name, party_type, programmes: of a party added.';
COMMENT ON COLUMN notice_difference.notice_value IS 'What the notice says.';
COMMENT ON COLUMN notice_difference.list_value IS 'What the list says.';
