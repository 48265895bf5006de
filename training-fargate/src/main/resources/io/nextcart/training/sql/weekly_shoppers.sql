-- Number of shoppers who viewed each item in the 7 days before :now_ms, and the sum of those of each of the 4 weeks
-- before.
SELECT
    item,
    CAST(SUM(CASE WHEN week = 0 THEN 1 ELSE 0 END) AS BIGINT) AS this_week,
    CAST(SUM(CASE WHEN week > 0 THEN 1 ELSE 0 END) AS BIGINT) AS weeks_before
FROM (
    SELECT item, shopper, CAST(FLOOR(GREATEST(:now_ms - 1 - at_ms, 0) / 6.048e8) AS INTEGER) AS week
    FROM log
    WHERE act = 0 AND at_ms < :end_ms AND at_ms >= :now_ms - 3024000000
    GROUP BY item, shopper, CAST(FLOOR(GREATEST(:now_ms - 1 - at_ms, 0) / 6.048e8) AS INTEGER)
) AS visited
GROUP BY item
ORDER BY item;
