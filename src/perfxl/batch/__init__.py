"""Many returns: checked in processes that can be killed, here or on a cluster, and what comes out of them."""
