"""A week of an office at many times its speed: two servers on one PostgreSQL, killed again and again."""
