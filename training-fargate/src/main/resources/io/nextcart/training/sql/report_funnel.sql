-- How far sessions go: the number with a view, an add-to-cart not taken back by :last_ms, a purchase, and both of two
-- steps.
SELECT
    COUNT(*) AS sessions,
    CAST(SUM(viewed) AS BIGINT) AS viewed,
    CAST(SUM(carted) AS BIGINT) AS carted,
    CAST(SUM(bought) AS BIGINT) AS bought,
    CAST(SUM(viewed * carted) AS BIGINT) AS viewed_carted,
    CAST(SUM(carted * bought) AS BIGINT) AS carted_bought
FROM (
    SELECT session,
        MAX(CASE WHEN act = 0 THEN 1 ELSE 0 END) AS viewed,
        MAX(CASE WHEN act = 1 AND until_ms > :last_ms THEN 1 ELSE 0 END) AS carted,
        MAX(CASE WHEN act = 2 THEN 1 ELSE 0 END) AS bought
    FROM log
    GROUP BY session
) AS reached;
