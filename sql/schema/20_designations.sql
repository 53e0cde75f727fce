-- Who is designated, since when, until when, and what the lists say of them.

CREATE TABLE designation (
    designation_id     VARCHAR PRIMARY KEY,
    list_id            VARCHAR NOT NULL REFERENCES official_list,
    authority          VARCHAR NOT NULL,
    native_id          VARCHAR NOT NULL,
    entry_kind         VARCHAR NOT NULL CHECK (entry_kind IN ('designation', 'restriction')),
    party_type         VARCHAR NOT NULL CHECK (party_type IN ('individual', 'entity', 'vessel', 'aircraft')),
    primary_name       VARCHAR NOT NULL CHECK (trim(primary_name) <> ''),
    programmes         VARCHAR[] NOT NULL,
    legal_basis        VARCHAR[] NOT NULL,
    legal_basis_from   VARCHAR CHECK (legal_basis_from IN ('list', 'programme')),
    measures           VARCHAR[] NOT NULL,
    measures_from      VARCHAR CHECK (measures_from IN ('list', 'programme')),
    listed_on          DATE,
    listed_on_basis    VARCHAR CHECK (listed_on_basis IN ('official', 'observed', 'notice')),
    listed_after       DATE,
    listed_by          DATE NOT NULL,
    delisted_on        DATE,
    delisted_on_basis  VARCHAR CHECK (delisted_on_basis IN ('official', 'observed', 'notice')),
    delisted_after     DATE,
    first_seen_on      DATE NOT NULL,
    last_seen_on       DATE NOT NULL,
    first_seen_sha256  VARCHAR NOT NULL,
    last_seen_sha256   VARCHAR NOT NULL,
    record_id          VARCHAR NOT NULL,
    remarks            VARCHAR,
    not_understood     VARCHAR[] NOT NULL,
    origin             VARCHAR NOT NULL,
    source_url         VARCHAR NOT NULL,
    CHECK (delisted_on >= listed_on),
    CHECK (last_seen_on >= first_seen_on),
    CHECK ((listed_on IS NULL) = (listed_on_basis IS NULL)),
    CHECK ((delisted_on IS NULL) = (delisted_on_basis IS NULL))
);
COMMENT ON TABLE designation IS
    'One party on one list, from listing to delisting. A party that leaves and returns has two rows. Current means delisted_on IS NULL.';
COMMENT ON COLUMN designation.designation_id IS 'List and native id; a second listing of the same id ends in #2.';
COMMENT ON COLUMN designation.list_id IS 'The list.';
COMMENT ON COLUMN designation.authority IS 'Who sanctions.';
COMMENT ON COLUMN designation.native_id IS 'The id on the list; for lists without one, what the format module says stands for it.';
COMMENT ON COLUMN designation.entry_kind IS
    'designation; restriction: an entry that bars from exports or contracts and freezes nothing (Denied Persons, Entity List, debarments). Macros and views that count designations leave it out; see restrictions_on and current_restriction.';
COMMENT ON COLUMN designation.party_type IS 'individual, entity, vessel or aircraft, as the list says.';
COMMENT ON COLUMN designation.primary_name IS 'The primary name in the last snapshot that shows the party.';
COMMENT ON COLUMN designation.programmes IS 'All programme tags as published, sorted. Gaining a tag is a change, not a designation.';
COMMENT ON COLUMN designation.legal_basis IS 'Acts named as the basis: as the list states them, else those of its programmes; legal_basis_from says which.';
COMMENT ON COLUMN designation.legal_basis_from IS 'list: the list states them. programme: they are those of table programme. NULL: none is known.';
COMMENT ON COLUMN designation.measures IS 'What the listing does: as the list states it, else what its programmes do; measures_from says which.';
COMMENT ON COLUMN designation.measures_from IS 'As for legal_basis_from.';
COMMENT ON COLUMN designation.listed_on IS
    'The day of listing: official, or observed as the first snapshot that shows it. NULL for a party that the oldest snapshot held already shows without a date.';
