"""What goes out in words: the report of a return (自评报告) and the letter that sends it back (审核意见)."""
