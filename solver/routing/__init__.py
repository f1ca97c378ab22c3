"""OR-Tools routing model as a source of orders."""
