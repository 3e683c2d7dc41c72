"""The Belenios protocol, version 1, group Ed25519; knows nothing of towns."""
