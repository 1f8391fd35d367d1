"""Routes, authentication, the API and the MCP server. May import the handlers."""
