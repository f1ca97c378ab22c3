"""The tests of Dojazd, one folder a family; tests/budget.py lists them."""
