"""Recurring requests: rules and their days, who comes when in the weeks ahead, and the bookings made of it."""
