"""Beyond one machine: shards of one source, the Batch API, and our engine inside other people's schedulers."""
