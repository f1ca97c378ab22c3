"""What figures of played days say, and how surely: estimates, differences, how often to repeat, the smallest fleet."""
