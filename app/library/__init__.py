"""The library from the office's side: uploads, watched folders, the register, page pictures, re-indexing."""
