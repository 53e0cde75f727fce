-- Which body made known which part of a day's action.

CREATE TABLE announcement (
    announcement_id VARCHAR PRIMARY KEY,
    notice_id       VARCHAR NOT NULL REFERENCES notice,
    authority       VARCHAR NOT NULL,
    acted_on        DATE NOT NULL,
    kind            VARCHAR NOT NULL CHECK (kind IN ('page', 'publication')),
    issuer          VARCHAR,
    issuer_basis    VARCHAR CHECK (issuer_basis IN ('section', 'press_release')),
    families        VARCHAR[] NOT NULL,
    press_release   VARCHAR,
    added           BIGINT NOT NULL CHECK (added >= 0),
    removed         BIGINT NOT NULL CHECK (removed >= 0),
    changed         BIGINT NOT NULL CHECK (changed >= 0),
    CHECK ((issuer IS NULL) = (issuer_basis IS NULL))
);
COMMENT ON TABLE announcement IS
    'What one body made known at once: a page of recent actions, the part of a page under the name of one department, or one publication of the lists. A page and a publication may be about the same parties: count parties, not rows (view announced_share).';
COMMENT ON COLUMN announcement.announcement_id IS 'The notice; behind a slash the department, where one page has parts of several.';
COMMENT ON COLUMN announcement.notice_id IS 'The notice that it was read from; its address, title and digest are there.';
COMMENT ON COLUMN announcement.authority IS 'Who sanctions.';
COMMENT ON COLUMN announcement.acted_on IS 'The day of the act, in the time zone of the authority.';
COMMENT ON COLUMN announcement.kind IS 'page: a page of recent actions. publication: a file of what one publication of the lists changed; it names no department.';
COMMENT ON COLUMN announcement.issuer IS 'The department that the announcement refers to (such as Department of State); NULL where it names none or several. Which of its parties are for certain of that department: see announcement_entry.issuer.';
COMMENT ON COLUMN announcement.issuer_basis IS 'section: the sentence above the parties names the department. press_release: the page refers to a press release of the department.';
COMMENT ON COLUMN announcement.families IS 'The programme families that the title names.';
COMMENT ON COLUMN announcement.press_release IS 'Address of the press release that it refers to.';
COMMENT ON COLUMN announcement.added IS 'Number of parties that it says were added.';
COMMENT ON COLUMN announcement.removed IS 'Number of parties that it says were removed.';
COMMENT ON COLUMN announcement.changed IS 'Number of parties whose entries it says were changed.';

CREATE TABLE announcement_entry (
    entry_id        VARCHAR PRIMARY KEY REFERENCES notice_entry,
    announcement_id VARCHAR NOT NULL REFERENCES announcement,
    act             VARCHAR NOT NULL CHECK (act IN ('added', 'removed', 'changed')),
    acted_on        DATE NOT NULL,
    programmes      VARCHAR[] NOT NULL,
    designation_id  VARCHAR REFERENCES designation,
    issuer          VARCHAR,
    issuer_basis    VARCHAR CHECK (issuer_basis IN ('section', 'press_release')),
    CHECK ((issuer IS NULL) = (issuer_basis IS NULL))
);
COMMENT ON TABLE announcement_entry IS 'The parties of an announcement, and the department that acted on each where an official document states it.';
COMMENT ON COLUMN announcement_entry.entry_id IS 'The entry of the notice: name, type and all else that it says are in notice_entry.';
COMMENT ON COLUMN announcement_entry.announcement_id IS 'The announcement.';
COMMENT ON COLUMN announcement_entry.act IS 'added, removed or changed.';
COMMENT ON COLUMN announcement_entry.acted_on IS 'The day of the act.';
COMMENT ON COLUMN announcement_entry.programmes IS 'Programme tags as the notice writes them, sorted.';
COMMENT ON COLUMN announcement_entry.designation_id IS 'The designation that it is about, if one is held and can be identified. A party of a page and of a publication has one row in each.';
COMMENT ON COLUMN announcement_entry.issuer IS
    'The department that acted on the party; NULL where it is not stated. A page that refers to one press release may list parties of other departments too: its parties are attributed only where another announcement of the day, of another department, shares a programme with them.';
COMMENT ON COLUMN announcement_entry.issuer_basis IS 'How the department is known: section or press_release, as in announcement; another announcement of the same party and day counts too.';
