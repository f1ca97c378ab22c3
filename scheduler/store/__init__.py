"""Where towns are kept."""
