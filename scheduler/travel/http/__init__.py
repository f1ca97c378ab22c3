"""What every road engine on a server shares: asking politely, giving up in time, and believing nothing unread."""
