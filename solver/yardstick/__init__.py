"""The first engine: OR-Tools routing model and plain Python search; kept as a yardstick and second opinion."""
