-- raw_event(shopper, item, act, at_ms, purchase, event_id, arrival), item_rank(number, rank)
-- -> once(shopper, item, act, at_ms, purchase, arrival)
-- Drops duplicates: of events with the same shopper and event_id or, if that is 0, the same content (EventKey), the
-- first is kept. The item of a raw event is the number of its arrival, later its rank among the ids.
DROP TABLE IF EXISTS once;

CREATE TABLE once AS
WITH numbered AS (
    SELECT shopper, item, act, at_ms, purchase, arrival,
        ROW_NUMBER() OVER (PARTITION BY shopper, event_id ORDER BY arrival) AS repetition
    FROM raw_event
    WHERE event_id <> 0
),
first AS (
    SELECT shopper, item, act, at_ms, purchase, MIN(arrival) AS arrival
    FROM raw_event
    WHERE event_id = 0
    GROUP BY shopper, item, act, at_ms, purchase
    UNION ALL
    SELECT shopper, item, act, at_ms, purchase, arrival
    FROM numbered
    WHERE repetition = 1
)
SELECT shopper, rank AS item, act, at_ms, purchase, arrival
FROM first
JOIN item_rank ON item = number;

DROP TABLE raw_event;

DROP TABLE item_rank;
