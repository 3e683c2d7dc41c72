"""The rules that turn votes into funded projects."""
