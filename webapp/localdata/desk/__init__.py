"""The data officer's desk: extracts and caseloads in the browser, done in the background."""
