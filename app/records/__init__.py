"""What people leave behind: conversations, feedback, drafts, and their export to Word."""
