"""Studies of capacity as an office has them: questions that are kept, and runs that are asked for and watched."""
