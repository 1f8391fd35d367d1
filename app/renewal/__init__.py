"""A draft from last year's report: the report is the frame, and every particular of it is renewed or marked."""
