"""How `solver.kernel.world` is made from the primitives, in plain Python, part by part."""
