-- Number of baskets with both items, in millionths. A basket is a session's purchases; an order that spans sessions
-- belongs to its first session.
DROP TABLE IF EXISTS basket;

CREATE TABLE basket AS
SELECT DISTINCT COALESCE(first_session, session) AS basket, item
FROM (SELECT session, item, purchase FROM window_event WHERE act = 2) AS bought
LEFT JOIN (
    SELECT purchase AS named, MIN(session) AS first_session
    FROM window_event
    WHERE act = 2 AND purchase >= 0
    GROUP BY purchase
) AS orders ON purchase = named;

DROP TABLE IF EXISTS pair;

CREATE TABLE pair AS
SELECT a.item AS source, b.item AS target, 1000000 * COUNT(*) AS weight
FROM basket AS a
JOIN basket AS b ON a.basket = b.basket
WHERE a.item <> b.item
GROUP BY a.item, b.item;

DROP TABLE basket;
