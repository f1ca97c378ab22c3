"""What rules have in common: bases, and what routes, loads, breaks and working time are by the facts."""
