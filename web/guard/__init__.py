"""What stands around every request: limits, security headers, log, counts. Pure ASGI."""
