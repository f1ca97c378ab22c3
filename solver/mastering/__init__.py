"""What `solver.master` is made of: the pool of routes, its relaxation, the choice, and what joint times forbid."""