COMMENT ON COLUMN designation.listed_on_basis IS 'official: the list states it. notice: an official notice does. observed: the first snapshot that shows the party.';
COMMENT ON COLUMN designation.listed_after IS 'Day of the last snapshot before it that does not show the party: it was listed after that. NULL: none is held.';
COMMENT ON COLUMN designation.listed_by IS 'The day by which it was listed for certain: the first snapshot that shows it, or the official day where that is earlier.';
COMMENT ON COLUMN designation.delisted_on IS 'The day of delisting: official, or observed as the first snapshot that no longer shows the party.';
COMMENT ON COLUMN designation.delisted_on_basis IS 'As for listed_on.';
COMMENT ON COLUMN designation.delisted_after IS 'Day of the last snapshot that still shows the party.';
COMMENT ON COLUMN designation.first_seen_on IS 'Day of the first snapshot that shows it.';
COMMENT ON COLUMN designation.last_seen_on IS 'Day of the last snapshot that shows it.';
COMMENT ON COLUMN designation.first_seen_sha256 IS 'Digest of the first snapshot that shows it.';
COMMENT ON COLUMN designation.last_seen_sha256 IS 'Digest of the last snapshot that shows it.';
COMMENT ON COLUMN designation.record_id IS 'Digest of the record that the row was made from.';
COMMENT ON COLUMN designation.remarks IS 'Free text as published.';
COMMENT ON COLUMN designation.not_understood IS 'Pieces of the free text that no rule read.';
COMMENT ON COLUMN designation.origin IS 'Where the last snapshot that shows it came from: live, mirror, backfill or example.';
COMMENT ON COLUMN designation.source_url IS 'Address of the last snapshot that shows it.';

CREATE TABLE programme (
    list_id      VARCHAR NOT NULL REFERENCES official_list,
    tag          VARCHAR NOT NULL,
    authority    VARCHAR NOT NULL,
    title        VARCHAR NOT NULL,
    entry_kind   VARCHAR NOT NULL CHECK (entry_kind IN ('designation', 'restriction')),
    issuing_body VARCHAR,
    acts         VARCHAR[] NOT NULL,
    territories  VARCHAR[] NOT NULL,
    measures     VARCHAR[] NOT NULL,
    since        DATE,
    until        DATE,
    source       VARCHAR,
    PRIMARY KEY (list_id, tag),
    CHECK (until >= since)
);
COMMENT ON TABLE programme IS 'Every programme tag that a list has used, with what is known of the programme.';
COMMENT ON COLUMN programme.list_id IS 'The list that uses the tag.';
COMMENT ON COLUMN programme.tag IS 'The tag as published: joins with designation.programmes.';
COMMENT ON COLUMN programme.authority IS 'Who sanctions.';
COMMENT ON COLUMN programme.title IS 'What the programme is called; the tag itself where it is not known.';
COMMENT ON COLUMN programme.entry_kind IS 'designation; restriction: a listing under it bars from exports or contracts and freezes nothing.';
COMMENT ON COLUMN programme.issuing_body IS 'The body that lists under it. NULL: the programme is not known.';
COMMENT ON COLUMN programme.acts IS 'The acts that it rests on, the one that makes it first.';
COMMENT ON COLUMN programme.territories IS 'The country that it is aimed at, ISO 3166 alpha-2; empty for a threat or several countries.';
COMMENT ON COLUMN programme.measures IS 'What a listing under it does; empty where the list states it for each party.';
COMMENT ON COLUMN programme.since IS 'The day of the act that makes it, where that is known.';
COMMENT ON COLUMN programme.until IS 'The day on which it ended.';
COMMENT ON COLUMN programme.source IS 'Where this is stated. NULL: the programme is not known, which is reported as drift.';

