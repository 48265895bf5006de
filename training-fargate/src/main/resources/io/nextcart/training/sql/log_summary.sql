SELECT act, COUNT(*) AS events, MIN(at_ms) AS first_ms, MAX(at_ms) AS last_ms, MAX(session) AS last_session
FROM log
GROUP BY act
ORDER BY act;
