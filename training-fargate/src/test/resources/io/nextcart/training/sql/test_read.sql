SELECT small, big, real_number FROM kept WHERE small >= :least ORDER BY small;
