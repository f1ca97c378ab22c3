"""Why requests are not served, and how little would let them in."""
