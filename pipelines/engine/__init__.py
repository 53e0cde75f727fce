"""Where work on many partitions is done, and where its results are kept. No rule about lists or news is here."""
