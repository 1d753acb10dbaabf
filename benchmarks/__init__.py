"""WHAT IS QUICK. Every figure is a ratio, to a peer or to a limit taken in the same run.

`python -m benchmarks` takes them in turns, writes `docs/performance.md`, and ends with 1
when one falls short. It runs from a clone only, and is no part of what is installed.

May import: every room, the fakes of `tests`, and the peers (Qt, persist-queue, psycopg).
May never: be imported by any room. A figure nobody measured is not written.
"""
