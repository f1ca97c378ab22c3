"""What is sent and answered, with units and examples; the only place that knows pydantic."""
