"""Compiled code on disk, such that code of yesterday's sources is never run.

numba's own cache knows a function by its own file, so it goes on running an outer function with an inner one that has
been edited since. Here two things that do not know of each other must agree: a folder named by everything that is
compiled and by what compiles it (`stamp`), and in it a file named by what the function and all that it calls mean to
the running process (`meaning`), and by the types that it is called with (`types`). Further: where it is (`places`), how
it is read and written (`store`), how numba gets it (`kept`), and what was compiled all the same (`notes`).
"""
