-- once(shopper, item, act, at_ms, purchase, arrival)
-- -> log(session, position, shopper, item, act, at_ms, start_ms, purchase, until_ms, time_of_day)
-- A session ends when its shopper's next event comes more than :gap_ms later. Sessions are numbered by start, then
-- shopper; positions count from 1. A table as of a time counts an event up to its until_ms: an add-to-cart
-- until the item is removed from the cart later in the session, the removal itself never, all others always.
-- time_of_day numbers the shopper's events of one type on one item in a UTC day from 1, those taken back separately.
-- Sessions are numbered day by day, because a window over the whole log would run on one thread, or one machine.
DROP TABLE IF EXISTS settled;

CREATE TABLE settled AS
WITH gaps AS (
    SELECT shopper, item, act, at_ms, purchase, arrival,
        LAG(at_ms) OVER (PARTITION BY shopper ORDER BY at_ms, arrival) AS before_ms
    FROM once
),
started AS (
    SELECT shopper, item, act, at_ms, purchase, arrival,
        MAX(CASE WHEN before_ms IS NULL OR at_ms - before_ms > :gap_ms THEN at_ms END) OVER (
            PARTITION BY shopper ORDER BY at_ms, arrival ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS start_ms
    FROM gaps
)
SELECT shopper, item, act, at_ms, purchase, arrival, start_ms,
    CAST(FLOOR(start_ms / 8.64e7) AS INTEGER) AS start_day,
    CASE
        WHEN act = 3 THEN at_ms
        WHEN act = 1 THEN COALESCE(MIN(CASE WHEN act = 3 THEN at_ms END) OVER (
            PARTITION BY shopper, start_ms, item ORDER BY at_ms, arrival ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ), 9223372036854775807)
        ELSE 9223372036854775807
    END AS until_ms,
    CAST(ROW_NUMBER() OVER (PARTITION BY shopper, start_ms ORDER BY at_ms, arrival) AS INTEGER) AS position
FROM started;

DROP TABLE once;

DROP TABLE IF EXISTS log;

CREATE TABLE log AS
SELECT
    CAST(before + DENSE_RANK() OVER (PARTITION BY start_day ORDER BY start_ms, shopper) AS INTEGER) AS session,
    position, shopper, item, act, at_ms, start_ms, purchase, until_ms,
    CAST(ROW_NUMBER() OVER (
        PARTITION BY shopper, item, act, until_ms = 9223372036854775807, CAST(FLOOR(at_ms / 8.64e7) AS INTEGER)
        ORDER BY at_ms, arrival
    ) AS INTEGER) AS time_of_day
FROM settled
JOIN (
    SELECT day, CAST(SUM(sessions) OVER (ORDER BY day) - sessions AS BIGINT) AS before
    FROM (SELECT start_day AS day, COUNT(*) AS sessions FROM settled WHERE position = 1 GROUP BY start_day) AS counted
) AS earlier ON start_day = day;

DROP TABLE settled;
