"""Studies of capacity: what demand is drawn from, the calls of the future, and what is asked of them."""
