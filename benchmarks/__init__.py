"""How good and how fast Funn is, beside peers in the same run; RESULTS.md holds what runs printed."""
