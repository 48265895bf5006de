-- Events of each hour of the week in UTC; weekday 0 is Monday.
SELECT weekday, hour, COUNT(*) AS events
FROM (
    SELECT
        CAST((CAST(FLOOR(at_ms / 8.64e7) AS BIGINT) + 3) % 7 AS INTEGER) AS weekday,
        CAST(FLOOR((at_ms % 86400000) / 3.6e6) AS INTEGER) AS hour
    FROM log
) AS dated
GROUP BY weekday, hour
ORDER BY weekday, hour;
