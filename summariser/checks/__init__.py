"""Does the text support it? Claims and answers judged against the figures of an article."""
