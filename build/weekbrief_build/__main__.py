"""`python -m weekbrief_build` is `weekbrief`."""

from weekbrief_build.commands import main

main()
