-- pair(source, target, weight) and norm(item, as_source, as_target) -> the :most strongest targets of each source.
SELECT source, target, score
FROM (
    SELECT source, target, score, ROW_NUMBER() OVER (PARTITION BY source ORDER BY score DESC, target) AS place
    FROM (
        SELECT source, target, CAST(CAST(weight / 1e6 / (s.as_source * t.as_target) AS FLOAT) AS DOUBLE) AS score
        FROM pair
        JOIN norm AS s ON s.item = source
        JOIN norm AS t ON t.item = target
    ) AS scored
) AS ranked
WHERE place <= :most
ORDER BY source, place;
