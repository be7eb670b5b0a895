"""The file flow of a computer that never goes online (AIR). Reserving is in `app/license`."""
