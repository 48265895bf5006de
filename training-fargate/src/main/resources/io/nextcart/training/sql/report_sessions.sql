-- Sessions by number of events, and how many of them have an add-to-cart not taken back by :last_ms.
SELECT events, COUNT(*) AS sessions, CAST(SUM(carted) AS BIGINT) AS carted
FROM (
    SELECT session, COUNT(*) AS events, MAX(CASE WHEN act = 1 AND until_ms > :last_ms THEN 1 ELSE 0 END) AS carted
    FROM log
    GROUP BY session
) AS counted
GROUP BY events
ORDER BY events;
