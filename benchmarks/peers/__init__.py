"""Other people's solvers on public benchmark files. Their wheels are in the group `bench` and imported late."""
