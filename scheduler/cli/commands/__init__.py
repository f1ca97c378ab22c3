"""One command a file."""

from scheduler.cli.commands.check import check
from scheduler.cli.commands.demo import demo
from scheduler.cli.commands.explain import explain
from scheduler.cli.commands.plan import plan
from scheduler.cli.commands.replay import replay
from scheduler.cli.commands.roads import roads
from scheduler.cli.commands.sheets import sheets
from scheduler.cli.commands.solve import solve
from scheduler.cli.commands.verify import verify

__all__ = ["check", "demo", "explain", "plan", "replay", "roads", "sheets", "solve", "verify"]
