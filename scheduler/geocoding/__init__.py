"""Finding where an address is: offline in a town's own register, or by asking an address service."""
