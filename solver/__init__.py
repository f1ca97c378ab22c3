"""Pure optimisation: no database, web, wall clock, file or environment."""
