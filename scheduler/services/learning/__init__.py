"""What closed days tell about how long doors take and how fast roads are: worked out, kept, explained."""