CREATE TABLE designation_version (
    designation_id VARCHAR NOT NULL REFERENCES designation,
    version        INTEGER NOT NULL CHECK (version >= 1),
    record_id      VARCHAR NOT NULL,
    primary_name   VARCHAR NOT NULL,
    party_type     VARCHAR NOT NULL,
    programmes     VARCHAR[] NOT NULL,
    first_seen_on  DATE NOT NULL,
    last_seen_on   DATE NOT NULL,
    superseded_on  DATE CHECK (superseded_on >= first_seen_on),
    sha256         VARCHAR NOT NULL,
    format         VARCHAR NOT NULL,
    PRIMARY KEY (designation_id, version)
);
COMMENT ON TABLE designation_version IS 'What a list said of a designation, from one snapshot to another; a new row wherever the record changed.';
COMMENT ON COLUMN designation_version.designation_id IS 'The designation.';
COMMENT ON COLUMN designation_version.version IS 'Counts from 1 within the designation.';
COMMENT ON COLUMN designation_version.record_id IS 'Digest of the content of the record.';
COMMENT ON COLUMN designation_version.primary_name IS 'Primary name then.';
COMMENT ON COLUMN designation_version.party_type IS 'Party type then.';
COMMENT ON COLUMN designation_version.programmes IS 'Programme tags then.';
COMMENT ON COLUMN designation_version.first_seen_on IS 'Day of the first snapshot with this content.';
COMMENT ON COLUMN designation_version.last_seen_on IS 'Day of the last snapshot with this content.';
COMMENT ON COLUMN designation_version.superseded_on IS 'Day of the first snapshot with the next content: the version was in force from first_seen_on to the day before. NULL: it is the newest, and says what the designation says.';
COMMENT ON COLUMN designation_version.sha256 IS 'Digest of the first snapshot with this content.';
COMMENT ON COLUMN designation_version.format IS 'The format it was read from; another format may say the same in other words.';

CREATE TABLE designation_name (
    designation_id VARCHAR NOT NULL REFERENCES designation,
    name           VARCHAR NOT NULL,
    name_latin     VARCHAR NOT NULL,
    quality        VARCHAR NOT NULL CHECK (quality IN ('primary', 'strong', 'weak')),
    kind           VARCHAR NOT NULL CHECK (kind IN ('name', 'aka', 'fka', 'nka', 'spelling')),
    script         VARCHAR,
    language       VARCHAR,
    parts          STRUCT(part VARCHAR, value VARCHAR)[],
    first_seen_on  DATE NOT NULL,
    last_seen_on   DATE NOT NULL,
    is_current     BOOLEAN NOT NULL
);
COMMENT ON TABLE designation_name IS 'Every name that a list has given a designation.';
COMMENT ON COLUMN designation_name.designation_id IS 'The designation.';
COMMENT ON COLUMN designation_name.name IS 'As published, white space folded.';
COMMENT ON COLUMN designation_name.name_latin IS 'In Latin letters without accents, lower case: for searching, not for quoting.';
COMMENT ON COLUMN designation_name.quality IS 'primary, strong or weak, as the list says.';
COMMENT ON COLUMN designation_name.kind IS 'name, aka, fka, nka, or spelling: the same name in another script or language.';
COMMENT ON COLUMN designation_name.script IS 'ISO 15924 code: as the list states, else as the letters show.';
COMMENT ON COLUMN designation_name.language IS 'ISO 639 code where the list states it.';
COMMENT ON COLUMN designation_name.parts IS 'Parts of the name as published: family, given, patronymic, …';
COMMENT ON COLUMN designation_name.first_seen_on IS 'Day of the first snapshot that states it.';
COMMENT ON COLUMN designation_name.last_seen_on IS 'Day of the last snapshot that states it.';
COMMENT ON COLUMN designation_name.is_current IS 'Whether the last record of the designation states it.';

CREATE TABLE designation_birth (
    designation_id VARCHAR NOT NULL REFERENCES designation,
    text           VARCHAR NOT NULL,
    earliest       DATE,
    latest         DATE,
    approximate    BOOLEAN NOT NULL,
    first_seen_on  DATE NOT NULL,
    last_seen_on   DATE NOT NULL,
    is_current     BOOLEAN NOT NULL,
    CHECK (latest >= earliest)
);
COMMENT ON TABLE designation_birth IS 'Every date of birth that a list has given a designation, as an interval.';
COMMENT ON COLUMN designation_birth.designation_id IS 'The designation.';
COMMENT ON COLUMN designation_birth.text IS 'As published.';
COMMENT ON COLUMN designation_birth.earliest IS 'First day that the text can mean; NULL where it could not be read.';
COMMENT ON COLUMN designation_birth.latest IS 'Last day that the text can mean; NULL where it could not be read.';
COMMENT ON COLUMN designation_birth.approximate IS 'The list says circa or the like.';
COMMENT ON COLUMN designation_birth.first_seen_on IS 'Day of the first snapshot that states it.';
COMMENT ON COLUMN designation_birth.last_seen_on IS 'Day of the last snapshot that states it.';
COMMENT ON COLUMN designation_birth.is_current IS 'Whether the last record of the designation states it.';

