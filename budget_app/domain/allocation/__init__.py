"""Rules that turn numbers of votes into funded projects, in exact arithmetic."""
