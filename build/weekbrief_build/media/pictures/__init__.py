"""Makes the pictures that leave: upright, small, and nothing but pixels; it is told what to make and decides nothing."""
