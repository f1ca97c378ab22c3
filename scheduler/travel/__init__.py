"""Engines that know how long it takes from here to there, behind one port."""
