-- On what does an answer about 24 February 2022 rest? A list that is not held says nothing.
-- For compliance officers
FROM held_on(DATE '2022-02-24');
