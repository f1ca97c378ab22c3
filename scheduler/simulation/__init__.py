"""Days that are played: crews that do as they are told, and what comes in their way."""
