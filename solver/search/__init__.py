"""Exact insertion, repair, and ruin and recreate: plans in the making with exact times."""
