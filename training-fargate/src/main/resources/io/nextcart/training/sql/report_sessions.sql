-- How many sessions have how many events, and in how many of them something was put in the cart that stayed there
-- until :last_ms.
SELECT events, COUNT(*) AS sessions, CAST(SUM(carted) AS BIGINT) AS carted
FROM (
    SELECT session, COUNT(*) AS events, MAX(CASE WHEN act = 1 AND until_ms > :last_ms THEN 1 ELSE 0 END) AS carted
    FROM log
    GROUP BY session
) AS counted
GROUP BY events
ORDER BY events;
