"""The agent's tests: real stores, a real loopback server, and no network beyond it."""
