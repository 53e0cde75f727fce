"""The limits by which a verdict is drawn: figures and times that no rule gives, chosen on real claims.

Here: each limit with its reason. Not here: thresholds of names (see targets), and what a list states of its own habits
(see coverage).

Each was varied over 316 claims of known truth and 111 real claims with a figure or a name. Where a docstring says
"insensitive", none of their verdicts changed between the values given; else it says what changes.
"""

from datetime import timedelta

LONGEST_GAP = timedelta(days=30)
"""Of how old a day a snapshot still says who was listed: in a longer gap parties may have come and gone unseen.

From 14 to 120 days three verdicts change, all between contradicted and unverifiable; at 7 days nine are lost.
"""

LATER_LIST = timedelta(days=730)
"""How long after an act a list that states days is evidence against another day of those still on it.

Insensitive from half a year to three years, as few lists of that age are held. At ten years eleven claims more are
contradicted, two of them wrongly: Canada's list of 2025 dates to 2023 whom it named in March 2022.
"""

UNDATED_ACT = timedelta(days=30)
"""How far back an act lies at most that an article reports without a date. Insensitive from 14 to 60."""

WEEK = timedelta(days=7)

NEIGHBOURHOOD = timedelta(days=30)
"""How far from the claimed days another act with the claimed figure is looked for; it decides nothing."""

RECORD_BEFORE = timedelta(days=180)
"""How long a record must be for what it never showed to be no act that an article still reports."""

OFFICE_HELD = timedelta(days=365)
"""How long before a claim without a day a party may have been listed under an office that the claim describes."""

FULFILMENT = timedelta(days=180)
"""How long after a plan an action still carries it out. Named parties are looked for as long as the record goes."""

APPROXIMATELY = 0.15
""""Nearly 50", "some 180", "almost 200": the figure is within this part of the number said.

Insensitive from .1 to .25.
"""

NEARLY = 0.05
"""A round figure that misses by this part of itself holds in part: "more than 400" where the list has 397.

At .02 one that holds in part is contradicted; insensitive up to .1.
"""

ROUND = 50
"""A figure said without qualifier is taken for a round one from here, if it is a multiple of ten."""

NEARLY_ALL = 0.9
"""A figure holds where it is this part at least of those listed, and which of them it counts is on no list.

Insensitive from .8; at .97 one that holds does so in part.
"""

MOST_OF_THEM = 0.75
"""It holds in part where it is this part of them. Insensitive from .5; at .9 one that holds in part is lost."""

AIMED_AT = 0.9
"""An act is aimed at a country if this part of its parties is tied to it: then all of them may be counted.

Insensitive from .75 to .97.
"""

MOST_OF_AN_INTERVAL = 0.5
"""What a list first shows after some days is one act for this part at least.

At .25 a right contradiction is lost, from .75 one more is made: the careful side is kept.
"""

MOST_STILL_LISTED = 0.5
"""A figure holds in part where a later list still shows this part of it; less than that may be of another act.

At .25 three hold in part that should be open; from .75 one that holds in part is lost.
"""

FAR_MORE = 2
"""A lower bound ("at least 65") that the record exceeds this many times may be of another act.

Insensitive from 1.5 to 4.
"""

FEW = 5
"""A smaller number than this is found by chance: an act without a day must then lie within a week.

Insensitive from 2; at 10 one that holds does so in part.
"""

MANY = 10
"""From here a figure with a country and a day is hardly found by chance.

Of 4,346 acts (authority, day, country and kind of party) of the lists held, 5% have just four parties, 1% just ten and
.3% just 22.
"""

SOME = 2
"""How many parties that left a list bear out that sanctions were lifted from some of a country."""
