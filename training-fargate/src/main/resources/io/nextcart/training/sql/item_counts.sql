-- Events of each item before :end_ms. Of one shopper's events of one type on one item and day only the first :most
-- count, so that no single shopper makes an item popular. Decayed counts are in millionths; an event's weight halves
-- every 7 days before :now_ms.
SELECT
    item,
    COUNT(*) AS events,
    CAST(SUM(CASE WHEN act = 0 THEN 1 ELSE 0 END) AS BIGINT) AS views,
    CAST(SUM(CASE WHEN act = 1 THEN 1 ELSE 0 END) AS BIGINT) AS carts,
    CAST(SUM(CASE WHEN act = 2 THEN 1 ELSE 0 END) AS BIGINT) AS purchases,
    CAST(SUM(CASE WHEN act = 0 THEN weight ELSE 0 END) AS BIGINT) AS recent_views,
    CAST(SUM(CASE WHEN act = 1 THEN weight ELSE 0 END) AS BIGINT) AS recent_carts,
    CAST(SUM(CASE WHEN act = 2 THEN weight ELSE 0 END) AS BIGINT) AS recent_purchases
FROM (
    SELECT item, act, at_ms,
        CAST(ROUND(1e6 * POWER(0.5e0, GREATEST(:now_ms - at_ms, 0) / 6.048e8)) AS BIGINT) AS weight
    FROM log
    WHERE at_ms < :end_ms AND until_ms >= :end_ms AND time_of_day <= :most
) AS weighed
GROUP BY item
ORDER BY item;
