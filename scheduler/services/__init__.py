"""Use cases: what people do with towns and plans, told without files, databases or the web."""
