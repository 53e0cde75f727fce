-- Acts of sanctioning as the press tells them, joined to what authorities did.

CREATE TABLE event (
    event_id        VARCHAR PRIMARY KEY,
    authority       VARCHAR,
    action          VARCHAR NOT NULL CHECK (action IN ('impose', 'lift')),
    measure         VARCHAR NOT NULL,
    target_country  VARCHAR,
    named_targets   VARCHAR[] NOT NULL,
    status          VARCHAR NOT NULL CHECK (status IN (
        'mentioned', 'called_for', 'considered', 'planned', 'denied', 'imposed', 'lifted', 'fulfilled')),
    told_from       DATE,
    told_to         DATE,
    figures         VARCHAR[] NOT NULL,
    claims          BIGINT NOT NULL CHECK (claims > 0),
    articles        BIGINT NOT NULL CHECK (articles > 0),
    outlets         VARCHAR[] NOT NULL,
    first_reported_on DATE,
    last_reported_on  DATE,
    merged_from     VARCHAR[] NOT NULL,
    origin          VARCHAR NOT NULL,
    CHECK (told_to >= told_from),
    CHECK (last_reported_on >= first_reported_on)
);
COMMENT ON TABLE event IS 'One act of sanctioning as the press reports it: the claims of all outlets about the same act. A claim that fits no other is an event of its own.';
COMMENT ON COLUMN event.event_id IS 'Stable: that of the claim which began the event.';
COMMENT ON COLUMN event.authority IS 'Who acts; NULL if no claim says.';
COMMENT ON COLUMN event.action IS 'impose or lift.';
COMMENT ON COLUMN event.measure IS 'What most of its claims say: listing, travel_ban, export_control, trade_restriction, swift or other.';
COMMENT ON COLUMN event.target_country IS 'Country that most of its claims name; NULL if none does.';
COMMENT ON COLUMN event.named_targets IS 'Every target that a claim names, as written, sorted.';
COMMENT ON COLUMN event.status IS 'The furthest that its claims and the record take the act. mentioned: claims only presuppose it. fulfilled: a plan that the record shows carried out.';
COMMENT ON COLUMN event.told_from IS 'First day on which, according to its claims, the act may have happened; of plans, the first day on which it was planned.';
COMMENT ON COLUMN event.told_to IS 'Last such day.';
COMMENT ON COLUMN event.figures IS 'Figures printed of the act, each once, with unit: "24 parties".';
COMMENT ON COLUMN event.claims IS 'Claims about the act.';
COMMENT ON COLUMN event.articles IS 'Reports that make these claims; copies of one report count once.';
COMMENT ON COLUMN event.outlets IS 'Outlets that print these reports or copies of them, sorted.';
COMMENT ON COLUMN event.first_reported_on IS 'Day of the first of these reports.';
COMMENT ON COLUMN event.last_reported_on IS 'Day of the last.';
COMMENT ON COLUMN event.merged_from IS 'Ids of events that turned out to be this one.';
COMMENT ON COLUMN event.origin IS 'example for the bundled example, else live.';

CREATE TABLE event_claim (
    claim_id VARCHAR PRIMARY KEY REFERENCES claim,
    event_id VARCHAR NOT NULL REFERENCES event,
    score    DOUBLE NOT NULL,
    reasons  VARCHAR[] NOT NULL
);
COMMENT ON TABLE event_claim IS 'The event that each claim is about, and why the claim belongs to it.';
COMMENT ON COLUMN event_claim.claim_id IS 'The claim.';
COMMENT ON COLUMN event_claim.event_id IS 'Its event.';
COMMENT ON COLUMN event_claim.score IS 'Sum of the weights of what the claim and the event have in common, less what sets them apart; 0 for the claim that began the event.';
COMMENT ON COLUMN event_claim.reasons IS 'Each feature that counted, with its weight: "same official act +3.0".';

CREATE TABLE event_action (
    event_id   VARCHAR NOT NULL REFERENCES event,
    list_id    VARCHAR NOT NULL,
    acted_on   DATE NOT NULL,
    role       VARCHAR NOT NULL CHECK (role IN ('act', 'fulfilment', 'period')),
    parties    BIGINT NOT NULL CHECK (parties > 0),
    programmes VARCHAR[] NOT NULL,
    designation_ids VARCHAR[] NOT NULL,
    claims     BIGINT NOT NULL CHECK (claims > 0),
    PRIMARY KEY (event_id, list_id, acted_on, role)
);
COMMENT ON TABLE event_action IS 'Official actions that an event is about: the rows that the verdicts of its claims cite, by list and day. An event without a row here has no known official action; event_record says whether the record could show one.';
COMMENT ON COLUMN event_action.event_id IS 'The event.';
COMMENT ON COLUMN event_action.list_id IS 'The list.';
COMMENT ON COLUMN event_action.acted_on IS 'Day of listing in the authority''s time zone.';
COMMENT ON COLUMN event_action.role IS 'act: what the press reports as done. fulfilment: what carried out a plan. period: one of many days on which a claim about a period rests ("since the invasion"): not the act that it reports.';
COMMENT ON COLUMN event_action.parties IS 'Designations cited.';
COMMENT ON COLUMN event_action.programmes IS 'Their programmes, each once, sorted.';
COMMENT ON COLUMN event_action.designation_ids IS 'The designations, sorted; of a party known from a notice alone, its entry_id.';
COMMENT ON COLUMN event_action.claims IS 'Claims of the event whose verdict cites them.';

CREATE TABLE event_verdict (
    event_id     VARCHAR PRIMARY KEY REFERENCES event,
    verdict      VARCHAR NOT NULL CHECK (verdict IN (
        'confirmed', 'partly_confirmed', 'contradicted', 'pending', 'out_of_scope', 'unverifiable', 'disputed')),
    confirmed    BIGINT NOT NULL,
    partly_confirmed BIGINT NOT NULL,
    contradicted BIGINT NOT NULL,
    pending      BIGINT NOT NULL,
    out_of_scope BIGINT NOT NULL,
    unverifiable BIGINT NOT NULL,
    fulfilled_on DATE,
    headline     VARCHAR NOT NULL,
    explanation  VARCHAR NOT NULL
);
COMMENT ON TABLE event_verdict IS 'What the verdicts of the claims of an event come to. Claims that only presuppose the act are left out where others assert it.';
COMMENT ON COLUMN event_verdict.event_id IS 'The event.';
COMMENT ON COLUMN event_verdict.verdict IS 'The verdict that the record supports. disputed: the record confirms some of its claims and contradicts others.';
COMMENT ON COLUMN event_verdict.confirmed IS 'Claims confirmed.';
COMMENT ON COLUMN event_verdict.partly_confirmed IS 'Claims partly confirmed.';
COMMENT ON COLUMN event_verdict.contradicted IS 'Claims contradicted.';
COMMENT ON COLUMN event_verdict.pending IS 'Claims pending.';
COMMENT ON COLUMN event_verdict.out_of_scope IS 'Claims about measures that are on no list.';
COMMENT ON COLUMN event_verdict.unverifiable IS 'Claims that the record held cannot decide.';
COMMENT ON COLUMN event_verdict.fulfilled_on IS 'First day on which the record shows a plan carried out.';
COMMENT ON COLUMN event_verdict.headline IS 'The event in one line. What the record does not show is worded as a report: "is reported to have sanctioned".';
COMMENT ON COLUMN event_verdict.explanation IS 'What most claims say, who differs, and what the record says, in a sentence.';
