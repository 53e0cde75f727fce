-- Which verdicts changed after the article came: what became of plans, what became checkable?
-- For editors
SELECT h.held_on, c.quote, h.verdict_before, h.verdict, h.fulfilled_on, h.explanation
FROM verdict_change AS h
JOIN claim AS c USING (claim_id);
