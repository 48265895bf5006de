-- property(item, kind, at_ms, value, arrival): the last value of each item and kind before :end_ms.
SELECT item, kind, value
FROM (
    SELECT item, kind, value,
        ROW_NUMBER() OVER (PARTITION BY item, kind ORDER BY at_ms DESC, arrival DESC) AS age
    FROM property
    WHERE at_ms < :end_ms
) AS aged
WHERE age = 1
ORDER BY item, kind;
