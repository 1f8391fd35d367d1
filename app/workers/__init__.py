"""Where the files that people send are read and checked: in processes apart, within limits."""
