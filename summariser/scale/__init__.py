"""Beyond one machine: shards, the Batch API, and our engine inside other people's schedulers."""
