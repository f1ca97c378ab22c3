"""The facts that a `Problem` is made of: ids, whole numbers and nothing else; units as `solver.problem` says."""
