"""What support orders from a shell (`admin`), one file a chapter. Each order calls one verb."""
