"""Short files of studies of capacity that a person can write and read."""
