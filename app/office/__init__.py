"""The office: who uses the app and what they leave behind, apart from the library of reports."""
