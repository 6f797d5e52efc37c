"""What came from an address: how a URL, a site's list, a feed or an archive becomes local files, politely and guarded."""
