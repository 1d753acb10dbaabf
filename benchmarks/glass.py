"""Our own program as it is started in a village, watched. `python -m benchmarks.glass`"""

import sys

from ui.__main__ import main

if __name__ == "__main__":
    from benchmarks.probe import put_in

    put_in()
    sys.exit(main(sys.argv[1:]))
