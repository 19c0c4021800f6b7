"""What a child chose to show at the meeting, on paper: that and nothing else (issue 5, "After")."""