CREATE TABLE designation_birth_place (
    designation_id VARCHAR NOT NULL REFERENCES designation,
    text           VARCHAR NOT NULL,
    country        VARCHAR,
    first_seen_on  DATE NOT NULL,
    last_seen_on   DATE NOT NULL,
    is_current     BOOLEAN NOT NULL
);
COMMENT ON TABLE designation_birth_place IS 'Every place of birth that a list has given a designation.';
COMMENT ON COLUMN designation_birth_place.designation_id IS 'The designation.';
COMMENT ON COLUMN designation_birth_place.text IS 'As published.';
COMMENT ON COLUMN designation_birth_place.country IS 'ISO 3166 alpha-2 code of the country that the text names; NULL where it names none that is known.';
COMMENT ON COLUMN designation_birth_place.first_seen_on IS 'Day of the first snapshot that states it.';
COMMENT ON COLUMN designation_birth_place.last_seen_on IS 'Day of the last snapshot that states it.';
COMMENT ON COLUMN designation_birth_place.is_current IS 'Whether the last record of the designation states it.';

CREATE TABLE designation_country (
    designation_id VARCHAR NOT NULL REFERENCES designation,
    link           VARCHAR NOT NULL CHECK (link IN (
        'nationality', 'citizenship', 'residence', 'registration', 'birth', 'flag', 'address', 'identifier', 'programme', 'other')),
    country        VARCHAR,
    text           VARCHAR NOT NULL,
    first_seen_on  DATE NOT NULL,
    last_seen_on   DATE NOT NULL,
    is_current     BOOLEAN NOT NULL
);
COMMENT ON TABLE designation_country IS
    'Every country that a list ties a designation to, and how. Nationality is not programme: count the link that the question means.';
COMMENT ON COLUMN designation_country.designation_id IS 'The designation.';
COMMENT ON COLUMN designation_country.link IS
    'How: nationality, citizenship, residence, registration, birth, flag, address, identifier (issued by), programme (aimed at), other.';
COMMENT ON COLUMN designation_country.country IS 'ISO 3166 alpha-2 code; NULL where the text names no country that is known.';
COMMENT ON COLUMN designation_country.text IS 'As published.';
COMMENT ON COLUMN designation_country.first_seen_on IS 'Day of the first snapshot that states it.';
COMMENT ON COLUMN designation_country.last_seen_on IS 'Day of the last snapshot that states it.';
COMMENT ON COLUMN designation_country.is_current IS 'Whether the last record of the designation states it.';

CREATE TABLE designation_identifier (
    designation_id   VARCHAR NOT NULL REFERENCES designation,
    kind             VARCHAR NOT NULL,
    value            VARCHAR NOT NULL,
    value_normalised VARCHAR NOT NULL,
    label            VARCHAR NOT NULL,
    issuer           VARCHAR,
    issuer_country   VARCHAR,
    note             VARCHAR,
    first_seen_on    DATE NOT NULL,
    last_seen_on     DATE NOT NULL,
    is_current       BOOLEAN NOT NULL
);
COMMENT ON TABLE designation_identifier IS 'Every official number that a list has given a designation.';
COMMENT ON COLUMN designation_identifier.designation_id IS 'The designation.';
COMMENT ON COLUMN designation_identifier.kind IS 'passport, national_id, tax_id, registration, imo, swift_bic, lei, digital_currency, un_reference, …';
COMMENT ON COLUMN designation_identifier.value IS 'As published.';
COMMENT ON COLUMN designation_identifier.value_normalised IS 'Upper case without separators: for comparing, not for quoting.';
COMMENT ON COLUMN designation_identifier.label IS 'The word of the list for its kind.';
COMMENT ON COLUMN designation_identifier.issuer IS 'Who issued it, as published.';
COMMENT ON COLUMN designation_identifier.issuer_country IS 'ISO 3166 alpha-2 code of the issuer.';
COMMENT ON COLUMN designation_identifier.note IS 'What the list adds: issued, expires, …';
COMMENT ON COLUMN designation_identifier.first_seen_on IS 'Day of the first snapshot that states it.';
COMMENT ON COLUMN designation_identifier.last_seen_on IS 'Day of the last snapshot that states it.';
COMMENT ON COLUMN designation_identifier.is_current IS 'Whether the last record of the designation states it.';

