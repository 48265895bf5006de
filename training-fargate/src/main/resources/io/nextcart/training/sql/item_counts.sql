-- What happened to each item before :end_ms. Decayed counts are in millionths: an event loses half its weight in 7 days.
SELECT
    item,
    COUNT(*) AS events,
    CAST(SUM(CASE WHEN act = 0 THEN 1 ELSE 0 END) AS BIGINT) AS views,
    CAST(SUM(CASE WHEN act = 1 THEN 1 ELSE 0 END) AS BIGINT) AS carts,
    CAST(SUM(CASE WHEN act = 2 THEN 1 ELSE 0 END) AS BIGINT) AS purchases,
    CAST(SUM(CASE WHEN act = 0 THEN weight ELSE 0 END) AS BIGINT) AS recent_views,
    CAST(SUM(CASE WHEN act = 1 THEN weight ELSE 0 END) AS BIGINT) AS recent_carts,
    CAST(SUM(CASE WHEN act = 2 THEN weight ELSE 0 END) AS BIGINT) AS recent_purchases,
    CAST(SUM(CASE WHEN act = 0 AND at_ms >= :end_ms - 604800000 THEN 1 ELSE 0 END) AS BIGINT) AS views_7d,
    CAST(SUM(CASE WHEN act = 0 AND at_ms < :end_ms - 604800000 AND at_ms >= :end_ms - 3024000000 THEN 1 ELSE 0 END) AS BIGINT)
        AS views_prior_28d
FROM (
    SELECT item, act, at_ms, CAST(ROUND(1e6 * POWER(0.5e0, (:end_ms - at_ms) / 6.048e8)) AS BIGINT) AS weight
    FROM log
    WHERE at_ms < :end_ms
) AS weighed
GROUP BY item
ORDER BY item;
