"""Who is at the screen and what they may do: accounts, sessions, keys, audit, the fair queue."""
