"""What comes in a day's way: what it makes of the town that is planned from, and what it puts at risk."""