CREATE TABLE designation_address (
    designation_id VARCHAR NOT NULL REFERENCES designation,
    text           VARCHAR NOT NULL,
    street         VARCHAR,
    city           VARCHAR,
    region         VARCHAR,
    postcode       VARCHAR,
    country_text   VARCHAR,
    country        VARCHAR,
    first_seen_on  DATE NOT NULL,
    last_seen_on   DATE NOT NULL,
    is_current     BOOLEAN NOT NULL
);
COMMENT ON TABLE designation_address IS 'Every address that a list has given a designation.';
COMMENT ON COLUMN designation_address.designation_id IS 'The designation.';
COMMENT ON COLUMN designation_address.text IS 'All of it in one line, as published.';
COMMENT ON COLUMN designation_address.street IS 'Street, as published.';
COMMENT ON COLUMN designation_address.city IS 'City, as published.';
COMMENT ON COLUMN designation_address.region IS 'Region, as published.';
COMMENT ON COLUMN designation_address.postcode IS 'Postcode, as published.';
COMMENT ON COLUMN designation_address.country_text IS 'Country, as published.';
COMMENT ON COLUMN designation_address.country IS 'ISO 3166 alpha-2 code.';
COMMENT ON COLUMN designation_address.first_seen_on IS 'Day of the first snapshot that states it.';
COMMENT ON COLUMN designation_address.last_seen_on IS 'Day of the last snapshot that states it.';
COMMENT ON COLUMN designation_address.is_current IS 'Whether the last record of the designation states it.';

CREATE TABLE designation_relationship (
    designation_id         VARCHAR NOT NULL REFERENCES designation,
    kind                   VARCHAR NOT NULL,
    related_native_id      VARCHAR,
    related_name           VARCHAR,
    related_designation_id VARCHAR,
    first_seen_on          DATE NOT NULL,
    last_seen_on           DATE NOT NULL,
    is_current             BOOLEAN NOT NULL
);
COMMENT ON TABLE designation_relationship IS 'Ties between parties that a list states: linked to, owned by, acting for, …';
COMMENT ON COLUMN designation_relationship.designation_id IS 'The designation.';
COMMENT ON COLUMN designation_relationship.kind IS 'The word of the list.';
COMMENT ON COLUMN designation_relationship.related_native_id IS 'Id of the other party on the same list, where stated.';
COMMENT ON COLUMN designation_relationship.related_name IS 'Name of the other party, as published.';
COMMENT ON COLUMN designation_relationship.related_designation_id IS
    'The other designation on the same list: by its id, else by its primary name where just one has that name.';
COMMENT ON COLUMN designation_relationship.first_seen_on IS 'Day of the first snapshot that states it.';
COMMENT ON COLUMN designation_relationship.last_seen_on IS 'Day of the last snapshot that states it.';
COMMENT ON COLUMN designation_relationship.is_current IS 'Whether the last record of the designation states it.';

CREATE TABLE designation_feature (
    designation_id VARCHAR NOT NULL REFERENCES designation,
    kind           VARCHAR NOT NULL,
    value          VARCHAR NOT NULL,
    first_seen_on  DATE NOT NULL,
    last_seen_on   DATE NOT NULL,
    is_current     BOOLEAN NOT NULL
);
COMMENT ON TABLE designation_feature IS 'All else that a list states: gender, title, function, tonnage, model, established on, …';
COMMENT ON COLUMN designation_feature.designation_id IS 'The designation.';
COMMENT ON COLUMN designation_feature.kind IS 'What it is.';
COMMENT ON COLUMN designation_feature.value IS 'As published.';
COMMENT ON COLUMN designation_feature.first_seen_on IS 'Day of the first snapshot that states it.';
COMMENT ON COLUMN designation_feature.last_seen_on IS 'Day of the last snapshot that states it.';
COMMENT ON COLUMN designation_feature.is_current IS 'Whether the last record of the designation states it.';

