-- Where articles come from: feeds, fetched pages, and GDELT's leads to articles.

CREATE TABLE news_feed (
    feed_id    VARCHAR PRIMARY KEY,
    title      VARCHAR NOT NULL,
    outlet     VARCHAR NOT NULL,
    url        VARCHAR NOT NULL,
    state      VARCHAR NOT NULL CHECK (state IN ('read', 'unchanged', 'failed', 'never_read')),
    reason     VARCHAR,
    checked_at TIMESTAMP,
    entries    BIGINT NOT NULL CHECK (entries >= 0),
    added      BIGINT NOT NULL CHECK (added >= 0),
    CHECK (state <> 'failed' OR reason IS NOT NULL)
);
COMMENT ON TABLE news_feed IS 'The feeds that this home reads, and how the last visit to each ended. None unless the home has a feeds.toml.';
COMMENT ON COLUMN news_feed.feed_id IS 'Its name in feeds.toml.';
COMMENT ON COLUMN news_feed.title IS 'Title, for people.';
COMMENT ON COLUMN news_feed.outlet IS 'Who publishes it: the outlet of its articles.';
COMMENT ON COLUMN news_feed.url IS 'Address.';
COMMENT ON COLUMN news_feed.state IS 'read; unchanged since the visit before; failed; never_read.';
COMMENT ON COLUMN news_feed.reason IS 'Why it failed, or what was left out.';
COMMENT ON COLUMN news_feed.checked_at IS 'When it was last asked for, UTC.';
COMMENT ON COLUMN news_feed.entries IS 'Entries that it had when it last came.';
COMMENT ON COLUMN news_feed.added IS 'How many of these were new in the last visit.';

CREATE TABLE news_page (
    url      VARCHAR PRIMARY KEY,
    found_by VARCHAR NOT NULL,
    state    VARCHAR NOT NULL CHECK (state IN ('fetched', 'refused', 'unreachable')),
    reason   VARCHAR,
    asked_at TIMESTAMP NOT NULL,
    tries    BIGINT NOT NULL CHECK (tries > 0),
    sha256   VARCHAR,
    CHECK ((state = 'fetched') = (sha256 IS NOT NULL)),
    CHECK ((state = 'fetched') = (reason IS NULL))
);
COMMENT ON TABLE news_page IS 'Pages that were asked for, and how that ended.';
COMMENT ON COLUMN news_page.url IS 'Address.';
COMMENT ON COLUMN news_page.found_by IS 'The feed that led to it, or gdelt.';
COMMENT ON COLUMN news_page.state IS 'fetched; refused: by its host, or because it is no page; unreachable: asked for again, three times in all.';
COMMENT ON COLUMN news_page.reason IS 'Why it was not fetched.';
COMMENT ON COLUMN news_page.asked_at IS 'When it was last asked for, UTC.';
COMMENT ON COLUMN news_page.tries IS 'How often it was asked for.';
COMMENT ON COLUMN news_page.sha256 IS 'Digest of the page as it came; the articles made of it have the same.';

CREATE TABLE news_lead (
    day         DATE NOT NULL,
    url         VARCHAR NOT NULL,
    title       VARCHAR,
    outlet      VARCHAR NOT NULL,
    seen_at     TIMESTAMP NOT NULL,
    written_at  TIMESTAMP,
    themes      VARCHAR[] NOT NULL,
    event_codes VARCHAR[] NOT NULL,
    event_rows  BIGINT NOT NULL CHECK (event_rows >= 0),
    files       VARCHAR[] NOT NULL,
    PRIMARY KEY (day, url)
);
COMMENT ON TABLE news_lead IS 'Articles that by GDELT 2.0 may speak of sanctions: where to look, not what happened. Most of them only mention the word.';
COMMENT ON COLUMN news_lead.day IS 'The day of GDELT, UTC.';
COMMENT ON COLUMN news_lead.url IS 'Address of the article.';
COMMENT ON COLUMN news_lead.title IS 'Title of its page; only the knowledge graph has it.';
COMMENT ON COLUMN news_lead.outlet IS 'Who published it, as a host.';
COMMENT ON COLUMN news_lead.seen_at IS 'The first file of GDELT that has it, UTC.';
COMMENT ON COLUMN news_lead.written_at IS 'When the page says that it was written, UTC.';
COMMENT ON COLUMN news_lead.themes IS 'Themes of the knowledge graph for which it was taken.';
COMMENT ON COLUMN news_lead.event_codes IS 'Codes of events (CAMEO) for which it was taken; pipelines/articles/gdelt.toml says what they mean.';
COMMENT ON COLUMN news_lead.event_rows IS 'Number of such events that it reports.';
COMMENT ON COLUMN news_lead.files IS 'Files of GDELT that have it.';

