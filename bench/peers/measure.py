"""Runs a command and prints "wall CPU peak": seconds, seconds of all its processes, and MiB of the largest of them.

    measure.py COMMAND…   the command's output goes to standard error
"""

import resource
import subprocess
import sys
import time

began = time.monotonic()
status = subprocess.run(sys.argv[1:], stdout=sys.stderr, check=False).returncode
wall = time.monotonic() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{wall:.1f} {used.ru_utime + used.ru_stime:.1f} {used.ru_maxrss / 1024:.0f}")
sys.exit(status)
