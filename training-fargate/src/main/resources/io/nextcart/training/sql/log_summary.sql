SELECT act, COUNT(*) AS events, MIN(at_ms) AS first_ms, MAX(at_ms) AS last_ms, MAX(session) AS last_session,
    CAST(SUM(CASE WHEN time_of_day > :most THEN 1 ELSE 0 END) AS BIGINT) AS repeated
FROM log
GROUP BY act
ORDER BY act;