CREATE TABLE news_lead_file (
    day         DATE NOT NULL,
    name        VARCHAR PRIMARY KEY,
    kind        VARCHAR NOT NULL CHECK (kind IN ('events', 'gkg')),
    url         VARCHAR NOT NULL,
    state       VARCHAR NOT NULL CHECK (state IN ('read', 'refused', 'absent', 'unreachable')),
    reason      VARCHAR,
    sha256      VARCHAR,
    size        BIGINT NOT NULL,
    rows        BIGINT NOT NULL,
    kept        BIGINT NOT NULL,
    passed_over BIGINT NOT NULL,
    refused     BIGINT NOT NULL,
    CHECK ((state = 'read') = (reason IS NULL)),
    CHECK (rows = kept + passed_over + refused)
);
COMMENT ON TABLE news_lead_file IS 'Files of GDELT for each day that was asked for, and what became of their rows.';
COMMENT ON COLUMN news_lead_file.day IS 'The day, UTC.';
COMMENT ON COLUMN news_lead_file.name IS 'Name as published.';
COMMENT ON COLUMN news_lead_file.kind IS 'events or gkg, the knowledge graph.';
COMMENT ON COLUMN news_lead_file.url IS 'Address, or path in the folder that it was read from.';
COMMENT ON COLUMN news_lead_file.state IS 'read; refused: not what it should be; absent: there is none; unreachable: asked for again in the next run of the day.';
COMMENT ON COLUMN news_lead_file.reason IS 'Why it was not read.';
COMMENT ON COLUMN news_lead_file.sha256 IS 'Digest of the file as it came.';
COMMENT ON COLUMN news_lead_file.size IS 'Its bytes as they came.';
COMMENT ON COLUMN news_lead_file.rows IS 'Rows that it has.';
COMMENT ON COLUMN news_lead_file.kept IS 'Rows that speak of sanctions and lead to an article.';
COMMENT ON COLUMN news_lead_file.passed_over IS 'Rows that do not speak of sanctions.';
COMMENT ON COLUMN news_lead_file.refused IS 'Rows that cannot be used; news_lead_refusal says why.';

CREATE TABLE news_lead_refusal (
    day        DATE NOT NULL,
    name       VARCHAR NOT NULL REFERENCES news_lead_file,
    code       VARCHAR NOT NULL,
    reason     VARCHAR NOT NULL,
    rows       BIGINT NOT NULL CHECK (rows > 0),
    first_line BIGINT NOT NULL CHECK (first_line > 0),
    PRIMARY KEY (name, code)
);
COMMENT ON TABLE news_lead_refusal IS 'Rows of GDELT that cannot be used, by file and reason.';
COMMENT ON COLUMN news_lead_refusal.day IS 'The day, UTC.';
COMMENT ON COLUMN news_lead_refusal.name IS 'The file.';
COMMENT ON COLUMN news_lead_refusal.code IS 'Short name of the reason.';
COMMENT ON COLUMN news_lead_refusal.reason IS 'The reason, after the words "the row".';
COMMENT ON COLUMN news_lead_refusal.rows IS 'How many rows.';
COMMENT ON COLUMN news_lead_refusal.first_line IS 'The line of the first of them.';

CREATE TABLE news_event (
    news_event_id VARCHAR PRIMARY KEY,
    day         DATE NOT NULL,
    kind        VARCHAR NOT NULL CHECK (kind IN ('events', 'gkg')),
    url         VARCHAR NOT NULL,
    seen_at     TIMESTAMP NOT NULL,
    file        VARCHAR NOT NULL,
    event_code  VARCHAR,
    happened_on DATE,
    actor1      VARCHAR,
    actor1_code VARCHAR,
    actor2      VARCHAR,
    actor2_code VARCHAR,
    mentions    BIGINT CHECK (mentions >= 0),
    sources     BIGINT CHECK (sources >= 0),
    articles    BIGINT CHECK (articles >= 0),
    tone        DOUBLE CHECK (tone BETWEEN -100 AND 100),
    places      VARCHAR[] NOT NULL,
    themes      VARCHAR[] NOT NULL,
    CHECK (kind = 'gkg' OR event_code IS NOT NULL)
);
COMMENT ON TABLE news_event IS 'Rows of GDELT 2.0 that are coded as speaking of sanctions, as it codes them: a measure of attention and a place to look, never a fact about a designation. A machine codes them: in real rows the actors stand the wrong way round, the day is that of another event, and a threat is coded as an act. A row without a readable article is a lead (view news_event_article).';
COMMENT ON COLUMN news_event.news_event_id IS 'GLOBALEVENTID of an event, GKGRECORDID of an article in the knowledge graph.';
COMMENT ON COLUMN news_event.day IS 'The day of GDELT on which the row came, UTC.';
COMMENT ON COLUMN news_event.kind IS 'events: a row says who did what to whom. gkg: a row is an article with its themes.';
COMMENT ON COLUMN news_event.url IS 'Address of the article that GDELT read.';
COMMENT ON COLUMN news_event.seen_at IS 'Time of the file that has the row, UTC.';
COMMENT ON COLUMN news_event.file IS 'The file that has it (news_lead_file).';
COMMENT ON COLUMN news_event.event_code IS 'Code of the event (CAMEO), as text; pipelines/articles/gdelt.toml says what it means. NULL in the knowledge graph.';
COMMENT ON COLUMN news_event.happened_on IS 'The day that GDELT gives to the event.';
COMMENT ON COLUMN news_event.actor1 IS 'Name of who acts, as coded; often it is the target.';
COMMENT ON COLUMN news_event.actor1_code IS 'Its code (CAMEO).';
COMMENT ON COLUMN news_event.actor2 IS 'Name of whom it acts on, as coded; often it is who acts.';
COMMENT ON COLUMN news_event.actor2_code IS 'Its code (CAMEO).';
COMMENT ON COLUMN news_event.mentions IS 'Mentions in all articles of its first 15 minutes. NULL in the knowledge graph.';
COMMENT ON COLUMN news_event.sources IS 'Outlets of these.';
COMMENT ON COLUMN news_event.articles IS 'Articles of these.';
COMMENT ON COLUMN news_event.tone IS 'Average tone of the articles, from -100 (negative) to 100.';
COMMENT ON COLUMN news_event.places IS 'Places as coded: of the actors and of the act, or all that the article names (20 at most).';
COMMENT ON COLUMN news_event.themes IS 'Themes of the knowledge graph for which the row was kept.';
