"""Connections of the web service: how many there may be, and how long somebody may take to say what they want.

Whoever opens connections and then sends half a request costs nothing themselves; what they hold here is let go again,
and does not keep anybody else out.
"""
