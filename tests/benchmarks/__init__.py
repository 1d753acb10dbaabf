"""Of the benchmarks only what can be right or wrong: never how long anything takes."""
