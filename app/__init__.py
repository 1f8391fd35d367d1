"""From a question to an answer on the screen: understand, retrieve, pick, check, present."""