CREATE TABLE designation_event (
    designation_id VARCHAR NOT NULL REFERENCES designation,
    kind           VARCHAR NOT NULL CHECK (kind IN ('listed', 'amended', 'delisted')),
    effective_on   DATE,
    published_on   DATE,
    note           VARCHAR,
    first_seen_on  DATE NOT NULL,
    last_seen_on   DATE NOT NULL,
    is_current     BOOLEAN NOT NULL
);
COMMENT ON TABLE designation_event IS 'What a list itself says happened to a designation, where it keeps such a history.';
COMMENT ON COLUMN designation_event.designation_id IS 'The designation.';
COMMENT ON COLUMN designation_event.kind IS 'listed, amended or delisted.';
COMMENT ON COLUMN designation_event.effective_on IS 'From when it has effect.';
COMMENT ON COLUMN designation_event.published_on IS 'When it was published.';
COMMENT ON COLUMN designation_event.note IS 'What the list adds.';
COMMENT ON COLUMN designation_event.first_seen_on IS 'Day of the first snapshot that states it.';
COMMENT ON COLUMN designation_event.last_seen_on IS 'Day of the last snapshot that states it.';
COMMENT ON COLUMN designation_event.is_current IS 'Whether the last record of the designation states it.';

CREATE TABLE change (
    list_id        VARCHAR NOT NULL,
    authority      VARCHAR NOT NULL,
    designation_id VARCHAR NOT NULL REFERENCES designation,
    native_id      VARCHAR NOT NULL,
    party_type     VARCHAR NOT NULL,
    primary_name   VARCHAR NOT NULL,
    programmes     VARCHAR[] NOT NULL,
    changed_on     DATE NOT NULL,
    changed_after  DATE,
    change_basis   VARCHAR NOT NULL CHECK (change_basis IN ('official', 'observed', 'notice')),
    change_kind    VARCHAR NOT NULL CHECK (change_kind IN (
        'added', 'removed', 'renamed', 'amended', 'programme_added', 'programme_removed', 'retyped')),
    field          VARCHAR,
    old_value      VARCHAR,
    new_value      VARCHAR,
    sha256         VARCHAR NOT NULL
);
COMMENT ON TABLE change IS 'One row a party and change. Only added is a designation: a touched, renamed or retagged row is not.';
COMMENT ON COLUMN change.list_id IS 'The list.';
COMMENT ON COLUMN change.authority IS 'Who sanctions.';
COMMENT ON COLUMN change.designation_id IS 'The designation.';
COMMENT ON COLUMN change.native_id IS 'Its id on the list.';
COMMENT ON COLUMN change.party_type IS 'Its party type after the change; before it, if removed.';
COMMENT ON COLUMN change.primary_name IS 'Its primary name after the change; before it, if removed.';
COMMENT ON COLUMN change.programmes IS 'Its programme tags after the change; before it, if removed.';
COMMENT ON COLUMN change.changed_on IS 'The day: official where the list states it, else the day of the first snapshot that shows the change.';
COMMENT ON COLUMN change.changed_after IS 'Day of the last snapshot that does not show the change yet: it happened after that day, by changed_on. NULL: none is held.';
COMMENT ON COLUMN change.change_basis IS 'How the day is known.';
COMMENT ON COLUMN change.change_kind IS 'added, removed, renamed (primary name), retyped, programme_added, programme_removed, or amended (any other field).';
COMMENT ON COLUMN change.field IS 'For amended: which field.';
COMMENT ON COLUMN change.old_value IS 'Before, as published; several values are joined by " | ".';
COMMENT ON COLUMN change.new_value IS 'After, as published; several values are joined by " | ".';
COMMENT ON COLUMN change.sha256 IS 'The first snapshot that shows the change.';
