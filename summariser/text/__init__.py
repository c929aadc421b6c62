"""From bytes to a clean article: repair, sentences, dates, places."""
