"""Records scored against gold: how much is right, and how much of what is wrong carried a flag."""
