"""Parts of the benchmark of simulated days."""
