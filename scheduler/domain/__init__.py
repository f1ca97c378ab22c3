"""The words of the trade as frozen values: people, services, days, plans. Standard library only."""
