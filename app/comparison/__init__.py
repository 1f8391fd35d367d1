"""Báo cáo năm nay so với năm trước: what was copied, not updated, moved, what is new or gone. Tables row by row."""
