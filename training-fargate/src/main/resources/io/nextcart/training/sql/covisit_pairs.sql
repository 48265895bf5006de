-- Items seen within 20 steps of each other in a session; consecutive events on one item are one step. A pair at
-- distance d weighs 0.7^(d-1) in the order seen and 0.75 of that in reverse, in millionths. Each pair is kept once, low
-- item first: up is the weight of low -> high, down that of high -> low.
DROP TABLE IF EXISTS distance;

CREATE TABLE distance AS
SELECT distance,
    CAST(ROUND(1e6 * POWER(0.7e0, distance - 1)) AS BIGINT) AS ahead,
    CAST(ROUND(0.75e6 * POWER(0.7e0, distance - 1)) AS BIGINT) AS back
FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10),
    (11), (12), (13), (14), (15), (16), (17), (18), (19), (20)) AS numbers (distance);

DROP TABLE IF EXISTS step;

CREATE TABLE step AS
SELECT session, item, CAST(ROW_NUMBER() OVER (PARTITION BY session ORDER BY position) AS INTEGER) AS step
FROM (
    SELECT session, position, item, LAG(item) OVER (PARTITION BY session ORDER BY position) AS previous
    FROM window_event
) AS event
WHERE previous IS NULL OR previous <> item;

DROP TABLE IF EXISTS undirected_pair;

CREATE TABLE undirected_pair AS
SELECT low, high, CAST(SUM(up) AS BIGINT) AS up, CAST(SUM(down) AS BIGINT) AS down
FROM (
    SELECT
        LEAST(a.item, b.item) AS low,
        GREATEST(a.item, b.item) AS high,
        CASE WHEN a.item < b.item THEN ahead ELSE back END AS up,
        CASE WHEN a.item < b.item THEN back ELSE ahead END AS down
    FROM step AS a
    JOIN step AS b ON a.session = b.session AND b.step > a.step AND b.step <= a.step + 20
    JOIN distance ON distance = b.step - a.step
    WHERE a.item <> b.item
) AS seen
GROUP BY low, high;

DROP TABLE step;

DROP TABLE IF EXISTS pair;

CREATE TABLE pair AS
SELECT low AS source, high AS target, up AS weight FROM undirected_pair
UNION ALL
SELECT high AS source, low AS target, down AS weight FROM undirected_pair;

DROP TABLE undirected_pair;
