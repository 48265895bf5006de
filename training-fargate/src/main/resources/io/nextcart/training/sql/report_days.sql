-- Events of each day, days since 1970 in UTC; without add-to-carts taken back by :last_ms.
SELECT
    day,
    CAST(SUM(CASE WHEN act = 0 THEN 1 ELSE 0 END) AS BIGINT) AS views,
    CAST(SUM(CASE WHEN act = 1 AND until_ms > :last_ms THEN 1 ELSE 0 END) AS BIGINT) AS carts,
    CAST(SUM(CASE WHEN act = 2 THEN 1 ELSE 0 END) AS BIGINT) AS purchases
FROM (SELECT CAST(FLOOR(at_ms / 8.64e7) AS INTEGER) AS day, act, until_ms FROM log) AS dated
GROUP BY day
ORDER BY day;
