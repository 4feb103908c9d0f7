"""Facts looked up again by machine. The one part of fitframe that contacts anybody, and only what a probe names."""
