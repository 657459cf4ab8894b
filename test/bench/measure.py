"""Runs the command of each line, and writes a line with what it took: node can't ask this of another process."""

import json
import os
import sys
import time

# Linux counts kibibytes, macOS bytes.
unit = 2**20 if sys.platform == 'darwin' else 2**10
nothing = os.open(os.devnull, os.O_RDWR)

for line in sys.stdin:
    request = json.loads(line)
    os.chdir(request['folder'])
    errors = os.open(request['errors'], os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    streams = [(os.POSIX_SPAWN_DUP2, nothing, 0), (os.POSIX_SPAWN_DUP2, nothing, 1), (os.POSIX_SPAWN_DUP2, errors, 2)]
    command = request['command']
    start = time.perf_counter()
    child = os.posix_spawnp(command[0], command, request['environment'], file_actions=streams)
    _, status, usage = os.wait4(child, 0)
    elapsed = time.perf_counter() - start
    os.close(errors)
    print(
        json.dumps(
            {
                'code': os.waitstatus_to_exitcode(status),
                'milliseconds': elapsed * 1000,
                'processor': (usage.ru_utime + usage.ru_stime) * 1000,
                'mebibytes': usage.ru_maxrss / unit,
            }
        ),
        flush=True,
    )
