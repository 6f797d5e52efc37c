"""What holds for all tests."""

import os
import signal

from hypothesis import settings

# The same examples in every run, so that a failure is a change's own; FUNN_RANDOM=1 looks for new ones. A shared machine
# is slow at times, so no example has a deadline.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("random", derandomize=False, deadline=None)
settings.load_profile("random" if os.environ.get("FUNN_RANDOM") else "same")

# What runs in the background of a script ignores Ctrl-C, and so does all that it starts; some tests send it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
