-- Number of property values later than :last_ms.
SELECT COUNT(*) AS later FROM property WHERE at_ms > :last_ms;
