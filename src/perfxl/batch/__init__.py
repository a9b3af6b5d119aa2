"""Many returns: checked in processes that can be killed, here or on a cluster, and what comes out of them."""

TIMEOUT_SECONDS, MEMORY_MB = 30.0, 512
"""What one file may take where the user says nothing else."""
