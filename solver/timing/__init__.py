"""Times for given orders: the least fixed point of monotone updates, per route, across tied routes, with breaks."""
