"""Makes of a video a poster and a small clip that tells neither place nor time, by ffmpeg; it is told what to make and decides nothing."""
