"""The application: people, services, days and plans."""
